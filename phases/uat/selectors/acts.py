"""What a person may do now with a cycle, a case, an execution or a defect, and what blocks it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, Predicate, allows
from core.fsm import can_move
from phases.uat import permissions
from phases.uat.choices import DECIDED, OPEN_CYCLE, RETESTED, CycleState, DefectState, RunState
from phases.uat.models import Defect, Execution, TestCase, UatCycle
from phases.uat.selectors.counts import counts_of, entry_lines

if TYPE_CHECKING:
    from programme.people.models import User

CYCLE_LABELS = {
    "check_entry": gettext_lazy("Check the entry"),
    "run": gettext_lazy("Begin the cycle"),
    "resume": gettext_lazy("Resume"),
    "execute": gettext_lazy("Close execution"),
    "submit": gettext_lazy("Put to signature"),
    "suspend": gettext_lazy("Suspend"),
    "reopen": gettext_lazy("Open execution again"),
    "take_back": gettext_lazy("Take back"),
}
CASE_LABELS = {
    "confirm": gettext_lazy("Confirm"),
    "question": gettext_lazy("Ask for an update"),
    "disable": gettext_lazy("Disable"),
    "enable": gettext_lazy("Enable"),
}
RUN_LABELS = {
    "start": pgettext_lazy("execution", "Begin"),
    "pass": pgettext_lazy("execution", "Passed"),
    "fail": pgettext_lazy("execution", "Failed"),
    "block": pgettext_lazy("execution", "Blocked"),
    "exclude": gettext_lazy("Not applicable"),
    "waive": gettext_lazy("Waive"),
    "invalidate": gettext_lazy("Invalidate"),
    "retest": gettext_lazy("Retest"),
}
DEFECT_LABELS = {
    "triage": gettext_lazy("Triage"),
    "assign": gettext_lazy("Assign"),
    "fix": gettext_lazy("Repaired"),
    "deliver": gettext_lazy("Ready for retest"),
    "close": gettext_lazy("Close"),
    "reopen": gettext_lazy("Reopen"),
    "reject": gettext_lazy("Reject"),
    "ask_deferral": gettext_lazy("Ask for a deferral"),
    "defer": gettext_lazy("Accept the deferral"),
    "refuse_deferral": gettext_lazy("Refuse the deferral"),
    "convert": gettext_lazy("Convert to an improvement"),
}
MAIN_CYCLE = {"planned": "check_entry", "entry_check": "run", "suspended": "resume", "running": "execute",
              "executed": "submit"}  # fmt: skip
MAIN_DEFECT = {"new": "triage", "triaged": "assign", "assigned": "fix", "fixed": "deliver", "ready_for_retest": "close",
               "reopened": "assign"}  # fmt: skip
METHODS = {"pass": "pass_", "ask_deferral": "defer", "refuse_deferral": "defer"}


def _offered(
    row: Any, user: "User", labels: Mapping[str, Any], acts: Mapping[str, Predicate], *,
    possible: Callable[[str], bool], main: str = "", reasons: Callable[[str], list[str]] = lambda _name: [],
) -> list[Action]:  # fmt: skip
    return [
        Action(name, label, tuple(reasons(name)), primary=name == main)
        for name, label in labels.items()
        if possible(name) and allows(acts[name], user, row)
    ]


def cycle_actions(cycle: UatCycle, user: "User") -> list[Action]:
    """List what this person may do with the cycle now; at most three queries."""
    return _offered(
        cycle, user, CYCLE_LABELS, permissions.CYCLE_ACTS, possible=lambda name: can_move(cycle, name),
        main=MAIN_CYCLE.get(cycle.state, ""), reasons=lambda name: cycle_reasons(cycle, name),
    )  # fmt: skip


def cycle_reasons(cycle: UatCycle, name: str) -> list[str]:
    """Say what stands in the way of an act on the cycle."""
    if name == "run":
        return [
            _("Neither met nor waived: %(item)s.") % {"item": line.item.label}
            for line in entry_lines(cycle)
            if not line.settled
        ]
    if name == "execute":
        left = counts_of(cycle).open
        return [_("Cases without a result: %(n)d.") % {"n": left}] if left else []
    return []


def case_actions(case: TestCase, user: "User") -> list[Action]:
    """List what this person may do with the case now."""
    main = "confirm" if can_move(case, "confirm") else ""
    return _offered(
        case, user, CASE_LABELS, permissions.CASE_ACTS, possible=lambda name: can_move(case, name), main=main
    )


def run_possible(execution: Execution, name: str) -> bool:
    """Tell whether the act is legal for the execution as it and its cycle stand."""
    if not execution.current or execution.cycle.state in (*DECIDED, CycleState.SIGN_OFF):
        return False
    if name == "retest":
        return execution.state in RETESTED and execution.cycle.state in OPEN_CYCLE
    return can_move(execution, METHODS.get(name, name))


def run_reasons(execution: Execution, name: str) -> list[str]:
    """Say what stands in the way: results come while the cycle runs, and a must-case needs evidence of its pass."""
    if name in {"start", "pass", "fail", "block", "err"} and execution.cycle.state != CycleState.RUNNING:
        return [_("The cycle is not running: %(state)s.") % {"state": execution.cycle.get_state_display()}]
    return []


def run_actions(execution: Execution, user: "User") -> list[Action]:
    """List what this person may do with the execution now."""
    main = "start" if execution.state == RunState.NOT_RUN else "pass"
    return _offered(
        execution, user, RUN_LABELS, permissions.RUN_ACTS, possible=lambda name: run_possible(execution, name),
        main=main, reasons=lambda name: run_reasons(execution, name),
    )  # fmt: skip


def defect_possible(defect: Defect, name: str) -> bool:
    """Tell whether the act is legal for the defect as it stands."""
    asked = defect.deferral_asked_on is not None
    if name == "ask_deferral":
        return can_move(defect, "defer") and not asked
    if name == "refuse_deferral":
        return can_move(defect, "defer") and asked
    return can_move(defect, name)


def close_reasons(defect: Defect) -> list[str]:
    """Say what is missing for closing: a passed execution of its case, after the repair, by another than the fixer."""
    if defect.case_id is None:
        return [_("Link the case that shows it is gone.")]
    passed = Execution.objects.filter(case=defect.case_id, state=RunState.PASSED)
    if defect.fixed_at is not None:
        passed = passed.filter(finished_at__gt=defect.fixed_at)
    testers = set(passed.values_list("tester_id", flat=True))
    if not testers:
        return [_("The case has not passed since the repair.")]
    if testers <= {defect.fixer_id}:
        return [_("Somebody other than who repaired it must pass the case.")]
    return []


def defect_actions(defect: Defect, user: "User") -> list[Action]:
    """List what this person may do with the defect now; one query while it waits for its retest."""
    main = MAIN_DEFECT.get(defect.state, "")
    if defect.deferral_asked_on is not None and defect.state != DefectState.DEFERRED:
        main = "defer"
    return _offered(
        defect, user, DEFECT_LABELS, permissions.DEFECT_ACTS, possible=lambda name: defect_possible(defect, name),
        main=main, reasons=lambda name: close_reasons(defect) if name == "close" else [],
    )  # fmt: skip
