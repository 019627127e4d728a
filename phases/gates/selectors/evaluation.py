"""A gate as it stands: every criterion against its reading, the verdict, and the smallest list of actions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.memo import afresh
from core.seams import EvidenceItem
from phases.gates.choices import Binding, Op
from phases.gates.models import Criterion, Gate
from phases.gates.rules.actions import Action, plan_actions
from phases.gates.rules.criteria import Criterion as Asked
from phases.gates.rules.criteria import Evaluation, Result, as_well, evaluate, evaluate_criterion, hold_down
from phases.gates.selectors.readings import Bound, gate_url, read_criteria, statement_url
from phases.gates.selectors.words import (
    bound_text,
    count_text,
    fill_of,
    gap_text,
    joined,
    register_of,
    source_text,
    stamp,
    threshold_text,
    value_text,
)

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True)
class CriterionLine:
    """One criterion of a gate with what it reads now."""

    criterion: Criterion
    gate: Gate
    bound: Bound
    own: Result
    also: tuple[Result, ...] = ()  # what must count zero, or hold, as well

    @cached_property
    def result(self) -> Result:
        """The criterion as a whole."""
        return hold_down(self.own, self.also)

    @property
    def lacking(self) -> list[Result]:
        """What of it is not met."""
        return [one for one in (self.own, *self.also) if one.met is not True]

    @property
    def also_read(self) -> list[tuple[str, str, str]]:
        """What must hold as well: its register, where it is and what it says."""
        return [
            (register_of(name), read.source_url if read else "", value_text(read)) for name, read in self.bound.also
        ]

    @property
    def level(self) -> str:
        """The status shape: a missed should warns, a missed must is bad."""
        if self.result.met:
            return "good"
        return "bad" if self.criterion.must else "warn"

    @property
    def verdict(self) -> str:
        """The status word."""
        if self.result.met:
            return _("Met")
        return _("Not met") if self.criterion.must else _("Short")

    @property
    def value(self) -> str:
        """The value with its unit."""
        return value_text(self.bound.reading)

    @property
    def count(self) -> str:
        """Numerator and denominator."""
        return count_text(self.bound.reading)

    @property
    def threshold(self) -> str:
        """The comparison in words."""
        return threshold_text(self.bound)

    @property
    def gap(self) -> str:
        """Why it is not met."""
        return gap_text(self.result)

    @property
    def bound_to(self) -> str:
        """What it is bound to."""
        return bound_text(self.bound)

    @property
    def source(self) -> str:
        """The name of the source."""
        return source_text(self.bound)

    @property
    def fill(self) -> int | None:
        """The reading as per cent."""
        return fill_of(self.bound.reading)

    @property
    def missing(self) -> str:
        """What is missing, in one line."""
        items = [item for one in self.lacking if one.reading for item in one.reading.detail]
        return "; ".join(item.text for item in items[:3]) + (" …" if len(items) > 3 else "")  # noqa: PLR2004

    @property
    def url(self) -> str:
        """Where its records are; the statement's form where it is manual."""
        if self.bound.reading is not None and self.bound.reading.source_url:
            return self.bound.reading.source_url
        manual = self.bound.binding == Binding.MANUAL
        return statement_url(self.criterion, self.gate) if manual else gate_url(self.gate)

    @property
    def as_of(self) -> datetime | None:
        """When it was read."""
        return self.bound.reading.as_of if self.bound.reading else None

    def as_json(self) -> dict[str, Any]:
        """Give the shape of the gate command and the API."""
        reading = self.bound.reading
        return {
            "key": self.criterion.key,
            "label": self.criterion.label,
            "text": self.criterion.name,
            "must": self.criterion.must,
            "weight": self.criterion.weight,
            "value": _json(reading.value if reading else None),
            "numerator": _json(reading.numerator if reading else None),
            "denominator": _json(reading.denominator if reading else None),
            "unit": reading.unit if reading else "",
            "threshold": [_json(each) for each in self.bound.threshold],
            "comparison": str(self.bound.op),
            "met": self.result.met,
            "gap": self.result.gap.value,
            "reason": self.gap,
            "bound_to": f"{self.bound.binding}:{self.bound.name}".rstrip(":"),
            "bound_text": self.bound_to,
            "source": reading.source_url if reading else "",
            "as_of": stamp(self.as_of),
            "also": [
                {
                    "evidence": name,
                    "value": _json(read.value if read else None),
                    "met": one.met,
                    "source": read.source_url if read else "",
                }
                for (name, read), one in zip(self.bound.also, self.also, strict=True)
            ],
            "said": {
                "value": self.value,
                "count": self.count,
                "threshold": self.threshold,
                "verdict": self.verdict,
                "level": self.level,
                "missing": self.missing or self.gap,
            },
        }


@dataclass(frozen=True)
class GateStatus:
    """A gate with its evaluation at one moment."""

    gate: Gate
    lines: tuple[CriterionLine, ...]
    evaluation: Evaluation
    at: datetime

    @property
    def musts(self) -> list[CriterionLine]:
        """The must-criteria."""
        return [line for line in self.lines if line.criterion.must]

    @property
    def shoulds(self) -> list[CriterionLine]:
        """The should-criteria."""
        return [line for line in self.lines if not line.criterion.must]

    @property
    def unmet(self) -> list[CriterionLine]:
        """The musts that are not met."""
        return [line for line in self.musts if line.result.met is not True]

    @property
    def unmet_labels(self) -> str:
        """Their numbers for a sentence."""
        return joined([line.criterion.label for line in self.unmet])

    @property
    def short(self) -> int:
        """How many musts are not met."""
        return len(self.unmet)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """The fewest actions that meet every must."""
        return self._plan(self.unmet)

    @cached_property
    def further(self) -> tuple[Action, ...]:
        """What meets the should-criteria too."""
        return self._plan([line for line in self.shoulds if line.result.met is not True])

    @cached_property
    def numbered(self) -> list[tuple[Action, str]]:
        """All actions, musts first, each with the labels of the criteria it serves."""
        labels = {line.criterion.key: line.criterion.label for line in self.lines}
        return [(act, joined([labels[key] for key in act.keys])) for act in (*self.actions, *self.further)]

    def _plan(self, lines: Sequence[CriterionLine]) -> tuple[Action, ...]:
        waiting = [line for line in lines if line.bound.binding == Binding.NOTHING]
        wait = _wait_for(waiting, self.gate)
        fallbacks = {line.criterion.key: wait if line in waiting else _fallback(line) for line in lines}
        return plan_actions([one for line in lines for one in line.lacking], fallbacks)

    def as_json(self) -> dict[str, Any]:
        """Give the shape of the gate command and the API."""
        return {
            "gate": self.gate.code,
            "wave": self.gate.wave or None,
            "name": self.gate.name,
            "state": self.gate.state,
            "round": self.gate.round,
            "keepers": list(self.gate.keepers),
            "verdict": str(self.evaluation.verdict.value),
            "musts": {"met": self.evaluation.musts_met, "total": self.evaluation.musts},
            "shoulds": {"met": self.evaluation.shoulds_met, "total": self.evaluation.shoulds},
            "as_of": stamp(self.at),
            "criteria": [line.as_json() for line in self.lines],
            "actions": [_action_json(action) for action in self.actions],
            "further_actions": [_action_json(action) for action in self.further],
        }


def _action_json(action: Action) -> dict[str, Any]:
    return {
        "text": action.text,
        "url": action.url,
        "criteria": list(action.keys),
        "arithmetic": action.arithmetic,
        "person": action.person,
        "due": action.due.isoformat() if action.due else None,
    }


def _json(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    number = float(value)
    return int(number) if number.is_integer() else number


def _fallback(line: CriterionLine) -> EvidenceItem:
    """Say what to do where the reading names nothing single."""
    manual = line.bound.binding == Binding.MANUAL
    text = _("State with evidence: %(criterion)s") if manual else _("Reach: %(criterion)s")
    return EvidenceItem(text % {"criterion": line.criterion.name}, line.url)


def _wait_for(lines: Sequence[CriterionLine], gate: Gate) -> EvidenceItem:
    """Say once, for all criteria whose evidence nobody gives yet, what can be done."""
    named = joined([f"{line.criterion.label} {line.criterion.name}" for line in lines])
    text = _("Wait for live evidence, or decide with a condition: %(criterion)s") % {"criterion": named}
    return EvidenceItem(text, gate_url(gate))


def evaluate_gates(
    programme: "Programme", gates: Iterable[Gate] | None = None, *, live: bool = True
) -> list[GateStatus]:
    """Evaluate gates of a programme (all when not named) at once; a constant number of queries.

    Pages read with ``live=False``: evidence as kept since the programme's last event. A decision always reads live:
    nothing that was read on this instance before counts.
    """
    rows = list(Gate.objects.filter(programme=programme).for_evaluation() if gates is None else gates)
    for gate in rows:
        gate.programme = programme
    bounds = read_criteria(afresh(programme) if live else programme, rows, live=live)
    now = timezone.now()
    return [_status(gate, bounds, now) for gate in rows]


def evaluate_gate(gate: Gate, *, live: bool = True) -> GateStatus:
    """Evaluate one gate."""
    return evaluate_gates(gate.programme, [gate], live=live)[0]


def _status(gate: Gate, bounds: dict[int, Bound], now: datetime) -> GateStatus:
    lines = tuple(_line(criterion, gate, bounds[criterion.pk]) for criterion in gate.criteria.all())
    return GateStatus(gate, lines, evaluate([line.result for line in lines]), now)


def _line(criterion: Criterion, gate: Gate, bound: Bound) -> CriterionLine:
    asked = Asked(criterion.key, criterion.must, Op(bound.op), bound.threshold, criterion.weight)
    own = evaluate_criterion(asked, bound.reading, provided=bound.binding != Binding.NOTHING)
    also = [
        evaluate_criterion(as_well(asked, read), read, provided=name in seams.evidence) for name, read in bound.also
    ]
    return CriterionLine(criterion, gate, bound, own, tuple(also))
