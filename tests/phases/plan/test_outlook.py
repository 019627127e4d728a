"""What edits do to likely dates: P50 and P80 without and with them, drawn with the same luck."""

import pytest
from django.urls import reverse

from core import seams
from phases.gates.models import Gate
from phases.plan import services
from phases.plan.models import Simulation, Task
from phases.plan.selectors.outlook import outlook_of
from phases.plan.selectors.ripple import compute_ripple
from phases.plan.services import add_task
from tests.factories.phases import GateFactory, PhaseFactory
from tests.factories.plan import DAY, chain
from tests.factories.programme import ProgrammeFactory
from tests.factories.raid import RiskFactory
from tests.programme.governance.changes import assessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(programme):
    """Three tasks one after the other and a short one beside them, which has float."""
    tasks = chain(programme, [10, 5, 5])
    for task in tasks:
        Task.objects.filter(pk=task.pk).update(code=f"T{task.name_en}")
    beside = add_task(programme, name="Beside", minutes=DAY, actor=None)
    Task.objects.filter(pk=beside.pk).update(code="TS")
    return [*Task.objects.filter(programme=programme).order_by("pk")]


def outlook(programme, *edits):
    return outlook_of(programme, compute_ripple(programme, edits))


def test_two_days_more_on_the_only_path_move_both_days_by_some_two_days(programme, line):
    found = outlook(programme, {"op": "set", "task": "TB", "days": 7}).finish
    assert (found.days50, found.days80) in {(2, 2), (2, 3), (3, 3)}
    assert found.p50[0] < found.p80[0] < found.p80[1]


@pytest.mark.parametrize(
    "edit",
    [
        {"op": "set", "task": "TS", "days": 2},
        {"op": "add", "name": "New", "days": 1},
        {"op": "remove", "task": "TS"},
        {"op": "set", "task": "TS", "minutes": 0},
    ],
)
def test_what_float_takes_up_moves_no_likely_date_at_all(programme, line, edit):
    found = outlook(programme, edit).finish
    assert (found.moves, found.days50, found.days80) == (False, 0, 0)


def test_a_gate_that_moves_is_told_with_its_days(programme, line):
    GateFactory(phase=PhaseFactory(programme=programme), programme=programme, after=["TA"], holds=["TB"])
    found = outlook(programme, {"op": "set", "task": "TA", "days": 13})
    assert [one.key for one in found.gates] == [f"gate:{Gate.objects.get().key}"]
    assert found.gates[0].days80 >= 3
    assert outlook(programme, {"op": "set", "task": "TS", "days": 2}).gates == []


def test_the_assumptions_are_those_of_the_newest_forecast(programme, line):
    RiskFactory(programme=programme, state="open", probability=5, delay_days=20, delays="TA")
    edit = {"op": "set", "task": "TB", "days": 7}
    with_risks = outlook(programme, edit).finish
    services.simulate(programme, actor=None, runs=1000, seed=77, risks=False)
    again = outlook(programme, edit)
    assert again.seed == 77
    assert again.finish.p50[0] < with_risks.p50[0]
    assert Simulation.objects.count() == 1


def test_a_plan_without_tasks_has_no_likely_dates(db):
    assert outlook(ProgrammeFactory(), {"op": "add", "name": "First", "days": 1}) is None


def test_the_change_request_keeps_them_and_its_page_shows_them(browse, programme, line, pmo):
    row = assessed(programme, requester=pmo, by=pmo, edits=[{"op": "set", "task": "TB", "days": 15}])
    likely = next(one for one in row.computed["en"] if one["kind"] == "plan.likely")
    assert (likely["mark"], likely["days"]) == ("", None)
    page = browse(pmo).get(row.get_absolute_url()).content.decode()
    assert likely["items"][0]["detail"] in page
    assert "P80" in likely["items"][0]["detail"]
    chinese = next(one for one in row.computed["zh-hans"] if one["kind"] == "plan.likely")
    assert chinese["items"][0]["detail"] != likely["items"][0]["detail"]


def test_what_is_likely_is_no_promise_that_must_still_hold(programme, line, pmo):
    row = assessed(programme, requester=pmo, by=pmo, edits=[{"op": "set", "task": "TB", "days": 15}])
    marks = [one["mark"] for one in row.computed["en"] if one["mark"]]
    assert len(marks) == 1


def test_page_and_call_tell_the_same_days(browse, call, programme, line, pmo):
    url = reverse("plan:ripple", args=[programme.slug, line[0].public_id])
    page = browse(pmo).get(url, {"days": "4"}).content.decode()
    body = {"task": "TA", "days": 4}
    said = call(pmo).post(f"/api/v1/programmes/{programme.slug}/plan/ripple/", body, format="json").json()["likely"]
    assert (said["runs"], said["gates"]) == (2000, [])
    for percent in ("p50", "p80"):
        days = said["finish"][percent]["days"]
        assert f'data-l="Δ {percent.upper()}">+{days}</td>' in page


def test_a_change_without_edits_says_nothing_of_likely_dates(programme, line, pmo):
    row = assessed(programme, requester=pmo, by=pmo)
    assert [one.kind for one in seams.impacts["plan"](programme, row)] == ["edits"]
