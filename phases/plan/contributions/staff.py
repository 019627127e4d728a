"""The kinds ``resources`` and ``assignments`` of imports and exports."""

from django.utils.translation import gettext_lazy as _

from core import seams
from core.imports.kinds import Column, Kind, Type
from phases.plan.choices import ResourceKind
from phases.plan.permissions import can_edit_plan
from phases.plan.selectors.staff import assignment_rows, assignment_words, resource_rows, resource_words
from phases.plan.services import importing

MOST = 1_000_000  # per cent
MOST_DAYS = 110_000
RESOURCES = (
    Column("uid", "编号", "ID", max_length=221, aliases=("UID", "资源编号", "Resource ID"), example_zh="R7",
           example_en="R7", help_zh="填写后按编号更新，可以改名；不填则按名称对应",
           help_en="With an id the row finds its resource by it and may rename it; without, by the name"),
    Column("name", "资源", "Resource", required=True, max_length=200,
           aliases=("资源名称", "名称", "Resource Name", "Name"), example_zh="数据组", example_en="Data team"),
    Column("kind", "类别", "Kind", Type.CHOICE, choices=ResourceKind, keeps=True, aliases=("类型", "Type"),
           example_zh="work", example_en="work"),
    Column("max_units", "能力（%）", "Capacity (%)", Type.DECIMAL, minimum=0, maximum=MOST, keeps=True,
           aliases=("最大单位", "Max Units", "Max. Units"), example_zh="300", example_en="300",
           help_zh="一人为100，三人小组为300", help_en="100 for one person, 300 for a team of three"),
    Column("calendar", "自有日历", "Own calendar", max_length=200, aliases=("基准日历", "Base Calendar")),
    Column("person", "人员邮箱", "Person's e-mail", Type.PERSON, aliases=("邮箱", "E-mail", "Email Address")),
    Column("team", "团队", "Team", max_length=100, aliases=("组", "Group")),
)  # fmt: skip
ASSIGNMENTS = (
    Column("task", "任务", "Task", required=True, max_length=230, aliases=("任务编号", "Task ID"), example_zh="T41",
           example_en="T41", help_zh="任务编号，没有编号时用WBS",
           help_en="The code of the task, its WBS where it has none"),
    Column("resource", "资源", "Resource", required=True, max_length=230, aliases=("资源名称", "Resource Name"),
           example_zh="数据组", example_en="Data team"),
    Column("units", "投入（%）", "Allocation (%)", Type.DECIMAL, minimum=0, maximum=MOST, keeps=True,
           aliases=("单位", "Units", "Assignment Units"), example_zh="50", example_en="50"),
    Column("work", "工作量（工作日）", "Work (working days)", Type.DECIMAL, minimum=0, maximum=MOST_DAYS,
           aliases=("工时", "Work"), help_zh="不填则按任务工期与投入计算",
           help_en="Empty: the share of the task's duration"),
)  # fmt: skip


seams.kinds.add(
    "resources",
    Kind(
        code="resources", label=_("Resources of the plan"), columns=RESOURCES, id_column="uid", natural_key=("name",),
        existing=resource_rows, accepts=resource_words,
        write=lambda programme, batch, actor: importing.write_resources(programme, batch=batch, actor=actor),
        remove=lambda programme, refs, actor: importing.remove_resources(programme, refs=refs, actor=actor),
        can=can_edit_plan, order=11,
    ),
)  # fmt: skip
seams.kinds.add(
    "assignments",
    Kind(
        code="assignments", label=_("Assignments"), columns=ASSIGNMENTS, natural_key=("task", "resource"),
        existing=assignment_rows, accepts=assignment_words,
        write=lambda programme, batch, actor: importing.write_assignments(programme, batch=batch, actor=actor),
        remove=lambda programme, refs, actor: importing.remove_assignments(programme, refs=refs, actor=actor),
        can=can_edit_plan, order=12,
    ),
)  # fmt: skip
