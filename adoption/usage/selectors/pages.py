"""Reads shaped for the pages of adoption."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _

from adoption.usage.choices import Cut, Source
from adoption.usage.models import UsageMonth, UsagePart
from adoption.usage.permissions import can_see_people, usage_sight
from adoption.usage.rules.figures import Figures, figures_of
from adoption.usage.selectors.figures import Line, lines_by, suppressed
from adoption.usage.selectors.population import Person, Population, keys_of
from adoption.usage.selectors.showing import below_target, counted, met, share
from adoption.usage.selectors.targets import DAILY_KPI, target_of
from core.access import allows
from core.documents.model import Cell, CellValue, Column, Figure, Status, Table

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from phases.rollout.models import RosterEntry
    from programme.charter.models import Programme
    from programme.people.models import User

IMPORTS = 8
PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """The one sentence at the top of the page."""

    kind: str
    word: str
    text: str
    side: str = ""
    side_id: str = ""


def verdict(programme: "Programme", found: Population, figures: Figures, *, stale: bool) -> Verdict:
    """Say how the daily update stands and which shown team is below target."""
    target = target_of(programme, DAILY_KPI)
    if not figures.eligible:
        return Verdict("none", _("Nobody counts yet"), _("No person of the roster was in a live wave in this stretch."))
    low = below_target(programme, suppressed(lines_by(found, Cut.UNIT)))
    names = ", ".join(_("%(unit)s %(share)s%%") % {"unit": line.label, "share": _whole(line)} for line in low[:3])
    reached = figures.daily.reaches(target)
    said = _("Below target: %(units)s.") if reached else _("Lowest: %(units)s.")  # the verdict says "below" already
    text = said % {"units": names} if low else _("Every team that is shown reaches its target.")
    side = _("The data are older than a week.") if stale else ""
    if reached is None:
        return Verdict("none", _("No daily update rate"), _("The files do not say what was worked on."), side)
    if reached and not low:
        return Verdict("good", _("Daily update reaches its target"), text, side)
    if reached:
        return Verdict("warn", _("On target as a whole, not everywhere"), text, side)
    return Verdict("warn", _("Daily update is below its target"), text, side)


def _whole(line: Line) -> str:
    value = line.figures.daily.value if line.figures else None
    return "–" if value is None else str(round(value * 100))


@dataclass(frozen=True, slots=True)
class PartLine:
    """One import of usage as the page lists it."""

    filename: str
    layout: str
    rows: int
    first: datetime
    last: datetime
    at: datetime | None
    url: str


def import_lines(programme: "Programme", limit: int = IMPORTS) -> list[PartLine]:
    """Give the newest imports that brought events; one query."""
    lines: dict[int, PartLine] = {}
    parts = (
        UsagePart.objects.filter(programme=programme)
        .select_related("run")
        .order_by("-run__applied_at", "-run_id", "month")
    )
    for part in parts[: limit * 12]:
        known = lines.get(part.run_id)
        if known is None and len(lines) == limit:
            break
        lines[part.run_id] = PartLine(
            part.run.filename,
            str(Source(part.source).label),
            part.rows + (known.rows if known else 0),
            min(part.first_at, known.first) if known else part.first_at,
            max(part.last_at, known.last) if known else part.last_at,
            part.run.applied_at,
            reverse("records:import", args=[programme.slug, part.run.public_id]),
        )
    return list(lines.values())


def people_seen_by(found: Population, user: "User", programme: "Programme") -> list[int]:
    """Give the rows of those whose usage this person may see: all for the analyst, else as far as the matrix reaches.

    Where the access matrix says nothing of the person's role, that is oneself and who answers to one.
    """
    if allows(can_see_people, user, programme):
        return list(range(len(found.people)))
    sight = usage_sight(programme, user)
    return [row for row, one in enumerate(found.people) if sight.sees(one.user_id, one.manager_user_id, one.unit_id)]


def people_table(programme: "Programme", found: Population, rows: Sequence[int]) -> Table:
    """Give a line for each of these people, those who update least first, at most 200."""
    target = target_of(programme, DAILY_KPI)
    told = [(found.people[row], figures_of(found.facts, np.array([row], dtype=np.intp))) for row in rows]
    told.sort(key=lambda pair: (pair[1].daily.value is None, pair[1].daily.value or 0, pair[0].name))
    columns = (
        Column(_("Person"), width=3),
        Column(_("Wave")),
        Column(_("Role in the CRM"), width=2),
        Column(_("Days scheduled"), "right"),
        Column(_("Daily update"), "right"),
        Column(_("Against target")),
    )
    lines = tuple(_person_row(programme, person, figures, target) for person, figures in told[:PEOPLE])
    note = _("The first %(n)s of %(all)s people.") % {"n": PEOPLE, "all": len(told)} if len(told) > PEOPLE else ""
    return Table(columns, lines, note=note, empty=_("Nobody whose usage you may see."))


def _person_row(programme: "Programme", person: Person, figures: Figures, target: Any) -> tuple[CellValue, ...]:
    url = reverse("usage:person", args=[programme.slug, person.public_id])
    return (
        Cell(person.name, second=person.key, url=url),
        person.wave,
        person.role,
        figures.daily.denominator if figures.daily.denominator is not None else figures.eligible,
        counted(figures.daily),
        met(figures.daily, target) if figures.eligible else Status("none", _("not scheduled")),
    )


def person_days(entry: "RosterEntry", first: date, last: date) -> Table:
    """Give what one person did on each day of a stretch, from all of the person's accounts."""
    rows: QuerySet[UsageMonth] = UsageMonth.objects.filter(
        programme=entry.programme, month__gte=first.replace(day=1), month__lte=last,
        account__in=keys_of(entry.key, entry.email, entry.crm_id),
    )  # fmt: skip
    days: dict[date, list[int]] = {}
    for month in rows.order_by("month", "account"):
        for nth, counts in month.days.items():
            day = month.month.replace(day=int(nth))
            if first <= day <= last:
                known = days.get(day)
                days[day] = counts if known is None else _joined(known, counts)
    columns = (
        Column(_("Day")), *(Column(word, "right") for word in (_("Created"), _("Updated"), _("Advanced"), _("Logged"),
        _("Viewed"), _("Logins"))), Column(_("First and last")),
    )  # fmt: skip
    lines: list[tuple[CellValue, ...]] = [
        (day, *counts[:6], f"{_clock(counts[7])} – {_clock(counts[8])}") for day, counts in sorted(days.items())
    ]
    return Table(columns, tuple(reversed(lines)), empty=_("Nothing is on record for these days."))


def _joined(one: list[int], other: list[int]) -> list[int]:
    return [*(a + b for a, b in zip(one[:7], other[:7], strict=True)), min(one[7], other[7]), max(one[8], other[8])]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def person_figures(found: Population, entry: "RosterEntry") -> Figures | None:
    """Give the figures of one person; None where the person is none of those that count."""
    at = next((row for row, person in enumerate(found.people) if person.pk == entry.pk), None)
    return None if at is None else figures_of(found.facts, np.array([at], dtype=np.intp))


def figure_pairs(figures: Figures) -> list[tuple[str, CellValue]]:
    """Give one person's figures as facts."""
    return [
        (_("Daily update"), share(figures.daily)),
        (_("Active on working days"), Figure(figures.mean_dau, "share", 0)),
        (_("Logged in"), _("yes") if figures.seen else _("no")),
    ]
