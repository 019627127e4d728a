"""Assumptions that are tested or break, and what others owe: promises, their slip, the day the plan needs them."""

import datetime as dt

import pytest
import time_machine

from core.calendar import plain
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.seams import Evidence, attention, evidence, plan_rules
from programme.notices.models import Notification
from programme.raid import services
from programme.raid.models import Assumption, Dependency, Issue, Risk
from programme.raid.rules.promises import Promise, margin, slip, verdict
from programme.raid.selectors.dependencies import standing
from programme.records.models import AuditEvent
from tests.factories.raid import AssumptionFactory, DependencyFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 5, 12)  # a Tuesday
GIVEN = {
    "title": "Codes are unique", "test": "Count duplicates", "effect": "Keys break", "expires_on": dt.date(2026, 5, 20),
}  # fmt: skip
WANTED = {"title": "Test interface", "giver": "ERP team", "taker": "Programme"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(dt.datetime(2026, 5, 12, 10, tzinfo=dt.timezone(dt.timedelta(hours=8))), tick=False):
        yield


@pytest.fixture
def tasks(monkeypatch):
    """A plan that knows the days of some tasks."""
    days = {}

    def read(_programme, scopes):
        return [Evidence(days.get(scope.get("task"))) for scope in scopes]

    monkeypatch.setitem(evidence._providers, "plan.task_day", read)
    return days


def acts(row):
    return list(AuditEvent.objects.filter(object_id=row.public_id).order_by("seq").values_list("action", flat=True))


def test_assumption_without_test_or_day_is_refused(programme, pmo):
    with pytest.raises(BadInputError) as refused:
        services.create_assumption(programme, values={"title": "Sun shines"}, actor=pmo)
    assert set(refused.value.fields) == {"test", "expires_on"}
    assert not Assumption.objects.exists()


def test_confirmed_assumption_keeps_what_the_test_showed(programme, pmo):
    row = services.create_assumption(programme, values=GIVEN, actor=pmo)
    assert (row.code, row.state) == ("A01", "open")
    with pytest.raises(BadInputError):
        services.confirm_assumption(row, finding=" ", actor=pmo)
    row = services.confirm_assumption(row, finding="None twice", actor=pmo)
    assert (row.state, row.finding, row.settled_by, row.settled_on) == ("confirmed", "None twice", pmo, TODAY)
    assert acts(row) == ["raid.assumption_created", "raid.assumption_confirmed"]


@pytest.mark.parametrize("becomes", ["risk", "issue", "nothing"])
def test_broken_assumption_becomes_risk_or_issue_in_one_act(becomes, programme, pmo, owner):
    row = services.create_assumption(programme, values=GIVEN | {"owner": owner}, actor=pmo)
    row = services.refute_assumption(row, finding="40 twice", becomes=becomes, actor=owner)
    risks, issues = Risk.objects.filter(programme=programme), Issue.objects.filter(programme=programme)
    assert (row.state, risks.count(), issues.count()) == ("broken", becomes == "risk", becomes == "issue")
    if becomes == "risk":
        risk = risks.get()
        assert (row.risk, risk.owner, risk.effect, risk.event) == (risk, owner, "Keys break", "40 twice")
        assert "A01" in risk.cause
        assert list(risk.assumptions.all()) == [row]
    if becomes == "issue":
        issue = issues.get()
        assert (row.issue, issue.owner, issue.impact, issue.state) == (issue, owner, "Keys break", "raised")
    with pytest.raises(IllegalNowError):
        services.update_assumption(row, values={"title": "x"}, actor=pmo)


def test_refuting_needs_a_choice_and_leaves_nothing_where_refused(programme, pmo, trainer):
    row = services.create_assumption(programme, values=GIVEN, actor=pmo)
    with pytest.raises(BadInputError) as refused:
        services.refute_assumption(row, finding="", becomes="", actor=pmo)
    assert set(refused.value.fields) == {"finding", "becomes"}
    with pytest.raises(ForbiddenError):
        services.refute_assumption(row, finding="x", becomes="risk", actor=trainer)
    assert not Risk.objects.exists()


def test_expired_assumption_draws_attention_and_can_be_renewed(programme, pmo, owner):
    row = services.create_assumption(programme, values=GIVEN | {"owner": owner}, actor=pmo)
    assert services.expire_assumptions(programme, today=dt.date(2026, 5, 20)) == 0
    assert services.expire_assumptions(programme, today=dt.date(2026, 5, 21)) == 1
    assert services.expire_assumptions(programme, today=dt.date(2026, 5, 21)) == 0
    row.refresh_from_db()
    assert row.state == "expired"
    assert [one.text for one in Notification.objects.filter(person=owner)] == [f"Nobody has tested it in time: {row}"]
    with time_machine.travel(dt.datetime(2026, 5, 21, 9, tzinfo=dt.UTC)):
        items = attention["raid.assumptions"](programme, pmo)
        assert [item.text for item in items] == [f"Not tested in time: {row}"]
        assert [one.rule for one in plan_rules["raid.stands"](programme)] == ["raid.assumption_untested"]
        with pytest.raises(BadInputError):
            services.renew_assumption(row, until=dt.date(2026, 5, 21), note="Later", actor=owner)
        row = services.renew_assumption(row, until=dt.date(2026, 6, 1), note="Extract is late", actor=owner)
        assert (row.state, row.expires_on) == ("open", dt.date(2026, 6, 1))
        assert attention["raid.assumptions"](programme, pmo) == []


def test_many_untested_assumptions_are_told_as_a_number(programme, pmo):
    AssumptionFactory.create_batch(5, programme=programme, expires_on=dt.date(2026, 5, 1))
    items = attention["raid.assumptions"](programme, pmo)
    assert [item.text for item in items][3:] == ["2 more untested assumptions"]


def test_promise_slip_and_margin_are_working_days():
    week = plain()
    told = Promise("promised", dt.date(2026, 5, 13), dt.date(2026, 5, 20), dt.date(2026, 5, 18))
    assert (slip(told, TODAY, week), margin(told, TODAY, week), verdict(told, TODAY)) == (5, -2, "bad")
    passed = Promise("promised", dt.date(2026, 5, 8), dt.date(2026, 5, 8), dt.date(2026, 5, 18))
    assert (slip(passed, TODAY, week), margin(passed, TODAY, week), verdict(passed, TODAY)) == (2, 4, "warn")
    bare = Promise("open", needed=dt.date(2026, 5, 18))
    assert (slip(bare, TODAY, week), margin(bare, TODAY, week), verdict(bare, TODAY)) == (None, None, "warn")
    come = Promise("delivered", dt.date(2026, 5, 8), dt.date(2026, 5, 8), dt.date(2026, 5, 18), dt.date(2026, 5, 11))
    assert (slip(come, TODAY, week), margin(come, TODAY, week), verdict(come, TODAY)) == (1, 5, "good")
    fine = Promise("promised", dt.date(2026, 5, 13), dt.date(2026, 5, 13), dt.date(2026, 5, 13))
    assert verdict(fine, TODAY) == "good"
    assert verdict(Promise("dropped"), TODAY) == "none"
    assert verdict(Promise("open", needed=dt.date(2026, 5, 11)), TODAY) == "bad"


def test_first_promise_stays_when_the_giver_names_another_day(programme, pmo):
    row = services.create_dependency(programme, values=WANTED | {"promised_on": dt.date(2026, 5, 15)}, actor=pmo)
    assert (row.code, row.state, row.first_promised_on) == ("X01", "promised", dt.date(2026, 5, 15))
    row = services.promise_dependency(row, promised_on=dt.date(2026, 5, 22), note="Holiday", actor=pmo)
    row = services.update_dependency(row, values={"promised_on": dt.date(2026, 5, 25)}, actor=pmo)
    assert (row.first_promised_on, row.promised_on) == (dt.date(2026, 5, 15), dt.date(2026, 5, 25))
    assert standing(row, TODAY).slip == 6
    with pytest.raises(BadInputError):
        services.update_dependency(row, values={"promised_on": None}, actor=pmo)
    with pytest.raises(BadInputError):
        services.deliver_dependency(row, delivered_on=dt.date(2026, 5, 13), actor=pmo)
    row = services.deliver_dependency(row, delivered_on=TODAY, actor=pmo)
    with pytest.raises(IllegalNowError):
        services.update_dependency(row, values={"title": "x"}, actor=pmo)
    row = services.reopen_dependency(row, reason="Wrong version", actor=pmo)
    assert (row.state, row.delivered_on) == ("promised", None)
    assert services.drop_dependency(row, reason="Other way", actor=pmo).state == "dropped"


def test_task_of_the_plan_gives_the_needed_day_and_moves_it(programme, pmo, tasks):
    tasks["T28"] = "2026-05-29"
    row = services.create_dependency(programme, values=WANTED | {"needed_by": "T28"}, actor=pmo)
    assert row.needed_on == dt.date(2026, 5, 29)
    with pytest.raises(BadInputError, match="no dated task T99"):
        services.update_dependency(row, values={"needed_by": "T99"}, actor=pmo)
    row = services.promise_dependency(row, promised_on=dt.date(2026, 5, 27), actor=pmo)
    assert attention["raid.dependencies"](programme, pmo) == []
    tasks["T28"] = "2026-05-22"
    assert (services.follow_plan(programme), services.follow_plan(programme)) == (1, 0)
    row.refresh_from_db()
    assert row.needed_on == dt.date(2026, 5, 22)
    assert [item.text for item in attention["raid.dependencies"](programme, pmo)] == [f"Comes too late: {row}"]
    assert [one.rule for one in plan_rules["raid.stands"](programme)] == ["raid.dependency_too_late"]


def test_plan_knows_the_day_of_a_task(programme):
    from tests.factories.plan import TaskFactory

    TaskFactory(programme=programme, code="T28", early_start=dt.date(2026, 5, 29), early_finish=dt.date(2026, 6, 2))
    TaskFactory(programme=programme, code="T29", early_start=None)
    found = evidence["plan.task_day"](programme, [{"task": "T28"}, {"task": "T29"}, {"task": "T30"}, {}])
    assert [one.value for one in found] == ["2026-05-29", None, None, None]


def test_late_and_broken_are_the_same_in_database_and_rules(programme):
    days = [None, dt.date(2026, 5, 8), dt.date(2026, 5, 12), dt.date(2026, 5, 20)]
    for needed in days:
        for promised in days:
            state = "open" if promised is None else "promised"
            DependencyFactory(programme=programme, needed_on=needed, promised_on=promised, state=state)
    rows = list(Dependency.objects.filter(programme=programme))
    late = {row.pk for row in rows if standing(row, TODAY).verdict == "bad"}
    assert set(Dependency.objects.too_late(TODAY).values_list("pk", flat=True)) == late
    assert len(late) == 5


@pytest.mark.parametrize("kind", ["assumption", "dependency"])
def test_registers_show_and_export_their_rows(kind, programme, pmo, auditor, browse):
    make = {"assumption": AssumptionFactory, "dependency": DependencyFactory}[kind]
    row = make(programme=programme, code="Z1", title="Look at me")
    plural = {"assumption": "assumptions", "dependency": "dependencies"}[kind]
    base = f"/p/{programme.slug}/{plural}/"
    for person in (pmo, auditor):
        page = browse(person).get(base)
        assert "Look at me" in page.content.decode()
    assert "Look at me" in browse(pmo).get(row.get_absolute_url()).content.decode()
    assert "Look at me" in browse(pmo).get(f"{base}?export=csv").content.decode("utf-8-sig")
    for query, n in {"q=look": 1, "q=nothing": 0, "mine=true": 0, "state=open": 1}.items():
        assert browse(pmo).get(f"{base}?{query}").context["paginator"].count == n
    make._meta.model.objects.all().delete()
    assert "No " in browse(pmo).get(base).context["empty"].title
