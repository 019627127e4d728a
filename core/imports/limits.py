"""How large a file may be in every direction, with the sentence for each bound."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.imports.table import UnreadableError
from core.imports.words import say

MAX_COLUMNS = 500
MAX_ROWS = 200_000
MAX_CELL = 100_000  # characters; Excel itself stops at 32,767
MAX_UNPACKED = 200 * 2**20
MAX_MEMBERS = 2_000
MAX_RATIO = 200  # unpacked : packed, looked at beyond 10 MB
MAX_XML_DEPTH = 200


def check_size(data: bytes) -> None:
    """Refuse a file that is empty or larger than the installation takes."""
    if not data:
        raise UnreadableError(_("The file is empty."))
    limit: int = settings.IMPORT_MAX_BYTES
    if len(data) > limit:
        raise UnreadableError(
            say(
                _("The file has {size} MB; at most {limit} MB are read. Split it."),
                size=-(-len(data) // 2**20),
                limit=limit // 2**20,
            )
        )


def check_columns(count: int) -> None:
    """Refuse more columns than any of our tables has."""
    if count > MAX_COLUMNS:
        raise UnreadableError(
            say(_("The file has {count} columns; at most {limit} are read."), count=count, limit=MAX_COLUMNS)
        )


def check_rows(count: int) -> None:
    """Refuse more rows than one import takes."""
    if count > MAX_ROWS:
        raise UnreadableError(say(_("The file has more than {limit} rows. Split it."), limit=MAX_ROWS))


def check_cell(line: int, column: int, length: int) -> None:
    """Refuse a cell no person wrote."""
    if length > MAX_CELL:
        raise UnreadableError(
            say(
                _("Line {line}, column {column}: the cell has {length} characters; at most {limit} are read."),
                line=line,
                column=column,
                length=length,
                limit=MAX_CELL,
            )
        )
