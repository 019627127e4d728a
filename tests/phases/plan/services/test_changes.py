"""Granted changes in the plan: what was told before is what the plan says afterwards, or nothing is written."""

import contextlib
import datetime as dt

import pytest
from django.db import transaction
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from core import seams
from core.errors import BadInputError, IllegalNowError
from phases.plan.choices import Constraint
from phases.plan.models import PlanBaseline, Task, TaskLink
from phases.plan.selectors.basis import plan_input, schedule_of
from phases.plan.selectors.ripple import compute_ripple, edit_text, longer
from phases.plan.services import add_task, link_tasks, record_progress, set_baseline, update_task
from phases.plan.services.changes import apply_change, carry_out
from phases.plan.services.tasks import delete_task
from programme.charter.models import Programme
from programme.governance.choices import ChangeState
from programme.governance.models import ChangeRequest
from programme.governance.services.granting import act_at_once, approve_change
from programme.records.models import AuditEvent, Job
from programme.records.services.runner import work_off
from tests.factories.plan import DAY, TaskFactory, chain
from tests.factories.programme import ProgrammeFactory
from tests.programme.governance.changes import assessed

pytestmark = pytest.mark.django_db
STARTS = dt.date(2026, 3, 2)


def named(programme, schedule, names):
    """Early and late moments by the name of the task or gate."""
    return {
        names.get(key, key): (slot.early_start, slot.early_finish, slot.late_start, slot.late_finish)
        for key, slot in schedule.slots.items()
    }


def of_plan(programme):
    names = {task.pk: task.name_en for task in Task.objects.filter(programme=programme)}
    return named(programme, schedule_of(programme), names)


def promised(programme, computed):
    names = {task.pk: task.name_en for task in Task.objects.filter(programme=programme)}
    names |= {edit.key: edit.name for edit in computed.edits if edit.op == "add"}
    return named(programme, computed.after, names)


LENGTH = st.sampled_from([0, 60, 240, DAY, 2 * DAY, 5 * DAY])
LAG = st.sampled_from([-DAY, 0, 0, 0, 90, 2 * DAY])
KIND = st.sampled_from(["FS", "FS", "FS", "SS", "FF", "SF"])
UNITS = st.sampled_from(["work", "work", "elapsed", "percent"])


@st.composite
def plans(draw):
    """Lengths with a summary number or none, links forward, and edits over them."""
    size = draw(st.integers(3, 8))
    tasks = [(draw(LENGTH), draw(st.sampled_from([None, None, "S1", "S2"])), draw(st.booleans())) for _ in range(size)]
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size)]
    links = draw(
        st.lists(st.tuples(st.sampled_from(pairs), KIND, LAG, UNITS), max_size=10, unique_by=lambda one: one[0])
    )
    name = st.sampled_from([f"T{n}" for n in range(size)])
    edit = st.one_of(
        st.builds(lambda t, m: {"op": "set", "task": t, "minutes": m}, name, LENGTH),
        st.builds(
            lambda t, k, d: {"op": "set", "task": t, "constraint": k, "constraint_on": (STARTS + dt.timedelta(d)).isoformat()},
            name, st.sampled_from(["snet", "fnlt", "mso", "alap"]), st.integers(0, 20),
        ),
        st.builds(
            lambda n, m, a, k, u: {"op": "add", "name": f"New {n}", "minutes": m, "after": [f"{a}{k}+1d"], "under": u},
            st.integers(0, 99), LENGTH, name, KIND, st.sampled_from([None, "S1"]),
        ),
        st.builds(lambda a, b, k, n: {"op": "link", "earlier": a, "later": b, "type": k, "lag": n}, name, name, KIND, LAG),
        st.builds(lambda a, b: {"op": "unlink", "earlier": a, "later": b}, name, name),
        st.builds(lambda t: {"op": "remove", "task": t}, name),
    )  # fmt: skip
    edits = draw(st.lists(edit, min_size=1, max_size=8))
    if links and draw(st.booleans()):
        (a, b), *_rest = draw(st.sampled_from(links))
        edits.append({"op": "unlink", "earlier": f"T{a}", "later": f"T{b}"})
    return tasks, links, edits


def build(programme, tasks, links):
    """Make the plan; a summary gets a first task of its own, so that nothing under it is the last."""
    tops = {}
    for name in ("S1", "S2"):
        tops[name] = TaskFactory(programme=programme, code=name, name_en=name, summary=True, position=len(tops) * 50)
        TaskFactory(programme=programme, name_en=f"First of {name}", parent=tops[name], position=len(tops) * 50 - 40)
    made = [
        TaskFactory(programme=programme, code=f"T{n}", name_en=f"T{n}", minutes=0 if milestone else length,
                    milestone=milestone and not length, parent=tops.get(top), position=100 + n)
        for n, (length, top, milestone) in enumerate(tasks)
    ]  # fmt: skip
    for (a, b), kind, lag, unit in links:
        TaskLink.objects.create(
            programme=programme, earlier=made[a], later=made[b], type=kind, lag=lag, unit=unit if lag > 0 else "work"
        )
    return made


def readable(programme, edits):
    """Keep the edits that can be made one after the other."""
    kept = []
    for edit in edits:
        with contextlib.suppress(BadInputError):
            compute_ripple(programme, [*kept, edit])
            kept.append(edit)
    return kept


def trial(drawn):
    tasks, links, edits = drawn
    with transaction.atomic():
        programme = ProgrammeFactory(starts_on=STARTS)
        build(programme, tasks, links)
        kept = readable(programme, edits)
        computed = compute_ripple(programme, kept) if kept else None
        if computed is not None:
            row = assessed(programme, requester=None, edits=kept)
            row = approve_change(row, actor=None)
            assert carry_out(row, actor=None), ChangeRequest.objects.get(pk=row.pk).sent_back
            assert of_plan(programme) == promised(programme, computed)
            stored = dict(Task.objects.filter(programme=programme).values_list("name_en", "early_finish"))
            slots = schedule_of(programme).slots
            keys = dict(Task.objects.filter(programme=programme).values_list("name_en", "pk"))
            assert stored == {name: slots[pk].finish for name, pk in keys.items()}
        transaction.set_rollback(True)
    assume(computed is not None)


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])  # shrinking a whole database takes long
@given(plans())
def test_the_ripple_of_any_change_is_the_plan_computed_anew(drawn):
    trial(drawn)


@pytest.mark.full
@settings(max_examples=80, phases=[Phase.explicit, Phase.generate])
@given(plans())
def test_the_ripple_of_hundreds_of_changes_is_the_plan_computed_anew(drawn):
    trial(drawn)


@pytest.fixture
def line(programme):
    """A, B, C, D one after the other, and a short task beside them."""
    tasks = chain(programme, [3, 2, 5, 1])
    for task in tasks:
        Task.objects.filter(pk=task.pk).update(code=f"T{task.name_en}")
    return [*tasks, add_task(programme, name="Beside", minutes=DAY, actor=None)]


def test_the_decision_is_followed_by_a_job_that_changes_the_plan(programme, line, pmo, sponsor):
    edits = [
        {"op": "set", "task": "TB", "days": 4},
        {"op": "add", "name": "Sign", "days": 3, "after": ["TB"], "before": ["TD"]},
        {"op": "unlink", "earlier": "TC", "later": "TD"},
    ]
    row = assessed(programme, requester=pmo, by=pmo, edits=edits)
    computed = compute_ripple(programme, edits)
    before = of_plan(programme)
    approve_change(row, actor=sponsor)
    assert of_plan(programme) == before
    work_off()
    assert of_plan(programme) == promised(programme, computed)
    row = ChangeRequest.objects.get(pk=row.pk)
    assert (row.state, row.applied_at is not None) == (ChangeState.IMPLEMENTING, True)
    assert Task.objects.get(name_en="Sign").minutes == 3 * DAY
    event = AuditEvent.objects.get(action="plan.change_applied")
    assert (event.actor, event.object_id, event.changes["edits"]) == (sponsor, row.public_id, [None, 3])
    assert not apply_change(row, actor=None)


def test_an_emergency_is_in_the_plan_before_it_is_decided(programme, line, pmo, sponsor):
    row = assessed(programme, requester=sponsor, by=pmo, edits=[{"op": "set", "task": "TA", "days": 1}])
    act_at_once(row, actor=pmo, note="The service stops tomorrow.")
    work_off()
    assert Task.objects.get(code="TA").minutes == DAY
    assert ChangeRequest.objects.get().state == ChangeState.EMERGENCY


def test_a_plan_that_moved_meanwhile_refuses_the_decision(programme, line, pmo, sponsor):
    row = assessed(programme, requester=pmo, by=pmo, edits=[{"op": "set", "task": "TB", "days": 4}])
    update_task(line[2], actor=None, minutes=9 * DAY)
    with pytest.raises(IllegalNowError, match="Assess it again"):
        approve_change(row, actor=sponsor)


def test_what_moves_elsewhere_does_not_make_the_ripple_untrue(programme, line, pmo, sponsor):
    row = assessed(programme, requester=pmo, by=pmo, edits=[{"op": "set", "task": "TD", "constraint": "asap"}])
    update_task(line[4], actor=None, minutes=2 * DAY)
    approve_change(row, actor=sponsor)
    work_off()
    assert ChangeRequest.objects.get().state == ChangeState.IMPLEMENTING


def test_a_plan_that_moved_after_the_decision_sends_it_back_whole(programme, line, pmo, sponsor):
    edits = [{"op": "set", "task": "TB", "days": 4}, {"op": "add", "name": "Sign", "days": 1, "after": ["TA"]}]
    row = approve_change(assessed(programme, requester=pmo, by=pmo, edits=edits), actor=sponsor)
    update_task(line[0], actor=None, minutes=8 * DAY)
    before = of_plan(programme)
    work_off()
    row = ChangeRequest.objects.get(pk=row.pk)
    assert (row.state, row.decided_by, row.sent_back) == (
        ChangeState.SUBMITTED, None, "The plan changed since the impact was assessed.",
    )  # fmt: skip
    assert of_plan(programme) == before
    assert not AuditEvent.objects.filter(action="plan.change_applied").exists()


def test_a_dropped_task_sends_the_change_back_with_the_reason(programme, line, pmo, sponsor):
    Programme.objects.filter(pk=programme.pk).update(language="en")  # the reason is kept in the programme's language
    programme.refresh_from_db()
    asked = assessed(programme, requester=pmo, by=pmo, edits=[{"op": "set", "task": "TD", "days": 4}])
    row = approve_change(asked, actor=sponsor)
    delete_task(line[3], actor=None)
    work_off()
    assert ChangeRequest.objects.get(pk=row.pk).sent_back == "Edit 1: There is no task “TD” in the plan."


BAD = [
    ({"op": "burn"}, "“burn” is no edit"),
    ({"op": "set", "task": "TX", "days": 1}, "There is no task “TX”"),
    ({"op": "set", "task": "TA"}, "Say what is set"),
    ({"op": "set", "task": "TA", "minutes": -1}, "negative"),
    ({"op": "set", "task": "TA", "minutes": "ten"}, "“ten” is no whole number"),
    ({"op": "set", "task": "TA", "days": "x"}, "“x” is no whole number"),
    ({"op": "set", "task": "TA", "minutes": "NaN"}, "no whole number"),
    ({"op": "set", "task": "TA", "constraint": "soon"}, "“soon” is no constraint"),
    ({"op": "set", "task": "TA", "constraint": "snet"}, "is no date"),
    ({"op": "add", "name": "", "days": 1}, "needs a name"),
    ({"op": "add", "name": "N"}, "Say how long"),
    ({"op": "add", "name": "N", "days": 1, "key": "TA"}, "name of another task"),
    ({"op": "add", "name": "N", "days": 1, "under": "TA"}, "no summary"),
    ({"op": "add", "name": "N", "days": 1, "after": ["TAFS+2ed"]}, "working time"),
    ({"op": "link", "earlier": "TA", "later": "TB"}, "linked already"),
    ({"op": "link", "earlier": "TA", "later": "TA"}, "wait for itself"),
    ({"op": "link", "earlier": "TA", "later": "TC", "type": "XX"}, "no kind of link"),
    ({"op": "link", "earlier": "TD", "later": "TA"}, "circle: TA A → TB B → TC C → TD D → TA A"),
    ({"op": "unlink", "earlier": "TA", "later": "TD"}, "not linked"),
]


@pytest.mark.parametrize(("edit", "said"), BAD)
def test_an_edit_that_cannot_be_made_is_named(programme, line, edit, said):
    with pytest.raises(BadInputError) as refusal:
        compute_ripple(programme, [edit])
    assert list(refusal.value.fields) == ["edits"]
    assert said in str(refusal.value)


def test_edits_that_contradict_each_other_are_refused(programme, line):
    for edits in (
        [{"op": "set", "task": "TA", "days": 1}, {"op": "remove", "task": "TA"}],
        [{"op": "link", "earlier": "TA", "later": "TC"}, {"op": "unlink", "earlier": "TA", "later": "TC"}],
    ):
        with pytest.raises(BadInputError, match="takes away"):
            compute_ripple(programme, edits)
    with pytest.raises(BadInputError, match="removed by an edit before"):
        compute_ripple(programme, [{"op": "remove", "task": "TA"}, {"op": "set", "task": "TA", "days": 1}])


def test_work_that_was_recorded_and_milestones_and_summaries_are_kept(programme, line):
    record_progress(line[0], actor=None, actual_start=STARTS)
    top = TaskFactory(programme=programme, code="TOP", summary=True)
    only = TaskFactory(programme=programme, code="ONLY", parent=top)
    point = TaskFactory(programme=programme, code="POINT", milestone=True, minutes=0)
    for edit, said in (
        ({"op": "remove", "task": "TA"}, "was recorded"),
        ({"op": "remove", "task": "TOP"}, "remove them first"),
        ({"op": "remove", "task": only.code}, "last task of its summary"),
        ({"op": "set", "task": point.code, "days": 2}, "no length of its own"),
        ({"op": "link", "earlier": "TB", "later": "TOP", "type": "FF"}, "A summary cannot wait"),
    ):
        with pytest.raises(BadInputError, match=said):
            compute_ripple(programme, [edit])


def test_a_name_that_two_tasks_share_is_asked_for_more_surely(programme):
    for wave in ("W1", "W2"):
        TaskFactory(programme=programme, code="T41", wave=wave)
    with pytest.raises(BadInputError, match="Several tasks are called “T41”"):
        compute_ripple(programme, [{"op": "set", "task": "T41", "days": 9}])
    computed = compute_ripple(programme, [{"op": "set", "task": "T41@W2", "days": 9}])
    assert [line.days for line in computed.tasks()] == [8]
    assert [(line.text, line.days) for line in computed.waves()] == [("W2", 8)]


def test_lines_say_days_float_and_milestones(programme, line):
    end = add_task(programme, name="End", milestone=True, minutes=0, actor=None)
    link_tasks(end, earlier=line[3], actor=None)
    computed = compute_ripple(programme, longer(line[1], 2 * DAY))
    assert [(one.text, one.days) for one in computed.tasks()] == [("TB B", 2), ("TC C", 2), ("TD D", 2), ("End", 2)]
    assert [(one.text, one.days) for one in computed.milestones()] == [("End", 2)]
    assert (computed.days, computed.critical()) == (2, [])
    assert edit_text(programme, longer(line[1], 2 * DAY)) == ["TB B: takes 4 working days"]
    slow = compute_ripple(programme, longer(line[4], 20 * DAY))
    assert [one.text for one in slow.critical()] == ["Beside"]
    assert slow.critical()[0].move.float_used == 10 * DAY


def test_every_constraint_word_is_readable(programme, line):
    for word in Constraint.values:
        compute_ripple(programme, [{"op": "set", "task": "TA", "constraint": word, "constraint_on": "2026-03-05"}])


def test_scope_creep_is_granted_effort_over_the_baselined_plan(programme, line, pmo, sponsor):
    reading = seams.evidence["charter.scope_creep"]
    assert reading(programme, [{}])[0].value is None
    set_baseline(programme, actor=None)
    assert reading(programme, [{}])[0].value == 0
    approve_change(assessed(programme, requester=pmo, by=pmo, effects={"effort": 3}), actor=sponsor)
    assert reading(programme, [{}])[0].value * 12 == 3


def test_the_plan_is_read_and_never_written(programme, line):
    before = plan_input(programme)
    compute_ripple(programme, longer(line[0], DAY))
    assert plan_input(programme).tasks == before.tasks
    assert not Job.objects.exists()


def test_a_granted_change_is_promised_as_the_next_baseline_and_hides_no_other_slip(programme, line, pmo, sponsor):
    set_baseline(programme, actor=None, name="Charter")
    update_task(line[4], actor=None, minutes=3 * DAY)  # two days later than promised, and no part of the change
    row = assessed(programme, requester=pmo, by=pmo, edits=[
        {"op": "set", "task": "TC", "days": 7}, {"op": "add", "name": "Sign", "days": 2, "after": ["TD"]},
    ])  # fmt: skip
    approve_change(row, actor=sponsor)
    work_off()
    old, new = PlanBaseline.objects.filter(programme=programme)
    assert (old.number, old.name, new.number, new.name) == (1, "Charter", 2, str(row))
    assert (new.change, new.taken_by, new.automatic) == (row, sponsor, False)
    before, after = (dict(one.tasks.values_list("name", "finish")) for one in (old, new))
    now = dict(Task.objects.filter(programme=programme).values_list("name_en", "early_finish"))
    names = {task.name: task.name_en for task in Task.objects.filter(programme=programme)}
    moved = {"C", "D", "Sign"}
    assert {names[name] for name, day in after.items() if day != before.get(name)} == moved
    assert {names[name]: day for name, day in after.items() if names[name] in moved} == {
        name: now[name] for name in moved
    }
    beside = Task.objects.get(pk=line[4].pk)
    assert beside.baseline_finish == before[beside.name] < beside.early_finish
    assert AuditEvent.objects.get(action="plan.change_applied").changes["baseline"] == [None, 2]


def test_without_a_promise_before_the_whole_plan_is_promised(programme, line, pmo, sponsor):
    approve_change(
        assessed(programme, requester=pmo, by=pmo, edits=[{"op": "set", "task": "TC", "days": 7}]), actor=sponsor
    )
    work_off()
    assert PlanBaseline.objects.get().tasks.count() == 5


def test_a_change_that_is_refused_takes_no_baseline(programme, line, pmo, sponsor):
    row = assessed(programme, requester=pmo, by=pmo, edits=[{"op": "set", "task": "TC", "days": 7}])
    approve_change(row, actor=sponsor)
    update_task(line[2], actor=None, minutes=9 * DAY)
    work_off()
    assert not PlanBaseline.objects.exists()


def test_record_and_baselines_lead_to_each_other(programme, line, pmo, sponsor, browse, call):
    row = assessed(programme, requester=pmo, by=pmo, edits=[{"op": "set", "task": "TC", "days": 7}])
    approve_change(row, actor=sponsor)
    work_off()
    baseline = PlanBaseline.objects.get()
    there = f"/p/{programme.slug}/plan/baselines/{baseline.public_id}/"
    assert f'href="{there}"' in browse(pmo).get(row.get_absolute_url()).content.decode()
    for page in (f"/p/{programme.slug}/plan/baselines/", there):
        assert f'href="{row.get_absolute_url()}"' in browse(pmo).get(page).content.decode()
    base = f"/api/v1/programmes/{programme.slug}"
    said = call(pmo).get(f"{base}/change-requests/{row.public_id}/").json()["results"]
    assert [(one["kind"], one["node"], one["url"]) for one in said] == [("baseline", baseline.public_id, there)]
    assert call(pmo).get(f"{base}/baselines/{baseline.public_id}/").json()["change"] == row.code
