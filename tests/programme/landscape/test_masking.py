"""Personal data in files: hidden where registered, in the open only for some and audited, refused when they come back."""

import csv
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from core.imports.readers import read_table
from core.personal import Personal, Wall, is_masked, masked
from core.seams import kinds
from phases.rollout.models import RosterEntry
from programme.landscape import services
from programme.landscape.models import MasterRecord, PersonalData
from programme.landscape.selectors import hidden_kinds
from programme.records.models import AuditEvent
from programme.records.services.imports import run_import
from tests.factories.charter import StakeholderFactory
from tests.factories.landscape import MasterRecordFactory, PersonalDataFactory
from tests.factories.rollout import RosterEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("S3-05")]

OPENLY = "landscape.personal.exported"


@pytest.fixture
def registered(programme):
    """Names, telephones and addresses are masked in exports."""
    return [PersonalDataFactory(programme=programme, object="staff", field=kind, own=kind) for kind in Personal.values]


@pytest.fixture
def stakeholder(programme):
    return StakeholderFactory(programme=programme, code="S01", name="Gu Yan", contact="13800001111")


def table(answer):
    return list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def register(programme, kind="csv", more=""):
    page = reverse("stakeholders:stakeholder_list", args=[programme.slug])
    return f"{page}?export={kind}&cols=contact&cols=power{more}"


def opened(programme):
    return list(AuditEvent.objects.filter(programme=programme, action=OPENLY).order_by("pk"))


def test_a_register_leaves_in_the_open_until_its_columns_are_registered(programme, stakeholder, sponsor, browse):
    assert table(browse(sponsor).get(register(programme)))[1] == ["Gu Yan", "4", "13800001111"]
    PersonalDataFactory(programme=programme, own="phone", masked_export=False)
    PersonalDataFactory(programme=programme, own="name")
    assert table(browse(sponsor).get(register(programme)))[1] == ["G****n", "4", "13800001111"]


@pytest.mark.parametrize("who", ["sponsor", "pmo"])
def test_registered_columns_are_masked_in_both_formats(programme, registered, stakeholder, browse, request, who):
    client = browse(request.getfixturevalue(who))
    assert table(client.get(register(programme)))[1] == ["G****n", "4", "1*********1"]
    answer = client.get(register(programme, "xlsx"))
    (line,) = read_table(answer.content, "stakeholders.xlsx", kind=kinds["stakeholders"]).lines
    assert list(line.cells) == ["G****n", 4, "1*********1"]
    assert opened(programme) == []


def test_who_may_takes_it_out_in_the_open_and_the_audit_says_so(
    programme, registered, stakeholder, pmo, sponsor, browse
):
    page = reverse("stakeholders:stakeholder_list", args=[programme.slug])
    assert "personal=1" in browse(pmo).get(page).content.decode()
    shown = browse(sponsor).get(page).content.decode()
    assert ("Personal data are masked." in shown, "personal=1" in shown, "Gu Yan" in shown) == (True, False, True)
    assert browse(sponsor).get(register(programme, more="&personal=1")).status_code == 403
    assert opened(programme) == []
    assert table(browse(pmo).get(register(programme, more="&personal=1")))[1] == ["Gu Yan", "4", "13800001111"]
    (event,) = opened(programme)
    assert (event.actor, event.changes) == (
        pmo,
        {"register": [None, "Stakeholders"], "personal data": [None, "Names of persons; Telephone numbers and contacts"]},
    )  # fmt: skip


def test_a_file_of_a_kind_is_masked_and_refused_when_it_comes_back(programme, registered, pmo, it_lead, browse):
    RosterEntryFactory(programme=programme, key="E1", name="Wang Fang", email="wang@example.com")
    page = reverse("records:kind_export", args=[programme.slug, "roster", "csv"])
    answer = browse(pmo).get(page)
    assert table(answer)[1][:3] == ["E1", "W*******g", "w**************m"]
    run = run_import(programme, kind="roster", data=answer.content, filename="roster.csv", actor=pmo)
    refused = {one["column"] for one in run.verdict["errors"]}
    assert {"Name", "E-mail"} <= refused
    assert RosterEntry.objects.get().name == "Wang Fang"
    whole = browse(pmo).get(f"{page}?personal=1")
    assert table(whole)[1][:3] == ["E1", "Wang Fang", "wang@example.com"]
    assert [event.changes["register"][1] for event in opened(programme)] == ["Roster"]
    run = run_import(programme, kind="roster", data=whole.content, filename="roster.csv", actor=pmo)
    assert run.verdict["errors"] == []
    page = reverse("records:import_new", args=[programme.slug])
    assert "Personal data are masked in files of:" in browse(pmo).get(page).content.decode()
    assert "export.csv?personal=1" in browse(pmo).get(f"{page}?personal=1").content.decode()


def test_golden_records_mask_their_fields_in_files_and_in_the_call(programme, pmo, it_lead, trainer, browse, call):
    PersonalDataFactory(programme=programme, object="customer", field="phone")
    MasterRecordFactory(
        programme=programme, code="MR0001", key="C1", values={"phone": "13800001111", "address": "Suzhou"}
    )
    page = reverse("records:kind_export", args=[programme.slug, "master-records", "csv"])
    assert table(browse(it_lead).get(page))[1][-1] == "phone = 1*********1; address = Suzhou"
    assert browse(it_lead).get(f"{page}?personal=1").status_code == 403
    masked_file = browse(pmo).get(page).content
    run = run_import(programme, kind="master-records", data=masked_file, filename="m.csv", actor=pmo)
    assert [one["column"] for one in run.verdict["errors"]] == ["Values"]
    assert MasterRecord.objects.get().values["phone"] == "13800001111"
    assert table(browse(pmo).get(f"{page}?personal=1"))[1][-1] == "phone = 13800001111; address = Suzhou"
    url = f"/api/v1/programmes/{programme.slug}/master-records/"
    shown = {who.name: call(who).get(url).json()["results"][0]["values"]["phone"] for who in (pmo, trainer)}
    assert shown == {"Pmo": "13800001111", "Trainer": "1*********1"}


def test_the_command_takes_everything_and_the_audit_says_so(programme, registered, pmo, tmp_path, capsys):
    path = tmp_path / "people.csv"
    call_command("export", "people", "--programme", programme.slug, "--language", "en", "-o", path)
    assert pmo.email in path.read_text(encoding="utf-8-sig")
    assert [(event.actor, event.changes["register"][1]) for event in opened(programme)] == [(None, "People and roles")]


def test_a_new_programme_registers_what_is_kept_of_persons(programme, pmo):
    made = services.add_default_personal(programme, actor=pmo)
    assert [(row.own, row.masked_export) for row in made] == [("name", False), ("phone", True), ("mail", True)]
    assert services.add_default_personal(programme, actor=pmo) == []
    assert hidden_kinds(programme) == {"phone", "mail"}
    assert PersonalData.objects.filter(programme=programme, keep_months=None).count() == 0


def test_a_wall_hides_words_and_leaves_figures():
    wall = Wall(frozenset({"name"}))
    assert (wall.value("name", "Gu Yan"), wall.value("phone", "1"), wall.value("name", 7)) == ("G****n", "1", 7)
    assert [is_masked(masked(word)) for word in ("a", "ab", "abcd")] == [True, True, True]
    assert [is_masked(word) for word in ("", "Gu Yan", "5 * 3 = 15", None)] == [False, False, False, False]
