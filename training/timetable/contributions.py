"""What the timetable gives: its kind of import, what needs attention, and how learners rate the courses."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.imports.kinds import Column, Kind, Type, row_by_row
from core.seams import AttentionItem, Evidence, Finding, Impact, Rule, Scope, Touched
from phases.rollout.selectors import waves_of
from phases.uat.selectors import cycle_rows
from programme.charter.choices import Pitfall
from training.catalogue.choices import Language
from training.timetable import permissions, selectors, services
from training.timetable.choices import AHEAD, ATTENDED, SessionState
from training.timetable.models import Session

SECOND_EDITION = 2
NEAR, SOON = 30, 14  # days
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


TOO_EARLY = Rule(
    "training.before_stable_build", "warn", Pitfall.USERS,
    gettext_lazy("Training for users begins after the acceptance test has begun"),
    gettext_lazy("Train on what will go live; what changes afterwards is taught twice."),
)  # fmt: skip
TOO_LATE = Rule(
    "training.after_go_live", "bad", Pitfall.USERS,
    gettext_lazy("Sessions of a wave are held before it goes live"),
    gettext_lazy("Move the session, or the go-live."),
)  # fmt: skip
NO_SESSION = Rule(
    "training.wave_without_session", "bad", Pitfall.USERS,
    gettext_lazy("Every wave of the next 30 days has its sessions"),
    gettext_lazy("Plan the sessions and enrol the people."),
)  # fmt: skip
NO_TRAINER = Rule(
    "training.session_without_trainer", "warn", Pitfall.USERS,
    gettext_lazy("Every session of the next 14 days has a trainer"),
    gettext_lazy("Name the trainer."),
)  # fmt: skip
UNCONFIRMED = Rule(
    "training.attendance_missing", "warn", Pitfall.USERS,
    gettext_lazy("Attendance of every session that is over was recorded"),
    gettext_lazy("Record who was there; readiness counts it."),
)  # fmt: skip


@seams.plan_rules.provide("training.sessions", TOO_EARLY, TOO_LATE, NO_SESSION, NO_TRAINER, UNCONFIRMED)
def session_findings(programme: Any) -> list[Finding]:
    """Sessions at the wrong time, or of nobody; three queries."""
    now, today = timezone.now(), timezone.localdate()
    rows = list(Session.objects.filter(programme=programme).booked().select_related("wave").order_by("starts_at"))
    ahead = [row for row in rows if row.state in AHEAD and row.starts_at > now]
    waves = [
        wave
        for wave in waves_of(programme)
        if wave.live_on is None and wave.planned_on and today <= wave.planned_on <= today + timedelta(days=NEAR)
    ]
    served = {row.wave_id for row in rows}
    begins = min((cycle.starts_on for cycle in cycle_rows(programme) if cycle.starts_on), default=None)
    url = reverse("timetable:sessions", args=[programme.slug])
    return [
        *TOO_EARLY.over(
            (r.code for r in ahead if r.wave_id and begins and timezone.localdate(r.starts_at) < begins), url
        ),
        *TOO_LATE.over(
            (
                row.code
                for row in ahead
                if row.wave and row.wave.goes_live_on and timezone.localdate(row.starts_at) >= row.wave.goes_live_on
            ),
            url,
        ),
        *NO_SESSION.over((wave.code for wave in waves if wave.pk not in served), url),
        *NO_TRAINER.over(
            (r.code for r in ahead if r.trainer_id is None and r.starts_at < now + timedelta(days=SOON)), url
        ),
        *UNCONFIRMED.over((r.code for r in rows if r.state in ATTENDED and r.ends_at < now - timedelta(days=2)), url),
    ]
