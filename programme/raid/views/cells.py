"""What stands in the cells of risks and issues, and the way between the registers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.acts import Act
from core.documents.values import Cell, Status, StatusKind
from core.documents.words import short_day
from programme.people.models import User
from programme.raid.choices import IssueState, RiskState
from programme.raid.models import Issue, Risk
from programme.raid.permissions import can_edit
from programme.raid.rules import HIGH_FROM
from programme.raid.selectors import statement

RISK_SHAPES: dict[str, StatusKind] = {
    RiskState.PROPOSED: "wait",
    RiskState.OPEN: "wait",
    RiskState.RESPONDING: "run",
    RiskState.MONITORED: "run",
    RiskState.CLOSED: "done",
    RiskState.OCCURRED: "bad",
}
ISSUE_SHAPES: dict[str, StatusKind] = {
    IssueState.RAISED: "wait",
    IssueState.TRIAGED: "wait",
    IssueState.ASSIGNED: "wait",
    IssueState.IN_PROGRESS: "run",
    IssueState.RESOLVED: "run",
    IssueState.VERIFIED: "good",
    IssueState.CLOSED: "done",
    IssueState.REOPENED: "warn",
    IssueState.CONVERTED: "done",
}


def risk_status(risk: Risk) -> Status:
    """Say the state, or that the response or the review is overdue."""
    facts, today = risk.facts(), timezone.localdate()
    if facts.overdue(today):
        return Status("warn", _("Response overdue"))
    if facts.review_overdue(today):
        return Status("warn", _("Review overdue"))
    return Status(RISK_SHAPES[risk.state], str(risk.get_state_display()))


def title(risk: Risk) -> Cell:
    """Title above, statement beneath."""
    return Cell(risk.title, second=statement(risk))


def edit_url(name: str, user: User) -> Callable[[Risk], str]:
    """Make the function that gives where this person edits probability or impact; empty where they may not."""

    def address(risk: Risk) -> str:
        if risk.is_settled or not can_edit(user, risk):
            return ""
        return reverse(f"raid:risk_{name}", args=[risk.programme.slug, risk.public_id])

    return address


def movement(risk: Risk) -> str:
    """Say where the score stood when the period began: an arrow and the old score."""
    was = getattr(risk, "was_score", None)
    if was is None or risk.score is None:
        return ""
    arrow = "→" if was == risk.score else "↑" if risk.score > was else "↓"
    return f"{arrow} {was}"


def score(risk: Risk) -> Cell:
    """Score with its movement."""
    return Cell(risk.score, second=movement(risk), strong=True)


def response(risk: Risk) -> Cell:
    """Response, what it should bring the score to, and by when; or that one is needed."""
    if not risk.response and (risk.score or 0) >= HIGH_FROM and not risk.is_settled:
        edit = reverse("raid:risk_edit", args=[risk.programme.slug, risk.public_id])
        return Cell(_("A score of 12 or more needs a response: add it"), url=edit, tone="warn")
    target = f"{risk.score} → {risk.residual}" if risk.residual and risk.score else ""
    return Cell(risk.response or None, second=" · ".join(filter(None, (target, _due(risk)))))


def _due(risk: Risk) -> str:
    if risk.response_done_on is not None:
        return _("done %(day)s") % {"day": short_day(risk.response_done_on)}
    if risk.response_due is None:
        return ""
    late = (timezone.localdate() - risk.response_due).days
    if risk.is_live and late > 0:
        return _("%(day)s, %(n)d days late") % {"day": short_day(risk.response_due), "n": late}
    return short_day(risk.response_due)


def late_day(day: date | None, *, late: bool) -> Cell:
    """Write a date, in the colour of lateness where it has passed."""
    return Cell(day, tone="bad" if late else "")


def next_review(risk: Risk) -> Cell:
    """Date of the next review."""
    return late_day(risk.next_review_on, late=risk.facts().review_overdue(timezone.localdate()))


def is_late(issue: Issue) -> bool:
    """Tell whether an open issue passed its date."""
    return issue.is_open and issue.due_on is not None and issue.due_on < timezone.localdate()


def issue_status(issue: Issue) -> Status:
    """Say the state of an issue, or that it is overdue."""
    if issue.beyond_term(timezone.now()):
        return Status("bad", _("%(state)s, beyond its term") % {"state": issue.get_state_display()})
    if is_late(issue):
        return Status("warn", _("%(state)s, overdue") % {"state": issue.get_state_display()})
    return Status(ISSUE_SHAPES[issue.state], str(issue.get_state_display()))


def issue_title(issue: Issue) -> Cell:
    """Title above, description beneath."""
    return Cell(issue.title, second=issue.description[:160])


def severity(issue: Issue) -> str | None:
    """Severity in words."""
    return str(issue.get_severity_display()) if issue.severity else None


def issue_risk(issue: Issue) -> Cell:
    """The risk it came from."""
    if issue.risk is None:
        return Cell()
    return Cell(issue.risk.code, url=reverse("raid:risk_detail", args=[issue.programme.slug, issue.risk.public_id]))


def issue_term(issue: Issue) -> Cell:
    """Moment until which its severity gives time."""
    return Cell(issue.due_at, tone="bad" if issue.beyond_term(timezone.now()) else "")


REGISTERS: tuple[tuple[str, Any, str], ...] = (
    ("risks", gettext_lazy("Risks"), "raid:risk_list"),
    ("issues", gettext_lazy("Issues"), "raid:issue_list"),
    ("assumptions", gettext_lazy("Assumptions"), "raid:assumption_list"),
    ("dependencies", gettext_lazy("Dependencies"), "raid:dependency_list"),
)


def beside(slug: str, here: str) -> list[Act]:
    """Give the ways to the other registers."""
    return [Act(name, label, reverse(url, args=[slug]), quiet=True) for name, label, url in REGISTERS if name != here]


def issue_due(issue: Issue) -> Cell:
    """Due date."""
    return late_day(
        issue.due_on, late=issue.is_open and issue.due_on is not None and issue.due_on < timezone.localdate()
    )
