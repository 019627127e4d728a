"""The charter as a paper: what it still lacks, who signs it, which version counts."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.memo import read_once
from programme.budget.models import BudgetLine
from programme.charter.choices import Cause, Moment, VersionState
from programme.charter.models import CharterVersion, ScopeItem
from programme.charter.rules.amendments import GOAL_TERMS, KPI_TERMS
from programme.charter.rules.radar import IT_LIMIT
from programme.charter.selectors.figures import goal_figures
from programme.charter.selectors.live import evidence_of
from programme.charter.selectors.readiness import readiness
from programme.people.choices import IT_ROLES, MANDATORY_SEATS, RaciLetter, Role
from programme.people.models import Membership, Seat, User
from programme.people.selectors import pm_warnings, raci_cells, raci_gaps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from programme.charter.models import Goal, Kpi, Programme

Fields = dict[str, list[str]]


@read_once()
def latest_version(programme: "Programme") -> CharterVersion | None:
    """The version last put to the signers, whatever became of it."""
    return programme.charter_versions.exclude(state=VersionState.WITHDRAWN).first()


def current_version(programme: "Programme") -> CharterVersion | None:
    """The version in force."""
    return programme.charter_versions.filter(state=VersionState.APPROVED).first()


def is_promised(programme: "Programme") -> bool:
    """Tell whether a signed charter holds goals, scope and tolerances, so that they change by request only."""
    return current_version(programme) is not None


def promised_terms(goal: "Goal", values: "Mapping[str, Any]") -> list[str]:
    """Name the fields of a goal whose promised value these values would change; a first baseline is a measurement."""
    return [
        name
        for name in GOAL_TERMS
        if name in values
        and _plain(values[name]) != _plain(getattr(goal, name))
        and not (name == "baseline" and goal.baseline is None)
    ]


def held_terms(kpi: "Kpi", values: "Mapping[str, Any]", goals: "Sequence[Goal]") -> list[str]:
    """Name the fields of a KPI which these values would set to something that none of the goals it measures says.

    What stays as it is, and what no goal says, is free.
    """
    return [
        name
        for name in KPI_TERMS
        if name in values
        and _plain(values[name]) != _plain(getattr(kpi, name))
        and (said := {_plain(getattr(goal, name)) for goal in goals} - {None})
        and _plain(values[name]) not in said
    ]


def _plain(value: Any) -> Any:
    return None if value in (None, "") else value


def signers(programme: "Programme") -> list[tuple[User, str]]:
    """Who signs a charter: sponsor, each business owner, finance and the project manager."""
    rows = Membership.objects.current().filter(programme=programme, role__in=[Role.SP, Role.BO, Role.FIN, Role.PM])
    order = [Role.SP.value, Role.BO.value, Role.FIN.value, Role.PM.value]
    found = [(row.user, row.role) for row in rows.select_related("user")]
    return sorted(found, key=lambda pair: (order.index(pair[1]), pair[0].name, pair[0].pk))


def it_share(programme: "Programme") -> tuple[Decimal | None, int]:
    """Share of A cells that IT holds, and how many there are."""
    roles = [role for _subject, role, letter in raci_cells(programme) if letter == RaciLetter.ACCOUNTABLE]
    held = sum(role in IT_ROLES for role in roles)
    return (Decimal(held) / len(roles) if roles else None), len(roles)


def _purpose_gaps(programme: "Programme") -> Fields:
    """Purpose and narrative are mandatory."""
    gaps: Fields = {}
    if not programme.purposes:
        gaps["purposes"] = [_("Choose at least one purpose: why does the company want a CRM?")]
    if not programme.purpose_text.strip():
        gaps["purpose_text"] = [_("Tell in a few sentences why the company wants a CRM.")]
    return gaps


def _goal_gaps(programme: "Programme") -> list[str]:
    """Goals must be there, SMART, linked and owned by the business."""
    figures = goal_figures(programme)
    found = [] if figures else [_("Write at least one goal.")]
    for row in figures:
        goal = row.goal
        if not row.smart.enough:
            found.append(
                _("%(code)s scores %(score)d of 5: %(gaps)s")
                % {
                    "code": goal.code,
                    "score": row.smart.score,
                    "gaps": " ".join(str(gap.text) for gap in row.smart.gaps),
                }
            )
        if goal.strategy_id is None:
            found.append(_("%(code)s serves no strategic objective.") % {"code": goal.code})
    return found


def _seat_gaps(programme: "Programme") -> list[str]:
    """The five mandatory seats."""
    filled = set(Seat.objects.filled().filter(programme=programme, mandatory=True).values_list("role", flat=True))
    return [
        _("The mandatory seat %(seat)s is empty.") % {"seat": Role(role).label}
        for role in MANDATORY_SEATS
        if role not in filled
    ]


def _readiness_gaps(programme: "Programme") -> list[str]:
    """Readiness at start, passed or waived."""
    found = readiness(programme, Moment.START)
    if found.signed:
        return []
    unmet = [str(Cause(cause).label) for cause in found.conclusion.unmet]
    if unmet:
        return [
            _("Readiness at start is blocked; unmet: %(causes)s. Meet them, or let the sponsor sign a waiver.")
            % {"causes": _(", ").join(unmet)}
        ]
    return [_("Readiness at start is neither passed nor waived by the sponsor.")]


def _signer_gaps(programme: "Programme") -> list[str]:
    """Someone must be there to sign."""
    held = {role for _user, role in signers(programme)}
    return [
        _("Nobody holds the role %(role)s, which signs the charter.") % {"role": role.label}
        for role in (Role.SP, Role.BO, Role.FIN)
        if role not in held
    ]


def charter_gaps(programme: "Programme") -> Fields:
    """Everything that keeps the charter from being put to its signers, by field (``""`` for the whole)."""
    gaps = _purpose_gaps(programme)
    whole = [
        *_goal_gaps(programme),
        *_seat_gaps(programme),
        *raci_gaps(programme),
        *_readiness_gaps(programme),
        *_signer_gaps(programme),
    ]
    if not ScopeItem.objects.filter(programme=programme).exists():
        whole.append(_("Write what is in scope and what is out."))
    if not BudgetLine.objects.filter(programme=programme).exists():
        whole.append(_("Write the budget lines."))
    return gaps | ({"": whole} if whole else {})


def charter_warnings(programme: "Programme", *, team: bool = True) -> list[str]:
    """What the charter and the steering report must say although it blocks nothing; ``team`` adds the PM's faults."""
    found = list(pm_warnings(programme)) if team else []
    bare = evidence_of(programme, "needs.bare_groups")
    found += [
        _("The user group %(group)s has people and no requirement.") % {"group": item.text}
        for item in (bare.detail if bare is not None else ())
    ]
    share, cells = it_share(programme)
    if share is not None and share > IT_LIMIT:
        found.append(
            _("Technology-led: IT holds %(share)s%% of the A cells (n = %(n)d); at most 50%% is healthy.")
            % {"share": (share * 100).quantize(Decimal("0.1")), "n": cells}
        )
    return found
