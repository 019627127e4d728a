"""Overlap of systems, what an interface lacks, which value survives a merge, whose records a role sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.landscape.choices import Reach, Survival

NEEDED = ("objects_held", "frequency", "method", "errors", "owner")  # of a specified interface


def overlap(systems: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], list[str]]:
    """Give for each pair of systems what both hold, in the order of the first; both ways round."""
    return {
        (one, other): [item for item in held if item in systems[other]]
        for one, held in systems.items()
        for other in systems
        if one != other
    }


def lacks(values: Mapping[str, str]) -> list[str]:
    """The needed fields of an interface that are empty."""
    return [name for name in NEEDED if not values.get(name, "").strip()]


@dataclass(frozen=True, slots=True)
class Source:
    """One of two duplicates: its code, how far its system is trusted (1 most), how new it is, its values."""

    code: str
    trust: int
    seen_on: date
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge comes to: who survives, the values, and from which record each was taken."""

    survivor: str
    losers: tuple[str, ...]
    values: dict[str, str]
    picks: dict[str, str]


def _best(rule: str, name: str, sources: Sequence[Source]) -> Source:
    """The source whose value of a field survives; ties go to the newer, then to the more trusted, then to the first."""
    given = [one for one in sources if one.values.get(name, "").strip()] or list(sources)
    return max(given, key=lambda one: (_rank(rule, name, one), one.seen_on.toordinal(), -one.trust))


def _rank(rule: str, name: str, source: Source) -> int:
    match Survival(rule):
        case Survival.TRUSTED:
            return -source.trust
        case Survival.NEWEST:
            return source.seen_on.toordinal()
    return len(source.values.get(name, "").strip())


def merge(sources: Sequence[Source], rules: Mapping[str, str]) -> Merged:
    """Merge duplicates: the most trusted record survives (then the newest); each field follows its own rule.

    A field without a rule takes the newest value. An empty value never wins over a filled one.
    """
    survivor = max(sources, key=lambda one: (-one.trust, one.seen_on.toordinal()))
    names = list(dict.fromkeys(name for one in [survivor, *sources] for name in one.values))
    won = {name: _best(rules.get(name, Survival.NEWEST), name, sources) for name in names}
    return Merged(
        survivor.code,
        tuple(one.code for one in sources if one.code != survivor.code),
        {name: one.values.get(name, "") for name, one in won.items()},
        {name: one.code for name, one in won.items()},
    )


def sees(reach: str, *, mine: bool, of_my_team: bool) -> bool:
    """Tell whether a role with this reach sees a record of the person, of the team, or of somebody else."""
    return {Reach.OWN: mine, Reach.TEAM: mine or of_my_team, Reach.ALL: True}[Reach(reach)]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Cells of the access matrix, and those that no test case tries."""

    every: int
    bare: tuple[str, ...]

    @property
    def covered(self) -> int:
        """Cells with a test case."""
        return self.every - len(self.bare)


def coverage(cells: Iterable[str], tried: Iterable[str]) -> Coverage:
    """Hold the codes of cells against the codes that test cases name."""
    codes, known = list(cells), set(tried)
    return Coverage(len(codes), tuple(code for code in codes if code not in known))
