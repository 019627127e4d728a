"""The columns of the kind ``plan``, and how an example of each looks."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports.kinds import Column, Type
from phases.plan.choices import Constraint
from phases.plan.rules.tokens import read_token

MAX_DAYS = 10_000
YEARS = (date(1900, 1, 1), date(2199, 12, 31))


def _one_wbs(value: str) -> Any | None:
    parts = value.split(".")
    return None if all(part.strip() for part in parts) else _("Write numbers with points, such as 1.2.3.")


def _tokens(value: tuple[str, ...]) -> Any | None:
    wrong = [text for text in value if read_token(text) is None]
    return _("Write predecessors such as 3, 3SS or 3FS+2d.") if wrong else None


def _constraint_date(value: str) -> Any | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return _("Write a date such as 2026-03-02.")
    inside = YEARS[0] <= moment.date() <= YEARS[1]
    return None if inside else _("Write a date between 1900 and 2199.")


COLUMNS = (
    Column(
        "uid", "唯一标识", "UID", max_length=240, aliases=("ID", "Unique ID", "标识号", "任务标识"),
        help_zh="文件中任务的标识;再次导入时据此更新", help_en="The task's id in its file; imports update by it",
    ),
    Column(
        "wbs", "WBS", "WBS", max_length=60, aliases=("大纲编号", "大纲数字", "Outline number", "编号"),
        example_zh="1.1", example_en="1.1", check=_one_wbs,
    ),
    Column(
        "name", "任务名称", "Task name", required=True, max_length=300, aliases=("任务", "名称", "Name", "Task"),
        example_zh="现状四块诊断", example_en="Current-state diagnosis",
    ),
    Column(
        "duration", "工期(工作日)", "Duration (wd)", Type.DECIMAL, minimum=0, maximum=MAX_DAYS,
        aliases=("工期", "Duration", "Days"), example_zh="8", example_en="8",
    ),
    Column(
        "predecessors", "前置任务", "Predecessors", Type.LIST, aliases=("前置", "Depends on"),
        example_zh="1.0FS+2d", example_en="1.0FS+2d", check=_tokens,
        help_zh="WBS或唯一标识,可加FS、SS、FF、SF与间隔,如3SS+2d", help_en="WBS or UID, with FS, SS, FF, SF and a lag",
    ),
    Column("start", "开始时间", "Start", Type.DATE, aliases=("开始", "计划开始", "Planned start"), minimum=YEARS[0],
           maximum=YEARS[1], example_zh="2026-03-02", example_en="2026-03-02"),
    Column("finish", "完成时间", "Finish", Type.DATE, aliases=("完成", "计划完成", "Planned finish"), minimum=YEARS[0],
           maximum=YEARS[1], example_zh="2026-03-11", example_en="2026-03-11"),
    Column("milestone", "里程碑", "Milestone", Type.BOOLEAN, example_zh="否", example_en="no"),
    Column(
        "responsible", "负责人", "Responsible", max_length=254, aliases=("资源名称", "Resource names", "Owner"),
        help_zh="项目成员的邮箱,或角色代码如PM", help_en="A team member's e-mail address, or a role code such as PM",
        example_zh="DS", example_en="DS",
    ),
    Column("percent", "完成百分比", "Complete (%)", Type.INTEGER, minimum=0, maximum=100,
           aliases=("% Complete", "Percent complete", "进度")),
    Column("actual_start", "实际开始", "Actual start", Type.DATE, minimum=YEARS[0], maximum=YEARS[1],
           aliases=("实际开始时间",)),
    Column("actual_finish", "实际完成", "Actual finish", Type.DATE, minimum=YEARS[0], maximum=YEARS[1],
           aliases=("实际完成时间",)),
    Column("deadline", "期限", "Deadline", Type.DATE, minimum=YEARS[0], maximum=YEARS[1], aliases=("截止日期",)),
    Column("constraint", "限制类型", "Constraint type", Type.CHOICE, choices=Constraint, aliases=("Constraint",)),
    Column("constraint_date", "限制日期", "Constraint date", max_length=20, check=_constraint_date),
)  # fmt: skip
