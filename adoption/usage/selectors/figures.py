"""Adoption as pages, papers, the API and the command read it: a whole, broken down by a cut, small groups hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from adoption.usage.choices import Cut
from adoption.usage.rules.figures import Figures, Ratio, figures_of
from adoption.usage.rules.suppression import hidden, total_hidden
from adoption.usage.selectors.periods import latest_weeks, reach_of
from adoption.usage.selectors.population import Person, Population, population
from core.memo import once
from programme.people.models import Unit

if TYPE_CHECKING:
    from programme.charter.models import Programme

ALL = "all"
PLACES = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A row of an adoption table; one whose group is too small has no figures."""

    key: str
    label: str
    figures: Figures | None
    people: int = 0

    @property
    def hidden(self) -> bool:
        """Tell whether the group is too small to be shown."""
        return self.figures is None


def read_population(programme: "Programme", first: date, last: date) -> Population:
    """Read the people and facts of a stretch, once for all parts of a page."""
    return once(programme, f"usage.{first}.{last}", lambda: population(programme, first, last))


def latest(programme: "Programme") -> tuple[date, date] | None:
    """Give the stretch that pages and evidence read: the last four weeks the data cover; None without data."""
    reach = once(programme, "usage.reach", lambda: reach_of(programme))
    return latest_weeks(reach) if reach else None


def whole(found: Population) -> Line:
    """Give the line of all people."""
    return Line(ALL, _("All"), figures_of(found.facts), len(found.people))


def lines_by(found: Population, cut: Cut) -> list[Line]:
    """Give a line for each group of the cut, by its label; people without unit, role or wave are a group too."""
    return [
        Line(key, label, figures_of(found.facts, np.array(rows, dtype=np.intp)), len(rows))
        for key, label, rows in groups_of(found, cut)
    ]


def groups_of(found: Population, cut: Cut) -> list[tuple[str, str, list[int]]]:
    """Give key, label and people's rows of each group of the cut, by label, those without one last."""
    keyed: dict[str, list[int]] = {}
    for row, person in enumerate(found.people):
        keyed.setdefault(_key(person, cut), []).append(row)
    labels = _labels(found, cut)
    groups = [(key, labels.get(key, key) or _("none"), rows) for key, rows in keyed.items()]
    return sorted(groups, key=lambda group: (group[0] == "", group[1], group[0]))


def _key(person: Person, cut: Cut) -> str:
    match cut:
        case Cut.UNIT:
            return "" if person.unit_id is None else str(person.unit_id)
        case Cut.ROLE:
            return person.role
        case Cut.WAVE:
            return person.wave
        case _:
            return person.key


def _labels(found: Population, cut: Cut) -> dict[str, str]:
    if cut == Cut.UNIT:
        wanted = {person.unit_id for person in found.people if person.unit_id is not None}
        return {str(unit.pk): unit.name for unit in Unit.objects.filter(pk__in=wanted).order_by("pk")}
    if cut == Cut.USER:
        return {person.key: person.name for person in found.people}
    return {}


def suppressed(lines: Sequence[Line]) -> list[Line]:
    """Hide groups of fewer than five, and what would give them away beside the total (F27)."""
    sizes = [line.figures.eligible if line.figures else 0 for line in lines]
    gone = hidden(sizes)
    return [replace(line, figures=None) if index in gone else line for index, line in enumerate(lines)]


def shown_whole(line: Line) -> Line:
    """Hide the whole where it is too small itself."""
    small = line.figures is not None and total_hidden(line.figures.eligible)
    return replace(line, figures=None) if small else line


def unit_codes(lines: Sequence[Line]) -> list[Line]:
    """Name units by their code, which is what files and commands call them."""
    codes = codes_of_units()
    return [replace(line, key=codes.get(line.key, line.key)) for line in lines]


def codes_of_units() -> dict[str, str]:
    """Give the code of each unit by its key in a breakdown; one query."""
    return {str(pk): code for pk, code in Unit.objects.order_by("pk").values_list("pk", "code")}


def adoption_json(
    programme: "Programme", first: date, last: date, *, by: Cut | None, hide: bool, only: frozenset[int] | None = None
) -> dict[str, Any]:
    """Give the figures as the command and the API print them; ``only`` keeps these people's lines."""
    found = read_population(programme, first, last)
    lines = [whole(found)] if by is None else lines_by(found, by)
    if only is not None:
        keys = {person.key for person in found.people if person.pk in only}
        lines = [line for line in lines if line.key in keys]
    elif hide:
        lines = [shown_whole(line) for line in lines] if by is None else suppressed(lines)
    if by == Cut.UNIT:
        lines = unit_codes(lines)
    reach = reach_of(programme)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "by": by.value if by else None,
        "rows": [line_json(line) for line in lines],
        "data": {"first": reach.first_at.isoformat(), "last": reach.last_at.isoformat()} if reach else None,
        "strangers": found.strangers,
    }


def line_json(line: Line) -> dict[str, Any]:
    """Give one row; a hidden one says so and nothing else."""
    if line.figures is None:
        return {"key": line.key, "label": line.label, "hidden": True}
    told = line.figures
    return {
        "key": line.key,
        "label": line.label,
        "hidden": False,
        "eligible": told.eligible,
        "active": told.active,
        "active_rate": number(told.active_rate.value),
        "logged_in": told.seen,
        "daily_update": ratio_json(told.daily),
        "dau": told.dau,
        "wau": told.wau,
        "mau": told.mau,
        "stickiness": number(told.stickiness),
    }


def ratio_json(ratio: Ratio) -> dict[str, Any]:
    """Give a share with what it was counted from."""
    return {"numerator": ratio.numerator, "denominator": ratio.denominator, "value": number(ratio.value)}


def number(value: Decimal | None) -> float | None:
    """Give a fraction as JSON has it."""
    return None if value is None else float(round(value, PLACES))
