"""Reads of external dependencies: when the plan needs them, how far they slipped, what may be done with one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from core import seams
from core.access import Action, allows
from core.fsm import can_move
from core.memo import read_once
from programme.charter.selectors import working_calendar
from programme.raid import permissions
from programme.raid.choices import AWAITED, DependencyState
from programme.raid.models import Dependency
from programme.raid.rules import promises

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

TASK_DAY = "plan.task_day"  # evidence: the day on which the task of the scope {"task": code} starts, as ISO
DEPENDENCY_LABELS: dict[str, Any] = {
    "promise": _("Record a promise"),
    "deliver": _("It was delivered"),
    "reopen": _("It was not delivered after all"),
    "drop": _("No longer needed"),
}
MOVE_OF = {"promise": "promised"}
MAIN_OF = {DependencyState.OPEN: "promise", DependencyState.PROMISED: "deliver"}


def task_days(programme: "Programme", codes: Iterable[str]) -> dict[str, date]:
    """Ask the plan on which day each of these tasks starts; those it does not know or date are left out."""
    wanted = sorted({code for code in codes if code})
    reader = seams.evidence.get(TASK_DAY)
    if reader is None or not wanted:
        return {}
    found = reader(programme, [{"task": code} for code in wanted])
    return {
        code: date.fromisoformat(one.value)
        for code, one in zip(wanted, found, strict=True)
        if isinstance(one.value, str)
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dependency stands today; working days, negative margin where it comes too late."""

    row: Dependency
    verdict: promises.Verdict
    slip: int | None
    margin: int | None


def standing(row: Dependency, today: date) -> Standing:
    """Hold a dependency's promise against its need; no query."""
    calendar = working_calendar(row.programme)
    promise = row.promise
    return Standing(
        row,
        promises.verdict(promise, today),
        promises.slip(promise, today, calendar),
        promises.margin(promise, today, calendar),
    )


@dataclass(frozen=True, slots=True)
class DependencyCounts:
    """How the register of dependencies stands."""

    every: int
    awaited: int
    mine: int
    unpromised: int
    overdue: int
    too_late: int


def dependency_possible(row: Dependency, act: str) -> bool:
    """Tell whether the dependency's state allows the act."""
    return can_move(row, MOVE_OF.get(act, act))


def dependency_actions(row: Dependency, user: "User") -> list[Action]:
    """List what this person may do with the dependency now."""
    return [
        Action(act, label, primary=act == MAIN_OF.get(row.state), danger=act == "drop")  # type: ignore[call-overload]
        for act, label in DEPENDENCY_LABELS.items()
        if dependency_possible(row, act) and allows(permissions.DEPENDENCY_ACTS[act], user, row)
    ]


def dependency_counts(programme: "Programme", user: "User | None", today: date) -> DependencyCounts:
    """Count the register as this person (None: a document) sees it; one query."""
    awaited = Q(state__in=AWAITED)
    rows = Dependency.objects.filter(programme=programme)
    found = (rows if user is None else rows.visible_to(user)).aggregate(
        every=Count("pk"),
        awaited=Count("pk", filter=awaited),
        mine=Count("pk", filter=awaited & Q(owner=user)),
        unpromised=Count("pk", filter=awaited & Q(promised_on=None)),
        overdue=Count("pk", filter=awaited & Q(promised_on__lt=today)),
        too_late=Count("pk", filter=awaited & (Q(needed_on__lt=today) | Q(promised_on__gt=F("needed_on")))),
    )
    return DependencyCounts(**found)


@read_once()
def awaited(programme: "Programme", limit: int = 10) -> list[Dependency]:
    """Give what is still awaited, the soonest needed first; one query."""
    return list(Dependency.objects.filter(programme=programme).awaited().for_list()[:limit])
