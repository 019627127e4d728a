"""Gates in the plan: their dates, what they hold, and what a decision sets free."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from core import seams
from core.errors import IllegalNowError
from phases.gates.models import Gate, GateDecision
from phases.gates.services.start import start_programme
from phases.plan import services
from phases.plan.models import Task
from phases.plan.selectors import gate_dates, schedule_of
from programme.records.models import AuditEvent
from tests.factories.programme import member_of

pytestmark = pytest.mark.django_db
START = date(2026, 3, 2)


@pytest.fixture
def acme(db):
    return start_programme(slug="acme", name="Acme", language="zh-hans", start=START, actor=None).programme


@pytest.fixture
def pmo(acme):
    return member_of(acme, "PM")


def task(programme, code):
    return Task.objects.get(programme=programme, code=code)


def pass_gate(gate, day):
    """Put the gate where a decision leaves it."""
    Gate.objects.filter(pk=gate.pk).update(state="go")
    moment = timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time()))
    GateDecision.objects.create(
        programme=gate.programme, gate=gate, round=1, decision="go", decided_at=moment, sha256="0" * 64
    )


def test_a_new_programme_is_dated_by_the_chinese_calendar(acme):
    assert Task.objects.filter(programme=acme).count() == 68
    first, kickoff = task(acme, "T01"), task(acme, "T09")
    assert (first.early_start, first.early_finish) == (START, date(2026, 3, 6))
    calendar = schedule_of(acme).calendar
    days = Task.objects.filter(programme=acme).values_list("early_start", "early_finish")
    assert all(calendar.is_working(day) for pair in days for day in pair)
    assert gate_dates(acme)["G0"] == kickoff.early_finish


def test_dates_after_the_published_year_are_marked_not_official(acme, pmo, browse):
    late = Task.objects.filter(programme=acme, early_finish__gt=date(2026, 12, 31)).first()
    page = browse(pmo).get(
        reverse("plan:task_detail", args=["acme", late.public_id]), headers={"Accept-Language": "en"}
    )
    assert page.status_code == 200
    assert not schedule_of(acme).official(schedule_of(acme).slots[late.pk])


def test_a_gate_is_as_late_as_the_last_work_before_it(acme):
    gate = Gate.objects.get(programme=acme, code="G2")
    finishes = [task(acme, code).early_finish for code in gate.after]
    assert gate_dates(acme)["G2"] == max(finishes)


def test_work_behind_a_gate_waits_for_its_decision(acme):
    services.reschedule(acme, actor=None)
    before = task(acme, "T10").early_start
    assert before > gate_dates(acme)["G0"]
    pass_gate(Gate.objects.get(programme=acme, code="G0"), date(2026, 6, 1))
    services.reschedule(acme, actor=None)
    assert task(acme, "T10").early_start == date(2026, 6, 2)
    assert gate_dates(acme)["G0"] == date(2026, 6, 1)


def test_held_work_may_not_begin_before_the_gate_is_passed(acme, pmo):
    held = task(acme, Gate.objects.get(programme=acme, code="G0").holds[0])
    with pytest.raises(IllegalNowError, match="G0"):
        services.record_progress(held, actor=pmo, actual_start=date(2026, 3, 3))
    pass_gate(Gate.objects.get(programme=acme, code="G0"), date(2026, 3, 2))
    assert services.record_progress(held, actor=pmo, actual_start=date(2026, 3, 3)).started


def test_a_decision_makes_the_plan_follow(acme):
    gate = Gate.objects.get(programme=acme, code="G0")
    pass_gate(gate, date(2026, 6, 1))
    event = AuditEvent(programme=acme, action="gate.go")
    seams.reactions["gate.go/plan"](event)
    assert task(acme, "T10").early_start == date(2026, 6, 2)
    assert "gate.conditional/plan" in seams.reactions


def test_the_timeline_marks_every_gate(acme, pmo, browse):
    page = browse(pmo).get(reverse("plan:timeline", args=["acme"])).content.decode()
    assert page.count('class="gd"') == 8 + 1  # and one in the legend
