"""What a blueprint holds, as plain frozen rows: every text in both languages."""

from dataclasses import dataclass
from decimal import Decimal

from phases.gates.choices import Binding, Depth, Op


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Chinese and English."""

    zh: str
    en: str

    def pick(self, language: str) -> str:
        """Return the text for a language code; anything but English reads Chinese."""
        return self.en if language.lower().startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Dependency:
    """A link to a predecessor: FS or SS, the lag in working days."""

    task: str
    kind: str = "FS"
    lag: int = 0


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """How deep the programme goes: factor scales durations, depth picks the checklists."""

    code: str
    name: Words
    factor: Decimal
    depth: Depth


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of another way to look at the stages."""

    code: str
    name: Words
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViewRow:
    """Another step model, mapped on the stages."""

    code: str
    name: Words
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase with the gates inside it, in order."""

    code: str
    name: Words
    duration: Words
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of a stage's checklist."""

    text: Words
    depth: Depth


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of a phase with its checklist."""

    code: str
    phase: str
    name: Words
    checks: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task: days are working days, does and accountable are role codes."""

    code: str
    stage: str
    name: Words
    days: int
    days_sme: int | None
    after: tuple[Dependency, ...]
    does: str
    accountable: str
    deliverable: str
    standing: str = ""
    wave: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """One of the outputs that a deliverable consists of."""

    code: str
    name: Words


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """A deliverable; approvers and doers are role codes taken from its tasks."""

    code: str
    stage: str
    name: Words
    parts: tuple[PartRow, ...]
    mandatory: bool
    doers: tuple[str, ...]
    approver: str
    wave: str = ""


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate: dated by the latest of ``after``; the tasks it holds wait for its decision."""

    code: str
    phase: str
    name: Words
    after: tuple[str, ...]
    holds: tuple[str, ...]
    keepers: tuple[str, ...]
    wave: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a criterion reads."""

    binding: Binding
    evidence: str = ""
    deliverables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion: ``until`` is read while nobody provides the evidence of ``source``; ``also`` must hold."""

    key: str
    gate: str
    must: bool
    text: Words
    source: Source
    until: Source | None
    op: Op
    threshold: tuple[Decimal | bool | str, ...]
    scope: tuple[tuple[str, int | str], ...] = ()
    weight: int = 1
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A usual risk, proposed: because cause, event may happen, leading to effect."""

    code: str
    name: Words
    cause: Words
    event: Words
    effect: Words
    probability: int
    impact: int
    strategy: str
    response: Words
    owner: str


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI; ``target_kind`` is absolute, change, relative (per cent) or none; the baseline is only an example."""

    code: str
    name: Words
    family: str
    direction: str
    unit: str
    formula: Words
    formula_id: str
    target: Words
    target_kind: str
    target_value: Decimal | None
    months: int | None
    example_baseline: Decimal | None


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course; ``passed_by`` is score, attend, observed or project, the mark in per cent."""

    code: str
    name: Words
    tier: str
    audience: Words
    hours: Decimal
    hands_on: Decimal
    passed_by: str
    pass_mark: int | None
    when: Words
    prerequisite: str


@dataclass(frozen=True, slots=True)
class CommunicationRow:
    """A key message: who says it to whom, how and when."""

    code: str
    message: Words
    sender: Words
    audience: Words
    channel: Words
    when: Words


@dataclass(frozen=True, slots=True)
class QualityRuleRow:
    """A data-quality rule; severity 1 is the worst."""

    code: str
    name: Words
    dimension: str
    rule: Words
    severity: int


@dataclass(frozen=True, slots=True)
class CutoverStepRow:
    """A step of the cutover runbook, in order; doer and checker are role codes."""

    code: str
    name: Words
    minutes: int
    doer: str
    checker: str
    checkpoint: int | None
    point_of_no_return: bool


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A level-2 process of a chain."""

    code: str
    name: Words


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A process chain with the deliverable that carries its five outputs."""

    code: str
    name: Words
    deliverable: str
    nodes: tuple[NodeRow, ...]


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Everything a new programme starts with."""

    code: str
    name: Words
    wave_lag: int
    wave_tasks: tuple[str, ...]
    window_minutes: int
    rollback_minutes: int
    profiles: tuple[ProfileRow, ...]
    views: tuple[ViewRow, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    stages: tuple[StageRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    deliverables: tuple[DeliverableRow, ...] = ()
    gates: tuple[GateRow, ...] = ()
    criteria: tuple[CriterionRow, ...] = ()
    risks: tuple[RiskRow, ...] = ()
    kpis: tuple[KpiRow, ...] = ()
    courses: tuple[CourseRow, ...] = ()
    communications: tuple[CommunicationRow, ...] = ()
    quality_rules: tuple[QualityRuleRow, ...] = ()
    cutover_steps: tuple[CutoverStepRow, ...] = ()
    chains: tuple[ChainRow, ...] = ()
    version: int = 1
