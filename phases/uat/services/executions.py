"""Writes of executions: results, waivers, retests."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from phases.uat import permissions
from phases.uat.choices import RunState
from phases.uat.models import Defect, Execution
from phases.uat.selectors.acts import METHODS, run_possible, run_reasons
from phases.uat.services.common import locked, needed, require_member, require_open
from phases.uat.services.defects import report_defect
from programme.charter.services.rows import require_alive
from programme.records.models import Attachment
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.people.models import User

SAID = ("comment", "evidence", "failed_step")


@writes
def name_tester(execution: Execution, *, tester: "User | None", actor: "User | None") -> Execution:
    """Give an attempt that has no result yet to a tester."""
    require(permissions.leads, actor, execution)
    execution = locked(execution)
    require_open(execution.cycle)
    require_member(tester, execution.programme, "tester")
    if execution.state not in {RunState.NOT_RUN, RunState.IN_PROGRESS}:
        raise IllegalNowError(_("This attempt has its result."))
    with change(execution, "uat.tester_named", actor=actor):
        execution.tester = tester
        save_validated(execution)
    return execution


@writes
def record_run(
    execution: Execution, *, name: str, actor: "User | None", comment: str = "", evidence: str = "",
    failed_step: int | None = None,
) -> Execution:  # fmt: skip
    """Begin an attempt or give its result: start, pass, fail, block, err, exclude, waive, invalidate.

    A failed, blocked, excluded, waived or invalidated one needs its comment; a must-case needs evidence of its pass.
    The first to act on an attempt that nobody was named for is its tester.
    """
    require((permissions.RUN_ACTS | permissions.FILE_ACTS)[name], actor, execution)
    require_alive(execution.programme)
    execution = locked(execution)
    require_open(execution.cycle)
    if not run_possible(execution, name):
        raise IllegalNowError(_("The attempt is “%(state)s”.") % {"state": execution.get_state_display()})
    if reasons := run_reasons(execution, name):
        raise IllegalNowError(*reasons)
    if name in {"fail", "block", "err", "exclude", "waive", "invalidate"}:
        needed(comment=comment)
    if name == "pass" and execution.case.must and not evidence.strip() and not _has_file(execution):
        raise BadInputError({"evidence": [_("A must-case needs evidence of its pass: a link or a file.")]})
    _check_step(execution, failed_step)
    given = {"comment": comment, "evidence": evidence, "failed_step": failed_step}
    with change(execution, f"uat.run_{name}", actor=actor):
        _put(execution, name, actor, given)
        save_validated(execution)
    return execution


def _has_file(execution: Execution) -> bool:
    return Attachment.objects.on(execution).exists()


def _check_step(execution: Execution, step: int | None) -> None:
    if step is not None and not 1 <= step <= max(len(execution.case.steps), 1):
        raise BadInputError({"failed_step": [_("The case has %(n)d steps.") % {"n": len(execution.case.steps)}]})


def _put(execution: Execution, name: str, actor: "User | None", given: dict[str, Any]) -> None:
    """Freeze the case's text with the first act, move, and keep what was said."""
    now = timezone.now()
    if not execution.text:
        execution.text = frozen_text(execution)
        execution.build = execution.cycle.build
    execution.started_at = execution.started_at or now
    if execution.tester_id is None and name in {"start", "pass", "fail", "block"}:
        execution.tester = actor
    getattr(execution, METHODS.get(name, name))()
    if name != "start":
        execution.finished_at = now
        for key, value in given.items():
            if value:
                setattr(execution, key, value)


def frozen_text(execution: Execution) -> dict[str, Any]:
    """Give what is kept of the case as it is now."""
    case = execution.case
    return {"title": case.title, "steps": case.steps, "expected": case.expected, "version": case.version}


@writes
def retest(execution: Execution, *, actor: "User | None", tester: "User | None" = None) -> Execution:
    """Begin a new attempt at the same case; the earlier one stays and no longer counts."""
    require(permissions.RUN_ACTS["retest"], actor, execution)
    require_alive(execution.programme)
    execution = locked(execution)
    require_open(execution.cycle)
    if not run_possible(execution, "retest"):
        raise IllegalNowError(_("The attempt is “%(state)s”.") % {"state": execution.get_state_display()})
    require_member(tester, execution.programme, "tester")
    with change(execution, "uat.superseded", actor=actor):
        execution.current = False
        save_validated(execution)
    new = Execution(
        programme=execution.programme, cycle=execution.cycle, case=execution.case, attempt=execution.attempt + 1,
        tester=tester or execution.tester,
    )  # fmt: skip
    with change(new, "uat.retest", actor=actor):
        save_validated(new)
    return new


@writes
def fail_with_defect(
    execution: Execution, *, actor: "User | None", comment: str, severity: int | None = None, workaround: str = "",
    failed_step: int | None = None, evidence: str = "", title: str = "",
) -> Defect:  # fmt: skip
    """Fail an attempt and report the defect it found, filled in from the case."""
    execution = record_run(
        execution, name="fail", actor=actor, comment=comment, evidence=evidence, failed_step=failed_step
    )
    values = prefilled(execution) | {"severity": severity, "workaround": workaround}
    if title.strip():
        values["title"] = title.strip()[:200]
    return report_defect(execution.programme, values=values, actor=actor)


def prefilled(execution: Execution) -> dict[str, Any]:
    """Give what a failed attempt says of its defect: where, which steps, what was seen, what was expected."""
    case, step = execution.case, execution.failed_step
    done = case.steps[:step] if step else case.steps
    steps = "\n".join(f"{n}. {one['action']}" for n, one in enumerate(done, start=1))
    expected = case.steps[step - 1].get("expected", "") if step and step <= len(case.steps) else ""
    return {
        "title": case.title[:200],
        "cycle": execution.cycle,
        "case": case,
        "execution": execution,
        "unit": case.unit,
        "description": "\n\n".join(part for part in (steps, execution.comment) if part),
        "expected": expected or case.expected,
        "environment": execution.cycle.environment,
        "build": execution.build,
    }
