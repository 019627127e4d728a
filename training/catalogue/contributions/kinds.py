"""The kinds of import of the catalogue: courses, rooms, trainers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports.kinds import Column, Kind, Row, Type, row_by_row
from core.personal import Personal
from core.seams import kinds
from training.catalogue import services
from training.catalogue.choices import PassedBy, Tier
from training.catalogue.models import Course, Room, Trainer
from training.catalogue.permissions import can_edit
from training.catalogue.selectors import course_rows, room_rows, trainer_rows


def _course_values(row: Row) -> dict[str, Any]:
    return {name: Decimal(0) if name == "hands_on" and value is None else value for name, value in row.items()}


def _create_course(programme: Any, row: Row, actor: Any) -> str:
    return services.create_course(programme, values=_course_values(row), actor=actor).public_id


def _update_course(programme: Any, ref: str, row: Row, actor: Any) -> None:
    course = Course.objects.get(programme=programme, public_id=ref)
    services.update_course(course, values=_course_values(row), actor=actor)


def _remove_courses(programme: Any, refs: Sequence[str], actor: Any) -> None:
    services.remove_courses(programme, refs=refs, actor=actor)


def _create_room(programme: Any, row: Row, actor: Any) -> str:
    return services.create_room(programme, values=row, actor=actor).public_id


def _update_room(programme: Any, ref: str, row: Row, actor: Any) -> None:
    services.update_room(Room.objects.get(programme=programme, public_id=ref), values=row, actor=actor)


def _remove_rooms(programme: Any, refs: Sequence[str], actor: Any) -> None:
    services.remove_rooms(programme, refs=refs, actor=actor)


def _create_trainer(programme: Any, row: Row, actor: Any) -> str:
    return services.create_trainer(programme, values=row, actor=actor).public_id


def _update_trainer(programme: Any, ref: str, row: Row, actor: Any) -> None:
    services.update_trainer(Trainer.objects.get(programme=programme, public_id=ref), values=row, actor=actor)


def _remove_trainers(programme: Any, refs: Sequence[str], actor: Any) -> None:
    services.remove_trainers(programme, refs=refs, actor=actor)


COURSE_COLUMNS = (
    Column("code", "编号", "Code", max_length=20, example_zh="C02", example_en="C02"),
    Column("name_zh", "课程", "Course in Chinese", max_length=200, example_zh="CRM基础操作", example_en=""),
    Column("name_en", "英文课程名", "Course", max_length=200, example_zh="", example_en="CRM basic operation"),
    Column("tier", "层级", "Tier", Type.CHOICE, choices=Tier, required=True,
           example_zh="基础", example_en="Basic"),
    Column("audience", "对象", "For whom", max_length=120, example_zh="全体用户", example_en="All users"),
    Column("objectives", "学习目标", "Learning objectives", example_zh="能独立录入客户与跟进",
           example_en="Enters customers and follow-ups alone"),
    Column("pain_points", "解决的痛点", "Pain points it takes away", example_zh="重复填写三张表",
           example_en="The same facts in three sheets"),
    Column("hours", "学时", "Hours", Type.DECIMAL, required=True, minimum=Decimal("0.5"), example_zh="3",
           example_en="3"),
    Column("hands_on", "上机学时", "Hours of practice", Type.DECIMAL, minimum=Decimal(0), example_zh="2",
           example_en="2"),
    Column("passed_by", "通过方式", "Passed by", Type.CHOICE, choices=PassedBy, required=True,
           example_zh="测试得分", example_en="Score in a test"),
    Column("pass_mark", "合格分", "Pass mark", Type.INTEGER, minimum=0, maximum=100, example_zh="80",
           example_en="80", help_zh="仅测试类课程填写", help_en="Only for scored courses"),
    Column("attendance_need", "出勤要求（%）", "Attendance needed (%)", Type.INTEGER, minimum=0, maximum=100,
           keeps=True, example_zh="90", example_en="90"),
    Column("valid_months", "证书有效期（月）", "Certificate valid for (months)", Type.INTEGER, minimum=1, maximum=600,
           help_zh="空白表示长期有效", help_en="Empty: for ever"),
    Column("when", "时间", "When", max_length=120, example_zh="批次上线前", example_en="Before the wave goes live"),
    Column("prerequisite", "先修课程", "After course", max_length=20),
)  # fmt: skip
ROOM_COLUMNS = (
    Column("name", "教室", "Room", required=True, max_length=80, aliases=("名称", "Name"), example_zh="一号机房",
           example_en="Lab 1"),
    Column("site", "地点", "Site", max_length=80, aliases=("城市", "Location"), example_zh="苏州", example_en="Suzhou"),
    Column("capacity", "座位数", "Seats", Type.INTEGER, required=True, minimum=1, maximum=10_000,
           aliases=("容量", "Capacity"), example_zh="12", example_en="12"),
    Column("equipment", "设备", "Equipment", max_length=200, example_zh="每人一台电脑", example_en="a computer each"),
    Column("active", "启用", "In use", Type.BOOLEAN, keeps=True, example_zh="是", example_en="yes"),
)  # fmt: skip
TRAINER_COLUMNS = (
    Column("name", "讲师", "Trainer", required=True, max_length=120, personal=Personal.NAME,
           aliases=("姓名", "Name"), example_zh="何静",
           example_en="He Jing"),
    Column("email", "邮箱", "E-mail", Type.PERSON, personal=Personal.MAIL, aliases=("电子邮箱", "mail"),
           example_zh="he@example.com",
           example_en="he@example.com"),
    Column("courses", "可授课程", "May give", Type.LIST, aliases=("课程", "Courses"), example_zh="C02、C03",
           example_en="C02, C03", help_zh="课程编号", help_en="Codes of the courses"),
    Column("active", "启用", "In use", Type.BOOLEAN, keeps=True, example_zh="是", example_en="yes"),
)  # fmt: skip

kinds.add("courses", Kind(
    code="courses", label=_("Courses"), columns=COURSE_COLUMNS, id_column="code", existing=course_rows,
    write=row_by_row(_create_course, _update_course), remove=_remove_courses, can=can_edit, order=60,
))  # fmt: skip
kinds.add("rooms", Kind(
    code="rooms", label=_("Rooms"), columns=ROOM_COLUMNS, natural_key=("name",), existing=room_rows,
    write=row_by_row(_create_room, _update_room), remove=_remove_rooms, can=can_edit, order=61,
))  # fmt: skip
kinds.add("trainers", Kind(
    code="trainers", label=_("Trainers"), columns=TRAINER_COLUMNS, natural_key=("name",), existing=trainer_rows,
    write=row_by_row(_create_trainer, _update_trainer), remove=_remove_trainers, can=can_edit, order=62,
))  # fmt: skip
