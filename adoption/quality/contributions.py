"""What quality rules give: their page in the map and their kind of import."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from adoption.quality.choices import Dimension
from adoption.quality.models import QualityRule
from adoption.quality.permissions import can_edit, can_see
from adoption.quality.selectors import rule_rows
from adoption.quality.services import create_rule, remove_rules, update_rule
from core import seams
from core.imports.kinds import Column, Kind, Row, Type, row_by_row
from core.seams import Finding, Rule
from programme.charter.choices import Pitfall

SEVERE = 1
DEFAULTS: dict[str, Any] = {"severity": 3, "active": True}


def _values(row: Row) -> dict[str, Any]:
    return {name: DEFAULTS.get(name) if value is None else value for name, value in row.items()}


def _create(programme: Any, row: Row, actor: Any) -> str:
    return create_rule(programme, values=_values(row), actor=actor).public_id


def _update(programme: Any, ref: str, row: Row, actor: Any) -> None:
    rule = QualityRule.objects.get(programme=programme, public_id=ref)
    update_rule(rule, values=_values(row), actor=actor)


def _remove(programme: Any, refs: Sequence[str], actor: Any) -> None:
    remove_rules(programme, refs=refs, actor=actor)


RULE_COLUMNS = (
    Column("code", "编号", "Code", max_length=20, example_zh="Q01", example_en="Q01"),
    Column("name_zh", "规则名称", "Name in Chinese", max_length=200, example_zh="客户地址必填", example_en=""),
    Column("name_en", "英文名称", "Name", max_length=200, example_zh="", example_en="Customer address is filled"),
    Column("dimension", "维度", "Dimension", Type.CHOICE, choices=Dimension, required=True, example_zh="完整性",
           example_en="Completeness"),
    Column("rule_zh", "规则", "Rule in Chinese", max_length=300, example_zh="地址不为空", example_en=""),
    Column("rule_en", "英文规则", "Rule", max_length=300, example_zh="", example_en="The address is not empty"),
    Column("severity", "严重程度", "Severity", Type.INTEGER, minimum=1, maximum=3, example_zh="3", example_en="3"),
    Column("active", "启用", "In use", Type.BOOLEAN, example_zh="是", example_en="yes"),
)  # fmt: skip

seams.kinds.add(
    "quality-rules",
    Kind(
        code="quality-rules",
        label=_("Quality rules"),
        columns=RULE_COLUMNS,
        id_column="code",
        existing=rule_rows,
        write=row_by_row(_create, _update),
        remove=_remove,
        can=can_edit,
        order=70,
    ),
)

seams.pages.add(
    "quality",
    seams.PageEntry(
        label=_("Data quality"), url_name="quality:rules", icon="shield-check", order=115, group=2, visible=can_see
    ),
)


NONE = Rule(
    "quality.no_rules", "bad", Pitfall.DATA,
    _("Rules say what good data are"),
    _("Write rules for completeness, uniqueness and validity first."),
)  # fmt: skip
BLIND = Rule(
    "quality.dimension_unwatched", "warn", Pitfall.DATA,
    _("Every dimension of data quality is watched by a rule"),
    _("Write a rule for the dimension, or say why it does not matter here."),
)  # fmt: skip
OFF = Rule(
    "quality.severe_rule_off", "warn", Pitfall.DATA,
    _("No rule of the highest severity is switched off"),
    _("Switch it on again, or lower its severity with a reason."),
)  # fmt: skip


@seams.plan_rules.provide("quality.rules", NONE, BLIND, OFF)
def rule_findings(programme: Any) -> list[Finding]:
    """A programme without rules, dimensions nobody watches, severe rules that are off; one query."""
    rows = list(QualityRule.objects.filter(programme=programme).order_by("code"))
    watched = {row.dimension for row in rows if row.active}
    url = reverse("quality:rules", args=[programme.slug])
    if not watched:
        return NONE.when(failed=True, url=url)
    return [
        *BLIND.over((one.label for one in Dimension if one.value not in watched), url),
        *OFF.over((row.code for row in rows if not row.active and row.severity == SEVERE), url),
    ]
