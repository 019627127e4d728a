"""Read the other half of a blueprint: risks, KPIs, courses, communications, quality rules, cutover, processes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from phases.gates.rules.process import ROLES
from phases.gates.rules.reading import RowReader, read_rows
from phases.gates.rules.rows import (
    ChainRow,
    CommunicationRow,
    CourseRow,
    CutoverStepRow,
    KpiRow,
    NodeRow,
    QualityRuleRow,
    RiskRow,
)

STRATEGIES = ("avoid", "mitigate", "transfer", "accept")
FAMILIES = ("value", "adoption", "data", "training", "feedback", "leadership", "roi")
UNITS = ("percent", "days", "minutes", "points", "amount", "times", "ratio")
TARGET_KINDS = ("absolute", "change", "relative", "none")
TIERS = ("exec", "basic", "advanced", "admin", "ambassador", "tester", "capability", "recurring")
PASSED_BY = ("score", "attend", "observed", "project")
DIMENSIONS = ("completeness", "uniqueness", "validity", "timeliness", "consistency", "accuracy")
SCALE = 5


def read_content(data: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    """Return what the other slices are fed with, by the field of ``Blueprint``."""
    makers = {
        "risks": _risk,
        "kpis": _kpi,
        "courses": _course,
        "communications": _communication,
        "quality_rules": _quality_rule,
        "cutover_steps": _cutover_step,
    }
    found = {section: tuple(read_rows(data, section, problems, make)) for section, make in makers.items()}
    courses = {row.code: row for row in found["courses"] if isinstance(row, CourseRow)}
    problems.extend(
        f"courses {row.code}: prerequisite {row.prerequisite} does not exist"
        for row in courses.values()
        if row.prerequisite and row.prerequisite not in courses
    )
    return found


def read_chains(data: Mapping[str, Any], problems: list[str], deliverables: set[str]) -> list[ChainRow]:
    """Return the process library."""

    def make(row: RowReader) -> ChainRow:
        nodes = tuple(NodeRow(node.code, node.words()) for node in row.rows("nodes"))
        return ChainRow(row.code, row.words(), row.one_of("deliverable", deliverables), nodes)

    return read_rows(data, "chains", problems, make)


def _risk(row: RowReader) -> RiskRow:
    return RiskRow(
        code=row.code,
        name=row.words(),
        cause=row.words("cause"),
        event=row.words("event"),
        effect=row.words("effect"),
        probability=row.whole("probability", 1, SCALE),
        impact=row.whole("impact", 1, SCALE),
        strategy=row.one_of("strategy", STRATEGIES),
        response=row.words("response"),
        owner=row.one_of("owner", ROLES),
    )


def _kpi(row: RowReader) -> KpiRow:
    target = RowReader(row.need("target", dict, {}), "", row.problems)
    target.label = f"{row.label} target"
    kind = target.one_of("kind", TARGET_KINDS)
    value = target.amount("value")
    if (value is None) != (kind == "none"):
        target.fail(f"value {value} does not fit kind {kind}")
    return KpiRow(
        code=row.code,
        name=row.words(),
        family=row.one_of("family", FAMILIES),
        direction=row.one_of("direction", ("up", "down")),
        unit=row.one_of("unit", UNITS),
        formula=row.words("formula"),
        formula_id=row.get("formula_id", str, ""),
        target=target.words(),
        target_kind=kind,
        target_value=value,
        months=target.maybe_whole("months"),
        example_baseline=row.amount("example_baseline"),
    )


def _course(row: RowReader) -> CourseRow:
    passed_by = row.one_of("pass", PASSED_BY)
    mark = row.maybe_whole("pass_mark")
    if (mark is None) == (passed_by == "score"):
        row.fail(f"pass_mark {mark} does not fit pass {passed_by}")
    hours, hands_on = row.amount("hours") or Decimal(0), row.amount("hands_on") or Decimal(0)
    if not hours or hands_on > hours:
        row.fail(f"hours {hours} and hands_on {hands_on} do not fit")
    return CourseRow(
        code=row.code,
        name=row.words(),
        tier=row.one_of("tier", TIERS),
        audience=row.words("audience"),
        hours=hours,
        hands_on=hands_on,
        passed_by=passed_by,
        pass_mark=mark,
        when=row.words("when"),
        prerequisite=row.get("prerequisite", str, ""),
    )


def _communication(row: RowReader) -> CommunicationRow:
    return CommunicationRow(
        code=row.code,
        message=row.words(),
        sender=row.words("sender"),
        audience=row.words("audience"),
        channel=row.words("channel"),
        when=row.words("when"),
    )


def _quality_rule(row: RowReader) -> QualityRuleRow:
    return QualityRuleRow(
        code=row.code,
        name=row.words(),
        dimension=row.one_of("dimension", DIMENSIONS),
        rule=row.words("rule"),
        severity=row.whole("severity", 1, 3),
    )


def _cutover_step(row: RowReader) -> CutoverStepRow:
    step = CutoverStepRow(
        code=row.code,
        name=row.words(),
        minutes=row.whole("minutes", 1, 1440),
        doer=row.one_of("doer", ROLES),
        checker=row.one_of("checker", ROLES),
        checkpoint=row.maybe_whole("checkpoint"),
        point_of_no_return=row.get("point_of_no_return", bool, default=False),
    )
    if step.doer == step.checker:
        row.fail(f"checker {step.checker} is also the doer")
    return step
