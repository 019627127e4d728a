"""Counts of a cycle, priority of a case, and what stands between a cycle and its acceptance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from phases.uat.choices import DefectState, RunState, Severity

BLOCKED_LIMIT = Fraction(1, 5)  # a cycle with more blocked cases should be suspended
RUN_NEEDED = PASS_NEEDED = Fraction(95, 100)
HIGH_FROM, MEDIUM_FROM = 6, 3


def priority(urgency: int, importance: int) -> int:
    """Return 3 high, 2 medium, 1 low from urgency × importance, each 1 to 3.

    Source: TestLink's thresholds 3 and 6. Oracle: 3×2 high, 2×2 medium, 3×1 medium, 2×1 low.
    """
    product = urgency * importance
    return 3 if product >= HIGH_FROM else 2 if product >= MEDIUM_FROM else 1


@dataclass(frozen=True, slots=True)
class Counts:
    """Results of the latest attempt at each planned case of a cycle."""

    planned: int = 0
    passed: int = 0
    failed: int = 0
    blocked: int = 0
    error: int = 0
    waived: int = 0
    not_applicable: int = 0
    invalidated: int = 0
    in_progress: int = 0
    not_run: int = 0

    @property
    def n(self) -> int:
        """Planned without what does not apply: the whole of every share."""
        return self.planned - self.not_applicable

    @property
    def run(self) -> int:
        """Those with a result of their own; a waived case was not run."""
        return self.passed + self.failed + self.blocked + self.error

    @property
    def open(self) -> int:
        """Those that still wait for a result."""
        return self.not_run + self.in_progress + self.invalidated

    @property
    def run_share(self) -> Fraction | None:
        """F11: run ÷ N; None for N = 0."""
        return _share(self.run, self.n)

    @property
    def passed_share(self) -> Fraction | None:
        """F11, the share that counts at the gate: passed ÷ N; None for N = 0."""
        return _share(self.passed, self.n)

    @property
    def passed_of_run(self) -> Fraction | None:
        """F11, printed beside it: passed ÷ run; None where nothing was run."""
        return _share(self.passed, self.run)

    @property
    def too_blocked(self) -> bool:
        """Tell whether more than a fifth of the cases is blocked."""
        return self.n > 0 and Fraction(self.blocked, self.n) > BLOCKED_LIMIT


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def counted(states: Mapping[str, int]) -> Counts:
    """Put numbers by state together."""
    return Counts(planned=sum(states.values()), **{state.value: states.get(state, 0) for state in RunState})


@dataclass(frozen=True, slots=True)
class DefectFacts:
    """What the exit of a cycle asks of a defect that was found in it."""

    code: str
    severity: int
    state: str
    conceded: bool  # a concession that has not ended covers it


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that the exit misses: its rule, and figures for the sentence."""

    rule: str
    part: int = 0
    whole: int = 0
    codes: tuple[str, ...] = ()


def exit_lacks(counts: Counts, musts: Counts, defects: Iterable[DefectFacts]) -> list[Lack]:
    """Name what the exit criteria miss.

    Must-cases 100 % run and passed, all cases at least 95 % run and 95 % passed of N, no open severity 1, severity 2
    only under a signed concession. N = 0 is not met.
    """
    lacks = []
    if not counts.n:
        return [Lack("empty")]
    if musts.passed < musts.n:
        lacks.append(Lack("musts", musts.passed, musts.n))
    if (counts.run_share or 0) < RUN_NEEDED:
        lacks.append(Lack("run", counts.run, counts.n))
    if (counts.passed_share or 0) < PASS_NEEDED:
        lacks.append(Lack("passed", counts.passed, counts.n))
    still = [one for one in defects if one.state in OPEN_OR_DEFERRED]
    for severity, rule in ((Severity.STOPPED, "sev1"), (Severity.MAJOR, "sev2")):
        codes = tuple(
            one.code for one in still
            if one.severity == severity and not (severity == Severity.MAJOR and one.conceded)
        )  # fmt: skip
        if codes:
            lacks.append(Lack(rule, codes=codes))
    return lacks


OPEN_OR_DEFERRED = frozenset(
    {DefectState.NEW, DefectState.TRIAGED, DefectState.ASSIGNED, DefectState.FIXED, DefectState.READY,
     DefectState.REOPENED, DefectState.DEFERRED}
)  # fmt: skip


def severity_fault(severity: int | None, workaround: str) -> str:
    """Judge a severity against the workaround: "" where they agree, else which of the two is missing."""
    if severity == Severity.WORKAROUND and not workaround.strip():
        return "needs_workaround"
    if severity == Severity.MAJOR and workaround.strip():
        return "has_workaround"
    return ""


def rolled_up(states: Sequence[str]) -> str | None:
    """Roll results up, the same for steps, cases and requirements: failed, else blocked, else not run, else passed.

    Source: Tuleap. Nothing at all gives None, which is not passed.
    """
    if not states:
        return None
    for state in (RunState.FAILED, RunState.ERROR, RunState.BLOCKED):
        if state in states:
            return RunState.FAILED.value if state == RunState.ERROR else state.value
    return RunState.PASSED.value if all(state == RunState.PASSED for state in states) else RunState.NOT_RUN.value
