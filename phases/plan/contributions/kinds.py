"""The kind ``plan`` of imports and exports."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import seams
from core.imports.kinds import Batch, Beside, Kind, Outcome
from phases.plan.permissions import can_edit_plan
from phases.plan.rules.columns import COLUMNS
from phases.plan.rules.filing import figures, parse_plan
from phases.plan.selectors import objections, plan_rows
from phases.plan.selectors.beside import beside_of
from phases.plan.selectors.exchange import plan_xml
from phases.plan.selectors.milestones import milestones_ics
from phases.plan.services.importing import remove_tasks, restore_beside, write_plan


def write(programme: Any, batch: Batch, actor: Any) -> Sequence[Outcome]:
    """Write an import's rows."""
    return write_plan(programme, batch=batch, actor=actor)


def remove(programme: Any, refs: Sequence[str], actor: Any) -> None:
    """Take an import's creations back."""
    remove_tasks(programme, refs=refs, actor=actor)


def restore(programme: Any, wanted: Mapping[str, Any], actor: Any) -> None:
    """Give what an import brought beside its rows the values it had."""
    restore_beside(programme, wanted=wanted, actor=actor)


seams.kinds.add(
    "plan",
    Kind(
        code="plan",
        label=_("Plan"),
        columns=COLUMNS,
        id_column="uid",
        natural_key=("wbs",),
        existing=plan_rows,
        write=write,
        remove=remove,
        can=can_edit_plan,
        check=objections,
        parse=parse_plan,
        figures=figures,
        suffixes=(".xml", ".csv", ".xlsx"),
        exporters={".xml": plan_xml, ".ics": milestones_ics},
        order=10,
        beside=Beside(beside_of, restore),
        effects="plan/_import_effects.html",
    ),
)
