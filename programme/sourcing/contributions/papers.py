"""The sourcing decision in the charter: criteria, candidates, the pick and what speaks against it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.documents.model import Block, Cell, Column, Figure, Missing, Section, Status, Table, Text
from core.seams import provide_section
from programme.sourcing.choices import Path
from programme.sourcing.contributions.evidence import page
from programme.sourcing.selectors import Standing, price_text, standing, warnings


@provide_section("charter", "sourcing", 58)
def sourcing(programme: Any, _as_of: datetime, _subject: str) -> Section:
    """Three paths, the candidates by weighted criteria, and which one is picked."""
    title, found = _("Sourcing decision"), standing(programme)
    if not found.criteria and not found.vendors:
        missing = Missing(
            _("It is not decided yet whether the CRM is bought, adapted or built."),
            _("Weigh the criteria and score the candidates."), page(programme),
        )  # fmt: skip
        return Section(title, (missing,), "sourcing")
    blocks: list[Block] = [_paths(found)]
    if found.running:
        blocks.append(_candidates(found))
    if found.criteria:
        blocks.append(_criteria(found))
    if told := _pick(found):
        blocks.append(Text(tuple(told)))
    return Section(title, tuple(blocks), "sourcing")


def _paths(found: Standing) -> Table:
    rows = []
    for path in Path:
        best = found.best_of_path.get(path.value)
        why = found.row.path_reason(path) if found.row else ""
        said = str(found.vendor(best.name)) if best else why or Status("warn", _("no candidate and no reason"))
        rows.append((str(path.label), Figure(best.shown if best else None, places=2), said))
    return Table(
        (
            Column(_("Path"), width=3),
            Column(_("Score"), "right", width=2),
            Column(_("Best candidate, or why none"), width=6),
        ),
        tuple(rows),
        heading=_("Three paths"),
        note=_("A path is as good as its best candidate; 1 to 5."),
    )


def _candidates(found: Standing) -> Table:
    rows = []
    for one in found.places:
        vendor = found.vendor(one.name)
        rows.append(
            (
                one.rank, Cell(str(vendor), second=vendor.product), Figure(one.shown, places=2),
                price_text(vendor) or "–",
                Cell(Figure(vendor.days, "days", places=0), tone="warn" if found.short(vendor) else ""),
                vendor.reference or Status("warn", _("None")),
            )
        )  # fmt: skip
    columns = (
        Column(_("Rank"), "right"), Column(pgettext("sourcing", "Candidate"), width=4), Column(_("Total"), "right"),
        Column(_("Offer over three years"), "right", width=2), Column(_("Consultant days"), "right", width=2),
        Column(_("Similar case"), width=3),
    )  # fmt: skip
    names = _(", ").join(one.name for one in found.scorers) or _("nobody")
    return Table(columns, tuple(rows), heading=_("Candidates"), note=_("Scored by: %(people)s.") % {"people": names})


def _criteria(found: Standing) -> Table:
    return Table(
        (Column(_("Criterion"), width=6), Column(_("Weight"), "right", width=2)),
        tuple((str(one), Figure(one.weight / 100, "share", places=1)) for one in found.criteria),
        heading=_("Criteria and weights"),
        note=_("Why the price weighs more: %(reason)s") % {"reason": found.row.price_reason}
        if found.row and found.row.price_reason
        else "",
    )


def _pick(found: Standing) -> list[str]:
    row = found.row
    if row is None or row.pick is None:
        return []
    text = _("Picked: %(candidate)s (%(state)s). %(reason)s")
    told = [text % {"candidate": row.pick, "state": row.get_state_display(), "reason": row.reason}]
    return told + [_("Warning: %(text)s") % {"text": said} for _key, said in warnings(found, row.pick)]
