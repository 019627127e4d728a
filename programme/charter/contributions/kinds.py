"""Import and export of goals, KPIs and readings, and of the functions that are not deployed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.kinds import Choice, Column, Kind, Objection, Row, Rows, Type, row_by_row
from core.imports.words import say
from core.seams import kinds
from programme.charter import permissions, services
from programme.charter.choices import Direction, Family, UnitKind
from programme.charter.models import FeatureGap, Goal, Kpi, KpiReading, StrategyObjective
from programme.charter.selectors import current_version
from programme.charter.selectors.papers import held_terms, promised_terms
from programme.people.choices import Role
from programme.people.models import User

UNITS = (
    Choice("%", "%", "%", ("%", "percent", "百分比")),
    Choice("days", "天", "days", ("day", "日")),
    Choice("hours", "小时", "hours", ("hour",)),
    Choice("minutes", "分钟", "minutes", ("minute", "min")),
    Choice("seconds", "秒", "seconds", ("second",)),
    Choice("count", "次", "count", ("个", "数量")),
    Choice("points", "分", "points", ("point",)),
    Choice("ratio", "比值", "ratio"),
    Choice("CNY", "元", "CNY", ("人民币", "RMB")),
)
MEASURE = (
    Column("unit", "单位", "Unit", Type.CHOICE, choices=UNITS),
    Column("direction", "方向", "Better", Type.CHOICE, choices=Direction),
    Column("baseline", "基线", "Baseline", Type.DECIMAL, example_zh="25", example_en="25"),
    Column("baseline_on", "基线日期", "Baseline date", Type.DATE, example_zh="2026-01-31", example_en="2026-01-31"),
    Column("baseline_n", "样本量", "Sample n", Type.INTEGER, minimum=0, example_zh="412", example_en="412"),
    Column("baseline_source", "基线来源", "Baseline source", max_length=200),
    Column("target", "目标值", "Target", Type.DECIMAL, example_zh="35", example_en="35"),
    Column("starts_on", "开始", "Start", Type.DATE, example_zh="2026-03-02", example_en="2026-03-02"),
    Column("due_on", "到期", "Due", Type.DATE, example_zh="2026-09-02", example_en="2026-09-02"),
    Column("owner_role", "责任角色", "Owner role", Type.CHOICE, choices=Role),
    Column("owner", "责任人", "Owner", Type.PERSON),
)
SHARED = ("baseline", "baseline_on", "baseline_n", "baseline_source", "target", "starts_on", "due_on")
CODED: Mapping[str, Any] = {"strategy": StrategyObjective, "kpi": Kpi}


BY_REQUEST = gettext_lazy("Version {number} of the charter is signed: this changes by a change request only.")


def _measured(row: Any) -> Row:
    """The columns that goals and KPIs share."""
    coded = {key: getattr(row, key) or None for key in ("unit", "direction", "owner_role")}
    return (
        {key: getattr(row, key) for key in SHARED} | coded | {"owner": row.owner.email.lower() if row.owner else None}
    )


def _people(programme: Any) -> dict[str, User]:
    """People with a role in the programme, by address."""
    rows = User.objects.filter(memberships__programme=programme, memberships__ended_on=None).distinct()
    return {user.email.lower(): user for user in rows}


def _values(programme: Any, row: Row) -> dict[str, Any]:
    """Turn a row's codes and addresses into records; empty cells clear a field."""
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key == "owner":
            values[key] = _people(programme).get(value) if value else None
        elif key in CODED:
            values[key] = CODED[key].objects.filter(programme=programme, code=value).first() if value else None
        elif value is None and key in {"unit", "unit_kind", "owner_role"}:
            values[key] = ""
        elif value is None and key in {"direction", "family", "is_example"}:
            continue
        else:
            values[key] = value
    return values


def _known(programme: Any, rows: Sequence[Row]) -> Iterable[Objection]:
    """Refuse people without a role and codes that no record has."""
    people = _people(programme)
    codes = {
        key: list(model.objects.filter(programme=programme).values_list("code", flat=True))
        for key, model in CODED.items()
    }
    for index, row in enumerate(rows):
        if row.get("owner") and row["owner"] not in people:
            yield index, "owner", _("Nobody in this programme has this address."), sorted(people)
        for key, known in codes.items():
            if row.get(key) and row[key] not in known:
                yield index, key, _("No record has this code."), known


def _promised(programme: Any, rows: Sequence[Row]) -> Iterable[Objection]:
    """What all kinds refuse; once the charter is signed also new goals and what it promises about those that stand."""
    yield from _known(programme, rows)
    version = current_version(programme)
    if version is None:
        return
    goals = {goal.code: goal for goal in Goal.objects.current().filter(programme=programme)}
    named = {goal.statement: goal for goal in goals.values()}
    told = say(BY_REQUEST, number=version.number)
    for index, row in enumerate(rows):
        goal = goals.get(row.get("code") or "") or named.get(row.get("statement") or "")
        if goal is None:
            yield index, "statement", told, ()
            continue
        for key in promised_terms(goal, row):
            yield index, key, told, ()


def _held(programme: Any, rows: Sequence[Row]) -> Iterable[Objection]:
    """What all kinds refuse; once the charter is signed also what a goal of it says of the KPI that measures it."""
    yield from _known(programme, rows)
    version = current_version(programme)
    if version is None:
        return
    kpis = {kpi.code: kpi for kpi in Kpi.objects.filter(programme=programme).prefetch_related("goals")}
    named = {kpi.name_zh: kpi for kpi in kpis.values()}
    for index, row in enumerate(rows):
        kpi = kpis.get(row.get("code") or "") or named.get(row.get("name_zh") or "")
        if kpi is None:
            continue
        given = {key: value for key, value in row.items() if not (key == "direction" and value is None)}
        standing = [goal for goal in kpi.goals.all() if goal.withdrawn_on is None]
        for key in held_terms(kpi, given, standing):
            yield index, key, say(BY_REQUEST, number=version.number), ()


def _updater(model: Any, service: Callable[..., Any]) -> Callable[[Any, str, Row, Any], None]:
    """Make the updating half of a writer."""

    def update(programme: Any, ref: str, row: Row, actor: Any) -> None:
        record = model.objects.get(programme=programme, public_id=ref)
        service(record, values=_values(programme, row), actor=actor)

    return update


def _goals(programme: Any) -> Rows:
    """Goals that stand, as rows."""
    rows = Goal.objects.current().filter(programme=programme).select_related("owner", "strategy", "kpi")
    return {
        goal.public_id: _measured(goal)
        | {
            "code": goal.code,
            "statement": goal.statement,
            "metric": goal.metric,
            "unit_kind": goal.unit_kind or None,
            "achievability": goal.achievability,
            "strategy": goal.strategy.code if goal.strategy else "",
            "kpi": goal.kpi.code if goal.kpi else "",
        }
        for goal in rows
    }


kinds.add(
    "goals",
    Kind(
        code="goals",
        label=gettext_lazy("Goals"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="GL01", example_en="GL01"),
            Column("statement", "目标", "Goal", required=True, max_length=300,
                   example_zh="在6个月内将线索转化率从25%提升至35%",
                   example_en="Raise the lead conversion rate from 25 % to 35 % within 6 months"),
            Column("metric", "指标", "Metric", max_length=160, example_zh="线索转化率", example_en="Lead conversion"),
            Column("unit_kind", "变化方式", "Change is meant", Type.CHOICE, choices=UnitKind),
            *MEASURE,
            Column("achievability", "可达成依据", "Why it can be reached", max_length=2000),
            Column("strategy", "战略目标编号", "Strategic objective code", max_length=20),
            Column("kpi", "KPI编号", "KPI code", max_length=20),
        ),
        id_column="code",
        natural_key=("statement",),
        existing=_goals,
        write=row_by_row(
            lambda programme, row, actor: services.create_goal(
                programme, values=_values(programme, row), actor=actor
            ).public_id,
            _updater(Goal, services.update_goal),
        ),
        remove=lambda programme, refs, actor: services.remove_goals(programme, refs=refs, actor=actor),
        check=_promised,
        can=permissions.can_edit_goals,
        order=40,
    ),
)  # fmt: skip


def _kpis(programme: Any) -> Rows:
    """KPIs as rows."""
    return {
        kpi.public_id: _measured(kpi)
        | {
            "code": kpi.code,
            "name_zh": kpi.name_zh,
            "name_en": kpi.name_en,
            "formula": kpi.formula,
            "family": kpi.family,
            "source": kpi.source,
            "target_note": kpi.target_note,
            "is_example": kpi.is_example,
        }
        for kpi in Kpi.objects.filter(programme=programme).select_related("owner")
    }


kinds.add(
    "kpis",
    Kind(
        code="kpis",
        label=gettext_lazy("KPIs"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="K01", example_en="K01"),
            Column("name_zh", "中文名称", "Name in Chinese", max_length=120, example_zh="线索转化率"),
            Column("name_en", "英文名称", "Name in English", max_length=120, example_zh="Lead conversion",
                   example_en="Lead conversion"),
            Column("formula", "公式", "Formula", max_length=200),
            Column("family", "类别", "Family", Type.CHOICE, choices=Family),
            *MEASURE,
            Column("source", "来源", "Source", max_length=200),
            Column("target_note", "目标说明", "Target in words", max_length=200),
            Column("is_example", "示例", "Example", Type.BOOLEAN),
        ),
        id_column="code",
        natural_key=("name_zh",),
        existing=_kpis,
        write=row_by_row(
            lambda programme, row, actor: services.create_kpi(
                programme, values=_values(programme, row), actor=actor
            ).public_id,
            _updater(Kpi, services.update_kpi),
        ),
        remove=lambda programme, refs, actor: services.remove_kpis(programme, refs=refs, actor=actor),
        check=_held,
        can=permissions.can_edit_kpis,
        order=41,
    ),
)  # fmt: skip


def _readings(programme: Any) -> Rows:
    """Readings as rows."""
    rows = KpiReading.objects.filter(kpi__programme=programme).select_related("kpi")
    return {
        row.public_id: {
            "kpi": row.kpi.code,
            "read_on": row.read_on,
            "value": row.value,
            "n": row.n,
            "source": row.source,
        }
        for row in rows
    }


def _record(programme: Any, row: Row, actor: Any) -> str:
    """Record a reading from a row."""
    kpi = Kpi.objects.get(programme=programme, code=row["kpi"])
    reading = services.record_reading(
        kpi, read_on=row["read_on"], value=row["value"], n=row.get("n"), source=row.get("source", ""), actor=actor
    )
    return reading.public_id


def _correct(programme: Any, _ref: str, row: Row, actor: Any) -> None:
    """Correct a reading from a row: the same KPI and day."""
    _record(programme, row, actor)


kinds.add(
    "kpi-readings",
    Kind(
        code="kpi-readings",
        label=gettext_lazy("KPI readings"),
        columns=(
            Column("kpi", "KPI编号", "KPI code", required=True, max_length=20, example_zh="K01", example_en="K01"),
            Column("read_on", "日期", "Date", Type.DATE, required=True, example_zh="2026-04-30"),
            Column("value", "数值", "Value", Type.DECIMAL, required=True, example_zh="27.5", example_en="27.5"),
            Column("n", "样本量", "Sample n", Type.INTEGER, minimum=0, example_zh="412", example_en="412"),
            Column("source", "来源", "Source", max_length=200, example_zh="CRM导出", example_en="CRM export"),
        ),
        natural_key=("kpi", "read_on"),
        existing=_readings,
        write=row_by_row(_record, _correct),
        remove=lambda programme, refs, actor: services.remove_readings(programme, refs=refs, actor=actor),
        check=_known,
        can=permissions.can_edit_kpis,
        order=42,
        in_parts=True,
    ),
)  # fmt: skip


def _gaps(programme: Any) -> Rows:
    """Undeployed functions as rows."""
    return {
        gap.public_id: {
            "name": gap.name,
            "module": gap.module,
            "needed": gap.needed,
            "planned_on": gap.planned_on,
            "deployed_on": gap.deployed_on,
            "reason": gap.reason,
        }
        for gap in FeatureGap.objects.filter(programme=programme)
    }


def _remove_gaps(programme: Any, refs: Sequence[str], actor: Any) -> None:
    """Take back functions that an import created."""
    for gap in FeatureGap.objects.filter(programme=programme, public_id__in=refs):
        services.remove_row(gap, "feature-gaps", actor=actor)


def _update_gap(programme: Any, ref: str, row: Row, actor: Any) -> None:
    """Change an undeployed function from a row."""
    gap = FeatureGap.objects.get(programme=programme, public_id=ref)
    services.update_row(gap, "feature-gaps", values=_gap_values(row), actor=actor)


def _gap_values(row: Row) -> Row:
    """An empty cell leaves the default."""
    return {key: value for key, value in row.items() if not (key == "needed" and value is None)}


kinds.add(
    "feature-gaps",
    Kind(
        code="feature-gaps",
        label=gettext_lazy("Supported but undeployed functions"),
        columns=(
            Column("name", "功能", "Function", required=True, max_length=160, example_zh="移动审批",
                   example_en="Mobile approval"),
            Column("module", "模块", "Module", max_length=120),
            Column("needed", "需要", "Needed", Type.BOOLEAN),
            Column("planned_on", "计划日期", "Planned for", Type.DATE),
            Column("deployed_on", "部署日期", "Deployed on", Type.DATE),
            Column("reason", "未部署原因", "Why not yet", max_length=2000),
        ),
        natural_key=("name",),
        existing=_gaps,
        write=row_by_row(
            lambda programme, row, actor: services.create_row(
                programme, "feature-gaps", values=_gap_values(row), actor=actor
            ).public_id,
            _update_gap,
        ),
        remove=_remove_gaps,
        can=permissions.can_edit_charter,
        order=43,
    ),
)  # fmt: skip
