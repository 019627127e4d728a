import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core.errors import BadInputError, ForbiddenError, IllegalNowError, StaleError
from programme.raid import selectors, services
from programme.raid.models import Issue, Risk, RiskScore
from programme.records.models import AuditEvent
from tests.factories.programme import member_of
from tests.factories.raid import IssueFactory, RiskFactory

WHOLE = {
    "title": "Users resist", "cause": "habit", "event": "shadow sheets", "effect": "targets missed",
    "probability": 4, "impact": 4, "owner_name": "Lin",
}  # fmt: skip
LATER = dt.date(2099, 1, 1)


def proposed(programme, actor, **values):
    return services.create_risk(programme, values=WHOLE | values, actor=actor)


def answered(programme, actor, **values):
    given = {"strategy": "mitigate", "response": "ambassadors", "response_due": LATER} | values
    return services.open_risk(proposed(programme, actor, **given), actor=actor)


def acts(row):
    return list(AuditEvent.objects.filter(object_id=row.public_id).order_by("seq").values_list("action", flat=True))


def test_new_risk_is_proposed_with_code_score_and_history(programme, pmo):
    first, second = proposed(programme, pmo), proposed(programme, pmo)
    assert (first.code, second.code, first.state, first.score, first.band) == ("R01", "R02", "proposed", 16, "high")
    assert list(RiskScore.objects.filter(risk=first).values_list("probability", "impact", "by")) == [(4, 4, pmo.pk)]
    assert acts(first) == ["raid.risk_created"]


def test_code_follows_the_highest_in_use(programme, pmo):
    services.create_risk(programme, values=WHOLE, code="R41", actor=pmo)
    services.create_risk(programme, values=WHOLE, code="RISK-9", actor=pmo)
    assert proposed(programme, pmo).code == "R42"


def test_taken_code_is_refused(programme, pmo):
    services.create_risk(programme, values=WHOLE, code="R1", actor=pmo)
    with pytest.raises(BadInputError, match="Another risk has this code"):
        services.create_risk(programme, values=WHOLE, code="R1", actor=pmo)


def test_every_bad_field_is_named_at_once(programme, pmo, outsider):
    with pytest.raises(BadInputError) as refused:
        services.create_risk(programme, values={"title": "", "probability": 6, "impact": 0}, actor=pmo)
    assert sorted(refused.value.fields) == ["impact", "probability", "title"]
    with pytest.raises(BadInputError, match="no role"):
        services.create_risk(programme, values=WHOLE | {"owner": outsider}, actor=pmo)
    with pytest.raises(BadInputError) as refused:
        services.create_risk(programme, values=WHOLE | {"state": "open", "score": 1}, actor=pmo)
    assert sorted(refused.value.fields) == ["score", "state"]


@pytest.mark.parametrize("who", ["auditor", "member", "outsider"])
def test_who_may_not_raise_a_risk(who, programme, request):
    with pytest.raises(ForbiddenError):
        proposed(programme, request.getfixturevalue(who))


def test_opening_names_all_that_is_missing(programme, pmo):
    risk = services.create_risk(programme, values={"title": "Vague"}, actor=pmo)
    with pytest.raises(IllegalNowError) as refused:
        services.open_risk(risk, actor=pmo)
    assert len(refused.value.reasons) == 6
    (action,) = [a for a in selectors.risk_actions(risk, pmo) if a.name == "open"]
    assert [str(r) for r in action.reasons] == [str(r) for r in refused.value.reasons]


def test_opened_risk_is_reviewed_in_time(programme, pmo):
    risk = services.open_risk(proposed(programme, pmo, review_days=14), actor=pmo)
    today = timezone.localdate()
    assert (risk.state, risk.opened_on, risk.next_review_on) == ("open", today, today + dt.timedelta(days=14))
    assert not risk.escalated


def test_score_of_twenty_escalates_on_opening_and_on_scoring(programme, pmo):
    assert services.open_risk(proposed(programme, pmo, impact=5), actor=pmo).escalated
    risk = services.open_risk(proposed(programme, pmo), actor=pmo)
    assert services.update_risk(risk, values={"impact": 5}, actor=pmo).escalated
    with pytest.raises(IllegalNowError):
        services.calm_risk(risk, actor=pmo, reason="It is fine")
    risk = services.update_risk(risk, values={"impact": 3}, actor=pmo)
    assert not services.calm_risk(risk, actor=pmo, reason="Score fell").escalated


def test_response_from_twelve_needs_a_date(programme, pmo):
    risk = services.open_risk(proposed(programme, pmo, strategy="mitigate", response="ambassadors"), actor=pmo)
    with pytest.raises(IllegalNowError, match="12 or more"):
        services.respond_to_risk(risk, actor=pmo)
    risk = services.update_risk(risk, values={"response_due": LATER}, actor=pmo)
    assert services.respond_to_risk(risk, actor=pmo).state == "responding"


def test_whole_life_of_a_risk(programme, pmo):
    risk = services.respond_to_risk(answered(programme, pmo), actor=pmo)
    risk = services.finish_response(risk, actor=pmo, probability=2)
    assert (risk.response_done_on, risk.score) == (timezone.localdate(), 8)
    risk = services.monitor_risk(risk, actor=pmo)
    risk = services.review_risk(risk, actor=pmo, note="quiet")
    with pytest.raises(BadInputError) as refused:
        services.close_risk(risk, actor=pmo, reason="")
    assert sorted(refused.value.fields) == ["reason", "residual_impact", "residual_probability"]
    risk = services.close_risk(risk, actor=pmo, reason="gone", residual_probability=1, residual_impact=2)
    assert (risk.state, risk.residual, risk.closed_on) == ("closed", 2, timezone.localdate())
    assert acts(risk) == [
        "raid.risk_created", "raid.risk_opened", "raid.risk_responding", "raid.response_done", "raid.risk_monitored",
        "raid.risk_reviewed", "raid.risk_closed",
    ]  # fmt: skip
    assert selectors.risk_actions(risk, pmo) == []
    with pytest.raises(IllegalNowError):
        services.update_risk(risk, values={"title": "New"}, actor=pmo)


def test_proposal_closes_with_a_reason_alone(programme, pmo):
    risk = services.create_risk(programme, values={"title": "Not ours"}, actor=pmo)
    assert services.close_risk(risk, actor=pmo, reason="Another programme's").state == "closed"


def test_occurred_risk_becomes_an_issue_with_its_owner(programme, pmo, owner):
    risk = answered(programme, pmo, owner=owner, impact=5)
    issue = services.risk_occurred(risk, actor=owner, note="since Monday")
    assert (issue.risk, issue.owner, issue.severity, issue.code) == (risk, owner, "critical", "I01")
    assert issue.description == "since Monday\n\nshadow sheets\n\nhabit"
    assert Risk.objects.get(pk=risk.pk).state == "occurred"


def test_occurred_risk_of_someone_who_left_becomes_an_issue_without_owner(programme, pmo, owner):
    risk = answered(programme, pmo, owner=owner)
    owner.is_active = False
    owner.save()
    issue = services.risk_occurred(risk, actor=pmo)
    assert (issue.owner, issue.owner_name) == (None, owner.email)


@pytest.mark.parametrize("act", ["open", "close", "calm"])
def test_only_the_pm_opens_closes_and_calms(act, programme, pmo, owner):
    risk = answered(programme, pmo, owner=owner)
    with pytest.raises(ForbiddenError):
        services.RISK_ACTS[act](risk, actor=owner, **({} if act == "open" else {"reason": "x"}))


@pytest.mark.parametrize("who", ["sponsor", "auditor", "member", "outsider"])
def test_only_pm_and_owner_edit(who, programme, pmo, request):
    risk = proposed(programme, pmo)
    with pytest.raises(ForbiddenError):
        services.update_risk(risk, values={"title": "x"}, actor=request.getfixturevalue(who))


@pytest.mark.parametrize(
    ("state", "legal"),
    [
        ("proposed", {"open", "close"}),
        ("open", {"respond", "monitor", "review", "occur", "close", "escalate", "finish_response"}),
        ("responding", {"monitor", "review", "occur", "close", "escalate", "finish_response"}),
        ("monitored", {"respond", "review", "occur", "close", "escalate", "finish_response"}),
        ("closed", set()),
        ("occurred", set()),
    ],
)
def test_every_pair_of_state_and_act(state, legal, programme, pmo):
    words = {"escalate": {"reason": "x"}, "calm": {"reason": "x"}}
    words["close"] = {"reason": "x", "residual_probability": 1, "residual_impact": 1}
    for act, service in services.RISK_ACTS.items():
        risk = RiskFactory(
            programme=programme, state=state, owner_name="Lin", strategy="mitigate", response="r", response_due=LATER
        )
        assert (act in {a.name for a in selectors.risk_actions(risk, pmo)}) == (act in legal)
        if act in legal:
            service(risk, actor=pmo, **words.get(act, {}))
        else:
            with pytest.raises(IllegalNowError):
                service(risk, actor=pmo, **words.get(act, {}))


def test_stale_editor_is_told_both_values(programme, pmo):
    risk = proposed(programme, pmo)
    services.update_risk(risk, values={"title": "Theirs"}, actor=pmo, version=1)
    with pytest.raises(StaleError) as refused:
        services.update_risk(risk, values={"title": "Mine"}, actor=pmo, version=1)
    assert refused.value.theirs == {"title": "Theirs"}


def test_score_is_kept_once_a_day_and_only_when_it_moves(programme, pmo):
    with time_machine.travel(dt.datetime(2026, 4, 1, 3, tzinfo=dt.UTC), tick=False):
        risk = services.open_risk(proposed(programme, pmo), actor=pmo)
        risk = services.update_risk(risk, values={"probability": 2}, actor=pmo)
        risk = services.update_risk(risk, values={"probability": 3}, actor=pmo)
    with time_machine.travel(dt.datetime(2026, 5, 12, 3, tzinfo=dt.UTC), tick=False):
        risk = services.update_risk(risk, values={"title": "Renamed"}, actor=pmo)
        risk = services.review_risk(risk, actor=pmo, probability=4)
    assert [(str(s.on), s.score) for s in risk.scores.order_by("on")] == [("2026-04-01", 12), ("2026-05-12", 16)]
    moved = Risk.objects.filter(pk=risk.pk).moved(dt.date(2026, 5, 12)).get()
    assert (moved.was_score, moved.score) == (12, 16)
    counts = selectors.counts(programme, pmo, dt.date(2026, 5, 12))
    assert (counts.live, counts.high, counts.exposure, counts.change) == (1, 1, 16, 4)


def test_lasting_residual_is_counted_from_its_day(programme, pmo):
    risk = proposed(programme, pmo, residual_probability=3, residual_impact=4)
    assert risk.residual_high_since == timezone.localdate()
    assert services.update_risk(risk, values={"residual_impact": 3}, actor=pmo).residual_high_since is None


def test_next_review_lies_ahead(programme, pmo):
    risk = answered(programme, pmo)
    with pytest.raises(BadInputError, match="after today"):
        services.review_risk(risk, actor=pmo, next_review_on=timezone.localdate())
    assert services.schedule_review(risk, actor=pmo, on=LATER).next_review_on == LATER


def test_owner_by_name_or_address(programme, pmo, owner):
    by_address = proposed(programme, pmo, owner_name=owner.email.upper())
    assert (by_address.owner, proposed(programme, pmo, owner_name="Owner").owner) == (owner, owner)
    member_of(programme, "IT", name="Owner")
    twice = proposed(programme, pmo, owner_name="Owner")
    assert (twice.owner, twice.owner_text) == (None, "Owner")


def issue_of(programme, actor, **values):
    return services.create_issue(programme, values={"title": "Interface times out"} | values, actor=actor)


def test_whole_life_of_an_issue(programme, pmo, owner, it_lead):
    issue = issue_of(programme, owner)
    with pytest.raises(BadInputError) as refused:
        services.triage_issue(issue, actor=pmo)
    assert sorted(refused.value.fields) == ["impact", "severity"]
    issue = services.triage_issue(issue, actor=pmo, severity="high", impact="the pilot cannot quote")
    with pytest.raises(BadInputError) as refused:
        services.assign_issue(issue, actor=pmo)
    assert sorted(refused.value.fields) == ["due_on", "owner"]
    issue = services.assign_issue(issue, actor=pmo, owner=it_lead, due_on=LATER)
    issue = services.start_issue(issue, actor=it_lead)
    issue = services.resolve_issue(issue, actor=it_lead, resolution="longer timeout")
    for person in (it_lead, pmo):
        with pytest.raises(ForbiddenError):
            services.verify_issue(issue, actor=person)
    (verify,) = [a for a in selectors.issue_actions(issue, it_lead) if a.name == "verify"]
    assert [str(r) for r in verify.reasons] == ["Owner raised it and verifies it."]
    issue = services.reopen_issue(issue, actor=owner, reason="still slow")
    assert (issue.state, issue.resolved_by) == ("reopened", None)
    issue = services.start_issue(issue, actor=it_lead)
    issue = services.resolve_issue(issue, actor=it_lead, resolution="cache")
    issue = services.verify_issue(issue, actor=owner)
    assert services.close_issue(issue, actor=pmo).state == "closed"
    assert acts(issue)[-3:] == ["raid.issue_resolved", "raid.issue_verified", "raid.issue_closed"]
    with pytest.raises(IllegalNowError):
        services.update_issue(issue, values={"title": "x"}, actor=pmo)


def test_resolver_who_raised_it_is_verified_by_the_pm(programme, pmo, owner):
    issue = IssueFactory(programme=programme, state="resolved", raised_by=owner, resolved_by=owner)
    with pytest.raises(ForbiddenError):
        services.verify_issue(issue, actor=owner)
    assert services.verify_issue(issue, actor=pmo).verified_by == pmo


def test_escalation_ends_at_three(programme, pmo):
    issue = issue_of(programme, pmo)
    for level in (1, 2, 3):
        issue = services.escalate_issue(issue, actor=pmo, reason="no answer")
        assert issue.level == level
    with pytest.raises(IllegalNowError):
        services.escalate_issue(issue, actor=pmo, reason="no answer")


@pytest.mark.parametrize(
    ("state", "legal"),
    [
        ("raised", {"triage", "escalate"}),
        ("triaged", {"assign", "escalate", "convert"}),
        ("assigned", {"assign", "start", "escalate", "convert"}),
        ("in_progress", {"resolve", "escalate", "convert"}),
        ("resolved", {"verify", "reopen", "escalate"}),
        ("verified", {"close", "reopen"}),
        ("closed", {"reopen"}),
        ("reopened", {"assign", "start", "escalate", "convert"}),
        ("converted", set()),
    ],
)
def test_every_pair_of_issue_state_and_act(state, legal, programme, pmo, owner):
    words = {
        "triage": {"severity": "low", "impact": "none"}, "assign": {"owner": owner, "due_on": LATER},
        "resolve": {"resolution": "x"}, "reopen": {"reason": "x"}, "escalate": {"reason": "x"},
        "convert": {"wanted": "x", "reason": "x"},
    }  # fmt: skip
    for act, service in services.ISSUE_ACTS.items():
        issue = IssueFactory(programme=programme, state=state)
        assert (act in {a.name for a in selectors.issue_actions(issue, pmo)}) == (act in legal)
        if act in legal:
            service(issue, actor=pmo, **words.get(act, {}))
        else:
            with pytest.raises(IllegalNowError):
                service(issue, actor=pmo, **words.get(act, {}))


def test_contingency_counts_live_risks_with_known_cost(programme, pmo):
    RiskFactory(programme=programme, probability=2, cost_minor=2000)
    RiskFactory(programme=programme, probability=3, cost_minor=1000)
    RiskFactory(programme=programme, probability=5, cost_minor=9900, state="closed")
    assert selectors.contingency(programme) == (11, 2)


def test_removed_rows_are_audited_and_risks_with_issues_stay(programme, pmo):
    risk, other = answered(programme, pmo), proposed(programme, pmo)
    services.risk_occurred(risk, actor=pmo)
    with pytest.raises(BadInputError, match="R01"):
        services.remove_risks(programme, [risk.public_id, other.public_id], pmo)
    services.remove_risks(programme, [other.public_id], pmo)
    assert [r.code for r in Risk.objects.all()] == ["R01"]
    issue = Issue.objects.get()
    services.remove_issues(programme, [issue.public_id], pmo)
    assert AuditEvent.objects.filter(action__in=["raid.risk_removed", "raid.issue_removed"]).count() == 2
