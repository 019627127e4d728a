"""Imports of the rollout: waves, and the roster of their people."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.imports.kinds import Column, Kind, Objection, Row, Type, row_by_row
from core.personal import Personal
from phases.rollout import permissions, services
from phases.rollout.choices import AccountKind
from phases.rollout.models import RosterEntry, Wave
from phases.rollout.rules import overlapping, read_span
from phases.rollout.selectors import roster_rows, wave_rows
from programme.people.selectors import unit_codes


def _units(words: Iterable[str]) -> list[Any]:
    known = unit_codes()
    return [known[word.casefold()] for word in words if word.casefold() in known]


def _wave_values(row: Row) -> Row:
    values = dict(row)
    if "units" in values:
        values["units"] = _units(values["units"])
    return values


def _update_wave(programme: Any, ref: str, row: Row, actor: Any) -> None:
    wave = Wave.objects.get(programme=programme, public_id=ref)
    services.update_wave(wave, values=_wave_values(row), actor=actor)


def _check_waves(_programme: Any, rows: Sequence[Row]) -> Iterable[Objection]:
    """Refuse units that nobody knows."""
    known = unit_codes()
    codes = [unit.code for unit in known.values()]
    for index, row in enumerate(rows):
        for word in row.get("units") or ():
            if word.casefold() not in known:
                yield index, "units", _("No business unit has this code."), codes


seams.kinds.add(
    "waves",
    Kind(
        code="waves",
        label=gettext_lazy("Waves"),
        columns=(
            Column("code", "批次", "Wave", required=True, max_length=10, example_zh="W1", example_en="W1"),
            Column("name_zh", "中文名称", "Name in Chinese", max_length=120, example_zh="第一批", example_en="第一批"),
            Column("name_en", "英文名称", "Name in English", max_length=120, example_zh="Wave 1", example_en="Wave 1"),
            Column("units", "业务单元编号", "Business unit codes", Type.LIST, example_zh="EAST;SOUTH",
                   example_en="EAST;SOUTH", help_zh="多个编号用分号分隔；一个单元只属于一个批次",
                   help_en="Several with semicolons between; a unit belongs to one wave"),
            Column("planned_on", "计划上线日", "Go-live planned", Type.DATE, example_zh="2026-09-01",
                   example_en="2026-09-01"),
            Column("live_on", "实际上线日", "Live since", Type.DATE),
        ),
        id_column="code",
        existing=wave_rows,
        write=row_by_row(
            lambda programme, row, actor: services.create_wave(
                programme, values=_wave_values(row), actor=actor
            ).public_id,
            _update_wave,
        ),
        remove=lambda programme, refs, actor: services.remove_waves(programme, refs=refs, actor=actor),
        check=_check_waves,
        can=permissions.can_edit_waves,
        order=90,
    ),
)  # fmt: skip


def _span_fault(parts: Sequence[str]) -> Any | None:
    try:
        spans = [read_span(part) for part in parts]
    except ValueError:
        return gettext_lazy("Write an absence as 2026-05-01/2026-05-05, several with semicolons between.")
    if any(span.last < span.first for span in spans):
        return gettext_lazy("An absence ends not before it begins.")
    if overlapping(spans):
        return gettext_lazy("Two absences share a day.")
    return None if spans == sorted(spans) else gettext_lazy("Write the absences in the order of time.")


def _check_roster(programme: Any, rows: Sequence[Row]) -> Iterable[Objection]:
    """Refuse units, waves and managers that nobody knows, naming those there are."""
    units = unit_codes()
    waves = {code.casefold(): code for code in Wave.objects.filter(programme=programme).values_list("code", flat=True)}
    keys = {key.casefold() for key in RosterEntry.objects.filter(programme=programme).values_list("key", flat=True)}
    keys |= {row["key"].casefold() for row in rows}
    unit_words = [unit.code for unit in units.values()]
    for index, row in enumerate(rows):
        if (row.get("unit") or "").casefold() not in {*units, ""}:
            yield index, "unit", _("No business unit has this code."), unit_words
        if (row.get("wave") or "").casefold() not in {*waves, ""}:
            yield index, "wave", _("No wave has this code."), sorted(waves.values())
        if (row.get("manager") or "").casefold() not in {*keys, ""}:
            yield index, "manager", _("Nobody on the roster has this personnel number."), ()


seams.kinds.add(
    "roster",
    Kind(
        code="roster",
        label=gettext_lazy("Roster"),
        columns=(
            Column("key", "人员编号", "Personnel number", required=True, max_length=120,
                   aliases=("工号", "员工编号", "Employee ID"), example_zh="CJ-1042", example_en="CJ-1042"),
            Column("name", "姓名", "Name", required=True, max_length=120, personal=Personal.NAME,
                   example_zh="王芳", example_en="Wang Fang"),
            Column("email", "邮箱", "E-mail", Type.PERSON, personal=Personal.MAIL,
                   aliases=("邮件", "电子邮件", "Email"),
                   example_zh="wang.fang@example.com", example_en="wang.fang@example.com"),
            Column("unit", "业务单元编号", "Business unit code", max_length=40, example_zh="EAST", example_en="EAST"),
            Column("crm_role", "CRM角色", "Role in the CRM", max_length=80, example_zh="sales", example_en="sales"),
            Column("crm_id", "CRM账号", "Account in the CRM", max_length=120, example_zh="0055j00000AT6I1AAL",
                   example_en="0055j00000AT6I1AAL"),
            Column("wave", "批次", "Wave", max_length=10, example_zh="W1", example_en="W1"),
            Column("manager", "上级人员编号", "Manager's personnel number", max_length=120,
                   aliases=("上级工号", "经理工号", "Manager"), example_zh="CJ-1001",
                   example_en="CJ-1001"),
            Column("account", "账号类型", "Kind of account", Type.CHOICE, choices=AccountKind, keeps=True),
            Column("licensed_on", "许可起始日", "Licensed from", Type.DATE, example_zh="2026-05-01",
                   example_en="2026-05-01"),
            Column("unlicensed_on", "许可截止日", "Licensed until", Type.DATE),
            Column("absences", "缺勤", "Absences", Type.LIST, check=_span_fault,
                   example_zh="2026-05-01/2026-05-05 年假；2026-06-02",
                   example_en="2026-05-01/2026-05-05 leave;2026-06-02",
                   help_zh="首日/末日，可加原因；单日只写一个日期；多段按时间顺序用分号分隔",
                   help_en="First day/last day, perhaps with a reason; one date for a single day; several in the order "
                           "of time with semicolons between"),
        ),
        id_column="key",
        existing=roster_rows,
        write=services.write_roster,
        remove=services.remove_entries,
        check=_check_roster,
        can=permissions.can_edit_roster,
        order=91,
    ),
)  # fmt: skip
