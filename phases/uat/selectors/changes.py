"""Cases and cycles that a change request touches."""

import re
from collections.abc import Sequence
from typing import Any

from phases.plan.selectors.ripple import Line, ripple_of
from phases.uat.choices import OPEN_CYCLE, CaseState, CycleState
from phases.uat.models import TestCase, UatCycle

SIGNED = (CycleState.SIGN_OFF, CycleState.ACCEPTED, CycleState.CONDITIONAL)
CODES = re.compile(r"[\s,;，；、/]+")  # a case may serve several requirements


def cases_touched(change: Any) -> list[TestCase]:
    """Cases in use whose code, process or requirement the change names; one query, none where it names nothing."""
    codes = {code.casefold() for code in change.touches}
    if not codes:
        return []
    rows = TestCase.objects.filter(programme=change.programme).exclude(state=CaseState.DISABLED).for_list()
    return [case for case in rows.order_by("code", "pk") if codes & _names(case)]


def _names(case: TestCase) -> set[str]:
    process = {case.process.code.casefold()} if case.process else set()
    return {case.code.casefold(), *process, *(part.casefold() for part in CODES.split(case.requirement) if part)}


def signed_cycles(cases: Sequence[TestCase]) -> list[UatCycle]:
    """Cycles before the signers, or signed, in which one of the cases was run; one query."""
    rows = UatCycle.objects.filter(state__in=SIGNED, executions__case__in=[case.pk for case in cases])
    return list(rows.for_list().distinct().order_by("number", "pk"))


def cycles_overtaken(change: Any) -> list[tuple[UatCycle, Line]]:
    """Open cycles that would begin before work ends which ended before them until now, with the last such work."""
    computed = ripple_of(change)
    if computed is None:
        return []
    moved = [line for line in computed.tasks() if line.before is not None and line.after is not None]
    found = []
    rows = UatCycle.objects.filter(programme=change.programme, state__in=OPEN_CYCLE).exclude(starts_on=None).for_list()
    for cycle in rows.order_by("number", "pk"):
        start = cycle.starts_on
        late = [line for line in moved if line.before < start <= line.after]  # type: ignore[operator]
        if late:
            found.append((cycle, max(late, key=lambda line: line.after)))  # type: ignore[arg-type, return-value]
    return found
