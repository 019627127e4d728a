"""Numbers and judgements of needs: customisation, coverage, the matrix of who was asked, the thread. Plain values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from programme.needs.choices import ASKING, Fit, Theme

CUSTOM_LIMIT = Decimal("0.20")  # above it, customisation is amber
PLACES = Decimal("0.0001")

# What each strategy asks of a CRM; the first three of key accounts are those that are forgotten most.
PROMPTS: dict[str, tuple[Any, ...]] = {
    Theme.KEY_ACCOUNTS: (
        _("Map of the decision makers in an account"),
        _("Opportunities over a long cycle, with stages and partners"),
        _("Account plan with targets and reviews"),
    ),
    Theme.NEW_CUSTOMERS: (
        _("Leads from every channel in one entry"),
        _("Scoring from lead to MQL to SQL"),
        _("Assignment of leads with a time limit"),
    ),
    Theme.SERVICE: (
        _("Service requests with clocks and escalation"),
        _("History of contacts across departments"),
        _("Renewals and warning of churn"),
    ),
    Theme.CHANNEL: (
        _("Registration of deals by partners"),
        _("Stock and price lists of partners"),
        _("Targets and rebates of partners"),
    ),
    Theme.DATA: (
        _("One customer master with deduplication"),
        _("Forecast of sales by stage"),
        _("Dashboards by role, down to the record"),
    ),
}


@dataclass(frozen=True, slots=True)
class Customisation:
    """How much of what is in scope is custom code, by count and by effort; None without anything in scope."""

    custom: int
    every: int
    custom_effort: Decimal
    effort: Decimal

    @property
    def by_count(self) -> Decimal | None:
        """Custom ÷ in scope."""
        return None if not self.every else (Decimal(self.custom) / self.every).quantize(PLACES)

    @property
    def by_effort(self) -> Decimal | None:
        """Effort of custom ÷ effort in scope."""
        return None if not self.effort else (self.custom_effort / self.effort).quantize(PLACES)

    @property
    def above(self) -> bool:
        """Tell whether either share is above the limit."""
        return any(share is not None and share > CUSTOM_LIMIT for share in (self.by_count, self.by_effort))


def customisation(rows: Iterable[tuple[str, Decimal]]) -> Customisation:
    """Count requirements in scope, each its fit and person-days."""
    told = list(rows)
    custom = [effort for fit, effort in told if fit == Fit.CUSTOM]
    return Customisation(
        len(custom), len(told), sum(custom, Decimal(0)), sum((effort for _fit, effort in told), Decimal(0))
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A department's row of the matrix: how often it was asked by each method; a gap was asked in neither way."""

    department: str
    counts: Mapping[str, int]

    @property
    def gap(self) -> bool:
        """Tell whether nobody there was interviewed or answered a questionnaire."""
        return not any(self.counts.get(method, 0) for method in ASKING)


def asked(departments: Sequence[str], records: Iterable[tuple[str, str]]) -> list[Asked]:
    """Count records (department, method) for every department that takes part, and for any other that was asked."""
    counts: dict[str, dict[str, int]] = {name: {} for name in departments}
    for department, method in records:
        row = counts.setdefault(department, {})
        row[method] = row.get(method, 0) + 1
    return [Asked(name, row) for name, row in counts.items()]


KINDS = ("goal", "requirement", "case", "release", "reading", "benefit")
# What a kind hangs from: the thread is pulled from a goal; a benefit is earned where a reading proves it.
BEFORE = {"requirement": "goal", "case": "requirement", "release": "case", "reading": "goal", "benefit": "reading"}
STEPS = (
    ("goal", "requirement"), ("requirement", "case"), ("case", "release"), ("goal", "reading"), ("reading", "benefit"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """How many nodes of a kind lead on to one of the next kind."""

    first: str
    then: str
    reached: int
    every: int

    @property
    def share(self) -> Decimal | None:
        """Reached ÷ every; None without any."""
        return None if not self.every else (Decimal(self.reached) / self.every).quantize(PLACES)


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread judged: orphans hang from nothing; coverage is the share of nodes after the goals that hang."""

    orphans: tuple[str, ...]
    hanging: int
    every: int
    steps: tuple[Step, ...]
    ends: tuple[str, ...]  # goals and requirements that lead to no requirement or case

    @property
    def coverage(self) -> Decimal | None:
        """Nodes that hang ÷ nodes after the goals; None without any."""
        return None if not self.every else (Decimal(self.hanging) / self.every).quantize(PLACES)


def thread(nodes: Mapping[str, str], links: Collection[tuple[str, str]]) -> Thread:
    """Judge nodes (id → kind) and links (from, to); a link from a node that does not exist binds nothing."""
    real = {(start, end) for start, end in links if start in nodes and end in nodes}
    after = [node for node, kind in nodes.items() if kind in BEFORE]
    bound = {end for start, end in real if nodes[start] == BEFORE.get(nodes[end])}
    orphans = tuple(node for node in after if node not in bound)
    steps, ends = [], []
    for first, then in STEPS:
        every = [node for node, kind in nodes.items() if kind == first]
        reaching = {start for start, end in real if nodes[end] == then}
        steps.append(Step(first, then, sum(node in reaching for node in every), len(every)))
        if then in {"requirement", "case"}:
            ends += [node for node in every if node not in reaching]
    return Thread(orphans, len(after) - len(orphans), len(after), tuple(steps), tuple(ends))
