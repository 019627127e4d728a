"""What pages keep: until the next audited write, per language, and never a password."""

import pickle

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from core.kept import kept
from core.memo import forget
from programme.people.services import save_unit
from programme.raid.services import create_risk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def asked(programme, made):
    forget(programme)  # a request fetches its own instance
    return kept(programme, "test", lambda: made.append(1) or len(made))


def test_value_is_made_once_until_somebody_writes(programme, pmo):
    made = []
    assert [asked(programme, made) for _ in range(3)] == [1, 1, 1]
    create_risk(programme, values={"title": "New"}, actor=pmo)
    assert asked(programme, made) == 2


def test_write_to_the_installation_counts_too(programme, administrator):
    made = []
    assert asked(programme, made) == 1
    save_unit(None, name="East", code="E", parent=None, actor=administrator)
    assert asked(programme, made) == 2


def test_write_to_another_programme_does_not_count(programme, other_programme, outsider):
    made = []
    assert asked(programme, made) == 1
    create_risk(other_programme, values={"title": "New"}, actor=outsider)
    assert asked(programme, made) == 1


def test_each_language_has_its_own(programme):
    made = []
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            asked(programme, made)
    assert len(made) == 2


def test_nothing_is_a_value_and_a_function_is_not_kept(programme):
    made = []
    for _ in range(2):
        assert kept(programme, "none", lambda: made.append(1)) is None
    assert len(made) == 1
    assert kept(programme, "function", lambda: lambda: 7)() == 7


def test_person_is_kept_without_the_password(pmo):
    pmo.set_password("secret")
    pmo.save()
    assert pmo.password.encode() not in pickle.dumps(pmo)
    assert pickle.loads(pickle.dumps(pmo)).password == pmo.password  # noqa: S301  (read again where needed)


def test_home_shows_what_was_written_a_moment_ago(browse, programme, pmo):
    client, url = browse(pmo), reverse("people:home", args=[programme.slug, "pmo"])
    client.get(url)
    risk = create_risk(
        programme,
        values={
            "title": "Seen at once",
            "cause": "a",
            "event": "b",
            "effect": "c",
            "probability": 5,
            "impact": 5,
            "owner": pmo,
        },
        actor=pmo,
        state="open",
    )
    assert risk.title in client.get(url).content.decode()
