"""The signed charter: changed by a granted request only, readable version by version, refused through every front."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from core import seams
from core.documents.model import Section, Table, Text
from core.errors import BadInputError, IllegalNowError
from core.imports.kinds import Batch, Change
from programme.charter.contributions import steering, terms
from programme.charter.models import CharterVersion, Goal, Kpi
from programme.charter.selectors import current_version, version_diff
from programme.charter.services import (
    create_goal,
    create_row,
    remove_row,
    submit_charter,
    update_goal,
    update_kpi,
    withdraw_goal,
)
from programme.governance.choices import ChangeState, Route
from programme.governance.models import ChangeRequest
from programme.governance.services.changes import edit_change, request_change
from programme.governance.services.granting import act_at_once, approve_change, carry_into_charter, implement_change
from programme.records.models import Job
from programme.records.services.imports import run_import
from tests.factories.charter import GoalFactory, KpiFactory, StrategyFactory
from tests.programme.charter.signed import signed_charter
from tests.programme.governance.changes import WORDS, assessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(programme):
    return signed_charter(programme)


def by_request(programme, people, edits, *, by="SP"):
    """Ask for the edits, assess and grant them, and let the job run."""
    row = assessed(programme, requester=people["PM"], by=people["IT"], charter_edits=edits)
    assert row.route == Route.COMMITTEE
    approve_change(row, actor=people[by])
    assert carry_into_charter(row, actor=people[by])
    return ChangeRequest.objects.get(pk=row.pk)


@pytest.mark.requirement("S0-07")
def test_a_target_moves_by_request_only_and_makes_version_1_1(programme, people, browse, call):
    goal = programme.goals.get()
    first = current_version(programme)
    with pytest.raises(IllegalNowError) as refusal:
        update_goal(goal, values={"target": 40}, actor=people["PM"])
    assert "1.0" in str(refusal.value)
    row = by_request(programme, people, [{"op": "goal", "ref": goal.code, "set": {"target": "40"}}])
    assert row.state == ChangeState.IMPLEMENTING
    goal.refresh_from_db()
    assert goal.target == 40
    second = current_version(programme)
    assert [(one.number, one.state) for one in programme.charter_versions.order_by("pk")] == [
        ("1.0", "superseded"), ("1.1", "approved"),
    ]  # fmt: skip
    assert second.by_change == row
    lines = version_diff(CharterVersion.objects.get(pk=first.pk), second)
    assert [(line.change, line.label) for line in lines] == [("changed", goal.code)]
    assert "→ 35 %" in lines[0].old
    assert "→ 40 %" in lines[0].new
    page = browse(people["PM"]).get(second.get_absolute_url()).content.decode()
    assert "What changed from version 1.0 to 1.1" in page
    assert "→ 40 %" in page
    old = browse(people["PM"]).get(first.get_absolute_url()).content.decode()
    assert "→ 35 %" in old
    told = call(people["PM"]).get(f"/api/v1/programmes/{programme.slug}/charter-versions/{second.public_id}/").json()
    assert (told["by_change"], told["compared_with"], len(told["differences"])) == ("CR-001", "1.0", 1)


def test_signatures_under_the_earlier_version_stay_true(programme, people):
    from programme.signoff import selectors as signoff

    goal, first = programme.goals.get(), current_version(programme)
    by_request(programme, people, [{"op": "goal", "ref": goal.code, "set": {"target": "40"}}])
    first = CharterVersion.objects.get(pk=first.pk)
    standing = signoff.standing(first)
    assert (standing.signed, standing.stale) == (4, 0)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_front_refuses_a_target_behind_the_control(programme, people, browse, call, language):
    goal = programme.goals.get()
    people["PM"].language = language
    people["PM"].save()
    with translation.override(language):
        form = {
            "statement": goal.statement, "metric": goal.metric, "unit": goal.unit, "unit_kind": goal.unit_kind,
            "direction": goal.direction, "baseline": "25", "target": "50", "version": goal.version,
        }  # fmt: skip
        page = browse(people["PM"]).post(
            reverse("charter:goal_edit", args=[programme.slug, goal.public_id]),
            form,
            headers={"accept-language": language},
        )
        assert page.status_code == 409
        answer = call(people["PM"]).patch(
            f"/api/v1/programmes/{programme.slug}/goals/{goal.public_id}/", {"target": "50"}, format="json",
            headers={"accept-language": language},
        )  # fmt: skip
        assert answer.status_code == 409
        words = {"en": "change request", "zh-hans": "变更申请"}[language]
        assert words in page.content.decode()
        assert words in str(answer.json())
    goal.refresh_from_db()
    assert goal.target == 35


def test_an_import_refuses_a_promised_target_by_column_and_keeps_the_rest(programme, people):
    goal = programme.goals.get()
    sheet = f"Code,Goal,Target,Why it can be reached\n{goal.code},{goal.statement},50,A pilot\n,A new one,3,Because\n"
    run = run_import(
        programme, kind="goals", data=sheet.encode(), filename="goals.csv", actor=people["PM"], dry_run=True
    )  # fmt: skip
    assert [(error["row"], error["column"]) for error in run.verdict["errors"]] == [(2, "Target"), (3, "Goal")]
    assert "变更申请" in run.verdict["errors"][0]["message"]["zh-hans"]
    goal.refresh_from_db()
    assert (goal.target, programme.goals.count()) == (35, 1)


def test_a_writer_that_is_asked_without_a_dry_run_is_refused_too(programme, people):
    goal, kind = programme.goals.get(), seams.kinds["goals"]
    row = {"code": goal.code, "statement": goal.statement, "target": Decimal(50)}
    [outcome] = kind.write(programme, Batch([Change(2, row, goal.public_id, row)]), people["PM"])
    assert "change request" in str(outcome.refused)
    with pytest.raises(IllegalNowError):
        kind.remove(programme, [goal.public_id], people["PM"])
    goal.refresh_from_db()
    assert goal.target == 35


@pytest.fixture
def kpi(programme, people):
    """The KPI that measures the promised goal."""
    row = KpiFactory(programme=programme, code="K01")
    programme.goals.update(kpi=row)
    return row


@pytest.mark.requirement("S0-07")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_front_refuses_another_target_of_a_promised_goals_kpi(programme, people, kpi, browse, call, language):
    goal, pmo = programme.goals.get(), people["PM"]
    pmo.language = language
    pmo.save()
    fronts = {"headers": {"accept-language": language}}
    form = {name: getattr(kpi, name) for name in ("code", "name_zh", "name_en", "family", "unit", "direction")}
    form |= {"baseline": "25", "target": "77", "version": kpi.version}
    page = browse(pmo).post(reverse("charter:kpi_edit", args=[programme.slug, kpi.public_id]), form, **fronts)
    where = f"/api/v1/programmes/{programme.slug}/kpis/{kpi.public_id}/"
    answer = call(pmo).patch(where, {"target": "77"}, format="json", **fronts)
    assert (page.status_code, answer.status_code) == (409, 409)
    words, name = {"en": ("change request", "target value"), "zh-hans": ("变更申请", "目标值")}[language]
    for said in (page.content.decode(), str(answer.json())):
        assert words in said
        assert name in said
        assert goal.code in said
    sheet = "Code,Name in Chinese,Target,Source\nK01,线索转化率,77,CRM\n"
    with translation.override(language):
        run = run_import(
            programme, kind="kpis", data=sheet.encode(), filename="kpis.csv", actor=pmo, dry_run=True
        )  # fmt: skip
    [error] = run.verdict["errors"]
    assert (error["row"], error["column"], words in error["message"][language]) == (2, "Target", True)
    kpi.refresh_from_db()
    assert kpi.target == 35


@pytest.mark.parametrize("values", [{"target": Decimal(36)}, {"target": None}, {"baseline": Decimal(20)},
                                    {"direction": "down"}, {"unit": "days"}])  # fmt: skip
def test_a_kpi_leaves_nothing_that_its_goal_promises(programme, people, kpi, values):
    with pytest.raises(IllegalNowError, match="change request"):
        update_kpi(kpi, values=values, actor=people["PM"])
    update_kpi(kpi, values={"target": Decimal("35.0"), "baseline": Decimal(25), "source": "CRM"}, actor=people["PM"])
    kpi.refresh_from_db()
    assert kpi.source == "CRM"


def test_a_kpi_that_left_its_goal_earlier_comes_back_and_one_without_a_goal_is_free(programme, people, kpi):
    Kpi.objects.update(target=77)
    kpi.refresh_from_db()
    update_kpi(kpi, values={"target": Decimal(77), "source": "CRM"}, actor=people["PM"])
    update_kpi(kpi, values={"target": Decimal(35)}, actor=people["PM"])
    free = KpiFactory(programme=programme, code="K02")
    update_kpi(free, values={"target": Decimal(50)}, actor=people["PM"])
    with pytest.raises(BadInputError) as refusal:
        update_goal(programme.goals.get(), values={"kpi": free}, actor=people["PM"])
    assert refusal.value.fields == {"kpi": ["The KPI says something else than the goal: target value."]}
    update_kpi(free, values={"target": Decimal(35)}, actor=people["PM"])
    update_goal(programme.goals.get(), values={"kpi": free}, actor=people["PM"])
    assert programme.goals.get().kpi == free


def test_a_granted_target_reaches_the_kpi_and_the_steering_pack(programme, people, kpi):
    goal = programme.goals.get()
    by_request(programme, people, [{"op": "goal", "ref": goal.code, "set": {"target": "40"}}])
    kpi.refresh_from_db()
    assert kpi.target == 40
    [row] = steering.goals(programme, dt.datetime.now(dt.UTC), "").blocks[0].rows
    assert "40" in str(row[4])


def test_scope_goals_and_withdrawals_are_refused_and_the_rest_is_kept_up(programme, people):
    goal, item = programme.goals.get(), programme.scope_items.get()
    pmo = people["PM"]
    with pytest.raises(IllegalNowError):
        create_row(programme, "scope", values={"side": "in", "text": "Dealers"}, actor=pmo)
    with pytest.raises(IllegalNowError):
        remove_row(item, "scope", actor=pmo)
    with pytest.raises(IllegalNowError):
        withdraw_goal(goal, actor=pmo, reason="merged")
    with pytest.raises(IllegalNowError):
        create_goal(programme, values={"statement": "Raise NPS by 5 points"}, actor=pmo)
    update_goal(goal, values={"achievability": "A second pilot.", "target": 35}, actor=pmo)
    create_row(programme, "statements", values={"kind": "constraint", "text": "No cutover at quarter end"}, actor=pmo)
    goal.refresh_from_db()
    assert goal.achievability == "A second pilot."


def test_one_request_may_carry_all_kinds_of_edits_as_one_act(programme, people):
    goal, item = programme.goals.get(), programme.scope_items.get()
    StrategyFactory(programme=programme, code="SO9")
    by_request(
        programme,
        people,
        [
            {"op": "goal", "ref": goal.code, "set": {"due_on": "2027-12-31"}},
            {"op": "new_goal", "set": {"statement": "Shorten the sales cycle by 10 days", "unit": "days",
                                       "unit_kind": "absolute", "direction": "down", "baseline": "45", "target": "35",
                                       "strategy": "SO9"}},
            {"op": "scope", "ref": item.public_id, "set": {"text": "Sales and service"}},
            {"op": "new_scope", "set": {"side": "out", "text": "Dealers"}},
        ],
    )  # fmt: skip
    goal.refresh_from_db()
    item.refresh_from_db()
    assert (goal.due_on, item.text) == (dt.date(2027, 12, 31), "Sales and service")
    added = Goal.objects.exclude(pk=goal.pk).get()
    assert (added.target, added.strategy.code, added.unit) == (35, "SO9", "days")
    by_request(programme, people, [{"op": "drop_goal", "ref": added.code}, {"op": "drop_scope", "ref": item.public_id}])
    added.refresh_from_db()
    assert added.withdrawn_on is not None
    assert programme.scope_items.count() == 1
    assert current_version(programme).number == "1.2"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"op": "goal", "ref": "GL99", "set": {"target": "1"}}, "GL99"),
        ({"op": "goal", "ref": "{goal}", "set": {"target": "many"}}, "target value"),
        ({"op": "goal", "ref": "{goal}", "set": {"owner": "x"}}, "owner"),
        ({"op": "goal", "ref": "{goal}", "set": {"statement": "The system goes live in July"}}, "output"),
        ({"op": "goal", "ref": "{goal}", "set": {}}, "nothing"),
        ({"op": "goal", "set": {"target": "1"}}, "ref"),
        ({"op": "goal", "ref": "{goal}", "set": [1]}, "object"),
        ({"op": "goal", "ref": "{goal}", "set": {"target": True}}, "texts"),
        ({"op": "burn"}, "op"),
        ({"op": "scope", "ref": "nope", "set": {"text": "x"}}, "nope"),
        ({"op": "new_scope", "set": {"side": "sideways", "text": "x"}}, "sideways"),
        ({"op": "new_goal", "set": {"statement": "Raise NPS by 5 points", "strategy": "XX"}}, "XX"),
        (7, "op"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_with_its_number_when_it_is_typed(programme, people, edit, said):
    goal = programme.goals.get()
    if isinstance(edit, dict) and edit.get("ref") == "{goal}":
        edit = edit | {"ref": goal.code}
    good = {"op": "new_scope", "set": {"side": "out", "text": "Dealers"}}
    with pytest.raises(BadInputError) as refusal:
        request_change(programme, actor=people["PM"], goals=[goal], charter_edits=[good, edit], **WORDS)
    assert "Edit 2" in str(refusal.value)
    assert said in str(refusal.value)
    assert (programme.scope_items.count(), ChangeRequest.objects.count()) == (1, 0)


def test_the_charter_before_it_is_signed_is_edited_itself(programme, pmo):
    goal = GoalFactory(programme=programme)
    with pytest.raises(IllegalNowError) as refusal:
        request_change(
            programme, actor=pmo, goals=[goal], **WORDS,
            charter_edits=[{"op": "goal", "ref": goal.code, "set": {"target": "40"}}],
        )  # fmt: skip
    assert "not signed yet" in str(refusal.value)


def test_the_project_manager_cannot_grant_it_and_no_emergency_changes_the_charter(programme, people):
    edits = [{"op": "goal", "ref": programme.goals.get().code, "set": {"target": "40"}}]
    row = assessed(programme, requester=people["IT"], by=people["IT"], charter_edits=edits)
    assert "charter" in row.beyond
    with pytest.raises(Exception, match="steering committee"):
        approve_change(row, actor=people["PM"])
    with pytest.raises(IllegalNowError):
        act_at_once(row, actor=people["PM"], note="now")


def test_a_charter_that_moved_since_sends_the_request_back(programme, people):
    goal = programme.goals.get()
    one = assessed(programme, requester=people["PM"], by=people["IT"],
                   charter_edits=[{"op": "goal", "ref": goal.code, "set": {"target": "40"}}])  # fmt: skip
    approve_change(one, actor=people["SP"])
    by_request(programme, people, [{"op": "goal", "ref": goal.code, "set": {"target": "38"}}])
    assert not carry_into_charter(one, actor=people["SP"])
    one = ChangeRequest.objects.get(pk=one.pk)
    assert (one.state, one.applied_at) == (ChangeState.SUBMITTED, None)
    assert "changed since" in one.sent_back
    goal.refresh_from_db()
    assert goal.target == 38


def test_a_granted_change_waits_for_its_act_and_is_done_once(programme, people):
    edits = [{"op": "goal", "ref": programme.goals.get().code, "set": {"target": "40"}}]
    row = assessed(programme, requester=people["PM"], by=people["IT"], charter_edits=edits)
    approve_change(row, actor=people["SP"])
    assert Job.objects.filter(args__icontains="change_approved/charter").count() == 1
    with pytest.raises(IllegalNowError):
        implement_change(ChangeRequest.objects.get(pk=row.pk), actor=people["PM"])
    assert carry_into_charter(row, actor=None)
    assert not carry_into_charter(row, actor=None)
    assert programme.charter_versions.count() == 2


def test_a_version_that_waits_for_signatures_comes_first(programme, people):
    submit_charter(programme, actor=people["PM"])
    goal = programme.goals.get()
    with pytest.raises(IllegalNowError) as refusal:
        request_change(
            programme, actor=people["PM"], goals=[goal], **WORDS,
            charter_edits=[{"op": "goal", "ref": goal.code, "set": {"target": "40"}}],
        )  # fmt: skip
    assert "1.1" in str(refusal.value)


def test_the_page_of_a_change_takes_edits_and_gives_them_back(programme, people, browse):
    goal = programme.goals.get()
    row = request_change(programme, actor=people["PM"], goals=[goal], **WORDS)
    client = browse(people["PM"])
    add = reverse("governance:change_charter_add", args=[programme.slug, row.public_id, "goal"])
    form = {name: getattr(goal, name) for name in ("statement", "metric", "unit", "unit_kind", "direction")}
    form |= {"baseline": "25", "target": "42", "starts_on": goal.starts_on or "", "due_on": goal.due_on or ""}
    form["change"] = goal.change if goal.change is not None else ""
    answer = client.post(f"{add}?ref={goal.code}", form)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.charter_edits == [{"op": "goal", "ref": goal.code, "set": {"target": "42"}}]
    page = client.get(reverse("governance:change_charter", args=[programme.slug, row.public_id])).content.decode()
    assert '<td class="old" data-l="Before">35</td>' in page
    assert "42" in page
    assert "target value: 35 → 42" in client.get(row.get_absolute_url()).content.decode()
    unchanged = client.post(f"{add}?ref={goal.code}", form | {"target": "35"})
    assert unchanged.status_code == 400
    drop = reverse("governance:change_charter_drop", args=[programme.slug, row.public_id])
    assert client.post(f"{drop}?number=1", {"number": 1}).status_code == 302
    row.refresh_from_db()
    assert row.charter_edits == []
    assert client.get(add.replace("/goal/", "/nonsense/")).status_code == 404
    assert client.get(f"{add}?ref=GL99").status_code == 404


def test_an_assessed_change_keeps_its_edits(programme, people):
    edits = [{"op": "goal", "ref": programme.goals.get().code, "set": {"target": "40"}}]
    row = assessed(programme, requester=people["PM"], by=people["IT"], charter_edits=edits)
    with pytest.raises(IllegalNowError):
        edit_change(row, actor=people["PM"], charter_edits=[])


def test_the_document_tells_what_changed_and_who_granted_it(programme, people):
    goal = programme.goals.get()
    now = dt.datetime.now(dt.UTC)
    assert terms.changes(programme, now, "") is None
    row = by_request(programme, people, [{"op": "goal", "ref": goal.code, "set": {"target": "40"}}])
    section = terms.changes(programme, now, "")
    assert isinstance(section, Section)
    table = section.blocks[0]
    assert isinstance(table, Table)
    assert (section.title, len(table.rows)) == ("What changed from version 1.0 to 1.1", 1)
    approvals = terms.approvals(programme, now, "")
    text = approvals.blocks[0]
    assert isinstance(text, Text)
    assert row.code in str(text.paragraphs if hasattr(text, "paragraphs") else text)
    assert len(approvals.blocks[1].signatures) == 4
