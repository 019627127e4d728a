import datetime as dt

import pytest
from django.utils import translation

from core import seams
from core.errors import BadInputError, ForbiddenError
from phases.gates.models import Gate, Phase
from phases.gates.rules.blueprint import load_blueprint
from phases.plan.models import Task
from phases.rollout.rules import clocks, length_verdict, months_later
from phases.rollout.selectors import runbook
from phases.rollout.services import create_step, remove_step, update_step


def test_clock_before_the_point_of_no_return_is_the_published_one():
    steps = load_blueprint("crm-four-phase-v1").cutover_steps
    times = clocks([step.minutes for step in steps], window=720, rollback=60, no_return=9)
    assert (times[9].used, times[9].left, times[9].may_return) == (415, 305, True)
    assert [clock.may_return for clock in times[10:]] == [False, False]


def test_clock_closes_the_way_back_when_too_little_is_left():
    assert [clock.may_return for clock in clocks([600, 61, 10], window=720, rollback=60)] == [True, True, False]


@pytest.mark.django_db
def test_steps_are_written_by_the_pmo_and_cutover_lead(programme, pmo, member):
    values = {"code": "S01", "name_en": "Freeze", "minutes": 15, "doer_role": "IT", "checker_role": "BO"}
    with pytest.raises(ForbiddenError):
        create_step(programme, values=values, actor=member)
    step = create_step(programme, values=values, actor=pmo)
    with pytest.raises(BadInputError):
        update_step(step, values={"checker_role": "IT"}, actor=pmo)
    step.refresh_from_db()
    assert [line.step for line in runbook(programme)] == [step]
    remove_step(step, actor=pmo)
    assert runbook(programme) == []


@pytest.mark.requirement("S0-20")
@pytest.mark.parametrize(
    ("finish", "verdict"),
    [((2026, 10, 1), ""), ((2027, 1, 1), ""), ((2026, 9, 30), "short"), ((2027, 1, 2), "long")],
)
def test_rollout_lasts_three_to_six_calendar_months(finish, verdict):
    assert length_verdict("rollout", dt.date(2026, 7, 1), dt.date(*finish)) == verdict


@pytest.mark.requirement("S0-20")
def test_a_rollout_outside_its_span_is_a_finding(programme):
    phase = Phase.objects.create(programme=programme, code="P3")
    for gate, task, days in (("G4", "T52", (2026, 7, 1)), ("G5", "T59", (2026, 9, 30))):
        Task.objects.create(programme=programme, code=task, name_en=task, early_finish=dt.date(*days))
        Gate.objects.create(programme=programme, phase=phase, code=gate, after=[task])
    rule = seams.plan_rules["rollout.length"]
    with translation.override("en"):
        assert "shorter than three" in rule(programme)[0].text
    Task.objects.filter(programme=programme, code="T59").update(early_finish=dt.date(2026, 10, 1))
    assert rule(programme) == []


def test_a_month_later_is_the_last_day_of_a_shorter_month():
    assert months_later(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)
