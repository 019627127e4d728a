"""The columns of the kind ``plan``, and how an example of each looks."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports.kinds import Column, Type
from phases.plan.choices import Constraint, TaskEarning
from phases.plan.rules.shares import read_share
from phases.plan.rules.steps import HUNDRED, read_step
from phases.plan.rules.tokens import read_token

MAX_DAYS = 110_000
TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?")
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


def _shares(value: tuple[str, ...]) -> Any | None:
    wrong = [text for text in value if read_share(text) is None]
    return _("Write resources such as Dana, or Dana[50] for half of Dana.") if wrong else None


def _steps(value: tuple[str, ...]) -> Any | None:
    found = [step for text in value if (step := read_step(text)) is not None]
    if len(found) < len(value):
        return _("Write milestones with their weights, such as Design agreed[30%].")
    total = sum((step.weight for step in found), Decimal(0))
    return None if not found or total == HUNDRED else _("The weights of the milestones must add up to 100.")


def _time_of_day(value: str) -> Any | None:
    return None if minute_of(value) is not None else _("Write a time of day such as 08:30.")


def minute_of(text: str) -> int | None:
    """Read a time of day as minutes; None where it is none."""
    found = TIME.fullmatch(text.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None


def time_of(minute: int | None) -> str:
    """Write the minute of a day as ``08:30``; empty where there is none."""
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"


COLUMNS = (
    Column(
        "uid", "唯一标识", "UID", max_length=240, aliases=("ID", "Unique ID", "标识号", "任务标识"),
        help_zh="文件中任务的标识；再次导入时据此更新", help_en="The task's id in its file; imports update by it",
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
        "duration", "工期（工作日）", "Duration (wd)", Type.DECIMAL, minimum=0, maximum=MAX_DAYS,
        aliases=("工期", "Duration", "Days"), example_zh="8", example_en="8",
    ),
    Column(
        "predecessors", "前置任务", "Predecessors", Type.LIST, aliases=("前置", "Depends on"),
        example_zh="1.0FS+2d", example_en="1.0FS+2d", check=_tokens,
        help_zh="WBS或唯一标识，可加FS、SS、FF、SF与间隔，如3SS+2d",
        help_en="WBS or UID, with FS, SS, FF, SF and a lag",
    ),
    Column("start", "开始时间", "Start", Type.DATE, aliases=("开始", "计划开始", "Planned start"), minimum=YEARS[0],
           maximum=YEARS[1], example_zh="2026-03-02", example_en="2026-03-02"),
    Column("finish", "完成时间", "Finish", Type.DATE, aliases=("完成", "计划完成", "Planned finish"), minimum=YEARS[0],
           maximum=YEARS[1], example_zh="2026-03-11", example_en="2026-03-11"),
    Column("milestone", "里程碑", "Milestone", Type.BOOLEAN, example_zh="否", example_en="no"),
    Column(
        "responsible", "负责人", "Responsible", max_length=254, aliases=("Owner",),
        help_zh="项目成员的邮箱，或角色代码如PM", help_en="A team member's e-mail address, or a role code such as PM",
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
    Column(
        "resources", "资源", "Resources", Type.LIST, aliases=("资源名称", "Resource names"), check=_shares,
        help_zh="用分号分隔，可写占用比例，如 王工[50%]",
        help_en="Separated by semicolons, each with its share, such as Dana[50%]",
    ),
    Column("elapsed", "昼夜连续", "Runs day and night", Type.BOOLEAN, aliases=("Elapsed",),
           help_zh="是：工期按24小时一天计", help_en="Yes: a day of the duration is 24 hours"),
    Column("manual", "手动计划", "Manual", Type.BOOLEAN, aliases=("Task mode", "任务模式"),
           help_zh="是：日期由人保持", help_en="Yes: the dates are kept by hand"),
    Column("active", "计入计划", "Active", Type.BOOLEAN, aliases=("活动",)),
    Column("calendar", "任务日历", "Task calendar", max_length=200),
    Column("ignores_resources", "忽略资源日历", "Ignore resource calendars", Type.BOOLEAN),
    Column("fixed", "固定工期", "Fixed duration", Type.BOOLEAN),
    Column("priority", "优先级", "Priority", Type.INTEGER, minimum=0, maximum=1000),
    Column("delay", "资源调配延迟（工作日）", "Levelling delay (wd)", Type.DECIMAL, minimum=0, maximum=MAX_DAYS),
    Column("delay_elapsed", "调配延迟昼夜连续", "Levelling delay runs day and night", Type.BOOLEAN,
           help_zh="是：延迟按24小时一天计", help_en="Yes: a day of the delay is 24 hours"),
    Column("earning", "挣值规则", "Earns by", Type.CHOICE, choices=TaskEarning, leave_out=("",)),
    Column(
        "steps", "加权里程碑", "Weighted milestones", Type.LIST, check=_steps,
        help_zh="用分号分隔，写明权重，合计100；已达到的写日期，如 方案确认[30% 2026-03-05]",
        help_en="Separated by semicolons, weights adding up to 100, a day once reached: Design agreed[30% 2026-03-05]",
    ),
    Column("remaining", "剩余工期（工作日）", "Remaining duration (wd)", Type.DECIMAL, minimum=0, maximum=MAX_DAYS,
           aliases=("剩余工期", "Remaining duration")),
    Column("note", "备注", "Notes", max_length=50_000, aliases=("Note",)),
    *(
        Column(key, f"{zh}时刻", f"{en} (time of day)", max_length=20, check=_time_of_day)
        for key, zh, en in (
            ("start_at", "开始", "Start"),
            ("finish_at", "完成", "Finish"),
            ("actual_start_at", "实际开始", "Actual start"),
            ("actual_finish_at", "实际完成", "Actual finish"),
            ("deadline_at", "期限", "Deadline"),
        )
    ),
)  # fmt: skip
