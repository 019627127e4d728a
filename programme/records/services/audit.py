"""The audit chain, and the lock that every service takes first."""

import getpass
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from core import seams
from core.memo import forget
from programme.records.models import SYSTEM, AuditEvent
from programme.records.services.jobs import enqueue

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

P = ParamSpec("P")
R = TypeVar("R")

UNRECORDED = frozenset(
    {"id", "version", "updated_at", "created_at", "password", "last_login", "sealed_address", "sealed_secret"}
)
LOCK_CLASS = 0x4C46  # "LF": our own space among PostgreSQL's advisory locks


def lock_programme(programme: "Programme | None") -> None:
    """Hold the programme's lock until the transaction ends; SQLite holds the whole database's already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, programme.pk if programme else 0])


def writes(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service atomically under its programme's lock, taken before any row is read for update.

    The programme is the keyword ``programme``, or that of the first argument; a service without one locks the
    installation. Nested services find the lock held, so locks are always taken in one order.
    """

    @wraps(service)
    def locked(*args: P.args, **kwargs: P.kwargs) -> R:
        programme: Any = kwargs.get("programme") or (getattr(args[0], "programme", None) if args else None)
        with transaction.atomic():
            lock_programme(programme)
            result = service(*args, **kwargs)
        forget(programme, *args[:1])
        return result

    return locked


def plain(value: Any) -> Any:
    """Make a field's value fit for JSON without losing anything a reader needs."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal() | float() | UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(inner) for inner in value]
        case _:
            return str(value)


def facts(row: models.Model) -> dict[str, Any]:
    """Give the row's recorded columns as plain values."""
    return {
        field.name: plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in UNRECORDED and not field.primary_key
    }


@cache
def operating_system_user() -> str:
    """Name the account that runs this process."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return "?"


def canonical(content: Any) -> str:
    """Write JSON in the one form that is hashed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(event: AuditEvent) -> str:
    """Hash an event together with the hash before it."""
    content = {
        "chain": event.chain,
        "seq": event.seq,
        "at": event.at.isoformat(),
        "actor": event.actor_name,
        "action": event.action,
        "kind": event.kind,
        "object": event.object_id,
        "text": event.object_text,
        "changes": event.changes,
        "reason": event.reason,
        "prev": event.prev_hash,
    }
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def append_event(
    action: str,
    row: models.Model,
    *,
    actor: "User | None",
    changes: dict[str, Any] | None = None,
    reason: str = "",
    programme: "Programme | None" = None,
    installation: bool = False,
) -> AuditEvent:
    """Append one event to the programme's chain (or the installation's); needs the lock that ``writes`` took.

    Costs two queries, and one more per reaction that waits for this action.
    """
    programme = None if installation else programme or getattr(row, "programme", None)
    chain = programme.public_id if programme is not None else ""
    if programme is None:
        lock_programme(None)  # found held, or taken after a programme's: always in that order
    last = AuditEvent.objects.filter(chain=chain).order_by("-seq").values_list("seq", "hash").first()
    event = AuditEvent(
        chain=chain,
        seq=(last[0] if last else 0) + 1,
        programme=programme,
        at=timezone.now(),
        actor=actor,
        actor_name=actor.name_in(programme) if actor else f"{SYSTEM}{operating_system_user()})",
        action=action,
        kind=row._meta.label,
        object_id=getattr(row, "public_id", str(row.pk)),
        object_text=str(row)[:200],
        changes=changes or {},
        reason=reason,
        prev_hash=last[1] if last else "",
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    forget(programme, row)
    for name in seams.reactions:
        if name.partition("/")[0] == action:
            enqueue(
                "records.react",
                args={"event": event.pk, "handler": name},
                programme=programme,
                key=f"react:{event.pk}:{name}",
            )
    return event


@contextmanager
def change(row: models.Model, action: str, *, actor: "User | None", reason: str = "") -> Iterator[None]:
    """Record what the block changes on the row: before from the database, after from the object.

    Wrap the assignments together with the save. A new row is recorded with every field it starts with.
    """
    stored = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    before = facts(stored) if stored is not None else {}
    yield
    after = facts(row)
    differing = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    append_event(action, row, actor=actor, changes=differing, reason=reason)
