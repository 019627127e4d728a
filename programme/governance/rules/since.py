"""What changed between two issues of a paper: their facts compared, thing by thing. Frozen values in and out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.documents.model import Document, Fact, Figure
from core.documents.values import Number, Scalar

GROUPS = ("lights", "milestones", "decisions", "changes", "risks", "issues", "money", "goals")
ARRIVING = frozenset({"decisions", "changes", "risks", "issues"})  # a new one is news; a new goal is not a change
FIRST, EACH = 6, 2  # lines on page 1, and of one group before the others have had theirs


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is new, moved, settled, or gone from the list of what is live."""

    group: str
    what: Literal["new", "moved", "settled", "gone"]
    before: Fact | None
    now: Fact | None

    @property
    def label(self) -> str:
        """The thing's name, as the newer issue says it."""
        known = self.now or self.before
        return known.label if known else ""

    @property
    def step(self) -> Number | None:
        """By how much it moved, where that is a number."""
        if self.before is None or self.now is None or self.before.amount is None or self.now.amount is None:
            return None
        return self.now.amount - self.before.amount


def compare(before: Document, now: Document) -> tuple[Difference, ...]:
    """Compare section by section; a section that one of the two lacks says nothing, for it may only be missing."""
    earlier = {section.key: section.facts for section in before.sections}
    found = [
        difference
        for section in now.sections
        if section.key in earlier
        for difference in _compared(earlier[section.key], section.facts)
    ]
    return tuple(sorted(found, key=_rank))


def has_facts(document: Document) -> bool:
    """Tell whether an issue kept anything to be compared with."""
    return any(section.facts for section in document.sections)


def _compared(before: Sequence[Fact], now: Sequence[Fact]) -> Iterable[Difference]:
    old, new = _keyed(before), _keyed(now)
    for place, fact in new.items():
        difference = _difference(old.get(place), fact)
        if difference is not None:
            yield difference
    for place, fact in old.items():
        if place not in new and fact.live and fact.group in ARRIVING:
            yield Difference(fact.group, "gone", fact, None)


def _keyed(facts: Sequence[Fact]) -> Mapping[tuple[str, str], Fact]:
    return {(fact.group, fact.key): fact for fact in facts}


def _difference(before: Fact | None, now: Fact) -> Difference | None:
    if before is None:
        if now.group not in ARRIVING:
            return None
        return Difference(now.group, "new" if now.live else "settled", None, now)
    if now.live and not before.live:
        return Difference(now.group, "new", before, now)
    if before.live and not now.live:
        return Difference(now.group, "settled", before, now)
    return Difference(now.group, "moved", before, now) if _value(before) != _value(now) else None


def _value(fact: Fact) -> Scalar:
    value = fact.value
    return (value.value, value.unit) if isinstance(value, Figure) else value  # type: ignore[return-value]


def _rank(difference: Difference) -> tuple[int, str, float]:
    group = GROUPS.index(difference.group) if difference.group in GROUPS else len(GROUPS)
    return group, difference.what, -float(difference.step or 0)


def foremost(differences: Sequence[Difference]) -> list[Difference]:
    """Choose what stands on page 1: two of each group before a third of any, in the order of the groups."""
    seen: dict[str, int] = {}
    first: list[Difference] = []
    later: list[Difference] = []
    for one in differences:
        seen[one.group] = seen.get(one.group, 0) + 1
        (first if seen[one.group] <= EACH else later).append(one)
    chosen = [*first, *later][:FIRST]
    return [one for one in differences if one in chosen]
