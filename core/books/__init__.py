"""Plain registers that share everything but their fields: a ``Book`` says what one is, the bases make the rest.

A slice keeps a table of its books by the word in the address, one service for each of write, change and remove, and
gets from here the register, the record, the forms, the serializer, the filters, and the kind for import and export.
"""

from core.books.book import Book, choices_in
from core.books.forms import RowForm, as_lines, form_of, from_lines
from core.books.kinds import kind_of
from core.books.shapes import serializer_of

__all__ = ["Book", "RowForm", "as_lines", "choices_in", "form_of", "from_lines", "kind_of", "serializer_of"]
