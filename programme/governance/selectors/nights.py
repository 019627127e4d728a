"""The lights of many programmes as their last night kept them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from programme.governance import rules
from programme.governance.choices import DECISIVE, Colour
from programme.governance.models import LightDay


@dataclass(frozen=True, slots=True)
class Night:
    """The colours that counted on a day, by dimension."""

    day: date
    colours: dict[str, Colour]

    @property
    def overall(self) -> Colour:
        """What they add up to (F07)."""
        return rules.overall({name: rules.Light(colour) for name, colour in self.colours.items()})


def _last(outer: str) -> QuerySet[LightDay]:
    newest = LightDay.objects.filter(programme=OuterRef("programme")).order_by("-day").values("day")[:1]
    return LightDay.objects.filter(programme=OuterRef(outer), day=Subquery(newest))


def nights_of(programmes: Collection[int]) -> dict[int, Night]:
    """The last kept lights by programme; one query."""
    newest = LightDay.objects.filter(programme=OuterRef("programme")).order_by("-day").values("day")[:1]
    rows = LightDay.objects.filter(programme__in=programmes, day=Subquery(newest))
    found: dict[int, Night] = {}
    for programme, day, dimension, colour in rows.values_list("programme_id", "day", "dimension", "colour"):
        found.setdefault(programme, Night(day, {})).colours[dimension] = Colour(colour)
    return found


def with_light(rows: QuerySet[Any], colour: str) -> QuerySet[Any]:
    """Keep the programmes whose overall light of the last night has this colour."""
    red = Exists(_last("pk").filter(colour=Colour.RED, dimension__in=DECISIVE))
    amber = Exists(_last("pk").filter(colour__in=(Colour.AMBER, Colour.RED)))
    green = Exists(_last("pk").filter(colour=Colour.GREEN))
    if colour == Colour.RED:
        return rows.filter(red)
    if colour == Colour.AMBER:
        return rows.filter(amber).exclude(red)
    kept = rows.exclude(amber)
    return kept.filter(green) if colour == Colour.GREEN else kept.exclude(green)
