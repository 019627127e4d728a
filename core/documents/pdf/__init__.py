"""The PDF of a document: the same document gives the same bytes, in any process and thread."""

from core.documents import fonts

fonts.register()  # before platypus is imported anywhere, or it would name a font that is not embedded

from core.documents.pdf.render import Pdf, render  # noqa: E402

__all__ = ["Pdf", "render"]
