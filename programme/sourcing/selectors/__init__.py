"""Reads of the sourcing decision, shaped for pages, papers and services."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import Action, allows
from programme.governance.choices import DecisionState
from programme.governance.models import Decision
from programme.people.selectors import holders
from programme.sourcing.choices import SourcingState
from programme.sourcing.models import Sourcing
from programme.sourcing.permissions import ACTIONS, SCORING
from programme.sourcing.selectors.books import BOOKS, price_of, price_text
from programme.sourcing.selectors.standing import Standing, plain, standing, warnings, with_weights

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

__all__ = [
    "BOOKS", "Standing", "committee_reasons", "goals_offered", "lacking", "plain", "price_of", "price_text",
    "scorers_offered", "sourcing_actions", "standing", "warnings", "with_weights",
]  # fmt: skip

LABELS = {"propose": gettext_lazy("Propose a candidate"), "take_back": gettext_lazy("Take back")}


def lacking(found: Standing) -> list[str]:
    """Everything that is missing before a candidate can be proposed."""
    said = []
    if not found.criteria:
        said.append(_("Weigh the criteria first."))
    if len(found.running) < 2:  # noqa: PLR2004  (a choice)
        said.append(_("At least two candidates must be in the running."))
    if found.silent_paths:
        paths = _(", ").join(str(path.label) for path in found.silent_paths)
        said.append(_("Name a candidate or the reason why there is none: %(paths)s.") % {"paths": paths})
    for one in found.places:
        if one.missing:
            text = ngettext(
                "%(candidate)s: %(n)d criterion without a score.",
                "%(candidate)s: %(n)d criteria without a score.",
                one.missing,
            )
            said.append(text % {"candidate": found.vendor(one.name), "n": one.missing})
    return said


def sourcing_actions(found: Standing, user: Any) -> list[Action]:
    """What this person may do with the decision now."""
    row = found.row
    if row is None:
        return []
    if row.state == SourcingState.OPEN:
        act = Action("propose", LABELS["propose"], lacking(found), primary=True)
    else:
        act = Action("take_back", LABELS["take_back"], danger=True)
    return [act] if allows(ACTIONS[act.name], user, row) else []


def committee_reasons(row: Sourcing) -> list[str]:
    """Why the record cannot be signed yet: the committee comes first."""
    if row.state != SourcingState.PROPOSED:
        return [_("No candidate is proposed.")]
    decision = row.decision
    if decision is None or decision.state not in {DecisionState.APPROVED, DecisionState.REJECTED}:
        return [_("The committee has not decided yet.")]
    if decision.state == DecisionState.REJECTED or not _chose(decision, row):
        return [_("The committee decided otherwise; take the proposal back.")]
    return []


def _chose(decision: Decision, row: Sourcing) -> bool:
    """Tell whether the committee chose the option that names the pick."""
    text = next((one["text"] for one in decision.options if one["key"] == decision.chosen), "")
    return decision.chosen == row.option and row.pick is not None and text.startswith(f"{row.pick.code} ")


def goals_offered(programme: "Programme") -> list[tuple[str, str]]:
    """The goals that a decision may cite: code and words; one query."""
    return [(goal.code, str(goal)) for goal in programme.goals.current().order_by("code")]


def scorers_offered(programme: "Programme") -> list["User"]:
    """Who may score, by name; one query."""
    return sorted(set(holders(programme, *SCORING)), key=lambda person: (person.name, person.pk))
