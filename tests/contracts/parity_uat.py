"""The acts of the acceptance test and of the rollout, through both fronts."""

import datetime as dt

from phases.gates.rules.repetition import Overlap
from phases.gates.selectors.proposals import propose_overlap
from phases.gates.services import add_repeat
from phases.plan.models import Task
from phases.uat.models import TestCase
from phases.uat.services import move_cycle, state_entry
from programme.people.models import Unit
from tests.contracts.fronts import Pair
from tests.contracts.parity import DAY
from tests.factories.programme import UnitFactory
from tests.factories.rollout import RosterEntryFactory, WaveFactory
from tests.factories.uat import CaseFactory, CycleFactory, DefectFactory, ExecutionFactory

SAID = {"comment": "Seen", "evidence": "https://example.com/shot"}


def cycle(state, *, run="passed"):
    """Make a cycle of one case in a state."""

    def arrange(world):
        row = CycleFactory(programme=world.programme, number=40, state=state)
        ExecutionFactory(cycle=row, state=run, tester=world.people["TST"])
        return row

    return arrange


def signing(world):
    """Put a cycle to its owners."""
    return move_cycle(cycle("executed")(world), name="submit", actor=world.people["TL"])


def case(state="confirmed"):
    """Make a case in a state."""
    return lambda world: CaseFactory(programme=world.programme, state=state, expected="The amount is the same")


def run(state="not_run"):
    """Make an execution in a state."""
    return lambda world: ExecutionFactory(
        cycle=CycleFactory(programme=world.programme, number=41), state=state, tester=world.people["TST"]
    )


def defect(state, **values):
    """Make a defect in a state."""
    return lambda world: DefectFactory(programme=world.programme, state=state, **values)


def retested(world):
    """A repaired defect whose case has passed since."""
    done = run("passed")(world)
    return defect("ready_for_retest", case=done.case, execution=done)(world)


def person(name, role):
    """Name a person of the cast in a field."""
    return lambda world, _row: {name: world.people[role].public_id}


def planned(_world, _row):
    """The confirmed case that is not in the cycle."""
    return {"cases": [TestCase.objects.get(code="UAT-PLAN").public_id]}


def conceded(world, row):
    """A concession on a defect of the cycle."""
    return {
        "defect": row.defects.get().public_id,
        "owner": world.people["IT"].public_id,
        "workaround": "A sheet",
        "expires_on": DAY,
    }


def with_defect(world):
    """An executed cycle with an open defect."""
    row = cycle("executed")(world)
    DefectFactory(programme=world.programme, cycle=row, code="DEF-CON")
    return row


def with_case(world):
    """A planned cycle, and a confirmed case beside it."""
    CaseFactory(programme=world.programme, code="UAT-PLAN")
    return cycle("planned")(world)


def ready(world):
    """A cycle whose entry is met."""
    row = cycle("entry_check")(world)
    for item in ("sit", "environment", "roles", "data", "testers"):
        state_entry(row, item=item, met=True, actor=world.people["TL"])
    return row


def moves(kind, api, name, row, role="TL", **said):
    """Pair one act of a page with that of the API."""
    return Pair(f"uat:{kind}_{name} POST", f"api-{api} {name}", role=role, row=row, **said)


WHY = {"reason": "It must be"}
CYCLES = [
    Pair("uat:cycle_new POST", "api-uat-cycles create", role="TL",
         same={"name": "Regression", "build": "2.4", "starts_on": DAY, "scope": "Sales"}),
    Pair("uat:cycle_edit POST", "api-uat-cycles partial_update", role="TL", row=cycle("running"),
         same={"build": "9.9"}),
    Pair("uat:cycle_plan POST", "api-uat-cycles plan", role="TL", row=with_case, same=planned),
    Pair("uat:cycle_entry POST", "api-uat-cycles entry", role="TL", row=cycle("entry_check"),
         same={"item": "sit", "note": "DEL-30"}, form={"met": "on"}, body={"met": True}),
    Pair("uat:cycle_waive POST", "api-uat-cycles waive", role="BO", row=cycle("entry_check"),
         same={"item": "sit", "note": "Later"}),
    Pair("uat:cycle_concede POST", "api-uat-cycles concede", role="BO", row=with_defect, same=conceded),
    moves("cycle", "uat-cycles", "check_entry", cycle("planned")),
    moves("cycle", "uat-cycles", "run", ready),
    moves("cycle", "uat-cycles", "suspend", cycle("running"), same=WHY),
    moves("cycle", "uat-cycles", "resume", cycle("suspended")),
    moves("cycle", "uat-cycles", "execute", cycle("running")),
    moves("cycle", "uat-cycles", "reopen", cycle("executed"), same=WHY),
    moves("cycle", "uat-cycles", "submit", cycle("executed")),
    moves("cycle", "uat-cycles", "take_back", signing, same=WHY),
]  # fmt: skip


CASES = [
    Pair("uat:case_new POST", "api-test-cases create", role="TL",
         same={"title": "Approve a quote", "urgency": 3, "importance": 2},
         form={"steps": "Open → Shown", "must": "on"},
         body={"steps": [{"action": "Open", "expected": "Shown"}], "must": True}),
    Pair("uat:case_edit POST", "api-test-cases partial_update", role="TL", row=case(), same={"title": "Renamed"}),
    moves("case", "test-cases", "confirm", case("proposed")),
    moves("case", "test-cases", "question", case()),
    moves("case", "test-cases", "disable", case()),
    moves("case", "test-cases", "enable", case("disabled")),
]  # fmt: skip
RUNS = [
    Pair("uat:run_tester POST", "api-executions tester", role="TL", row=run(), same=person("tester", "PO")),
    moves("run", "executions", "start", run()),
    moves("run", "executions", "pass", run(), same=SAID),
    moves("run", "executions", "fail", run(), same=SAID | {"failed_step": 1, "severity": 2, "title": "It fails"}),
    moves("run", "executions", "block", run(), same=SAID),
    moves("run", "executions", "exclude", run(), same=SAID),
    moves("run", "executions", "waive", run(), role="BO", same=SAID),
    moves("run", "executions", "invalidate", run("passed"), same=SAID),
    moves("run", "executions", "retest", run("failed"), same=person("tester", "TST")),
]  # fmt: skip
LATER = {"target_release": "R2", "workaround": "A sheet", "reason": "Small"}
DEFECTS = [
    Pair("uat:defect_new POST", "api-defects create", role="TL", same={"title": "Wrong sum", "severity": 2}),
    Pair("uat:defect_edit POST", "api-defects partial_update", role="TL", row=defect("new"), same={"title": "Renamed"}),
    moves("defect", "defects", "triage", defect("new"), same={"severity": 1, "priority": "P1"}),
    moves("defect", "defects", "assign", defect("triaged"),
          same=lambda w, r: person("fixer", "IT")(w, r) | {"due_on": DAY}),
    moves("defect", "defects", "fix", defect("assigned"), same={"build": "2.4", "note": "Read in pages"}),
    moves("defect", "defects", "deliver", defect("fixed")),
    moves("defect", "defects", "close", retested),
    moves("defect", "defects", "reopen", defect("closed"), same=WHY),
    moves("defect", "defects", "reject", defect("new"), same=WHY | {"rejection": "as_designed"}),
    moves("defect", "defects", "ask_deferral", defect("triaged"), same=LATER),
    moves("defect", "defects", "defer", defect("triaged"), role="BO", same=LATER),
    moves("defect", "defects", "refuse_deferral", defect("triaged", deferral_asked_on=DAY), role="BO", same=WHY),
    moves("defect", "defects", "convert", defect("new"), same=WHY),
]  # fmt: skip


def long_pilot(world):
    """A pilot that goes on for years."""
    task = Task.objects.get(programme=world.programme, code="T44")
    Task.objects.filter(pk=task.pk).update(early_finish=dt.date(2029, 1, 31))
    return task


def wave(world):
    """A wave without gates and people."""
    return WaveFactory(programme=world.programme, code="W90", units=[UnitFactory(code="U90")])


def planned(world):
    """The same wave, its stage in the plan."""
    row = wave(world)
    add_repeat(row, actor=None)
    return row


def seen(world, _row):
    """The page is sent with what it showed before."""
    proposal = propose_overlap(world.programme, overlap=Overlap("SS", 5, 3), order=["W1", "W90"])
    return {"order": "W1, W90", "mark": proposal.mark}


def entry(world):
    """An entry of the roster."""
    return RosterEntryFactory(programme=world.programme, key="P90", name="Wang Fang")


def unit(_world, _row):
    """Name the first unit."""
    return {"units": [Unit.objects.order_by("pk").first().public_id]}


ROLLOUT = [
    Pair("rollout:length_reason POST", "api-rollout-lengths create", role="WL", row=long_pilot,
         page=lambda _w, _r: {"stage": "pilot"}, same={"reason": "Two regions"}, body={"stage": "pilot"}),
    Pair("rollout:wave_new POST", "api-waves create", role="WL",
         same=lambda w, r: unit(w, r) | {"code": "W91", "name_en": "South", "name_zh": "华南", "planned_on": DAY}),
    Pair("rollout:wave_edit POST", "api-waves partial_update", role="WL", row=wave,
         same=lambda w, r: unit(w, r) | {"name_en": "South"}),
    Pair("rollout:wave_live POST", "api-waves live", role="WL", row=wave, same={"on": "2026-03-09"}),
    Pair("rollout:wave_repeat POST", "api-waves repeat", row=wave),
    Pair("rollout:wave_unrepeat POST", "api-waves unrepeat", row=planned),
    Pair("rollout:overlap POST", "api-rollout-overlap settle", row=planned, form=seen,
         same={"kind": "SS", "lag": 5, "at_once": 3}, body=lambda _w, _r: {"order": ["W1", "W90"]}),
    Pair("rollout:wave_remove POST", "api-waves destroy", role="WL", row=wave, name="a wave without a stage"),
    Pair("rollout:wave_remove POST", "api-waves destroy", row=planned, name="a wave with its stage"),
    Pair("rollout:entry_new POST", "api-roster create", role="WL",
         same={"key": "P91", "name": "Li Ming", "email": "ming@example.com", "account": "person", "crm_role": "sales"}),
    Pair("rollout:entry_edit POST", "api-roster partial_update", role="WL", row=entry, same={"crm_role": "managers"}),
    Pair("rollout:entry_absences POST", "api-roster absences", role="WL", row=entry,
         form={"absences": "2026-05-04/2026-05-08 leave"},
         body={"absences": [{"first": "2026-05-04", "last": "2026-05-08", "reason": "leave"}]}),
    Pair("rollout:entry_remove POST", "api-roster destroy", role="WL", row=entry),
]  # fmt: skip
UAT = [*ROLLOUT, *CYCLES, *CASES, *RUNS, *DEFECTS]
