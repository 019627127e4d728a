"""The sponsor index, months kept and missed. Plain values in and out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

AMBER_BELOW = Decimal("0.70")


@dataclass(frozen=True, slots=True)
class Index:
    """Acts done of those due by the day."""

    done: int
    due: int

    @property
    def share(self) -> Decimal | None:
        """Done ÷ due; None where nothing is due yet."""
        return Decimal(self.done) / self.due if self.due else None

    @property
    def amber(self) -> bool:
        """Tell whether fewer than seven of ten were done."""
        return self.share is not None and self.share < AMBER_BELOW


def index(acts: Iterable[tuple[date, date | None]], today: date) -> Index:
    """Count (due, done) of the acts that are due by today; one done ahead of its day counts when it is due."""
    due = [done for on, done in acts if on <= today]
    return Index(sum(done is not None and done <= today for done in due), len(due))


@dataclass(frozen=True, slots=True)
class Months:
    """Whether each month's briefings were kept, the oldest first: (first of the month, kept)."""

    told: Sequence[tuple[date, bool]]

    @property
    def streak(self) -> int:
        """Months kept in a row up to now."""
        return self._run(kept=True)

    @property
    def missed_run(self) -> int:
        """Months missed in a row up to now."""
        return self._run(kept=False)

    @property
    def missed(self) -> int:
        """Months missed in all."""
        return sum(not kept for _month, kept in self.told)

    def _run(self, *, kept: bool) -> int:
        n = 0
        for _month, was in reversed(self.told):
            if was != kept:
                break
            n += 1
        return n


def months(briefings: Iterable[tuple[date, date | None]], today: date) -> Months:
    """Judge every month that had a briefing due: kept where each was held within its month.

    A month whose briefings are neither held nor past is left out; one due today is not missed yet.
    """
    found: dict[date, list[bool]] = {}
    for due, done in briefings:
        month = due.replace(day=1)
        if done is not None and done <= today:
            found.setdefault(month, []).append(done.replace(day=1) <= month)
        elif due < today:
            found.setdefault(month, []).append(False)
    return Months(tuple((month, all(kept)) for month, kept in sorted(found.items())))
