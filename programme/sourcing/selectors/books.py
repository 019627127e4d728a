"""The register of candidates."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.books import Book
from core.documents.values import Cell, Figure, Status
from core.documents.words import money_text
from core.money import Money
from core.register import Column
from programme.sourcing.models import Vendor


def price_of(row: Vendor) -> str | None:
    """The offer in the programme's currency, as it is signed: alike in every language."""
    return None if row.price_minor is None else str(Money(row.price_minor, row.programme.currency))


def price_text(row: Vendor) -> str | None:
    """The offer in the programme's currency, as it is read."""
    return None if row.price_minor is None else money_text(Money(row.price_minor, row.programme.currency))


def running_status(row: Vendor) -> Status:
    """Whether it is in the running."""
    return Status("run", _("In the running")) if row.runs else Status("none", _("Out of the running"))


VENDORS = Book(
    kind="vendors",
    model=Vendor,
    fields=("code", "name", "path", "product", "price_minor", "days", "reference", "out_reason"),
    title=gettext_lazy("Candidates"),
    one=pgettext_lazy("sourcing", "Candidate"),
    prefix="V",
    search=("code", "name", "product", "reference"),
    filters=("path",),
    money=("price_minor",),
    helps={
        "price_minor": gettext_lazy("Everything that is paid in three years, in the programme's currency."),
        "days": gettext_lazy("Person-days of consultants in the offer."),
        "reference": gettext_lazy("Company and contact; a case that nobody can ask proves nothing."),
        "out_reason": gettext_lazy("Filled in, the candidate is no longer ranked."),
    },
    columns=(
        Column("code", gettext_lazy("No."), sort="code", nowrap=True),
        Column("name", pgettext_lazy("sourcing", "Candidate"), lambda row: Cell(row.name, second=row.product),
               sort="name", title=True),
        Column("path", gettext_lazy("Path"), "get_path_display", sort="path"),
        Column("price", gettext_lazy("Offer over three years"), price_text, sort="price_minor", number=True),
        Column("days", gettext_lazy("Consultant days"), lambda row: Figure(row.days, "days", places=0), sort="days",
               number=True),
        Column("reference", gettext_lazy("Similar case"), lambda row: row.reference or Status("warn", _("None"))),
        Column("runs", gettext_lazy("State"), running_status, sort="out_reason"),
        Column("out_reason", gettext_lazy("Why out of the running"), lambda row: row.out_reason or "–", shown=False),
    ),
    empty=(
        gettext_lazy("No candidate yet"),
        gettext_lazy("Each vendor with its product and path, and the own team where building is an option."),
        gettext_lazy("Lingyun CRM, buy SaaS: 3.2 million over three years, 420 consultant days"),
    ),
)  # fmt: skip
BOOKS = {book.kind: book for book in (VENDORS,)}
