"""A document kind of the tests' own, and papers drawn from it."""

from decimal import Decimal

from core import seams
from core.documents.model import (
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Section,
    Source,
    Status,
    Table,
    Text,
)

KIND = "sample"


class Sample:
    """Figures that a test may change between two snapshots."""

    share = Decimal("0.25")
    rows = (("R1", "open"), ("R2", "closed"))
    fault = False
    stale = False


def facts_section(programme, as_of, subject):
    figure = KeyFigure("Adoption", Figure(Sample.share, "share", numerator=1, denominator=4))
    return Section("Facts", (Text((f"About {programme.name} {subject}",)), KeyFigures((figure,))))


def table_section(programme, as_of, subject):
    if Sample.fault:
        raise RuntimeError("the register is away")
    rows = tuple((key, Cell(word, status=Status("good"))) for key, word in Sample.rows)
    sources = (Source("ERP", as_of, rows=2, stale=Sample.stale),)
    return Section("风险 Risks", (Table((Column("Risk"), Column("State")), rows),), sources=sources)


def provide_sample(*, serial=False, subjects=("",), formats=seams.PAPER):
    """Register the kind; the caller forgets it with ``forget_sample``."""
    kind = seams.DocumentKind(
        code=KIND,
        title="Sample report",
        prefix="SR",
        serial=serial,
        subjects=lambda _programme: subjects,
        formats=formats,
    )
    kind.sections.clear()
    seams.documents.add(KIND, kind)
    seams.provide_section(KIND, "sample.facts", 10)(facts_section)
    seams.provide_section(KIND, "sample.table", 20)(table_section)


def forget_sample():
    seams.documents._providers.pop(KIND, None)
    seams._sections.pop(KIND, None)
    Sample.share, Sample.rows, Sample.fault, Sample.stale = (
        Decimal("0.25"),
        (("R1", "open"), ("R2", "closed")),
        False,
        False,
    )
