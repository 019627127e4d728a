"""Reads of snapshots: what stood where at a moment."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from core.errors import BadInputError, IllegalNowError
from programme.records.models import AuditEvent, Snapshot
from programme.records.rules import figure_value

if TYPE_CHECKING:
    from programme.charter.models import Programme


def frozen(snapshot: Snapshot) -> dict[str, Any]:
    """Read the frozen content: programme, figures and the sections of every document kind in both languages."""
    return cast("dict[str, Any]", json.loads(snapshot.content))


def figures_of(snapshot: Snapshot | None) -> dict[str, dict[str, Any]]:
    """The frozen readings by their dotted names; empty where there is no snapshot."""
    return {} if snapshot is None else frozen(snapshot)["figures"]


def frozen_values(snapshot: Snapshot) -> dict[str, Any]:
    """The values of the frozen readings by their names; None where a reading said nothing."""
    return {name: figure_value(figure) for name, figure in figures_of(snapshot).items()}


def last_snapshot(programme: "Programme", *, before: datetime | None = None) -> Snapshot | None:
    """The latest snapshot, or the latest before a moment."""
    rows = Snapshot.objects.filter(programme=programme)
    return (rows.filter(as_of__lt=before) if before else rows).order_by("-as_of", "-pk").first()


def still_says_it(snapshot: Snapshot) -> bool:
    """Tell whether the programme stands as frozen: nothing happened since on that day but the life of papers."""
    if timezone.localdate(snapshot.as_of) != timezone.localdate():
        return False
    events = AuditEvent.objects.filter(chain=snapshot.programme.public_id)
    taken = events.filter(action="records.snapshot_taken", object_id=snapshot.public_id).values("seq")[:1]
    of_papers = Q(action__startswith="records.document_") | Q(action__startswith="records.file_")
    later = events.filter(seq__gt=taken).exclude(of_papers | Q(action="records.snapshot_taken"))
    return not later.exists()


def snapshot_for(programme: "Programme", moment: str) -> Snapshot:
    """Return the snapshot of a moment: a date (its last one), a time, or a snapshot's id.

    Raises ``IllegalNowError`` naming the nearest two where none was taken then.
    """
    rows = Snapshot.objects.filter(programme=programme)
    by_id = rows.filter(public_id=moment).first()
    if by_id is not None:
        return by_id
    start, end = _span(moment)
    found = rows.filter(as_of__gte=start, as_of__lt=end).order_by("-as_of").first()
    if found is not None:
        return found
    raise IllegalNowError(_refusal(programme, moment, start))


def _span(moment: str) -> tuple[datetime, datetime]:
    """Turn a date or a time into the span that it names, in the installation's zone."""
    try:
        day, at = parse_date(moment), parse_datetime(moment)
    except ValueError:
        day = at = None
    if day is not None:
        start = timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001  (made aware here)
        return start, start + timedelta(days=1)
    if at is None:
        raise BadInputError({"as_of": [_("Give a date (2026-05-12), a time (2026-05-12T18:00) or a snapshot's id.")]})
    at = at if timezone.is_aware(at) else timezone.make_aware(at)
    whole_minute = at.second == 0 and at.microsecond == 0
    return at, at + (timedelta(minutes=1) if whole_minute else timedelta(seconds=1))


def _refusal(programme: "Programme", moment: str, at: datetime) -> str:
    rows = Snapshot.objects.filter(programme=programme)
    near = [*rows.filter(as_of__lt=at).order_by("-as_of")[:2], *rows.filter(as_of__gte=at).order_by("as_of")[:2]]
    if not near:
        return _("No snapshot was taken at %(moment)s, and there is none yet; use now.") % {"moment": moment}
    nearest = sorted(near, key=lambda row: abs(row.as_of - at))[:2]
    said = " · ".join(f"{timezone.localtime(row.as_of):%Y-%m-%dT%H:%M:%S}" for row in nearest)
    return _("No snapshot was taken at %(moment)s. Nearest: %(nearest)s") % {"moment": moment, "nearest": said}
