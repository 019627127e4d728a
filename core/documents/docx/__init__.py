"""The text document of a paper: headings, contents, tables and charts that a word processor knows as its own."""

from core.documents import fonts

fonts.register()  # columns are measured as on paper, and platypus is imported after its fonts

from core.documents.docx.render import render  # noqa: E402

__all__ = ["render"]
