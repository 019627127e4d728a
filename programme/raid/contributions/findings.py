"""What the plan check finds in risks and issues."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import presence
from core.memo import shared
from core.seams import Finding, Rule, plan_rules
from programme.charter.choices import Pitfall
from programme.raid.choices import RiskCategory, RiskState, Severity
from programme.raid.models import Assumption, Dependency, Issue, Risk
from programme.raid.rules import CRITICAL_FROM, HIGH_FROM

QUIET = timedelta(days=30)
PITFALL_OF: dict[str, str] = {  # the axis of the radar on which a risk's category lies
    RiskCategory.STRATEGY: Pitfall.GOALS,
    RiskCategory.PEOPLE: Pitfall.USERS,
    RiskCategory.PROCESS: Pitfall.PROCESS,
    RiskCategory.DATA: Pitfall.DATA,
}
RESPONSE = Rule(
    "raid.high_without_response", "bad", Pitfall.GOALS,
    gettext_lazy("Every live risk that scores 12 or more has a dated response"),
    gettext_lazy("Write down the response and its date."),
)  # fmt: skip
REVIEWED = Rule(
    "raid.nothing_reviewed", "warn", Pitfall.GOALS,
    gettext_lazy("The live risks were looked at in the last 30 days"),
    gettext_lazy("Review the highest risks."),
)  # fmt: skip
EMPTY = Rule(
    "raid.register_empty", "warn", Pitfall.GOALS,
    gettext_lazy("At least one risk has been opened"),
    gettext_lazy("Open those that apply, close the rest."),
)  # fmt: skip
OWNERLESS = Rule(
    "raid.risk_without_owner", "warn", Pitfall.USERS,
    gettext_lazy("Every live risk has an owner"),
    gettext_lazy("Name who watches the risk and acts when it comes."),
)  # fmt: skip
LATE = Rule(
    "raid.response_overdue", "warn", Pitfall.GOALS,
    gettext_lazy("No response to a risk is overdue"),
    gettext_lazy("Carry the response out, or agree on another day."),
)  # fmt: skip
BARE = Rule(
    "raid.critical_issue_unowned", "bad", Pitfall.USERS,
    gettext_lazy("Every open critical issue has an owner"),
    gettext_lazy("Assign the issue today."),
)  # fmt: skip
OVERDUE = Rule(
    "raid.issue_overdue", "warn", Pitfall.USERS,
    gettext_lazy("No open issue is overdue"),
    gettext_lazy("Resolve it, or say who needs more time and why."),
)  # fmt: skip
UNTESTED = Rule(
    "raid.assumption_untested", "warn", Pitfall.GOALS,
    gettext_lazy("Every assumption was tested by its day"),
    gettext_lazy("Test it, or say why it can wait."),
)  # fmt: skip
TOO_LATE = Rule(
    "raid.dependency_too_late", "bad", Pitfall.PROCESS,
    gettext_lazy("What others give comes before it is needed"),
    gettext_lazy("Agree on an earlier day, or move what waits for it."),
)  # fmt: skip


def _risks(programme: Any) -> list[Risk]:
    """Every risk, the highest first; read once within an evaluation."""
    return shared(programme, "raid.risks", lambda: list(Risk.objects.filter(programme=programme).for_list()))


def _live(programme: Any) -> list[Risk]:
    return [risk for risk in _risks(programme) if risk.is_live]


def _register(programme: Any) -> str:
    return reverse("raid:risk_list", args=[programme.slug])


@plan_rules.provide("raid.high_without_response", RESPONSE, on_radar=True)
def high_without_response(programme: Any) -> list[Finding]:
    """A live score of 12 or more without a dated response."""
    return [
        Finding(
            "raid.high_without_response",
            "bad" if (risk.score or 0) >= CRITICAL_FROM else "warn",
            _("%(risk)s scores %(score)d without a dated response.") % {"risk": risk, "score": risk.score},
            risk.get_absolute_url(),
            _("Write down the response and its date."),
            PITFALL_OF.get(risk.category, ""),
        )
        for risk in _live(programme)
        if (risk.score or 0) >= HIGH_FROM and not (risk.response and risk.response_due)
    ]


@plan_rules.provide("raid.nothing_reviewed", REVIEWED)
def nothing_reviewed(programme: Any) -> list[Finding]:
    """Live risks, and none looked at for 30 days."""
    rows, start = _live(programme), timezone.localdate() - QUIET
    if not rows or any(day and day > start for risk in rows for day in (risk.last_reviewed_on, risk.opened_on)):
        return []
    text = _("No live risk has been reviewed for 30 days (n=%(n)d).") % {"n": len(rows)}
    return [Finding("raid.nothing_reviewed", "warn", text, _register(programme), _("Review the highest risks."))]


@plan_rules.provide("raid.register_empty", EMPTY)
def register_empty(programme: Any) -> list[Finding]:
    """A programme whose risks were all left as proposals, or that has none."""
    rows = _risks(programme)
    n = len(rows)
    if any(risk.state != RiskState.PROPOSED for risk in rows):
        return []
    text = _("No risk has been opened yet (%(n)d proposed).") % {"n": n}
    remedy = _("Open those that apply, close the rest.")
    return [Finding("raid.register_empty", "warn", text, _register(programme), remedy)]


BARE_ISSUES = presence.ask(
    BARE.code,
    lambda programme: Issue.objects.filter(
        programme=programme, severity=Severity.CRITICAL, owner=None, owner_name=""
    ).open(),
    says=("code",),
)
LATE_ISSUES = presence.ask(
    OVERDUE.code,
    lambda programme: Issue.objects.filter(programme=programme, due_on__lt=timezone.localdate()).open(),
    says=("code",),
)
PAST = presence.ask(
    UNTESTED.code,
    lambda programme: Assumption.objects.filter(programme=programme).past(timezone.localdate()),
    says=("code",),
)
BEHIND = presence.ask(
    TOO_LATE.code,
    lambda programme: Dependency.objects.filter(programme=programme).too_late(timezone.localdate()),
    says=("code",),
)


@plan_rules.provide("raid.registers", OWNERLESS, LATE, BARE, OVERDUE)
def registers(programme: Any) -> list[Finding]:
    """Risks of nobody, responses and issues past their day, critical issues of nobody; one query beside presence."""
    today = timezone.localdate()
    risks = sorted(_live(programme), key=lambda risk: risk.code)
    bare, overdue = presence.told(programme, BARE_ISSUES, LATE_ISSUES)
    issue_list = reverse("raid:issue_list", args=[programme.slug])
    return [
        *OWNERLESS.over((row.code for row in risks if not row.owner_id and not row.owner_name), _register(programme)),
        *LATE.over(
            (r.code for r in risks if r.response_due and r.response_due < today and r.response_done_on is None),
            _register(programme),
        ),
        *BARE.over((code for (code,) in bare), issue_list),
        *OVERDUE.over((code for (code,) in overdue), issue_list),
    ]


@plan_rules.provide("raid.stands", UNTESTED, TOO_LATE)
def stands(programme: Any) -> list[Finding]:
    """Assumptions that nobody tested in time, and what the plan needs before it can come; no query but presence."""
    past, behind = presence.told(programme, PAST, BEHIND)
    return [
        *UNTESTED.over((code for (code,) in past), reverse("raid:assumption_list", args=[programme.slug])),
        *TOO_LATE.over((code for (code,) in behind), reverse("raid:dependency_list", args=[programme.slug])),
    ]
