"""Reads of the sponsor's acts: index, months, kick-off, and what may be done."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.documents.values import Status
from programme.governance.selectors.decisions import executive_attended, kickoff
from programme.sponsor import rules
from programme.sponsor.choices import ESCALATE_FROM, ActKind
from programme.sponsor.models import SponsorAct
from programme.sponsor.permissions import ACTIONS

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.sponsor.querysets import SponsorActQuerySet

LABELS = {"done": gettext_lazy("It was done"), "drop": gettext_lazy("Drop it")}


@dataclass(frozen=True, slots=True)
class Pace:
    """How the sponsor's acts are kept."""

    index: rules.Index
    months: rules.Months
    overdue: int

    @property
    def escalates(self) -> bool:
        """Tell whether two months in a row were missed."""
        return self.months.missed_run >= ESCALATE_FROM


@dataclass(frozen=True, slots=True)
class Standing(Pace):
    """How the sponsor stands; ``attended`` is None while no kick-off was held."""

    attended: bool | None

    @property
    def status(self) -> Status:
        """Red without the top executive at the kick-off or after two missed months, amber below 70 %, else green."""
        if self.attended is False:
            return Status("bad", _("kick-off without the top executive"))
        if self.escalates:
            return Status("bad", _("%(n)d months missed in a row") % {"n": self.months.missed_run})
        if self.index.share is None:
            return Status("none", _("nothing due yet"))
        return Status("warn", _("below 70%")) if self.index.amber else Status("good", _("kept"))


def acts(programme: "Programme") -> "SponsorActQuerySet":
    """All acts in the order of their days."""
    return SponsorAct.objects.filter(programme=programme).for_list()


def pace(programme: "Programme", today: date) -> Pace:
    """Reckon index and months; one query."""
    rows = list(SponsorAct.objects.filter(programme=programme).standing().values_list("kind", "due_on", "done_on"))
    return Pace(
        rules.index(((due, done) for _kind, due, done in rows), today),
        rules.months(((due, done) for kind, due, done in rows if kind == ActKind.BRIEFING), today),
        sum(done is None and due < today for _kind, due, done in rows),
    )


def standing(programme: "Programme", today: date) -> Standing:
    """Reckon index, months and kick-off; three queries."""
    kept = pace(programme, today)
    return Standing(kept.index, kept.months, kept.overdue, kickoff_attended(programme))


def kickoff_attended(programme: "Programme") -> bool | None:
    """Whether the top executive was at the kick-off, by the meeting's list or the charter's record; None before one."""
    if executive_attended(programme) or programme.kickoff_executive:
        return True
    held = programme.kickoff_on is not None or kickoff(programme) is not None
    return False if held else None


def last_missed(programme: "Programme", today: date) -> SponsorAct | None:
    """The latest briefing that was due and not held."""
    rows = acts(programme).overdue(today).filter(kind=ActKind.BRIEFING)
    return rows.order_by("-due_on", "-code").first()


def act_status(row: SponsorAct, today: date) -> Status:
    """How an act stands."""
    if row.dropped_on:
        return Status("none", _("Dropped"))
    if row.done_on:
        return Status("good", _("Done"))
    return Status("bad", _("Missed")) if row.due_on < today else Status("wait", _("Planned"))


def act_actions(row: SponsorAct, user: Any) -> list[Action]:
    """What this person may do with it now."""
    if not row.is_open:
        return []
    return [
        Action(name, label, primary=name == "done", danger=name == "drop")
        for name, label in LABELS.items()
        if allows(ACTIONS[name], user, row)
    ]
