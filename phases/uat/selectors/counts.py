"""Counts of cycles, what their entry and exit still miss, and how a cycle stands today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents.model import Figure
from core.documents.words import figure_text
from phases.uat import rules
from phases.uat.choices import COMPUTED_ENTRY, OPEN_DEFECT, CaseState, CycleState, EntryItem
from phases.uat.models import Defect, EntryStatement, Execution, UatConcession, UatCycle
from phases.uat.rules import Counts, Lack

if TYPE_CHECKING:
    from programme.charter.models import Programme


def figure(share: Fraction | None, part: int, whole: int) -> Figure:
    """Give a share of a cycle as a figure with its counts."""
    value = None if share is None else Decimal(share.numerator) / Decimal(share.denominator)
    return Figure(value, "share", numerator=part, denominator=whole)


def share_text(share: Fraction | None) -> str:
    """Say a share of a cycle: 91.7 %, or n/a for nothing."""
    return figure_text(figure(share, 0, 0))


def counts_json(counts: Counts | None) -> dict[str, Any]:
    """Give the counts as the API prints them, shares as fractions of their counts."""
    one = counts or Counts()
    names = ("planned", "n", "passed", "failed", "blocked", "error", "waived", "not_applicable", "invalidated",
             "in_progress", "not_run")  # fmt: skip
    shares = (("run", one.run_share, one.run, one.n), ("pass_at_gate", one.passed_share, one.passed, one.n),
              ("passed_of_run", one.passed_of_run, one.passed, one.run))  # fmt: skip
    return {name: getattr(one, name) for name in names} | {
        name: {"value": None if value is None else float(value), "numerator": part, "denominator": whole}
        for name, value, part, whole in shares
    }


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One item of the entry: met, waived or open, and who said so."""

    item: EntryItem
    met: bool
    waived: bool
    note: str
    by: str
    computed: bool

    @property
    def settled(self) -> bool:
        """Tell whether it no longer stands in the way."""
        return self.met or self.waived


def counts_of(cycle: UatCycle, **also: Any) -> Counts:
    """Count the latest attempts of a cycle, perhaps of some cases only; one query."""
    rows = Execution.objects.filter(cycle=cycle, **also).counting().order_by()
    return rules.counted(dict(rows.values_list("state").annotate(Count("pk"))))


def counts_with_musts(cycle: UatCycle) -> tuple[Counts, Counts]:
    """Count the latest attempts of a cycle: of all cases, and of the must-cases; one query."""
    rows = Execution.objects.filter(cycle=cycle).counting().order_by()
    every: dict[str, int] = defaultdict(int)
    musts: dict[str, int] = {}
    for state, must, n in rows.values_list("state", "case__must").annotate(Count("pk")):
        every[state] += n
        if must:
            musts[state] = n
    return rules.counted(every), rules.counted(musts)


def counts_of_all(programme: "Programme") -> dict[int, Counts]:
    """Count every cycle of the programme, by primary key; one query."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Execution.objects.filter(programme=programme).counting().order_by()
    for cycle, state, n in rows.values_list("cycle", "state").annotate(Count("pk")):
        found[cycle][state] = n
    return {cycle: rules.counted(states) for cycle, states in found.items()}


def exit_of(cycle: UatCycle, day: date | None = None, counts: tuple[Counts, Counts] | None = None) -> list[Lack]:
    """Name what the exit of the cycle misses, with its concessions as they stand on the day; three queries.

    ``counts`` are those of all cases and of the must-cases, where they were read already.
    """
    today = day or timezone.localdate()
    conceded = set(UatConcession.objects.filter(cycle=cycle).alive(today).values_list("defect_id", flat=True))
    facts = [
        rules.DefectFacts(code, severity or 0, state, pk in conceded)
        for pk, code, severity, state in Defect.objects.filter(cycle=cycle)
        .order_by("code")
        .values_list("pk", "code", "severity", "state")
    ]
    every, musts = counts or counts_with_musts(cycle)
    return rules.exit_lacks(every, musts, facts)


def lack_text(lack: Lack) -> str:
    """Say in a sentence what the exit misses."""
    figures = {"part": lack.part, "whole": lack.whole, "codes": ", ".join(lack.codes)}
    texts = {
        "empty": _("The cycle has no case that applies."),
        "musts": _("%(part)d of %(whole)d must-cases passed; all are needed."),
        "run": _("%(part)d of %(whole)d cases were run; 95%% are needed."),
        "passed": _("%(part)d of %(whole)d cases passed; 95%% are needed."),
        "sev1": _("Severity 1 is open: %(codes)s."),
        "sev2": _("Severity 2 is open without a concession: %(codes)s."),
    }
    return str(texts[lack.rule] % figures)


def entry_lines(cycle: UatCycle) -> list[EntryLine]:
    """Give the items of the entry as they stand; two queries."""
    stated = {row.item: row for row in EntryStatement.objects.filter(cycle=cycle).select_related("by")}
    counts = (
        Execution.objects.filter(cycle=cycle)
        .counting()
        .aggregate(every=Count("pk"), loose=Count("pk", filter=~Q(case__state=CaseState.CONFIRMED)))
    )
    return [_entry_line(item, stated.get(item), counts) for item in EntryItem]


def _entry_line(item: EntryItem, row: EntryStatement | None, counts: dict[str, int]) -> EntryLine:
    if item in COMPUTED_ENTRY:
        met = counts["every"] > 0 and not counts["loose"]
        note = _("%(part)d of %(whole)d confirmed") % {
            "part": counts["every"] - counts["loose"], "whole": counts["every"],
        }  # fmt: skip
    else:
        met, note = (row.met, row.note) if row else (False, "")
    waived = row.waived if row else False
    by = row.by.name if row and row.by else ""
    return EntryLine(item, met, waived, row.note if row and waived else note, by, item in COMPUTED_ENTRY)


def standing_state(cycle: UatCycle, day: date, lapsed: Iterable[int] = ()) -> str:
    """Give the state that counts today: a conditional acceptance falls back when one of its concessions ended.

    ``lapsed`` are primary keys of cycles with an ended concession, where they were read for many at once.
    """
    if cycle.state != CycleState.CONDITIONAL:
        return str(cycle.state)
    ended = cycle.pk in lapsed if lapsed else cycle.pk in lapsed_cycles(cycle.programme, day)
    return str(CycleState.SIGN_OFF) if ended else str(cycle.state)


def lapsed_cycles(programme: "Programme", day: date) -> set[int]:
    """Cycles with a concession that ended while its defect is not closed; one query."""
    rows = UatConcession.objects.filter(programme=programme, expires_on__lt=day)
    return set(rows.filter(defect__state__in=[*OPEN_DEFECT, "deferred"]).values_list("cycle_id", flat=True))
