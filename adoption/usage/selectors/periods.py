"""The clock and the days of figures: the programme's zone, and how far the data reach."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Min, Q
from django.utils import timezone

from adoption.usage.models import UsagePart
from core.memo import read_once

if TYPE_CHECKING:
    from programme.charter.models import Programme

WEEKS = 4
STALE = timedelta(days=7)


def zone_of(_programme: Any) -> ZoneInfo:
    """Give the zone in which the programme's days begin and end."""
    return ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the data reach: moments and days of the first and last event, and whether any file names objects."""

    first_at: datetime
    last_at: datetime
    first: date
    last: date
    objects_from: datetime | None
    objects_to: datetime | None

    def stale(self, now: datetime) -> bool:
        """Tell whether the last event is older than agreed."""
        return now - self.last_at > STALE

    def names_objects(self, first: date, last: date, zone: ZoneInfo) -> bool:
        """Tell whether events of this stretch say what was worked on."""
        if self.objects_from is None or self.objects_to is None:
            return False
        begins, ends = self.objects_from.astimezone(zone).date(), self.objects_to.astimezone(zone).date()
        return begins <= last and ends >= first


@read_once()
def reach_of(programme: "Programme") -> Reach | None:
    """Give how far the data reach; None without any. One query."""
    found = UsagePart.objects.filter(programme=programme).aggregate(
        first=Min("first_at"),
        last=Max("last_at"),
        objects_from=Min("first_at", filter=Q(has_object=True)),
        objects_to=Max("last_at", filter=Q(has_object=True)),
    )
    if found["first"] is None:
        return None
    zone = zone_of(programme)
    return Reach(
        found["first"],
        found["last"],
        found["first"].astimezone(zone).date(),
        found["last"].astimezone(zone).date(),
        found["objects_from"],
        found["objects_to"],
    )


def latest_weeks(reach: Reach, weeks: int = WEEKS) -> tuple[date, date]:
    """Give the last whole stretch of weeks that the data cover, ending with their last day."""
    return max(reach.first, reach.last - timedelta(days=7 * weeks - 1)), reach.last


def today_of(programme: "Programme") -> date:
    """Give the day it is in the programme's zone."""
    return timezone.localtime(timezone.now(), zone_of(programme)).date()
