"""The entry of lessons in the map, and their import."""

from typing import Any

from django.utils.translation import gettext_lazy

from core import seams
from core.imports.kinds import Column, Kind, Row, Rows, Type, row_by_row
from core.seams import PageEntry
from programme.closure import permissions, services
from programme.closure.choices import Area
from programme.closure.models import Lesson

seams.pages.add(
    "closure.lessons",
    PageEntry(
        label=gettext_lazy("Lessons"), url_name="closure:lessons", icon="book", order=148, group=3,
        visible=permissions.can_read,
    ),
)  # fmt: skip


def _existing(programme: Any) -> Rows:
    keys = ("code", "event", "cause", "effect", "recommendation", "area", "found_on")
    return {
        row.public_id: {key: getattr(row, key) for key in keys} for row in Lesson.objects.filter(programme=programme)
    }


def _update(programme: Any, ref: str, row: Row, actor: Any) -> None:
    services.edit_lesson(Lesson.objects.get(programme=programme, public_id=ref), values=row, actor=actor)


seams.kinds.add(
    "lessons",
    Kind(
        code="lessons",
        label=gettext_lazy("Lessons"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="LL01", example_en="LL01"),
            Column("event", "发生了什么", "What happened", required=True, max_length=300, example_zh="试运营延长五周",
                   example_en="The trial ran five weeks longer"),
            Column("cause", "原因", "Cause"),
            Column("effect", "影响", "Effect"),
            Column("recommendation", "下次怎么做", "What to do next time", required=True,
                   example_zh="按同类案例的P80承诺", example_en="Promise by the P80 of similar cases"),
            Column("area", "适用于", "Applies to", Type.CHOICE, required=True, choices=Area),
            Column("found_on", "发现日期", "Found on", Type.DATE),
        ),
        id_column="code",
        natural_key=("event",),
        existing=_existing,
        write=row_by_row(
            lambda programme, row, actor: services.write_lesson(programme, values=row, actor=actor).public_id, _update
        ),
        remove=lambda programme, refs, actor: services.remove_lessons(programme, refs=refs, actor=actor),
        can=permissions.imports,
        order=95,
    ),
)  # fmt: skip
