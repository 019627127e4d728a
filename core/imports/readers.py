"""From a file to a table: what the file is, told by its content and not by its name."""

from django.utils.translation import gettext_lazy as _

from core.imports.delimited import read_delimited
from core.imports.kinds import Kind
from core.imports.limits import check_size
from core.imports.table import Table, UnreadableError
from core.imports.words import say
from core.imports.workbooks import read_workbook

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"\x1f\x8b": "GZIP",
           b"Rar!": "RAR", b"7z\xbc\xaf": "7-Zip", b"PAR1": "Parquet", b"{\\rtf": "RTF"}  # fmt: skip


def read_table(data: bytes, filename: str = "", *, kind: Kind | None = None, sheet: str = "") -> Table:
    """Read CSV, XLSX or what the kind reads itself; raises ``UnreadableError``, never anything else.

    A table without lines is refused too: headings alone say nothing.
    """
    check_size(data)
    table = kind.parse(data, filename) if kind and kind.parse else None
    if table is None:
        table = _common(data, sheet)
    if not any(table.headings):
        raise UnreadableError(_("The first row has no headings."))
    if not table.lines:
        raise UnreadableError(_("The file has headings but no rows."))
    return table


def _common(data: bytes, sheet: str) -> Table:
    if data.startswith(b"PK"):
        return read_workbook(data, sheet)
    if data.startswith(OLD_OFFICE):
        raise UnreadableError(
            _("This is an old .xls file or a workbook with a password. Save it as .xlsx without a password, or as CSV.")
        )
    for mark, name in FOREIGN.items():
        if data.startswith(mark):
            raise UnreadableError(_not_a_table(name))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower() in {b"<?xml", b"<!doc", b"<html", b"<tabl"}:
        raise UnreadableError(_not_a_table("XML/HTML"))
    return read_delimited(data)


def _not_a_table(name: str) -> object:
    return say(_("This is a {name} file, not a table. Accepted are CSV and XLSX."), name=name)
