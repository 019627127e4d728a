"""What the last pages say, as tables that every renderer prints."""

from django.utils.translation import gettext as _

from core.documents import model


def definitions(document: model.Document) -> model.Table:
    """Return the terms and formulas by the ids that print beside the figures."""
    rows = tuple((item.id, model.Cell(item.term, strong=True), item.text) for item in document.definitions)
    columns = (model.Column(_("No.")), model.Column(_("Term")), model.Column(_("Definition")))
    return model.Table(columns, rows)


def sources(document: model.Document) -> model.Table:
    """Return a row for every source of every section, with its freshness."""
    labels = (_("Section"), _("System"), _("Extracted"), _("Rows"), _("Filter"), _("Freshness"))
    columns = tuple(model.Column(label, "right" if label == labels[3] else "left") for label in labels)
    rows = tuple(
        (section.title, source.system, source.extracted_at, source.rows, source.filter, freshness(source))
        for section in document.sections
        for source in section.sources
    )
    return model.Table(columns, rows)


def freshness(source: model.Source) -> model.Cell:
    """Return manual with the person's name, stale, or fresh with the agreed age; a stale one is never good."""
    if source.manual_by:
        return model.Cell(_("manual, %(name)s") % {"name": source.manual_by}, second=source.agreed)
    word = model.Status("stale", _("stale")) if source.stale else model.Status("good", _("fresh"))
    return model.Cell(status=word, second=source.agreed)


def stale_systems(document: model.Document) -> list[str]:
    """Return the systems whose data is older than agreed, sorted."""
    return sorted({source.system for section in document.sections for source in section.sources if source.stale})


def changes(document: model.Document) -> model.Table:
    """Return the differences from the previous issue."""
    rows = tuple((item.what, item.before, item.after, item.note) for item in document.changes)
    labels = (_("What"), _("Before"), _("Now"), _("Note"))
    caption = _("Compared with %(previous)s") % {"previous": document.previous} if document.previous else ""
    return model.Table(tuple(map(model.Column, labels)), rows, caption=caption)
