"""Rows of files written through the services: cases, results, defects."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from phases.redesign.models import ProcessNode
from phases.uat import permissions
from phases.uat.choices import OPEN_RUN, RunState
from phases.uat.models import Defect, Execution, TestCase, UatCycle
from phases.uat.selectors.rows import cycle_of_results
from phases.uat.services.cases import create_case, read_steps, update_case
from phases.uat.services.defects import report_defect, triage_defect, update_defect
from phases.uat.services.executions import name_tester, record_run, retest
from programme.people.models import Unit, User
from programme.records.services import writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

Row = Mapping[str, Any]
ACTS = {
    RunState.IN_PROGRESS: "start", RunState.PASSED: "pass", RunState.FAILED: "fail", RunState.BLOCKED: "block",
    RunState.ERROR: "err", RunState.NOT_APPLICABLE: "exclude",
}  # fmt: skip


def _linked(programme: "Programme", row: Row) -> dict[str, Any]:
    """Turn codes into records, numbers of choices into numbers; an empty cell of those leaves the default."""
    values = {key: value for key, value in row.items() if value is not None}
    lookups: dict[str, Any] = {
        "unit": lambda code: Unit.objects.filter(code__iexact=code).first(),
        "process": lambda code: ProcessNode.objects.filter(programme=programme, code__iexact=code).first(),
        "case": lambda code: TestCase.objects.filter(programme=programme, code__iexact=code).first(),
        "cycle": lambda number: UatCycle.objects.filter(programme=programme, number=number).first(),
    }
    for key, look in lookups.items():
        if key in values:
            found = look(values[key]) if values[key] else None
            if values[key] and found is None:
                raise BadInputError({key: [_("There is no such record in this programme.")]})
            values[key] = found
    for key in ("urgency", "importance", "severity"):
        if key in values:
            values[key] = int(values[key])
    if "steps" in values:
        values["steps"] = read_steps(values["steps"])
    return values


@writes
def create_case_from_row(programme: "Programme", row: Row, actor: User | None) -> str:
    """Write a case of a file; it waits for its confirmation."""
    return create_case(programme, values=_linked(programme, row), actor=actor).public_id


@writes
def update_case_from_row(programme: "Programme", ref: str, row: Row, actor: User | None) -> None:
    """Change a case of a file."""
    case = TestCase.objects.get(programme=programme, public_id=ref)
    update_case(case, values=_linked(programme, row), actor=actor)


@writes
def create_defect_from_row(programme: "Programme", row: Row, actor: User | None) -> str:
    """Report a defect of a file; one with a priority is triaged."""
    values = _linked(programme, row)
    priority = values.pop("priority", None)
    defect = report_defect(programme, values=values, actor=actor)
    if priority and defect.severity:
        triage_defect(defect, severity=defect.severity, priority=priority, actor=actor)
    return defect.public_id


@writes
def update_defect_from_row(programme: "Programme", ref: str, row: Row, actor: User | None) -> None:
    """Change a defect of a file; its state only moves by acts."""
    defect = Defect.objects.get(programme=programme, public_id=ref)
    update_defect(defect, values=_linked(programme, row), actor=actor)


@writes
def create_result_from_row(programme: "Programme", _row: Row, actor: User | None) -> str:
    """Refuse: a result belongs to a case that is planned in the cycle."""
    require(permissions.can_import_results, actor, programme)
    cycle = cycle_of_results(programme)
    where = str(cycle) if cycle else _("No cycle is running.")
    raise BadInputError({"case": [_("This case is not planned in the cycle: %(cycle)s") % {"cycle": where}]})


@writes
def update_result_from_row(programme: "Programme", ref: str, row: Row, actor: User | None) -> None:
    """Record the result of a file: into the attempt that waits, else as a retest."""
    require(permissions.can_import_results, actor, programme)
    run = Execution.objects.for_list().get(programme=programme, public_id=ref)
    if row.get("cycle") and row["cycle"] != run.cycle.number:
        raise BadInputError({"cycle": [_("Results are brought into %(cycle)s.") % {"cycle": run.cycle}]})
    state = RunState(row.get("state") or run.state)
    if run.state not in OPEN_RUN and state != run.state:
        run = retest(run, actor=actor)
    if row.get("tester"):
        run = name_tester(run, tester=_tester(row["tester"]), actor=actor) if run.state in OPEN_RUN else run
    if state == run.state:
        return
    if state not in ACTS:
        raise BadInputError({"state": [_("This result is not brought in by a file.")]})
    comment = row.get("comment") or ""
    if state in {RunState.FAILED, RunState.BLOCKED, RunState.ERROR} and not comment:
        comment = _("Brought in by a file.")
    record_run(run, name=ACTS[state], actor=actor, comment=comment, evidence=row.get("evidence") or "")


def _tester(address: str) -> User:
    found = User.objects.filter(email__iexact=address).first()
    if found is None:
        raise BadInputError({"tester": [_("Nobody has an account with this address.")]})
    return found
