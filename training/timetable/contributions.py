"""What the timetable gives: its kind of import, what needs attention, and how learners rate the courses."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.imports.kinds import Column, Kind, Type, row_by_row
from core.seams import AttentionItem, Evidence, Impact, Scope, Touched
from training.catalogue.choices import Language
from training.timetable import permissions, selectors, services
from training.timetable.choices import SessionState

SECOND_EDITION = 2
SHOWN = 12  # records that a change request names of each kind


@seams.evidence.provide("training.reaction_score")
def reaction_score(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Mean level-1 score of the sessions that gave a second or later edition, weighted by answers."""
    score, n = selectors.reaction_of(programme, from_edition=SECOND_EDITION)
    value = None if score is None else round(score, 2)
    url = _sessions(programme)
    reading = Evidence(value, denominator=n, unit="", as_of=timezone.now(), source_url=url)
    return [reading for _scope in scopes]


def _sessions(programme: Any, query: str = "") -> str:
    return reverse("timetable:sessions", args=[programme.slug]) + (f"?{query}" if query else "")


@seams.impacts.provide("training.sessions")
def sessions_to_move(_programme: Any, change: Any) -> list[Impact]:
    """Sessions ahead of waves that a change moves, and of courses whose material it changes."""
    rows = selectors.sessions_touched(change, timezone.now())
    if not rows:
        return []
    items = [Touched(str(row), row.get_absolute_url(), row.when) for row in rows[:SHOWN]]
    note = _("The first %(n)d are named.") % {"n": SHOWN} if len(rows) > SHOWN else ""
    return [Impact("sessions", _("Sessions to move or to hold again"), len(rows), items, note=note)]


@seams.attention.provide("training.sessions")
def sessions_needing(programme: Any, user: Any) -> list[AttentionItem]:
    """Sessions over without attendance, and sessions of the next fourteen days that are half empty."""
    if not permissions.can_plan(user, programme):
        return []
    return list(_items(programme))


def _items(programme: Any) -> Iterator[AttentionItem]:
    for one in selectors.unconfirmed(programme)[:5]:
        yield AttentionItem(
            "warn", _("Attendance is missing: %(session)s") % {"session": one}, one.get_absolute_url(),
            one.finishes.date(), _("%(n)d people") % {"n": getattr(one, "unmarked", 0)}, _("Confirm"),
        )  # fmt: skip
    for one in selectors.too_empty(programme)[:5]:
        told = {"n": getattr(one, "taken", 0), "seats": one.capacity}
        yield AttentionItem(
            "warn", _("Too few people: %(session)s") % {"session": one}, one.get_absolute_url(),
            one.begins.date(), _("%(n)d of %(seats)d seats taken") % told, _("Fill"),
        )  # fmt: skip


SESSION_COLUMNS = (
    Column("code", "班次", "Session", max_length=20, aliases=("编号", "Code"), example_zh="S001", example_en="S001"),
    Column("course", "课程", "Course", required=True, max_length=20, aliases=("课程编号", "Course code"),
           example_zh="C02", example_en="C02", help_zh="已发布课程的编号", help_en="Code of a published course"),
    Column("on", "日期", "Day", Type.DATE, required=True, aliases=("上课日期", "Date"), example_zh="2026-05-12",
           example_en="2026-05-12"),
    Column("begins", "开始", "Begins", required=True, max_length=5, aliases=("开始时间", "Start"), example_zh="09:00",
           example_en="09:00"),
    Column("ends", "结束", "Ends", required=True, max_length=5, aliases=("结束时间", "End"), example_zh="12:00",
           example_en="12:00"),
    Column("capacity", "座位数", "Seats", Type.INTEGER, required=True, minimum=1, maximum=10_000,
           aliases=("容量", "Capacity"), example_zh="12", example_en="12"),
    Column("trainer", "讲师", "Trainer", max_length=120, example_zh="何静", example_en="He Jing"),
    Column("room", "教室", "Room", max_length=80, example_zh="一号机房", example_en="Lab 1"),
    Column("link", "链接", "Link", max_length=300, example_zh="https://meet.example.com/c02",
           example_en="https://meet.example.com/c02"),
    Column("language", "语言", "Language", Type.CHOICE, choices=Language, keeps=True, example_zh="中文",
           example_en="Chinese"),
    Column("wave", "批次", "Wave", max_length=10, example_zh="W1", example_en="W1"),
    Column("state", "状态", "State", Type.CHOICE, choices=SessionState, keeps=True, example_zh="开放报名",
           example_en="Open"),
)  # fmt: skip

seams.kinds.add("sessions", Kind(
    code="sessions", label=gettext_lazy("Sessions"), columns=SESSION_COLUMNS, id_column="code",
    existing=selectors.session_rows,
    write=row_by_row(services.create_session_from_row, services.update_session_from_row),
    remove=services.remove_sessions, can=permissions.can_plan, order=64,
))  # fmt: skip
