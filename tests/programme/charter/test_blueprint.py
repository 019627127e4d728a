import datetime as dt

import pytest

from core import seams
from core.errors import IllegalNowError
from phases.gates.models import Deliverable, DeliverablePart
from phases.gates.services.start import start_programme
from phases.gates.services.work import approve_work, submit_work
from programme.charter.choices import Cause
from programme.charter.models import Programme
from programme.charter.selectors import readiness
from programme.charter.services import move_programme
from programme.records.models import AuditEvent
from tests.factories.charter import readiness_with
from tests.factories.programme import member_of


@pytest.fixture
def acme(db):
    start_programme(slug="acme", name="Acme", language="en", actor=None, start=dt.date(2026, 3, 2))
    return Programme.objects.get(slug="acme")


@pytest.mark.requirement("S0-01")
def test_closing_on_go_live_day_lists_the_open_stages_and_undated_reviews(acme):
    sponsor = member_of(acme, "SP")
    Programme.objects.filter(pk=acme.pk).update(state="active")
    acme = Programme.objects.get(pk=acme.pk)
    with pytest.raises(IllegalNowError) as refusal:
        move_programme(acme, "close", actor=sponsor)
    reasons = [str(text) for text in refusal.value.reasons]
    stages = [text for text in reasons if text.startswith("Stages after go-live are still open. ")]
    assert len(stages) == 2
    assert any(text.startswith("Benefit reviews have no owner or no date.") for text in reasons)
    event = AuditEvent.objects.get(action="programme.close_refused")
    assert [stage in event.reason for stage in stages] == [True, True]
    assert Programme.objects.get(pk=acme.pk).state == "active"


@pytest.mark.requirement("S4-02")
def test_cause_one_is_scored_from_the_real_outputs(acme):
    readiness_with(acme, [4, 4, 4, 4, 4], moment="build")

    def score():
        return next(line for line in readiness(acme, "build").lines if line.cause == Cause.PROCESS).score

    assert score() == 0
    parts = list(DeliverablePart.objects.filter(deliverable__programme=acme))
    assert len(parts) == 15
    author = member_of(acme, "PO")
    for position, part in enumerate(parts):
        submit_work(part, actor=None, author=author)
        approve_work(DeliverablePart.objects.get(pk=part.pk), actor=None)
        assert score() == min(4 * (position + 1) // 15, 3)
    policy = Deliverable.objects.get(programme=acme, code="DEL-15")
    submit_work(policy, actor=None, author=author)
    approve_work(Deliverable.objects.get(pk=policy.pk), actor=None)
    assert score() == 4


@pytest.mark.requirement("S2-23")
def test_a_fresh_programme_has_unclear_goals_because_examples_are_no_kpis(acme):
    failing = {found.rule for found in seams.plan_rules["charter.radar"](acme)}
    assert acme.kpis.count() == 18
    assert {"charter.kpis_empty", "charter.goals_empty", "charter.readiness_unmet"} <= failing
    assert "charter.no_iteration" not in failing
