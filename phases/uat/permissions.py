"""Who may do what in the acceptance test."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

sees_inside: Predicate = has_role(*INSIDE_ROLES, Role.TST, Role.ADM)
leads: Predicate = has_role(Role.TL, Role.PM)
owns: Predicate = has_role(Role.BO)
can_write_cases: Predicate = has_role(Role.TL, Role.PM, Role.PO, Role.BO)
can_confirm: Predicate = has_role(Role.TL, Role.PO, Role.BO)
can_report: Predicate = has_role(*(INSIDE_ROLES - {Role.AUD}), Role.TST)
can_import: Predicate = has_role(Role.TL, Role.PM)
can_import_results: Predicate = has_role(Role.TL)
_tests: Predicate = has_role(Role.TL, Role.TST)
_repairs: Predicate = has_role(Role.IT, Role.TL)


def can_run(user: Any, execution: Any) -> bool:
    """The named tester; where nobody is named, or as the test lead, whoever tests. Nobody as administrator alone."""
    tester = getattr(execution, "tester_id", None)
    if tester is not None and tester != user.pk:
        return has_role(Role.TL)(user, execution)
    if tester == user.pk and user.roles_in(execution.programme):
        return True
    return _tests(user, execution)


def can_repair(user: Any, defect: Any) -> bool:
    """Who repairs it, the IT lead and the test lead."""
    fixer = getattr(defect, "fixer_id", None)
    return (fixer == user.pk and bool(user.roles_in(defect.programme))) or _repairs(user, defect)


def can_edit_defect(user: Any, defect: Any) -> bool:
    """Who reported it, and the test lead."""
    mine = getattr(defect, "reporter_id", None) == user.pk and bool(user.roles_in(defect.programme))
    return mine or leads(user, defect)


CYCLE_ACTS: dict[str, Predicate] = {
    "check_entry": leads,
    "run": leads,
    "suspend": leads,
    "resume": leads,
    "execute": leads,
    "reopen": leads,
    "submit": leads,
    "take_back": leads,
}
CASE_ACTS: dict[str, Predicate] = {
    "confirm": can_confirm,
    "question": can_write_cases,
    "disable": leads,
    "enable": leads,
}
RUN_ACTS: dict[str, Predicate] = {
    "start": can_run,
    "pass": can_run,
    "fail": can_run,
    "block": can_run,
    "exclude": leads,
    "waive": owns,
    "invalidate": leads,
    "retest": can_run,
}
FILE_ACTS: dict[str, Predicate] = {"err": can_import_results}  # what only an automated run says
DEFECT_ACTS: dict[str, Predicate] = {
    "triage": leads,
    "assign": leads,
    "fix": can_repair,
    "deliver": can_repair,
    "close": can_report,
    "reopen": can_report,
    "reject": leads,
    "ask_deferral": leads,
    "defer": owns,
    "refuse_deferral": owns,
    "convert": leads,
}
ACTIONS: dict[str, Predicate] = {
    "lead": leads,
    "own": owns,
    "report": can_report,
    "write_case": can_write_cases,
    "edit_defect": can_edit_defect,
    "import": can_import,
}
