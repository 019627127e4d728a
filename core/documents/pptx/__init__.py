"""The slides of a document: the same document gives the same bytes; tables, charts and words stay editable."""

from core.documents import fonts

fonts.register()  # lines are measured as on paper, and platypus is imported after its fonts

from core.documents.pptx.render import render  # noqa: E402

__all__ = ["render"]
