"""How the answering clocks stand, read with the programme's calendar and targets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.calendar import WorkCalendar
from core.memo import once
from feedback.inbox.choices import ItemState
from feedback.inbox.models import FeedbackItem, FeedbackStep, FeedbackTarget
from feedback.inbox.rules.clock import DEFAULT_TARGETS, Clocks, Moment, clocks
from phases.plan.selectors import calendar_of

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Desk:
    """What clocks are read with: the calendar, the targets of each kind, the moment."""

    calendar: WorkCalendar
    targets: dict[str, tuple[Decimal, Decimal]]
    now: datetime

    def read(self, steps: Iterable[Any]) -> Clocks:
        """Compute the clocks of an item from its steps, oldest first."""
        return clocks([moment_of(step) for step in steps], self.calendar, self.targets, self.now)


def office(moment: datetime) -> datetime:
    """Put a moment into the zone of the installation, whose office hours count whoever looks."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def moment_of(step: Any) -> Moment:
    """Give what the clock reads of a step."""
    return Moment(office(step.at), step.act, step.state, step.kind)


def targets_of(programme: "Programme") -> dict[str, tuple[Decimal, Decimal]]:
    """Give hours to first reply and decision by kind, the programme's own before the usual ones; one query."""
    rows = FeedbackTarget.objects.filter(programme=programme)
    return DEFAULT_TARGETS | {row.kind: (row.reply_hours, row.decision_hours) for row in rows}


def desk(programme: "Programme", now: datetime | None = None) -> Desk:
    """Get ready to read clocks; three queries."""
    return Desk(calendar_of(programme), targets_of(programme), office(now or timezone.now()))


def histories(programme: "Programme", **only: Any) -> dict[int, Sequence[Any]]:
    """Give the steps of every counted item by its key, oldest first; one query."""
    rows = FeedbackStep.objects.filter(item__programme=programme, **only).exclude(item__state=ItemState.MERGED)
    wanted = rows.order_by("item_id", "at", "pk").only("item_id", "at", "act", "state", "kind")
    return {key: list(steps) for key, steps in groupby(wanted, key=lambda step: step.item_id)}


def standing(programme: "Programme", now: datetime | None = None) -> Mapping[int, Clocks]:
    """Give the clocks of every counted item by its key; four queries, once a request for each moment."""

    def compute() -> Mapping[int, Clocks]:
        found = histories(programme)
        ready = desk(programme, now) if found else None
        return {key: ready.read(steps) for key, steps in found.items()} if ready else {}

    return once(programme, f"inbox.standing:{now}", compute)


def late_keys(programme: "Programme", now: datetime | None = None) -> list[int]:
    """Give the keys of the items of which a clock still runs and is past its due time."""
    found = standing(programme, now).items()
    return [key for key, both in found if (running := both.running) is not None and running.late]


@dataclass(frozen=True, slots=True)
class Share:
    """Of those whose clocks are decided, how many were kept."""

    met: int
    decided: int

    @property
    def value(self) -> Decimal | None:
        """The share; None where nothing is decided yet."""
        return Decimal(self.met) / Decimal(self.decided) if self.decided else None


def sla_share(programme: "Programme", now: datetime | None = None) -> Share:
    """F22: items answered in time ÷ items answered or late; those still running in time are not counted."""
    judged = [both.met for both in standing(programme, now).values() if both.met is not None]
    return Share(sum(judged), len(judged))


def clocks_of(item: FeedbackItem, ready: Desk) -> Clocks | None:
    """Give the clocks of one item; None for a merged one, whose original has them."""
    steps = getattr(item, "history", None)
    if steps is None:
        steps = list(FeedbackStep.objects.filter(item=item).for_list())
    return ready.read(steps) if steps and item.state != ItemState.MERGED else None
