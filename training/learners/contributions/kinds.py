"""The kind of import ``attendance``: who was where, for how much of the time, with which result."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.imports.kinds import Column, Kind, Type, row_by_row
from core.seams import kinds
from training.learners import permissions, services
from training.learners.selectors import attendance_rows

COLUMNS = (
    Column("session", "班次", "Session", required=True, max_length=20, aliases=("班次编号", "Session code"),
           example_zh="S001", example_en="S001"),
    Column("person", "工号", "Person", required=True, max_length=254,
           aliases=("人员", "邮箱", "Personnel number", "E-mail", "Email"),
           example_zh="E00012", example_en="E00012", help_zh="花名册中的工号或邮箱",
           help_en="Number or address from the roster"),
    Column("attended", "出勤率（%）", "Attended (%)", Type.INTEGER, minimum=0, maximum=100,
           aliases=("出勤", "Attendance"), example_zh="100", example_en="100", help_zh="0表示缺席",
           help_en="0 means absent"),
    Column("score", "得分", "Score", Type.DECIMAL, minimum=Decimal(0), maximum=Decimal(100), aliases=("成绩",),
           example_zh="88", example_en="88", help_zh="仅测试类课程", help_en="Only for scored courses"),
    Column("met", "达标", "Good", Type.BOOLEAN, aliases=("是否通过", "Passed"),
           help_zh="仅观察或项目类课程", help_en="Only for observed work and projects"),
)  # fmt: skip

kinds.add("attendance", Kind(
    code="attendance", label=_("Attendance and results"), columns=COLUMNS, natural_key=("session", "person"),
    existing=attendance_rows,
    write=row_by_row(services.create_attendance_from_row, services.update_attendance_from_row),
    remove=services.remove_attendance, can=permissions.can_teach, order=66,
))  # fmt: skip
