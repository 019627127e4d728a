"""Writes of defects: report, triage, repair, retest, rejection, deferral."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from phases.uat import permissions, rules
from phases.uat.choices import Priority, Rejection
from phases.uat.models import Defect, UatConcession
from phases.uat.selectors.acts import close_reasons, defect_possible
from phases.uat.services.common import apply, locked, needed, require_member
from programme.charter.services.rows import next_code, require_alive
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

DEFECT_FIELDS = frozenset(
    {"code", "title", "cycle", "case", "execution", "unit", "description", "expected", "environment", "build",
     "severity", "workaround", "priority", "reported_on", "due_on"}
)  # fmt: skip


@writes
def report_defect(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Defect:
    """Report a defect; the reporter proposes the severity, triage settles it."""
    require(permissions.can_report, actor, programme)
    require_alive(programme)
    defect = Defect(programme=programme, reporter=actor, reported_on=timezone.localdate())
    with change(defect, "uat.defect_reported", actor=actor):
        apply(defect, values, DEFECT_FIELDS)
        _check(defect)
        defect.code = defect.code or next_code(Defect.objects.filter(programme=programme), "DEF-", 4)
        save_validated(defect)
    return defect


@writes
def update_defect(
    defect: Defect, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Defect:
    """Change what a defect says; its state only moves by acts."""
    require(permissions.can_edit_defect, actor, defect)
    require_alive(defect.programme)
    defect = locked(defect)
    expect_version(defect, version, dict(values))
    with change(defect, "uat.defect_changed", actor=actor):
        apply(defect, values, DEFECT_FIELDS)
        _check(defect)
        save_validated(defect)
    return defect


def _check(defect: Defect) -> None:
    """Hold severity and workaround to the rule, and the execution to its cycle and case."""
    fault = rules.severity_fault(defect.severity, defect.workaround)
    if fault == "needs_workaround":
        raise BadInputError({"workaround": [_("Severity 3 means that there is a workaround: say which.")]})
    if fault == "has_workaround":
        raise BadInputError({"severity": [_("With a workaround it is severity 3.")]})
    if defect.execution is not None:
        defect.cycle, defect.case = defect.execution.cycle, defect.execution.case


def _begin(defect: Defect, name: str, actor: "User | None") -> Defect:
    require(permissions.DEFECT_ACTS[name], actor, defect)
    require_alive(defect.programme)
    defect = locked(defect)
    if not defect_possible(defect, name):
        raise IllegalNowError(_("The defect is “%(state)s”.") % {"state": defect.get_state_display()})
    return defect


@writes
def triage_defect(
    defect: Defect, *, severity: int, priority: str, actor: "User | None", workaround: str | None = None
) -> Defect:
    """Settle the severity by rule and the order of repair."""
    defect = _begin(defect, "triage", actor)
    if priority not in Priority.values:
        raise BadInputError({"priority": [_("Choose one of P1 to P4.")]})
    with change(defect, "uat.defect_triaged", actor=actor):
        defect.severity, defect.priority = severity, priority
        if workaround is not None:
            defect.workaround = workaround
        _check(defect)
        defect.triage()
        save_validated(defect)
    return defect


@writes
def assign_defect(defect: Defect, *, fixer: "User | None", actor: "User | None", due_on: date | None = None) -> Defect:
    """Give a triaged defect to who repairs it."""
    defect = _begin(defect, "assign", actor)
    needed(fixer=fixer)
    require_member(fixer, defect.programme, "fixer")
    with change(defect, "uat.defect_assigned", actor=actor):
        defect.assign()
        defect.fixer, defect.due_on = fixer, due_on or defect.due_on
        save_validated(defect)
    return defect


@writes
def fix_defect(defect: Defect, *, build: str, actor: "User | None", note: str = "") -> Defect:
    """Record that it is repaired, and in which build; who says so is the fixer where nobody was named."""
    defect = _begin(defect, "fix", actor)
    needed(build=build)
    with change(defect, "uat.defect_fixed", actor=actor, reason=note):
        defect.fix()
        defect.fixer = defect.fixer or actor
        defect.fixed_build, defect.fixed_at, defect.outcome = build, timezone.now(), note or defect.outcome
        save_validated(defect)
    return defect


@writes
def deliver_defect(defect: Defect, *, actor: "User | None") -> Defect:
    """Say that the repaired build is where it is tested."""
    defect = _begin(defect, "deliver", actor)
    with change(defect, "uat.defect_ready", actor=actor):
        defect.deliver()
        save_validated(defect)
    return defect


@writes
def close_defect(defect: Defect, *, actor: "User | None") -> Defect:
    """Close it after a passed execution of its case by somebody other than who repaired it."""
    defect = _begin(defect, "close", actor)
    if reasons := close_reasons(defect):
        raise IllegalNowError(*reasons)
    with change(defect, "uat.defect_closed", actor=actor):
        defect.close()
        defect.closed_at = timezone.now()
        save_validated(defect)
    return defect


@writes
def reopen_defect(defect: Defect, *, reason: str, actor: "User | None") -> Defect:
    """Say that it is there again; a failed retest is counted."""
    defect = _begin(defect, "reopen", actor)
    needed(reason=reason)
    with change(defect, "uat.defect_reopened", actor=actor, reason=reason):
        defect.reopen()
        defect.reopened += 1
        defect.closed_at = defect.fixed_at = defect.deferral_asked_on = None
        save_validated(defect)
    return defect


@writes
def reject_defect(
    defect: Defect, *, rejection: str, reason: str, actor: "User | None", duplicate_of: Defect | None = None
) -> Defect:
    """Say that it is none: a duplicate of another, as designed, or not reproducible."""
    defect = _begin(defect, "reject", actor)
    needed(reason=reason)
    if rejection not in Rejection.values:
        raise BadInputError({"rejection": [_("Choose one of the reasons.")]})
    if rejection == Rejection.DUPLICATE and (
        duplicate_of is None or duplicate_of.pk == defect.pk or duplicate_of.programme_id != defect.programme_id
    ):
        raise BadInputError({"duplicate_of": [_("Say of which defect it is a duplicate.")]})
    with change(defect, "uat.defect_rejected", actor=actor, reason=reason):
        defect.reject()
        defect.rejection, defect.outcome = rejection, reason[:500]
        defect.duplicate_of = duplicate_of if rejection == Rejection.DUPLICATE else None
        defect.closed_at = timezone.now()
        save_validated(defect)
    return defect


@writes
def ask_deferral(
    defect: Defect, *, target_release: str, actor: "User | None", workaround: str = "", reason: str = ""
) -> Defect:
    """Ask the business owner to live with it until a release, with a workaround."""
    defect = _begin(defect, "ask_deferral", actor)
    text = workaround.strip() or defect.workaround
    needed(target_release=target_release, workaround=text)
    with change(defect, "uat.deferral_asked", actor=actor, reason=reason):
        _with_workaround(defect, text)
        defect.target_release, defect.deferral_asked_on = target_release, timezone.localdate()
        save_validated(defect)
    return defect


def _with_workaround(defect: Defect, text: str) -> None:
    """A workaround makes of severity 2 a severity 3; severity 1 is never deferred."""
    if defect.severity == 1:
        raise IllegalNowError(_("Severity 1 is never deferred."))
    defect.workaround = text
    if rules.severity_fault(defect.severity, text) == "has_workaround":
        defect.severity = 3


@writes
def defer_defect(
    defect: Defect, *, actor: "User | None", workaround: str = "", target_release: str = "", reason: str = ""
) -> Defect:
    """Accept that it waits, as the business owner: with its workaround and the release that brings the repair."""
    defect = _begin(defect, "defer", actor)
    text, release = workaround.strip() or defect.workaround, target_release.strip() or defect.target_release
    needed(workaround=text, target_release=release)
    with change(defect, "uat.defect_deferred", actor=actor, reason=reason):
        _with_workaround(defect, text)
        defect.defer()
        defect.target_release, defect.outcome = release, reason[:500]
        defect.deferral_asked_on = None
        save_validated(defect)
    return defect


@writes
def refuse_deferral(defect: Defect, *, reason: str, actor: "User | None") -> Defect:
    """Refuse to live with it: it is repaired."""
    defect = _begin(defect, "refuse_deferral", actor)
    needed(reason=reason)
    with change(defect, "uat.deferral_refused", actor=actor, reason=reason):
        defect.deferral_asked_on = None
        save_validated(defect)
    return defect


@writes
def convert_defect(defect: Defect, *, reason: str, actor: "User | None") -> Defect:
    """Say that it is a gap and no fault: it becomes a wish."""
    defect = _begin(defect, "convert", actor)
    needed(reason=reason)
    with change(defect, "uat.defect_converted", actor=actor, reason=reason):
        defect.convert()
        defect.outcome, defect.closed_at = reason[:500], timezone.now()
        save_validated(defect)
    return defect


@writes
def remove_defects(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take back defects that an import created; refused where a concession names one."""
    require(permissions.can_import, actor, programme)
    rows = Defect.objects.filter(programme=programme, public_id__in=refs)
    if UatConcession.objects.filter(defect__in=rows).exists():
        raise IllegalNowError(_("A concession names one of these defects."))
    for row in rows:
        append_event("uat.defect_removed", row, actor=actor)
    rows.delete()
