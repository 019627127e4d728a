"""What the last pages say, as tables that every renderer prints."""

from django.utils.translation import gettext as _

from core.documents import model, words


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


def source_line(section: model.Section, zone: str) -> str:
    """Name the section's sources in one line, with their time, person and age; the table of sources has the rest."""
    if not section.sources:
        return ""
    return _("Source: %(said)s") % {"said": "; ".join(_source(source, zone) for source in section.sources)}


def _source(source: model.Source, zone: str) -> str:
    when = words.moment(source.extracted_at, zone) if source.extracted_at else ""
    person = _("manual, %(name)s") % {"name": source.manual_by} if source.manual_by else ""
    return " ".join(filter(None, (source.system, when, person, _("stale") if source.stale else "")))


def stale_note(document: model.Document) -> str:
    """Name stale inputs in one line for page 1; empty where all are fresh."""
    stale = stale_systems(document)
    return _("Stale sources: %(systems)s") % {"systems": _(", ").join(stale)} if stale else ""


def facts(document: model.Document) -> list[tuple[str, str]]:
    """Return what the paper says of itself, label and words."""
    version = f"{document.version} {words.document_status(document.status)}"
    said = [
        (_("Number"), document.number),
        (_("Version"), version),
        (_("Owner"), document.owner),
        (_("Classification"), document.classification),
        (_("Data as of"), words.moment(document.as_of, document.zone)),
        (_("Generated"), words.moment(document.generated_at, document.zone)),
        (_("Distribution"), _(", ").join(document.distribution)),
        (_("Next issue"), words.day(document.next_issue) if document.next_issue else ""),
        (_("Verify code"), document.verify_code),
        (_("Verify this document"), document.verify_url),
        ("SHA-256", document.sha256),
    ]
    return [(label, value) for label, value in said if value]


def sections(document: model.Document) -> tuple[model.Section, ...]:
    """Return the last parts of a paper as sections, for writers that have no look of their own for them."""
    known = definitions(document)
    first: list[model.Block] = [known] if known.rows else []
    for title, lines in ((_("Assumptions"), document.assumptions), (_("Limits"), document.limits)):
        first += [model.Text(lines, "bullets", title)] if lines else []
    record = model.Table(
        (model.Column("", width=2), model.Column("", width=7)),
        tuple((label, model.Cell(value, url=value if value == document.verify_url else "")) for label, value in
              facts(document)),
        bare=True,
    )  # fmt: skip
    parts = (
        ("end-definitions", _("Definitions, assumptions and limits"), tuple(first)),
        ("end-sources", _("Sources"), tuple(table for table in (sources(document),) if table.rows)),
        ("end-changes", _("Changes since the previous issue"), tuple(t for t in (changes(document),) if t.rows)),
        ("end-record", _("About this document"), (record,)),
    )
    return tuple(model.Section(title, blocks, key) for key, title, blocks in parts if blocks)
