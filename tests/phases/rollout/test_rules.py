import datetime as dt

import pytest
from django.utils import translation

from core import seams
from core.errors import BadInputError, ForbiddenError
from phases.gates.models import Gate, Phase
from phases.gates.rules.blueprint import load_blueprint
from phases.plan.models import Task
from phases.rollout.models import Wave
from phases.rollout.rules import clocks, length_verdict, months_later
from phases.rollout.selectors import runbook
from phases.rollout.services import create_step, remove_step, update_step
from tests.factories.programme import UnitFactory


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


@pytest.mark.requirement("S0-15")
@pytest.mark.parametrize(
    ("finish", "verdict"),
    [((2026, 4, 1), "short"), ((2026, 4, 2), ""), ((2026, 6, 2), ""), ((2026, 6, 3), "long")],
)
def test_a_pilot_lasts_one_to_three_calendar_months(finish, verdict):
    assert length_verdict("pilot", dt.date(2026, 3, 2), dt.date(*finish)) == verdict


@pytest.fixture
def long_pilot(programme):
    """A pilot from 2 March to 3 June."""
    phase = Phase.objects.create(programme=programme, code="P2")
    for gate, task, days in (("G2", "T38", (2026, 3, 2)), ("G3", "T44", (2026, 6, 3))):
        Task.objects.create(programme=programme, code=task, name_en=task, early_finish=dt.date(*days))
        Gate.objects.create(programme=programme, phase=phase, code=gate, after=[task])
    return programme


@pytest.mark.requirement("S0-15")
def test_a_pilot_outside_its_span_asks_for_a_reason_that_holds_for_these_days(long_pilot, pmo, owner, browse, call):
    rule, programme = seams.plan_rules["rollout.pilot_length"], long_pilot
    with translation.override("en"):
        (finding,) = rule(programme)
        assert (finding.severity, finding.url) == ("warn", f"/p/{programme.slug}/rollout/")
        assert "longer than three calendar months" in finding.text
        box = f"/p/{programme.slug}/rollout/length/pilot/"
        assert box in browse(pmo).get(finding.url).content.decode()
        assert box not in browse(owner).get(finding.url).content.decode()
        assert 'name="reason"' in browse(pmo).get(box).content.decode()
    assert browse(owner).post(box, {"reason": "x"}).status_code == 403
    assert browse(pmo).post(box, {"reason": " "}).status_code == 400
    assert browse(pmo).post(box, {"reason": "Two regions follow one another"}).status_code == 302
    assert rule(programme) == []
    assert "Two regions follow one another" in browse(owner).get(finding.url).content.decode()
    base = f"/api/v1/programmes/{programme.slug}/rollout/lengths/"
    (told,) = call(owner).get(base).json()
    assert (told["stage"], told["verdict"], told["reason"]) == ("pilot", "long", "Two regions follow one another")
    Task.objects.filter(programme=programme, code="T44").update(early_finish=dt.date(2026, 6, 10))
    assert [one.rule for one in rule(programme)] == ["rollout.pilot_length"]
    assert call(pmo).post(base, {"stage": "pilot", "reason": "Again"}, format="json").status_code == 201
    assert rule(programme) == []
    Task.objects.filter(programme=programme, code="T44").update(early_finish=dt.date(2026, 6, 2))
    assert call(pmo).post(base, {"stage": "pilot", "reason": "Again"}, format="json").status_code == 409
    assert browse(pmo).get(f"/p/{programme.slug}/rollout/length/rollout/").status_code == 404


@pytest.mark.requirement("S1-05")
def test_units_in_scope_without_a_member_are_listed(programme, pmo):
    rule = seams.plan_rules["rollout.units_without_member"]
    assert rule(programme) == []
    east, south = UnitFactory(code="E", name="East"), UnitFactory(code="S", name="South")
    team = UnitFactory(code="E1", name="East 1", parent=east)
    wave = Wave.objects.create(programme=programme, code="W1", name_en="Wave", position=1)
    wave.units.set([east, south])
    pmo.unit = team
    pmo.save()
    with translation.override("en"):
        (finding,) = rule(programme)
    assert finding.text == "Nobody in the programme is from these units in scope: South."
    wave.units.set([east])
    assert rule(programme) == []
