"""What changed since the last issued pack, told on page 1 and in full on the page after it."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.documents import words
from core.documents.markup import plain
from core.documents.model import Block, Cell, Column, Columns, Document, Fact, Figure, Section, Source, Table, Text
from core.documents.values import CellValue
from programme.governance.rules.since import Difference, compare, foremost, has_facts
from programme.records.models import GeneratedDocument
from programme.records.selectors import frozen_document, last_issued

AREAS = {
    "lights": gettext_lazy("Lights"),
    "milestones": gettext_lazy("Milestones"),
    "decisions": gettext_lazy("Decisions"),
    "changes": gettext_lazy("Changes"),
    "risks": gettext_lazy("Risks"),
    "issues": gettext_lazy("Issues"),
    "money": gettext_lazy("Budget"),
    "goals": gettext_lazy("Goals"),
    "exceptions": gettext_lazy("Exceptions"),
    "sponsor": gettext_lazy("Sponsor"),
}
WORSE_FROM = 0  # a step above it is for the worse where the group counts days late or a score
COUNTS_BAD = frozenset({"milestones", "risks"})
MOST = 60  # rows in print; the register has the rest


def finish(programme: Any, document: Document) -> Document:
    """Compare the pack with the last issued one, and say what changed on page 1 and in a section after it."""
    last = last_issued(programme, document.kind)
    if last is None or not document.sections:
        return document
    before = frozen_document(last, document.language)
    if not has_facts(before):
        said = _("The last pack was drawn by an earlier release and kept nothing to compare with.")
        return _on_page_one(document, (said,))
    differences = compare(before, document)
    lines = [line(one, document.zone) for one in foremost(differences)]
    left = len(differences) - len(lines)
    if left:
        lines.append(_("and %(n)d more, on the next page") % {"n": left})
    told = _on_page_one(document, tuple(lines) or (_("Nothing changed."),))
    head, *others = told.sections
    return replace(told, sections=(head, _section(differences, last, document), *others))


def _on_page_one(document: Document, lines: tuple[str, ...]) -> Document:
    """Write the lines where page 1 keeps their place, beside the things to know."""

    def told(block: Block) -> Block:
        if not isinstance(block, Columns) or not isinstance(block.right[0], Text):
            return block
        return replace(block, right=(replace(block.right[0], paragraphs=tuple(map(plain, lines))), *block.right[1:]))

    head, *others = document.sections
    return replace(document, sections=(replace(head, blocks=tuple(map(told, head.blocks))), *others))


def line(one: Difference, zone: str) -> str:
    """Say a difference in a line."""
    match one.what:
        case "gone":
            return _("Closed: %(what)s") % {"what": one.label}
        case "new":
            said = _("New: %(what)s") % {"what": one.label}
            return f"{said} ({_shown(one.now, zone)})" if _shown(one.now, zone) else said
        case "settled":
            return f"{one.label}: {_shown(one.now, zone)}"
    step = _step(one)
    moved = f"{one.label}: {_shown(one.before, zone)} → {_shown(one.now, zone)}"
    return f"{moved} ({words.figure_text(step)})" if step is not None else moved


def _shown(fact: Fact | None, zone: str) -> str:
    if fact is None:
        return ""
    return fact.word or words.scalar_text(fact.value, zone) or "–"


def _step(one: Difference) -> Figure | None:
    """Give the working days a milestone moved; a score is told by its two values."""
    if one.step is None or one.now is None or not one.now.unit:
        return None
    return Figure(one.step, one.now.unit, signed=True)


def _section(differences: tuple[Difference, ...], last: GeneratedDocument, document: Document) -> Section:
    day = words.day(timezone.localtime(last.snapshot.as_of).date())
    columns = (
        Column(_("Area"), width=2),
        Column(_("What"), width=6),
        Column(_("Before"), width=3),
        Column(_("Now"), width=3),
        Column(_("Movement"), "right", width=2),
    )
    rows = tuple(_row(one, document.zone) for one in differences[:MOST])
    caption = _("Compared with %(previous)s") % {"previous": f"{last.number} {last.version_text}"}
    left = len(differences) - len(rows)
    note = _("and %(n)d more in the registers") % {"n": left} if left else ""
    table = Table(columns, rows, caption=caption, note=note, empty=_("Nothing changed."))
    title = _("Changed since %(day)s") % {"day": day}
    source = Source(_("Landfall: two snapshots compared"), document.as_of, len(differences))
    return Section(title, (table,), key="since", sources=(source,), compared=False)


def _row(one: Difference, zone: str) -> tuple[CellValue, ...]:
    before = _shown(one.before, zone) if one.before is not None else pgettext("difference", "new")
    now = pgettext("difference", "closed") if one.now is None else _shown(one.now, zone)
    step = _step(one) or (Figure(one.step, signed=True) if one.step and one.group in COUNTS_BAD else None)
    bad = one.group in COUNTS_BAD and (one.step or 0) > WORSE_FROM
    label = Cell(one.label, strong=True)
    return (str(AREAS.get(one.group, one.group)), label, before, now, Cell(step, tone="bad" if bad else ""))
