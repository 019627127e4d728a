"""Requirements written, approved and dropped; groups, the log, capabilities; the thread over all floors."""

import pytest
from django.urls import reverse

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.charter.selectors import charter_warnings
from programme.needs import services
from programme.needs.choices import FAMILIES, NeedState
from programme.needs.contributions import papers
from programme.needs.models import Capability, Requirement
from programme.needs.selectors import (
    asked_matrix,
    capability_gaps,
    customised,
    families,
    increments,
    requirement_actions,
    trace_of,
)
from programme.records.services.imports import run_import
from tests.factories.charter import GoalFactory, KpiFactory, StrategyFactory
from tests.factories.needs import CapabilityFactory, ElicitationFactory, RequirementFactory, UserGroupFactory
from tests.factories.programme import UnitFactory, member_of
from tests.factories.roi import BenefitFactory
from tests.factories.uat import CaseFactory
from tests.programme.charter.signed import signed_charter
from tests.programme.governance.changes import assessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(programme):
    return GoalFactory(programme=programme, code="GL01")


@pytest.mark.requirement("S1-04")
def test_a_programme_offers_five_families_and_approval_needs_criteria(programme, pmo, owner, goal):
    assert [line.family for line in families(programme, trace_of(programme))] == [one.value for one in FAMILIES]
    row = services.create_requirement(programme, values={"title": "Leads return", "goals": [goal]}, actor=pmo)
    assert (row.code, row.state) == ("RQ001", NeedState.PROPOSED)
    with pytest.raises(BadInputError) as refusal:
        services.approve_requirement(row, actor=owner)
    assert list(refusal.value.fields) == ["acceptance"]
    services.update_requirement(row, values={"acceptance": "In the pool after 24 hours"}, actor=pmo)
    row = services.approve_requirement(row, actor=owner)
    assert (row.state, row.approved_by) == (NeedState.APPROVED, owner)
    CaseFactory(programme=programme, requirement="RQ001")
    line = families(programme, trace_of(programme))[0]
    assert (line.every, line.approved, line.covered, line.share) == (1, 1, 1, 1)


@pytest.mark.requirement("S0-49")
def test_custom_code_says_why_and_what_it_does_to_upgrades(programme, owner, goal):
    row = RequirementFactory(programme=programme, fit="custom", goals=[goal])
    with pytest.raises(BadInputError) as refusal:
        services.approve_requirement(row, actor=owner)
    assert set(refusal.value.fields) == {"reason", "upgrade_impact"}
    assert requirement_actions(row, owner)[0].reasons
    for n in range(8):
        RequirementFactory(programme=programme, fit="standard", moscow="wont" if n < 4 else "must")
    assert (customised(programme).custom, customised(programme).every) == (1, 5)


def test_who_wrote_it_does_not_approve_it_and_a_change_asks_for_approval_again(programme, pmo, owner, goal):
    values = {"title": "Leads return", "goals": [goal], "acceptance": "Seen"}
    row = services.create_requirement(programme, values=values, actor=pmo)
    with pytest.raises(ForbiddenError):
        services.approve_requirement(row, actor=pmo)
    row = services.approve_requirement(row, actor=owner)
    row = services.update_requirement(row, values={"effort": 3}, actor=pmo)
    assert (row.state, row.approved_by) == (NeedState.PROPOSED, None)
    with pytest.raises(BadInputError):
        services.drop_requirement(row, actor=pmo, reason=" ")
    row = services.drop_requirement(row, actor=pmo, reason="Twice")
    with pytest.raises(IllegalNowError):
        services.update_requirement(row, values={"title": "x"}, actor=pmo)
    assert requirement_actions(row, owner) == []


def test_links_into_another_programme_are_refused(programme, other_programme, pmo):
    foreign = GoalFactory(programme=other_programme)
    with pytest.raises(BadInputError) as refusal:
        services.create_requirement(programme, values={"title": "x", "goals": [foreign]}, actor=pmo)
    assert list(refusal.value.fields) == ["goals"]
    objective = StrategyFactory(programme=other_programme)
    with pytest.raises(BadInputError):
        services.create_row(programme, "capabilities", values={"objective": objective, "name": "x"}, actor=pmo)
    assert Requirement.objects.count() == Capability.objects.count() == 0


@pytest.mark.requirement("S3-02")
def test_after_the_signed_charter_a_requirement_needs_a_granted_change(programme, browse, call):
    people = signed_charter(programme)
    pmo = people["PM"]
    with pytest.raises(BadInputError) as refusal:
        services.create_requirement(programme, values={"title": "Offline visits"}, actor=pmo)
    assert list(refusal.value.fields) == ["by_change"]
    page = browse(pmo).post(
        reverse("needs:requirement_new", args=[programme.slug]),
        {
            "title": "Offline visits",
            "family": "leads",
            "moscow": "must",
            "fit": "config",
            "increment": "sales",
            "effort": 2,
        },
    )
    assert page.status_code == 400
    answer = call(pmo).post(f"/api/v1/programmes/{programme.slug}/requirements/", {"title": "Offline"}, format="json")
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, ["by_change"])
    sheet = b"Code,Requirement\nRQ900,Offline visits\n"
    run = run_import(programme, kind="requirements", data=sheet, filename="r.csv", actor=pmo, dry_run=True)
    assert [error["column"] for error in run.verdict["errors"]] == ["by_change"]
    asked = assessed(programme, requester=pmo, by=people["IT"], effects={"effort": 8})
    with pytest.raises(BadInputError):
        services.create_requirement(programme, values={"title": "Offline", "by_change": asked}, actor=pmo)
    type(asked).objects.filter(pk=asked.pk).update(state="approved")
    asked = type(asked).objects.get(pk=asked.pk)
    row = services.create_requirement(
        programme, values={"title": "Offline", "by_change": asked, "effort": 2}, actor=pmo
    )
    assert row.by_change == asked
    later = services.create_requirement(programme, values={"title": "Someday", "moscow": "wont"}, actor=pmo)
    with pytest.raises(BadInputError):
        services.update_requirement(later, values={"moscow": "must"}, actor=pmo)
    assert next((one.increment, one.inside, one.outside) for one in increments(programme)) == ("sales", 1, 1)
    listed = call(pmo).get(f"/api/v1/programmes/{programme.slug}/requirements/?increment=service").json()
    assert listed["count"] == 0


@pytest.mark.requirement("S0-05")
def test_a_group_with_people_and_no_requirement_warns_on_the_charter(programme, pmo, browse, goal):
    group = UserGroupFactory(programme=programme, code="UG01", name="Account managers", headcount=38)
    assert "The user group UG01 Account managers has people and no requirement." in charter_warnings(programme)
    assert "UG01 Account managers has people" in browse(pmo).get(f"/p/{programme.slug}/charter/").content.decode()
    row = RequirementFactory(programme=programme, goals=[goal])
    row.groups.set([group])
    assert not any("UG01" in text for text in charter_warnings(programme))
    services.drop_requirement(row, actor=pmo, reason="Twice")
    assert any("UG01" in text for text in charter_warnings(programme))
    UserGroupFactory(programme=programme, code="UG02", headcount=0)
    assert not any("UG02" in text for text in charter_warnings(programme))


@pytest.mark.requirement("S3-01")
def test_the_matrix_names_marketing_which_nobody_asked(programme):
    sales, marketing = UnitFactory(code="SA", name="Sales"), UnitFactory(code="MK", name="Marketing")
    for unit in (sales, marketing):
        UserGroupFactory(programme=programme, unit=unit)
    ElicitationFactory(programme=programme, unit=sales, method="interview")
    ElicitationFactory(programme=programme, unit=marketing, method="workshop")
    assert [(row.department, row.gap) for row in asked_matrix(programme)] == [("Marketing", True), ("Sales", False)]
    [told] = seams.evidence["needs.unasked_departments"](programme, [{}])
    assert (told.value, [item.text for item in told.detail]) == (1, ["Marketing"])


@pytest.mark.requirement("S2-02")
def test_key_accounts_prompt_three_capabilities_and_missing_ones_are_gaps(programme, pmo, goal):
    objective = StrategyFactory(programme=programme, title="拓展大客户")
    made = services.prompt_capabilities(objective, theme="key_accounts", actor=pmo)
    assert len(made) == 3
    assert services.prompt_capabilities(objective, theme="key_accounts", actor=pmo) == []
    assert len(capability_gaps(programme)) == 3
    row = RequirementFactory(programme=programme, goals=[goal])
    services.update_row(made[0], "capabilities", values={"requirement": row}, actor=pmo)
    assert len(capability_gaps(programme)) == 2
    services.update_requirement(row, values={"moscow": "wont"}, actor=pmo)
    assert len(capability_gaps(programme)) == 3
    with pytest.raises(BadInputError):
        services.prompt_capabilities(objective, theme="luck", actor=pmo)


@pytest.mark.requirement("S0-02")
def test_unlinking_one_case_lowers_the_coverage_and_adds_exactly_one_orphan(programme, pmo, goal, browse, call):
    kpi = KpiFactory(programme=programme, code="K90", is_example=False)
    kpi.readings.create(read_on="2026-04-01", value=27)
    goal.kpi = kpi
    goal.save()
    BenefitFactory(programme=programme, kpi=kpi)
    row = RequirementFactory(programme=programme, code="RQ001", goals=[goal])
    cases = [CaseFactory(programme=programme, requirement=code) for code in ("RQ001", "RQ001, RQ777")]
    before = trace_of(programme)
    assert (before.judged.orphans, before.judged.coverage) == ((), 1)
    tree = before.branches()[0]
    assert [one.node.kind for one in tree.below] == ["reading", "requirement"]
    assert [one.node.kind for one in tree.below[0].below] == ["benefit"]
    assert len(tree.below[1].below) == 2
    page = browse(pmo).get(reverse("needs:trace", args=[programme.slug])).content.decode()
    for node in before.nodes.values():
        assert f'href="{node.url}"' in page
        assert browse(pmo).get(node.url).status_code == 200
    cases[0].requirement = ""
    cases[0].save()
    after = trace_of(programme)
    assert after.judged.orphans == (f"case:{cases[0].code}",)
    assert after.judged.coverage < before.judged.coverage
    told = call(pmo).get(f"/api/v1/programmes/{programme.slug}/requirements/thread/").json()
    assert [one["node"] for one in told["goals"]] == ["goal:GL01"]
    assert row.code in str(told["goals"])


def test_requirements_go_in_by_file_and_come_back_the_same(programme, pmo, goal):
    UserGroupFactory(programme=programme, code="UG01")
    sheet = (
        "Code,Requirement,Family,MoSCoW priority,Met by,Effort (person-days),Acceptance criteria,Goal codes,User group codes\n"
        "RQ010,Leads return,Opportunity management,Must have,Custom code,4.5,Seen,GL01,UG01\n"
        ",Duplicates are refused,,,,,,GL99,\n"
    )
    run = run_import(programme, kind="requirements", data=sheet.encode(), filename="r.csv", actor=pmo)
    assert [(error["row"], error["column"]) for error in run.verdict["errors"]] == [(3, "Goal codes")]
    row = Requirement.objects.get()
    assert (row.code, row.family, row.moscow, row.fit, str(row.effort)) == (
        "RQ010",
        "pipeline",
        "must",
        "custom",
        "4.5",
    )
    assert [one.code for one in (*row.goals.all(), *row.groups.all())] == ["GL01", "UG01"]
    kept = seams.kinds["requirements"].existing(programme)[row.public_id]
    assert (kept["goals"], kept["groups"], kept["by_change"]) == ("GL01", "UG01", "")
    groups = (
        "Code,User group,Works in,Business unit code,Headcount\n,Service desk,Service,NOPE,12\n,Sellers,Sales,,30\n"
    )
    run = run_import(programme, kind="user-groups", data=groups.encode(), filename="g.csv", actor=pmo)
    assert [error["column"] for error in run.verdict["errors"]] == ["Business unit code"]
    assert programme.user_groups.get(name="Sellers").headcount == 30
    ref = programme.user_groups.get(name="Sellers").public_id
    seams.kinds["user-groups"].remove(programme, [ref], pmo)
    seams.kinds["requirements"].remove(programme, [row.public_id], pmo)
    assert Requirement.objects.count() == 0


def test_only_those_who_may_write_see_the_acts(programme, pmo, auditor, browse, goal):
    RequirementFactory(programme=programme, goals=[goal])
    url = reverse("needs:overview", args=[programme.slug])
    StrategyFactory(programme=programme)
    assert "rows/groups/new/" in browse(pmo).get(url).content.decode()
    assert "rows/groups/new/" not in browse(auditor).get(url).content.decode()
    assert browse(pmo).get(url.replace("requirements/", "requirements/rows/cats/new/")).status_code == 404
    listed = browse(pmo).get(reverse("needs:requirement_list", args=[programme.slug])).content.decode()
    assert "1 in scope, 0 of them custom code (0.0%)" in listed


def test_the_charter_prints_groups_families_and_gaps(programme, goal):
    import datetime as dt

    now = dt.datetime.now(dt.UTC)
    assert papers.needs(programme, now, "") is None
    assert "No user group" in str(papers.user_groups(programme, now, "").blocks[0])
    UserGroupFactory(programme=programme)
    RequirementFactory(programme=programme, goals=[goal], effort=2)
    CapabilityFactory(programme=programme, name="Account plan")
    section = papers.needs(programme, now, "")
    assert "Account plan" in str(section.blocks[-1])
    assert len(papers.user_groups(programme, now, "").blocks[0].rows) == 1


def test_a_complete_requirement_waits_for_those_who_approve(programme, pmo, owner, goal):
    RequirementFactory(programme=programme, goals=[goal], written_by=pmo, title="Ready")
    RequirementFactory(programme=programme, acceptance="", title="Not ready")
    give = seams.attention["needs.requirements"]
    assert [item.text.split(" ", 4)[-1] for item in give(programme, owner)] == ["Ready"]
    assert give(programme, pmo) == []
    assert give(programme, member_of(programme, "USR")) == []
