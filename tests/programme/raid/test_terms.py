"""Terms of issues: hours on the working calendar, escalation once they are over, and the way to a change request."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core.calendar import china, plain
from core.errors import BadInputError, ForbiddenError
from core.seams import attention
from programme.governance.models import ChangeRequest
from programme.notices.models import Notification
from programme.raid import services
from programme.raid.models import Issue
from programme.raid.rules.terms import USUAL, Term, due_at, level_due
from programme.raid.selectors.terms import terms_of
from tests.factories.charter import BudgetLineFactory
from tests.factories.raid import IssueFactory, RiskFactory

pytestmark = pytest.mark.django_db
HERE = dt.timezone(dt.timedelta(hours=8))


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=HERE)


def test_hours_run_over_make_up_days():
    assert due_at(at("2026-02-13T17:00"), 8, china()) == at("2026-02-14T16:00")  # the Saturday is worked
    assert due_at(at("2026-05-08T17:00"), 9, plain()) == at("2026-05-11T17:00")


def test_level_rises_with_every_further_term():
    term, week = Term(9, 2), plain()
    due = at("2026-05-11T18:00")
    known = {"2026-05-11T18:00": 0, "2026-05-11T18:01": 2, "2026-05-12T17:00": 2, "2026-05-12T18:01": 3,
             "2026-06-30T09:00": 3}  # fmt: skip
    assert {text: level_due(due, at(text), term, week) for text in known} == known


def test_usual_terms_hold_until_the_programme_sets_its_own(programme, pmo, owner):
    assert terms_of(programme) == dict(USUAL)
    own = {"critical": Term(4, 3), "high": Term(18, 3), "medium": Term(45, 2), "low": Term(90, 1)}
    services.set_terms(programme, terms=own, actor=pmo)
    services.set_terms(programme, terms=own, actor=pmo)
    assert terms_of(programme) == own
    with pytest.raises(ForbiddenError):
        services.set_terms(programme, terms=own, actor=owner)
    with pytest.raises(BadInputError) as refused:
        services.set_terms(programme, terms={"critical": Term(0, 3), "high": Term(9, 7)}, actor=pmo)
    assert set(refused.value.fields) == {"critical_hours", "high_level", "medium_hours", "low_hours"}
    with pytest.raises(BadInputError, match="not given more hours"):
        services.set_terms(programme, terms=own | {"critical": Term(99, 3)}, actor=pmo)


def issue(programme, pmo, severity="critical"):
    row = services.create_issue(programme, values={"title": "Down", "impact": "No quotes"}, actor=pmo)
    assert row.due_at is None
    return services.triage_issue(row, severity=severity, actor=pmo)


def test_issue_beyond_its_term_is_escalated_once_and_told(programme, pmo, sponsor, steering):
    with time_machine.travel(at("2026-05-12T10:00"), tick=False) as clock:
        row = issue(programme, pmo)
        assert timezone.localtime(row.due_at) == at("2026-05-13T10:00")
        clock.move_to(at("2026-05-13T10:00"))
        assert services.escalate_overdue(programme) == 0
        clock.move_to(at("2026-05-13T10:01"))
        assert [item.text for item in attention["raid.risks"](programme, pmo)][:1] == ["1 issue is beyond its term"]
        assert (services.escalate_overdue(programme), services.escalate_overdue(programme)) == (1, 0)
    row.refresh_from_db()
    assert row.level == 3
    told = Notification.objects.filter(text=f"Escalated to Steering committee: {row}")
    assert set(told.values_list("person__name", flat=True)) == {"Sponsor", "Steering"}


def test_solved_issue_has_no_term_and_a_reopened_one_begins_anew(programme, pmo, owner):
    with time_machine.travel(at("2026-05-12T10:00"), tick=False) as clock:
        row = issue(programme, pmo, "high")
        row = services.assign_issue(row, owner=owner, due_on=dt.date(2026, 5, 30), actor=pmo)
        row = services.start_issue(row, actor=owner)
        row = services.resolve_issue(row, resolution="Restarted", actor=owner)
        clock.move_to(at("2026-06-12T10:00"))
        assert services.escalate_overdue(programme) == 0
        row = services.reopen_issue(row, reason="Down again", actor=pmo)
        assert timezone.localtime(row.due_at) == at("2026-06-17T10:00")
        row = services.update_issue(row, values={"severity": "critical"}, actor=pmo)
        assert timezone.localtime(row.due_at) == at("2026-06-15T10:00")


def test_issue_becomes_a_change_request_with_links_both_ways(programme, pmo, browse):
    row = issue(programme, pmo)
    with pytest.raises(BadInputError) as refused:
        services.convert_issue(row, wanted="", reason="", actor=pmo)
    assert set(refused.value.fields) == {"wanted", "reason"}
    change = services.convert_issue(row, wanted="Another interface", reason="Vendor cannot mend it", actor=pmo)
    row.refresh_from_db()
    assert (row.state, row.is_open, change.state, change.cause) == ("converted", False, "draft", "risk")
    assert (change.issue, list(row.changes.all())) == (row, [change])
    assert str(change) in browse(pmo).get(row.get_absolute_url()).content.decode()
    assert str(row) in browse(pmo).get(change.get_absolute_url()).content.decode()
    assert ChangeRequest.objects.count() == 1


def test_converted_state_is_not_reached_by_an_import(programme, pmo):
    with pytest.raises(BadInputError) as refused:
        services.create_issue(programme, values={"title": "x"}, state="converted", actor=pmo)
    assert "state" in refused.value.fields
    assert not Issue.objects.exists()


def test_occurred_risk_hands_cause_and_owner_to_its_issue(programme, pmo, owner):
    risk = RiskFactory(programme=programme, owner=owner, cause="habit", event="shadow sheets", effect="targets missed")
    found = services.risk_occurred(risk, note="Seen today", actor=owner)
    assert (found.risk, found.owner, found.impact) == (risk, owner, "targets missed")
    assert found.description == "Seen today\n\nshadow sheets\n\nhabit"
    assert list(risk.issues.all()) == [found]


def test_contingency_is_the_summed_expected_loss_against_the_reserve(programme, pmo, browse):
    RiskFactory(programme=programme, probability=2, impact=4, cost_minor=2000)
    RiskFactory(programme=programme, probability=3, impact=4, cost_minor=1000)
    RiskFactory(programme=programme, probability=5, impact=4, cost_minor=9000, state="closed")
    BudgetLineFactory(programme=programme, category="contingency", amount_minor=1000)
    page = browse(pmo).get(f"/p/{programme.slug}/risks/")
    reserve = page.context["reserve"]
    assert (reserve.needed, reserve.held, reserve.costed, reserve.enough) == ("CNY 11.00", "CNY 10.00", 2, False)
    assert "not enough" in page.content.decode()


def test_issue_without_severity_has_no_term(programme, pmo):
    assert IssueFactory(programme=programme).beyond_term(timezone.now()) is False


def test_owners_hear_on_the_day_on_which_a_response_or_a_review_falls_due(programme, pmo, owner, outsider):
    day = dt.date(2026, 5, 11)
    for code, more in (
        ("R1", {"owner": owner, "response": "Train", "response_due": day}),
        ("R2", {"owner": owner, "response": "Train", "response_due": day, "response_done_on": day}),
        ("R3", {"owner": None, "owner_name": "The vendor", "next_review_on": day}),
        ("R4", {"owner": outsider, "next_review_on": day}),
        ("R5", {"owner": owner, "next_review_on": day + dt.timedelta(days=1)}),
        ("R6", {"owner": owner, "next_review_on": day, "state": "closed"}),
    ):
        RiskFactory(programme=programme, code=code, title=code, **({"state": "open"} | more))
    assert services.tell_due(programme, today=day) == services.tell_due(programme, today=day) == 3
    told = {(row.person, row.text, row.topic) for row in Notification.objects.all()}
    assert told == {
        (owner, "Response due today: R1 R1", "risk"), (pmo, "Review due today: R3 R3", "risk"),
        (pmo, "Review due today: R4 R4", "risk"),
    }  # fmt: skip
    assert Notification.objects.count() == 3
    assert services.tell_due(programme, today=day + dt.timedelta(days=1)) == 1
