"""Needs in the charter: user groups, requirements by family, customisation, and what the strategy still lacks."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.documents.markup import plain
from core.documents.model import (
    Block,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Status,
    Table,
    Text,
)
from core.seams import provide_section
from programme.needs.models import UserGroup
from programme.needs.rules import CUSTOM_LIMIT
from programme.needs.selectors import bare_groups, capability_gaps, customised, families, increments, trace_of


@provide_section("charter", "user_groups", 45)
def user_groups(programme: Any, _as_of: datetime, _subject: str) -> Section:
    """Who will use it, how many they are, how much their work changes."""
    title = _("User groups")
    rows = list(UserGroup.objects.filter(programme=programme).for_list())
    if not rows:
        url = reverse("needs:overview", args=[programme.slug])
        missing = Missing(
            _("No user group is written yet."), _("Say who the users are, and what each group needs."), url
        )
        return Section(title, (missing,), "user_groups")
    bare = {row.pk for row in bare_groups(programme)}
    table = Table(
        (
            Column(_("User group"), width=3),
            Column(_("People"), "right"),
            Column(_("Work changes"), width=2),
            Column(_("What it needs"), width=4),
            Column(_("Requirements"), "right", width=2),
        ),
        tuple(
            (
                Cell(f"{row.code} {row.name}", second=row.get_kind_display()),
                row.headcount,
                row.get_impact_display(),
                row.needs,
                Status("warn", _("None")) if row.pk in bare else sum(one.in_scope for one in row.requirements.all()),
            )
            for row in rows
        ),
    )  # fmt: skip
    return Section(title, (table,), "user_groups")


@provide_section("charter", "needs", 55)
def needs(programme: Any, _as_of: datetime, _subject: str) -> Section | None:
    """The catalogue in figures; nothing before a requirement is written."""
    found, trace = customised(programme), trace_of(programme)
    if not found.every:
        return None
    judged = trace.judged
    figures = KeyFigures(
        (
            KeyFigure(_("Requirements in scope"), Figure(found.every, "count")),
            KeyFigure(
                _("Custom code, by count"),
                Figure(found.by_count, "share", 1, found.custom, found.every),
                Figure(CUSTOM_LIMIT, "share", 0),
                _("at most"),
            ),
            KeyFigure(_("Custom code, by effort"), Figure(found.by_effort, "share", 1)),
            KeyFigure(
                _("Thread covered"), Figure(judged.coverage, "share", 1, judged.hanging, judged.every),
                note=_("%(n)d hang from nothing") % {"n": len(judged.orphans)},
            ),
        )
    )  # fmt: skip
    table = Table(
        (
            Column(_("Family"), width=4),
            Column(_("In scope"), "right"),
            Column(_("Approved"), "right"),
            Column(_("Covered by test cases"), "right", width=2),
        ),
        tuple(
            (str(line.label), line.every, line.approved, Figure(line.share, "share", 0, line.covered, line.every))
            for line in families(programme, trace)
        ),
    )
    steps = Table(
        (
            Column(_("Increment"), width=4),
            Column(_("In scope"), "right"),
            Column(_("Not this time"), "right"),
            Column(_("Effort (person-days)"), "right", width=2),
        ),
        tuple(
            (str(line.label), line.inside, line.outside, Figure(line.effort, places=1))
            for line in increments(programme)
            if line.inside or line.outside
        ),
        heading=_("By increment"),
    )
    blocks: list[Block] = [figures, table, steps]
    gaps = capability_gaps(programme)
    if gaps:
        lines = tuple(plain(f"{row.objective.code}: {row}") for row in gaps)
        blocks.append(Text(lines, "bullets", heading=_("Asked by the strategy and not in scope yet")))
    return Section(_("Requirements and fit"), tuple(blocks), "needs")
