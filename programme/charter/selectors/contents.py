"""The charter in words: what its signers read, line by line, as it stands now."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.money import Money
from programme.budget.selectors import budget_totals
from programme.charter.choices import Moment
from programme.charter.selectors.figures import GoalFigures, goal_figures
from programme.charter.selectors.papers import it_share
from programme.charter.selectors.readiness import readiness
from programme.people.selectors import mandatory_seats
from programme.signoff.services import Fact, Part

if TYPE_CHECKING:
    from programme.charter.models import Programme


def plain_number(value: Any) -> str:
    """Print a decimal without trailing zeros."""
    return "" if value is None else f"{value.normalize():f}"


def _goal_line(row: GoalFigures) -> str:
    """A goal in one line: from, to, by, owner."""
    goal = row.goal
    unit = str(goal.get_unit_display()) if goal.unit else ""
    return _("%(statement)s: %(baseline)s → %(target)s %(unit)s, due %(due)s; owner %(owner)s; SMART %(score)d/5") % {
        "statement": goal.statement,
        "baseline": plain_number(goal.baseline) or "–",
        "target": plain_number(goal.target) or "–",
        "unit": unit,
        "due": goal.due_on.isoformat() if goal.due_on else "–",
        "owner": goal.owner.name if goal.owner else (goal.get_owner_role_display() or "–"),
        "score": row.smart.score,
    }


def _purpose(programme: "Programme") -> Part:
    facts = (
        Fact("purposes", _("Purpose"), _(", ").join(programme.purpose_labels)),
        Fact("text", _("Why we want a CRM"), programme.purpose_text),
    )
    return Part("purpose", _("Purpose and business case"), facts)


def _rows(programme: "Programme") -> tuple[Part, ...]:
    scope = tuple(Fact(row.public_id, row.get_side_display(), row.text) for row in programme.scope_items.all())
    statements = tuple(Fact(row.public_id, row.get_kind_display(), row.text) for row in programme.statements.all())
    tolerances = tuple(
        Fact(row.public_id, row.get_dimension_display(), f"± {plain_number(row.limit)} {row.unit}")
        for row in programme.tolerances.all()
    )
    return (
        Part("scope", _("Scope"), scope),
        Part("statements", _("Assumptions, constraints and requirements"), statements),
        Part("tolerances", _("Tolerances"), tolerances),
    )


def _budget(programme: "Programme") -> Part:
    totals = budget_totals(programme)
    lines = tuple(
        Fact(
            line.public_id,
            line.title,
            f"{Money(line.amount_minor, programme.currency)} · {line.get_nature_display()}",
        )
        for line in totals.lines
    )
    sums = (
        Fact("bac", _("Budget at completion"), str(Money(totals.bac, programme.currency))),
        Fact("tco", _("Cost over three years (TCO)"), str(Money(totals.tco, programme.currency))),
    )
    return Part("budget", _("Budget and funding authority"), (*lines, *sums))


def _organisation(programme: "Programme") -> Part:
    share, cells = it_share(programme)
    seats = tuple(
        Fact(
            seat.public_id, seat.get_role_display(), f"{seat.holder.name if seat.holder else '–'} · {seat.allocation}%"
        )
        for seat in mandatory_seats(programme)
    )
    return Part(
        "organisation",
        _("Organisation and authority"),
        (
            *seats,
            Fact("it", _("A cells held by IT"), f"{share * 100:.1f}%, n = {cells}" if share is not None else "–"),
        ),
    )


def _readiness(programme: "Programme") -> Part:
    found = readiness(programme, Moment.START)
    check = found.check
    scores = tuple(
        Fact(line.cause.value, line.cause.label, f"{line.score} / 4" if line.score is not None else "–")
        for line in found.lines
    )
    verdict = Fact("verdict", _("Conclusion"), check.get_state_display() if check else found.conclusion.verdict.label)
    waiver: tuple[Fact, ...] = ()
    if check is not None and check.waived_by is not None and check.waiver_due_on is not None:
        waiver = (
            Fact("waived_by", _("Waived by"), check.waived_by.name),
            Fact("waiver_plan", _("Plan"), check.waiver_plan),
            Fact("waiver_due", _("Plan due"), check.waiver_due_on.isoformat()),
        )
    return Part("readiness", _("Readiness"), (verdict, *scores, *waiver))


def charter_parts(programme: "Programme") -> tuple[Part, ...]:
    """Everything that a signature under the charter binds, in the order of the paper."""
    goals = tuple(Fact(row.goal.public_id, row.goal.code, _goal_line(row)) for row in goal_figures(programme))
    return (
        _purpose(programme),
        Part("goals", _("Goals and success criteria"), goals),
        *_rows(programme),
        _budget(programme),
        _organisation(programme),
        _readiness(programme),
    )
