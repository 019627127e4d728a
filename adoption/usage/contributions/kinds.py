"""Kinds of import: ``usage``, event files of any size from any CRM, and how complete people's records are."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from adoption.usage.models import CompletenessReading
from adoption.usage.permissions import can_import
from adoption.usage.services import importing
from adoption.usage.services.scores import record_completeness, remove_completeness
from core import seams
from core.imports.kinds import Batch, Column, Kind, Outcome, Row, Rows, Type, row_by_row
from core.imports.streams import Stream

USAGE_COLUMNS = (
    Column("timestamp", "时间", "Time", Type.DATETIME, required=True,
           aliases=("date", "datetime", "event time", "time", "发生时间", "操作时间"),
           example_zh="2026-05-12 08:30:00", example_en="2026-05-12 08:30:00"),
    Column("user", "用户", "User", required=True, max_length=254,
           aliases=("user_email", "email", "user_id", "username", "user name", "account", "login", "邮箱", "用户邮箱",
                    "账号", "工号", "用户ID", "操作人"),
           example_zh="li.min@example.com", example_en="li.min@example.com"),
    Column("event", "操作", "Event", required=True,
           aliases=("action", "operation", "event_type", "动作", "事件", "操作类型"),
           example_zh="更新", example_en="update",
           help_zh="新建、更新、推进、记录、查看、登录", help_en="create, update, advance, log, view or login"),
    Column("object", "对象", "Object",
           aliases=("object_type", "entity", "module", "entity_name", "模块", "业务对象"),
           example_zh="商机", example_en="opportunity",
           help_zh="没有这一列就算不出每日更新率", help_en="Without it there is no daily update rate"),
    Column("record", "记录编号", "Record",
           aliases=("record_id", "object_id", "entity_id", "记录", "记录ID"),
           example_zh="OPP-1042", example_en="OPP-1042"),
    Column("via", "来源", "Source", aliases=("source", "channel", "client", "渠道", "客户端"),
           example_zh="web", example_en="web",
           help_zh="api、integration、batch 不计入", help_en="api, integration and batch are not counted"),
    Column("ref", "事件编号", "Event number", aliases=("event_id", "id", "request_id", "事件ID", "日志ID"),
           help_zh="同一编号只算一次", help_en="The same number counts once"),
)  # fmt: skip


def _no_rows(_programme: Any) -> Rows:
    """Events are never rows here."""
    return {}


def _no_writer(_programme: Any, _batch: Batch, _actor: Any) -> Sequence[Outcome]:
    """Not called: the kind streams."""
    raise NotImplementedError


seams.kinds.add(
    importing.KIND,
    Kind(
        code=importing.KIND,
        label=_("CRM usage"),
        columns=USAGE_COLUMNS,
        existing=_no_rows,
        write=_no_writer,
        can=can_import,
        suffixes=(".csv", ".gz", ".xlsx"),
        stream=Stream(
            limit=settings.USAGE_MAX_BYTES,
            look=importing.look,
            judge=importing.judge,
            refused=importing.refused,
            undo_reasons=importing.undo_reasons,
            undo=importing.undo,
        ),
        order=50,
    ),
)


def _readings(programme: Any) -> Rows:
    rows = CompletenessReading.objects.filter(programme=programme).select_related("entry").order_by("pk")
    return {
        row.public_id: {"person": row.entry.key, "month": row.month, "filled": row.filled, "required": row.required}
        for row in rows
    }


def _record(programme: Any, row: Row, actor: Any) -> str:
    return record_completeness(programme, values=row, actor=actor).public_id


def _correct(programme: Any, ref: str, row: Row, actor: Any) -> None:
    kept = _readings(programme)[ref]
    record_completeness(programme, values=kept | row, actor=actor)


def _forget(programme: Any, refs: Sequence[str], actor: Any) -> None:
    remove_completeness(programme, refs=refs, actor=actor)


COMPLETENESS_COLUMNS = (
    Column("person", "工号", "Personnel number", required=True, max_length=120, example_zh="CJ-1001",
           example_en="CJ-1001"),
    Column("month", "月份", "Month", Type.DATE, required=True, example_zh="2026-05-01", example_en="2026-05-01",
           help_zh="该月任一天", help_en="Any day of the month"),
    Column("filled", "已填字段", "Fields filled", Type.INTEGER, required=True, minimum=0, example_zh="940",
           example_en="940"),
    Column("required", "必填字段", "Fields required", Type.INTEGER, required=True, minimum=1, example_zh="1000",
           example_en="1000"),
)  # fmt: skip

seams.kinds.add(
    "completeness",
    Kind(
        code="completeness",
        label=_("Data completeness of people"),
        columns=COMPLETENESS_COLUMNS,
        natural_key=("person", "month"),
        existing=_readings,
        write=row_by_row(_record, _correct),
        remove=_forget,
        can=can_import,
        order=55,
    ),
)
