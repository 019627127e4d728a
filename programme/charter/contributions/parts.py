"""What the sections of the charter share."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.documents.markup import plain
from core.documents.model import Block, Missing, Source, Text
from core.memo import shared
from programme.charter.choices import StatementKind

if TYPE_CHECKING:
    from programme.charter.models import Programme


def source(rows: int, as_of: datetime) -> tuple[Source, ...]:
    """The programme's own records as the source of a section."""
    return (Source(_("Landfall, programme records"), as_of, rows),)


def page_of(programme: Any, name: str) -> str:
    """The address of a page of the programme."""
    return reverse(name, args=[programme.slug])


def statements(programme: "Programme", kinds: Iterable[StatementKind], missing: Missing) -> tuple[Block, ...]:
    """The statements of some kinds under their headings, or what is missing."""
    rows = shared(programme, "charter.statements", lambda: list(programme.statements.all()))
    blocks: list[Block] = [
        Text(tuple(plain(row.text) for row in rows if row.kind == kind), "bullets", heading=str(kind.label))
        for kind in kinds
        if any(row.kind == kind for row in rows)
    ]
    return tuple(blocks) or (missing,)


def counted(blocks: tuple[Block, ...]) -> int:
    """How many lines the blocks of statements hold."""
    return sum(len(block.paragraphs) for block in blocks if isinstance(block, Text))
