"""What `manage.py demo` prints for a newcomer: the accounts of the programme that was asked for, not of another."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.demo import PASSWORD
from programme.people.services import demo_account, give_role
from tests.factories.programme import ProgrammeFactory

pytestmark = pytest.mark.django_db

CAST = {"pmo": ("李敏", "Li Min", ["PM", "BO"]), "admin": ("系统管理员", "Administrator", [])}


def told(language, host):
    """A demo of this language, as its seeders leave it: one project manager, one administrator without a role."""
    code = "zh" if language == "zh-hans" else "en"
    programme = ProgrammeFactory(slug=f"demo-{code}", name=f"Demo {code}", language=language, is_demo=True)
    for key, (zh, en, roles) in CAST.items():
        person = demo_account(
            f"{key}@{host}", name=zh if code == "zh" else en, job_title="", language=language, unit=None,
            administrator=not roles, password=PASSWORD,
        )  # fmt: skip
        for role in roles:
            give_role(programme, user=person, role=role, actor=None)
    return programme


@pytest.fixture
def both():
    return told("zh-hans", "demo.landfall"), told("en", "en.demo.landfall")


def printed(capsys, language, **more):
    call_command("demo", language=language, **more)
    return capsys.readouterr().out.splitlines()


def test_a_second_language_prints_its_own_accounts(both, capsys, settings):
    settings.PUBLIC_URL = "http://127.0.0.1:8123"
    head, password, *lines = printed(capsys, "en")
    assert head == "demo-en: Demo en  http://127.0.0.1:8123/p/demo-en/"
    assert password == "Demo accounts, password landfall-demo:"
    assert [" ".join(line.split()) for line in lines] == [
        "pmo@en.demo.landfall Li Min Project manager (PMO), Business owner",
        "admin@en.demo.landfall Administrator Administrator",
    ]
    for line in lines:
        client = Client()
        assert client.login(email=line.split()[0], password=password.removesuffix(":").split()[-1])
        assert client.get(reverse("people:overview", args=["demo-en"]), follow=True).status_code == 200


def test_the_first_one_prints_its_own_in_its_language(both, capsys):
    lines = printed(capsys, "zh-hans")
    assert lines[1] == "演示账号，密码 landfall-demo："
    assert [line.split()[:2] for line in lines[2:]] == [
        ["pmo@demo.landfall", "李敏"], ["admin@demo.landfall", "系统管理员"],
    ]  # fmt: skip


def test_who_was_closed_or_has_no_role_any_more_is_left_out(both, capsys):
    zh, _en = both
    person = zh.memberships.order_by("pk").first().user
    person.memberships.filter(role="PM").update(ended_on="2026-01-01")
    assert printed(capsys, "zh-hans")[2].split()[2:] == ["业务负责人"]
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert len(printed(capsys, "zh-hans")) == 1


def test_a_quiet_call_prints_nothing(both, capsys):
    assert printed(capsys, "en", verbosity=0) == []
