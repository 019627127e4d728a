"""The benefits section of the steering pack."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents.model import Cell, Column, Missing, Section, Source, Status, Table
from core.money import Money
from core.seams import provide_section
from roi.ledger import selectors
from roi.ledger.choices import BenefitState
from roi.ledger.selectors.standing import Standing

KINDS: dict[str, Any] = {"realised": "good", "sustained": "done", "partly": "warn", "not_realised": "bad"}


def standing_status(found: Standing) -> Status:
    """State of a benefit, or that it is at risk."""
    row = found.benefit
    if found.at_risk:
        return Status("warn", _("%(state)s, at risk") % {"state": row.get_state_display()})
    return Status(KINDS.get(row.state, "run" if row.state == BenefitState.REALISING else "wait"),
                  str(row.get_state_display()))  # fmt: skip


@provide_section("closure", "ledger.benefits", 400)
@provide_section("steering", "ledger.benefits", 1100)
def benefits(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """11 Benefits: planned to date, claimed, validated, state and owner of each."""
    found = selectors.standings(programme, timezone.localtime(as_of).date())
    title = _("Benefits")
    if not found:
        missing = Missing(str(_("No data yet.")), str(_("Benefit profiles with readings show here.")))
        return Section(title, (missing,), key="benefits")
    currency = programme.currency

    def amount(value: Fraction | int) -> Any:
        return Money(round(Fraction(value)), currency).to_decimal()

    rows = tuple(
        (
            Cell(f"{one.benefit.code} {one.benefit.title}", second=str(one.benefit.owner or _("no owner"))),
            standing_status(one), amount(one.planned), amount(one.claimed), amount(one.validated),
            one.benefit.next_review_on,
        )
        for one in found
    )  # fmt: skip
    columns = (
        Column(_("Benefit"), width=4), Column(_("State")), Column(_("Planned to date"), "right", currency),
        Column(_("Claimed to date"), "right", currency), Column(_("Validated to date"), "right", currency),
        Column(_("Next review")),
    )  # fmt: skip
    note = _("Disbenefits are listed with their cost; strategic value is not counted in money.")
    source = Source(_("Landfall: ledger of costs and benefits"), as_of, len(found))
    return Section(title, (Table(columns, rows, note=note),), key="benefits", sources=(source,))
