"""Writes of issues: raise, triage, assign, solve, verify, escalate."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.selectors import working_calendar
from programme.governance.choices import ChangeCause
from programme.governance.models import ChangeRequest
from programme.governance.services.changes import request_change
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.models import User
from programme.people.selectors import holders
from programme.raid import permissions, rules, selectors
from programme.raid.choices import UNSOLVED_ISSUE, IssueState, Level, Severity
from programme.raid.models import Issue, Risk
from programme.raid.selectors.terms import term_of
from programme.raid.services.common import apply, free_code, locked, needed
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

ISSUE_FIELDS = frozenset(
    {"title", "description", "severity", "impact", "owner", "owner_name", "due_on", "extra", "raised_on", "resolution"}
)
FIRST_FIELDS = ISSUE_FIELDS
OWNED = (IssueState.ASSIGNED, IssueState.IN_PROGRESS, IssueState.RESOLVED, IssueState.VERIFIED, IssueState.CLOSED)
CAUSE_OF_ISSUE = ChangeCause.RISK
SETTLED = (IssueState.RESOLVED, IssueState.VERIFIED, IssueState.CLOSED)
BY_ACT_ALONE = IssueState.CONVERTED


@writes
def create_issue(
    programme: "Programme",
    *,
    values: Mapping[str, Any],
    actor: User | None,
    code: str = "",
    state: str = IssueState.RAISED,
) -> Issue:
    """Put an issue on the register, normally as raised; another first state must have what that state needs."""
    require(permissions.can_raise, actor, programme)
    return raise_issue(programme, values=values, actor=actor, code=code, state=state)


@writes
def raise_issue(
    programme: "Programme",
    *,
    values: Mapping[str, Any],
    actor: User | None,
    risk: Risk | None = None,
    code: str = "",
    state: str = IssueState.RAISED,
) -> Issue:
    """Write a new issue for a caller that has checked the actor, perhaps out of a risk that occurred."""
    code = code.strip() or free_code(Issue.objects.filter(programme=programme), "I")
    issue = Issue(programme=programme, code=code, state=state, raised_by=actor, risk=risk)
    apply(issue, values, FIRST_FIELDS)
    _check_first_state(issue)
    _start_term(issue)
    with change(issue, "raid.issue_raised", actor=actor):
        save_validated(issue)
    return issue


def _check_first_state(issue: Issue) -> None:
    """Raise unless an issue that begins further on has the severity, owner and resolution of its state."""
    fields = {}
    if issue.state == BY_ACT_ALONE:
        fields["state"] = [_("This state is reached on the record's page, not by an import.")]
    if issue.state != IssueState.RAISED and not issue.severity:
        fields["severity"] = [_("Give the severity.")]
    if issue.state in OWNED and not (issue.owner_id or issue.owner_name):
        fields["owner"] = [_("Name who owns it.")]
    if issue.state in SETTLED and not issue.resolution:
        fields["resolution"] = [_("Write down how it was solved.")]
    if fields:
        raise BadInputError(fields)


@writes
def update_issue(
    issue: Issue, *, values: Mapping[str, Any], actor: User | None, version: int | None = None, reason: str = ""
) -> Issue:
    """Change fields of an issue that is not closed; ``version`` is the one the editor saw (``StaleError``)."""
    require(permissions.can_edit_issue, actor, issue)
    issue = locked(issue)
    expect_version(issue, version, dict(values))
    if issue.state == IssueState.CLOSED:
        raise IllegalNowError(_("This issue is closed; reopen it first."))
    if issue.state == IssueState.CONVERTED:
        raise IllegalNowError(_("This issue went on as a change request; it is no longer edited."))
    before = issue.severity
    with change(issue, "raid.issue_updated", actor=actor, reason=reason):
        apply(issue, values, ISSUE_FIELDS)
        if issue.severity != before:
            _start_term(issue)
        save_validated(issue)
    return issue


def _ready(issue: Issue, act: str, actor: User | None) -> Issue:
    """Check role and state of an act, and give the row as it stands under the lock."""
    require(permissions.ISSUE_ACTS[act], actor, issue)
    issue = locked(issue)
    if not selectors.issue_possible(issue, act):
        said = {"state": issue.get_state_display(), "act": selectors.ISSUE_LABELS[act]}
        raise IllegalNowError(_("“%(act)s” is not possible: the issue is %(state)s.") % said)
    return issue


@writes
def triage_issue(issue: Issue, *, actor: User | None, severity: str = "", impact: str = "") -> Issue:
    """Say how bad it is and what it touches."""
    issue = _ready(issue, "triage", actor)
    severity, impact = severity or issue.severity, impact or issue.impact
    needed(severity=severity, impact=impact)
    with change(issue, "raid.issue_triaged", actor=actor):
        issue.triage()
        issue.severity, issue.impact = Severity(severity) if severity in Severity.values else severity, impact
        _start_term(issue)
        save_validated(issue)
    return issue


@writes
def assign_issue(issue: Issue, *, actor: User | None, owner: User | None = None, due_on: date | None = None) -> Issue:
    """Give the issue an owner and a date."""
    issue = _ready(issue, "assign", actor)
    owner, due_on = owner or issue.owner, due_on or issue.due_on
    needed(owner=str(owner or ""), due_on=str(due_on or ""))
    with change(issue, "raid.issue_assigned", actor=actor):
        issue.assign()
        apply(issue, {"owner": owner, "due_on": due_on}, ISSUE_FIELDS)
        save_validated(issue)
    return issue


@writes
def start_issue(issue: Issue, *, actor: User | None) -> Issue:
    """The owner begins."""
    issue = _ready(issue, "start", actor)
    with change(issue, "raid.issue_started", actor=actor):
        issue.start()
        save_validated(issue)
    return issue


@writes
def resolve_issue(issue: Issue, *, actor: User | None, resolution: str) -> Issue:
    """Say how it was solved; another person verifies."""
    needed(resolution=resolution)
    issue = _ready(issue, "resolve", actor)
    with change(issue, "raid.issue_resolved", actor=actor):
        issue.resolve()
        issue.resolution, issue.resolved_by, issue.resolved_on = resolution, actor, timezone.localdate()
        save_validated(issue)
    return issue


@writes
def verify_issue(issue: Issue, *, actor: User | None, note: str = "") -> Issue:
    """Agree that it is solved; only who raised it, never who resolved it."""
    issue = _ready(issue, "verify", actor)
    with change(issue, "raid.issue_verified", actor=actor, reason=note):
        issue.verify()
        issue.verified_by = actor
        save_validated(issue)
    return issue


@writes
def close_issue(issue: Issue, *, actor: User | None) -> Issue:
    """Close a verified issue."""
    issue = _ready(issue, "close", actor)
    with change(issue, "raid.issue_closed", actor=actor):
        issue.close()
        issue.closed_on = timezone.localdate()
        save_validated(issue)
    return issue


@writes
def reopen_issue(issue: Issue, *, actor: User | None, reason: str) -> Issue:
    """Say that it is not solved after all; needs a reason."""
    needed(reason=reason)
    issue = _ready(issue, "reopen", actor)
    with change(issue, "raid.issue_reopened", actor=actor, reason=reason):
        issue.reopen()
        _start_term(issue)
        save_validated(issue)
    return issue


@writes
def escalate_issue(issue: Issue, *, actor: User | None, reason: str) -> Issue:
    """Raise the issue by one level, at most to the third, and tell those whom it reaches; needs a reason."""
    needed(reason=reason)
    issue = _ready(issue, "escalate", actor)
    with change(issue, "raid.issue_escalated", actor=actor, reason=reason):
        issue.level += 1
        save_validated(issue)
    _tell_level(issue)
    return issue


def _start_term(issue: Issue) -> None:
    """Let the hours of the severity run from now; nothing runs before somebody triaged it, or after it was solved."""
    if issue.state not in UNSOLVED_ISSUE or not issue.severity:
        return
    term = term_of(issue.programme, issue.severity)
    now = timezone.localtime()
    issue.due_at = rules.terms.due_at(now, term.hours, working_calendar(issue.programme))


def _tell_level(issue: Issue) -> None:
    level = Level(issue.level)
    for person in holders(issue.programme, *rules.terms.ROLES_OF_LEVEL[level]):
        notify(
            person,
            topic=Topic.RISK,
            text=lambda: _("Escalated to %(level)s: %(issue)s") % {"level": level.label, "issue": issue},
            url=issue.get_absolute_url(),
            programme=issue.programme,
        )


@writes
def escalate_overdue(programme: "Programme", *, actor: User | None = None) -> int:
    """Escalate every issue that is unsolved after its term to the level that should know; returns how many rose."""
    now, calendar, risen = timezone.localtime(), working_calendar(programme), 0
    for issue in Issue.objects.filter(programme=programme).beyond_term(now).select_related("programme"):
        term = term_of(programme, issue.severity)
        due = timezone.localtime(issue.due_at)
        level = rules.terms.level_due(due, now, term, calendar)
        if level <= issue.level:
            continue
        reason = _("Unsolved after its %(n)d hours") % {"n": term.hours}
        with change(issue, "raid.issue_escalated", actor=actor, reason=reason):
            issue.level = level
            save_validated(issue)
        _tell_level(issue)
        risen += 1
    return risen


@writes
def convert_issue(issue: Issue, *, actor: User | None, wanted: str, reason: str) -> ChangeRequest:
    """Turn the issue into the draft of a change request, which keeps the way back to it; the issue ends."""
    needed(wanted=wanted, reason=reason)
    issue = _ready(issue, "convert", actor)
    with change(issue, "raid.issue_converted", actor=actor, reason=reason):
        issue.convert(timezone.localdate())
        save_validated(issue)
    return request_change(
        issue.programme, title=issue.title, wanted=wanted, reason=reason, cause=CAUSE_OF_ISSUE, issue=issue, actor=actor
    )
