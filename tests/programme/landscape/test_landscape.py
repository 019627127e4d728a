"""Source systems, interfaces, data standard, golden records, privacy and access, through services and both fronts."""

import datetime as dt

import pytest
from django.urls import reverse

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.personal import masked
from phases.gates.services import start_programme
from phases.uat.models import TestCase
from phases.uat.services import cases_of_access
from programme.landscape import rules, services
from programme.landscape.choices import Reach, Survival
from programme.landscape.models import AccessRule, Interface, MasterRecord, SourceSystem
from programme.landscape.selectors import access_matrix, coverage_of, overlap_matrix, shown_values
from programme.records.services.imports import run_import
from tests.factories.landscape import (
    AccessRuleFactory,
    DataFieldFactory,
    InterfaceFactory,
    MasterRecordFactory,
    PersonalDataFactory,
    SourceSystemFactory,
    TestDataSetFactory,
)
from tests.factories.uat import CaseFactory

pytestmark = pytest.mark.django_db


def reading(programme, name):
    return seams.evidence[name](programme, [{}])[0]


@pytest.mark.requirement("S1-02")
def test_every_system_gets_a_fate_and_the_matrix_shows_what_two_hold_both(programme, pmo, browse):
    assert reading(programme, "landscape.systems_without_fate").value is None
    values = {"name": "Old CRM", "owner": "Sales", "objects_held": ["customer", "contact"], "records": 48200}
    old = services.create_row(programme, "systems", values=values, actor=pmo)
    services.create_row(
        programme,
        "systems",
        values={"name": "ERP", "objects_held": ["customer", "order"], "fate": "integrate"},
        actor=pmo,
    )
    assert (old.code, old.fate) == ("SY01", "open")
    found = reading(programme, "landscape.systems_without_fate")
    assert (found.value, [item.text for item in found.detail]) == (1, ["Decide what becomes of SY01 Old CRM"])
    first, second = overlap_matrix(list(SourceSystem.objects.filter(programme=programme)))
    assert (first.shared, second.shared) == (
        (("SY01", None), ("SY02", ("Customers",))),
        (("SY01", ("Customers",)), ("SY02", None)),
    )
    page = browse(pmo).get(reverse("landscape:overview", args=[programme.slug])).content.decode()
    assert "What two systems hold both" in page
    services.update_row(old, "systems", values={"fate": "migrate"}, actor=pmo)
    assert reading(programme, "landscape.systems_without_fate").value == 0
    with pytest.raises(BadInputError) as refusal:
        services.create_row(programme, "systems", values={"name": "x", "objects_held": ["cars"]}, actor=pmo)
    assert list(refusal.value.fields) == ["objects_held"]


@pytest.mark.requirement("S0-52")
def test_three_interfaces_stand_by_default_and_the_test_needs_each_passed(pmo):
    started = start_programme(slug="fresh", name="Fresh", language="en", start=dt.date(2026, 3, 2), actor=None)
    rows = Interface.objects.filter(programme=started.programme).order_by("code")
    assert [row.system for row in rows] == ["Website", "Mini-program", "ERP"]
    assert reading(started.programme, "landscape.interfaces_not_passed").value == 3
    assert services.add_default_interfaces(started.programme, actor=None) == []


def test_an_interface_passes_its_test_and_a_change_takes_it_back(programme, pmo):
    row = InterfaceFactory(programme=programme, code="IF01", system="Website")
    InterfaceFactory(programme=programme, code="IF02", system="Fax", in_scope=False)
    row = services.specify_interface(row, actor=pmo)
    with pytest.raises(BadInputError) as refusal:
        services.test_interface(row, passed=True, tested_on=dt.date(2099, 1, 1), note=" ", actor=pmo)
    assert set(refusal.value.fields) == {"tested_on", "note"}
    row = services.test_interface(row, passed=False, tested_on=dt.date(2026, 5, 4), note="Two rows lost", actor=pmo)
    assert reading(programme, "landscape.interfaces_not_passed").value == 1
    row = services.test_interface(row, passed=True, tested_on=dt.date(2026, 5, 6), note="All there", actor=pmo)
    assert (row.state, reading(programme, "landscape.interfaces_not_passed").value) == ("passed", 0)
    row = services.update_row(row, "interfaces", values={"owner": "Wang Ke"}, actor=pmo)
    assert row.state == "passed"
    row = services.update_row(row, "interfaces", values={"frequency": "hourly"}, actor=pmo)
    assert (row.state, row.tested_on) == ("draft", None)


@pytest.mark.requirement("S1-08")
def test_an_interface_without_frequency_is_not_specified(programme, pmo, browse, call):
    row = InterfaceFactory(programme=programme, frequency="", errors="")
    with pytest.raises(BadInputError) as refusal:
        services.specify_interface(row, actor=pmo)
    assert set(refusal.value.fields) == {"frequency", "errors"}
    page = browse(pmo).post(reverse("landscape:interface_specify", args=[programme.slug, row.public_id]))
    assert page.status_code == 400
    assert "Say how often." in page.content.decode()
    answer = call(pmo).post(f"/api/v1/programmes/{programme.slug}/interfaces/{row.public_id}/specify/")
    assert (answer.status_code, {one["field"] for one in answer.json()["errors"]}) == (400, {"frequency", "errors"})
    row = services.update_row(row, "interfaces", values={"frequency": "daily", "errors": "Mail to IT"}, actor=pmo)
    assert services.specify_interface(row, actor=pmo).state == "specified"


@pytest.mark.requirement("S1-08")
def test_a_merge_picks_by_the_rules_and_keeps_the_loser_as_alias(programme, pmo):
    erp = SourceSystemFactory(programme=programme, trust=1)
    old = SourceSystemFactory(programme=programme, trust=5)
    for name, rule in (("name", "trusted"), ("phone", "newest"), ("address", "longest")):
        DataFieldFactory(programme=programme, name=name, survival=rule)
    values = {"name": "Suzhou P.", "phone": "0101", "address": "Suzhou"}
    mine = MasterRecordFactory(programme=programme, code="MR1", system=old, seen_on="2026-05-20", values=values)
    values = {"name": "Suzhou Precision Ltd", "phone": "0100", "address": "8 Xinghu Street, Suzhou", "tax": ""}
    theirs = MasterRecordFactory(programme=programme, code="MR2", system=erp, seen_on="2026-02-01", values=values)
    won = services.merge_records(mine, other=theirs, actor=pmo)
    assert won == theirs
    assert won.values == {
        "name": "Suzhou Precision Ltd", "phone": "0101", "address": "8 Xinghu Street, Suzhou", "tax": "",
    }  # fmt: skip
    assert won.picks == {"name": "MR2", "phone": "MR1", "address": "MR2", "tax": "MR1"}
    assert [row.code for row in won.aliases.all()] == ["MR1"]
    lost = MasterRecord.objects.get(code="MR1")
    assert (lost.is_alias, lost.values["name"]) == (True, "Suzhou P.")
    with pytest.raises(IllegalNowError):
        services.merge_records(lost, other=won, actor=pmo)
    with pytest.raises(IllegalNowError):
        services.update_row(lost, "records", values={"name": "x"}, actor=pmo)
    third = MasterRecordFactory(programme=programme, code="MR3", system=erp, seen_on="2026-06-01")
    assert services.merge_records(won, other=third, actor=pmo).code == "MR3"
    assert {row.code for row in MasterRecord.objects.get(code="MR3").aliases.all()} == {"MR1", "MR2"}
    with pytest.raises(BadInputError):
        services.merge_records(third, other=third, actor=pmo)
    with pytest.raises(IllegalNowError):
        services.remove_row(MasterRecord.objects.get(code="MR3"), "records", actor=pmo)


@pytest.mark.parametrize(("rule", "value"), [("trusted", "aa"), ("newest", "b"), ("longest", "ccc")])
def test_each_rule_takes_its_value_and_never_an_empty_one(rule, value):
    sources = [
        rules.Source("A", 1, dt.date(2026, 1, 1), {"f": "aa", "g": ""}),
        rules.Source("B", 2, dt.date(2026, 3, 1), {"f": "b", "g": ""}),
        rules.Source("C", 3, dt.date(2026, 2, 1), {"f": "ccc", "g": "only"}),
    ]
    found = rules.merge(sources, {"f": Survival(rule), "g": Survival(rule)})
    assert (found.survivor, found.losers, found.values) == ("A", ("B", "C"), {"f": value, "g": "only"})


@pytest.mark.requirement("S3-05")
def test_raw_test_data_need_a_second_person_and_a_proof(programme, analyst, owner):
    with pytest.raises(BadInputError) as refusal:
        services.create_row(programme, "test-data", values={"name": "Sample", "anonymised": True}, actor=analyst)
    assert set(refusal.value.fields) == {"method", "proof"}
    row = services.create_row(programme, "test-data", values={"name": "Sample"}, actor=owner)
    assert reading(programme, "landscape.unapproved_test_data").value == 1
    with pytest.raises(ForbiddenError):
        services.approve_test_data(row, reason="Only companies", actor=owner)
    row = services.update_row(row, "test-data", values={"records": 5}, actor=analyst)
    with pytest.raises(BadInputError):
        services.approve_test_data(row, reason=" ", actor=owner)
    row = services.approve_test_data(row, reason="Only companies", actor=owner)
    assert (row.usable, reading(programme, "landscape.unapproved_test_data").value) == (True, 0)
    row = services.update_row(row, "test-data", values={"records": 9}, actor=analyst)
    assert (row.usable, row.approval) == (False, "")
    values = {"anonymised": True, "method": "Drawn anew", "proof": "50 looked at"}
    assert services.update_row(row, "test-data", values=values, actor=analyst).usable


@pytest.mark.requirement("S3-05")
def test_personal_data_are_masked_for_who_does_not_write_them(programme, pmo, trainer, browse):
    PersonalDataFactory(programme=programme, object="customer", field="phone")
    PersonalDataFactory(programme=programme, object="customer", field="address", masked_export=False)
    values = {"phone": "13800001111", "address": "Suzhou"}
    row = MasterRecordFactory(programme=programme, values=values)
    assert shown_values(programme, "customer", values) == {"phone": "1*********1", "address": "Suzhou"}
    page = reverse("landscape:row", args=[programme.slug, "records", row.public_id])
    assert "13800001111" in browse(pmo).get(page).content.decode()
    shown = browse(trainer).get(page).content.decode()
    assert "13800001111" not in shown
    assert "1*********1" in shown
    assert [masked(word) for word in ("", "a", "ab", "abcd")] == ["", "*", "a*", "a**d"]


@pytest.mark.requirement("S0-38")
def test_the_matrix_says_who_sees_whose_and_every_cell_gets_a_test_case(programme, pmo, browse):
    made = services.add_preset_rules(programme, actor=pmo)
    assert (len(made), services.add_preset_rules(programme, actor=pmo)) == (14, [])
    reach = {row.role: row.reach for row in AccessRule.objects.filter(object="customer", deed="read")}
    assert reach == {"Account manager": "own", "Sales head": "team", "Sales operations": "all"}
    rows = [
        {"mine": True, "of_my_team": True},
        {"mine": False, "of_my_team": True},
        {"mine": False, "of_my_team": False},
    ]
    seen = {role: [rules.sees(one, **row) for row in rows] for role, one in reach.items()}
    assert seen == {
        "Account manager": [True, False, False],
        "Sales head": [True, True, False],
        "Sales operations": [True, True, True],
    }
    assert (coverage_of(programme).covered, coverage_of(programme).every) == (0, 14)
    CaseFactory(programme=programme, requirement=made[0].code)
    assert len(cases_of_access(programme, actor=pmo)) == 13
    assert coverage_of(programme).bare == ()
    assert reading(programme, "landscape.access_coverage").value == 1
    case = TestCase.objects.get(
        requirement=AccessRule.objects.get(role="Sales head", object="customer", deed="read").code
    )
    assert (case.crm_role, "another team" in case.expected) == ("Sales head", True)
    objects, lines = access_matrix(programme)
    assert (objects, [line.role for line in lines]) == (
        ["Customers", "Opportunities"],
        ["Account manager", "Sales head", "Sales operations"],
    )
    file = browse(pmo).get(reverse("landscape:matrix", args=[programme.slug]) + "?export=csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Role in the CRM,Customers,Opportunities"
    assert lines[1] == "Account manager,Read: Own; Write: Own,Read: Own; Write: Own"
    assert Reach.OWN.label == "Own"


def test_a_cell_stands_once_and_a_link_stays_in_its_programme(programme, other_programme, pmo):
    AccessRuleFactory(programme=programme, role="Seller", object="customer", deed="read")
    values = {"role": "Seller", "object": "customer", "deed": "read", "reach": "all"}
    with pytest.raises(BadInputError):
        services.create_row(programme, "access", values=values, actor=pmo)
    foreign = SourceSystemFactory(programme=other_programme)
    with pytest.raises(BadInputError) as refusal:
        services.create_row(programme, "fields", values={"name": "phone", "master": foreign}, actor=pmo)
    assert list(refusal.value.fields) == ["master"]
    system = MasterRecordFactory(programme=programme).system
    with pytest.raises(IllegalNowError):
        services.remove_row(system, "systems", actor=pmo)


def test_a_file_of_systems_and_records_comes_in_and_says_what_is_wrong(programme, pmo):
    good = b"Code,System,Owner,What it holds,Records,Fate\nSY07,Old CRM,Sales,customer contact,48200,Migrate\n"
    run = run_import(programme, kind="source-systems", data=good, filename="s.csv", actor=pmo)
    assert run.verdict["errors"] == []
    row = SourceSystem.objects.get(code="SY07")
    assert (row.objects_held, row.records, row.fate) == (["customer", "contact"], 48200, "migrate")
    bad = b"Code,System,What it holds\nSY08,Cars,customer cars\n"
    run = run_import(programme, kind="source-systems", data=bad, filename="b.csv", actor=pmo, dry_run=True)
    assert [(one["row"], one["column"]) for one in run.verdict["errors"]] == [(2, "What it holds")]
    more = (
        b"Object,Name,System,Key in that system,As of,Values\nCustomers,Suzhou,SY07,C1,2026-05-20,phone = 0101; fax\n"
    )
    run = run_import(programme, kind="master-records", data=more, filename="m.csv", actor=pmo, dry_run=True)
    assert [one["column"] for one in run.verdict["errors"]] == ["Values"]
    more = more.replace(b"; fax", b"; fax = 7")
    run = run_import(programme, kind="master-records", data=more, filename="m.csv", actor=pmo)
    assert MasterRecord.objects.get().values == {"phone": "0101", "fax": "7"}


@pytest.mark.parametrize("kind", ["systems", "interfaces", "fields", "records", "personal-data", "test-data", "access"])
def test_each_register_opens_empty_and_filled(programme, pmo, browse, kind):
    client = browse(pmo)
    page = reverse("landscape:book", args=[programme.slug, kind])
    assert client.get(page).status_code == 200
    makes = {
        "systems": SourceSystemFactory, "interfaces": InterfaceFactory, "fields": DataFieldFactory,
        "records": MasterRecordFactory, "personal-data": PersonalDataFactory, "test-data": TestDataSetFactory,
        "access": AccessRuleFactory,
    }  # fmt: skip
    row = makes[kind](programme=programme)
    assert row.code in client.get(page).content.decode()
    one = reverse("landscape:row", args=[programme.slug, kind, row.public_id])
    assert row.code in client.get(one).content.decode()
    assert client.get(reverse("landscape:row_edit", args=[programme.slug, kind, row.public_id])).status_code == 200
    assert client.post(reverse("landscape:row_remove", args=[programme.slug, kind, row.public_id])).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()
