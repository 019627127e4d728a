"""The money as blocks that pages and papers share: the funnel, the variances, what is bound, the months."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.documents.blocks import Chart, Column, KeyFigure, KeyFigures, Series, Table
from core.documents.derived import total
from core.documents.values import Cell, CellValue, Derived, Figure, Number, Place, Status
from core.money import Money, minor_digits
from programme.budget.choices import Category
from programme.budget.rules.cash import Cash
from programme.budget.rules.standing import OVERRUN_AMBER, OVERRUN_GREEN, Bound, Stand
from programme.budget.selectors.money import MoneyStand, bound_of


def major(minor: int, currency: str) -> Number:
    """Give an amount for a chart: a whole number where it is one."""
    value = Money(minor, currency).to_decimal()
    return int(value) if value == int(value) else value


class Printer:
    """Writes minor units of one currency as figures: whole where all amounts are, or where they are to be rounded."""

    def __init__(self, currency: str, amounts: Iterable[int | None] = (), *, rounded: bool = False) -> None:
        self.currency = currency
        digits = minor_digits(currency)
        whole = rounded or all(not (amount or 0) % 10**digits for amount in amounts)
        self.places = 0 if whole else digits

    def __call__(self, minor: int | None, *, signed: bool = False, unit: str = "") -> Figure:
        """Give the amount as a figure; None stays not available."""
        value = None if minor is None else Money(minor, self.currency).to_decimal()
        return Figure(value, unit, self.places, signed=signed)


def printer(stand: MoneyStand) -> Printer:
    """Give the printer for everything that is told of the budget."""
    stands = [row.stand for row in stand.lines]
    return Printer(stand.currency, [n for one in stands for n in (one.baseline, one.budget, one.committed, one.actual)])


def funnel_figures(stand: MoneyStand) -> KeyFigures:
    """Baseline, bound, spent, and where it leads, with the overrun."""
    say, whole = printer(stand), stand.total
    over = stand.overrun
    status = None if over is None else overrun_status(over)
    share = None if over is None else Figure(over, "share", signed=True)
    return KeyFigures(
        (
            KeyFigure(_("Baseline (BAC)"), say(whole.baseline, unit=stand.currency), note=_based(stand)),
            KeyFigure(_("Committed"), say(whole.committed, unit=stand.currency), note=_of(whole.committed, whole)),
            KeyFigure(_("Actual cost (AC)"), say(whole.actual, unit=stand.currency), note=_of(whole.actual, whole)),
            KeyFigure(
                _("Forecast at completion (EAC)"), say(whole.at_completion, unit=stand.currency), target=share,
                target_word=_("against the baseline"), status=status, formula="F07",
            ),
        )
    )  # fmt: skip


def _based(stand: MoneyStand) -> str:
    return str(stand.baseline) if stand.baseline else _("not authorised yet")


def _of(part: int, total: Stand) -> str:
    base = total.baseline if total.baseline is not None else total.budget
    if not base:
        return ""
    return _("%(share)s%% of the baseline") % {"share": f"{Decimal(part) / Decimal(base) * 100:.1f}"}


def overrun_status(over: Decimal) -> Status:
    """Say F07's colour of an overrun at completion."""
    if over > OVERRUN_AMBER:
        return Status("bad", _("above 10%"))
    return Status("warn", _("above 5%")) if over > OVERRUN_GREEN else Status("good", _("within 5%"))


def funnel_chart(stand: MoneyStand) -> Chart:
    """From what was authorised to where it leads, as bars."""
    whole = stand.total
    steps = (
        (_("Baseline"), whole.baseline if whole.baseline is not None else whole.budget),
        (_("Committed"), whole.committed),
        (_("Actual"), whole.actual),
        (_("Forecast at completion"), whole.at_completion),
    )
    values = tuple(major(minor, stand.currency) for _label, minor in steps)
    return Chart(
        "hbar",
        _("From the baseline to the forecast"),
        tuple(label for label, _minor in steps),
        (Series(stand.currency, values),),
        unit=stand.currency,
        note=_(
            "Committed = actual costs + what is open of orders and contracts; forecast (EAC) = actual + to complete "
            "(ETC)."
        ),
    )


Read = Callable[[Stand], int | None]
MONEY_COLUMNS: tuple[tuple[str, Read, bool], ...] = (
    ("baseline", lambda one: one.baseline, False),
    ("budget", lambda one: one.budget, False),
    ("committed", lambda one: one.committed, False),
    ("actual", lambda one: one.actual, False),
    ("etc", lambda one: one.to_complete, False),
    ("eac", lambda one: one.at_completion, False),
    ("variance", lambda one: None if one.baseline is None else one.at_completion - one.baseline, True),
)


def _heads(currency: str) -> tuple[Column, ...]:
    labels = (
        _("Baseline"), _("Budget now"), _("Committed"), _("Actual"), _("To complete (ETC)"), _("At completion (EAC)"),
        _("Against baseline"),
    )  # fmt: skip
    return tuple(Column(label, "right", currency) for label in labels)


BASELINE, ACTUAL, ETC, EAC, AGAINST = 1, 4, 5, 6, 7  # columns of the table


def _cells(one: Stand, say: Printer, row: int) -> tuple[CellValue, ...]:
    """Give a row's amounts; EAC and the difference say of which others they are made."""
    found: list[CellValue] = [say(read(one), signed=signed) for _name, read, signed in MONEY_COLUMNS]
    if one.baseline is not None:
        made = Derived((Place(row, EAC), Place(row, BASELINE, -1)))
        found[AGAINST - 1] = Cell(say(one.at_completion - one.baseline, signed=True), derived=made)
    found[EAC - 1] = Cell(say(one.at_completion), derived=Derived((Place(row, ACTUAL), Place(row, ETC))))
    return tuple(found)


def _sums(one: Stand, say: Printer, rows: Sequence[tuple[CellValue, ...]]) -> tuple[CellValue, ...]:
    """Give the amounts of the last row, each the sum of its column; rows that say nothing are left out."""
    told = [at for at, row in enumerate(rows) if row[EAC] is not None]
    return tuple(
        Cell(say(read(one), signed=signed), derived=total(column, told)) if read(one) is not None else None
        for column, (_name, read, signed) in enumerate(MONEY_COLUMNS, start=1)
    )


def variance_table(stand: MoneyStand) -> Table:
    """Every line with its baseline, what is bound and spent, what is still to come, and the variance; with the sum."""
    say = printer(stand)
    rows: list[tuple[CellValue, ...]] = []
    for row in stand.lines:
        told = _forecast_note(row)
        rows.append((Cell(f"{row.line.code} {row.line.title}", second=told), *_cells(row.stand, say, len(rows))))
    if stand.gone:
        gone = Stand(stand.gone, 0)
        rows.append((_("Lines taken out since the baseline"), *_cells(gone, say, len(rows))))
    rows.append((Cell(_("Sum"), strong=True), *_sums(stand.total, say, rows)))
    return Table(
        (Column(_("Line"), width=4), *_heads(stand.currency)),
        tuple(rows),
        note=_(
            "Budget now: the line with what contingency gave or lost. To complete: as a person forecasts, else what "
            "the budget leaves, and at least what is committed. Annual lines count with their first year."
        ),
        total=True,
        landscape=True,
    )


def _forecast_note(row: Any) -> str:
    line = row.line
    if line.forecast_minor is None:
        return ""
    said = {"who": line.forecast_by or _("System"), "why": line.forecast_note}
    return _("forecast by %(who)s: %(why)s") % said


def category_table(stand: MoneyStand) -> Table:
    """The same by category; a category that must be named and is not says so."""
    say = printer(stand)
    rows: list[tuple[CellValue, ...]] = []
    for category in Category:
        found = stand.of(category)
        if found is not None:
            label = Cell(str(category.label), second=_reasons(stand, category))
            rows.append((label, *_cells(found, say, len(rows))))
        elif category in stand.missing:
            label = Cell(str(category.label), status=Status("warn", _("nothing said")))
            rows.append((label, *(None for _column in MONEY_COLUMNS)))
    if stand.gone:
        rows.append((_("Lines taken out since the baseline"), *_cells(Stand(stand.gone, 0), say, len(rows))))
    rows.append((Cell(_("Sum"), strong=True), *_sums(stand.total, say, rows)))
    return Table((Column(_("Category"), width=4), *_heads(stand.currency)), tuple(rows), total=True, landscape=True)


def _reasons(stand: MoneyStand, category: Category) -> str:
    rows = [row.line for row in stand.lines if row.line.category == category]
    return "; ".join(line.note for line in rows if line.note and not line.amount_minor)


def commitment_table(stand: MoneyStand) -> Table:
    """Every commitment with what was invoiced of it and what is open."""
    bounds = [(one, bound_of(one)) for one in stand.commitments]
    say = Printer(stand.currency, [n for _one, bound in bounds for n in (bound.amount, bound.invoiced)])
    rows = tuple(
        (
            Cell(one.number, second=one.supplier, url=one.get_absolute_url()),
            one.line.code,
            one.signed_on,
            say(bound.amount),
            say(bound.invoiced),
            say(bound.open),
            bound_status(bound),
        )
        for one, bound in bounds
    )
    columns = (
        Column(_("Document"), width=4),
        Column(_("Line")),
        Column(_("Date")),
        Column(_("Amount"), "right", stand.currency),
        Column(_("Invoiced"), "right", stand.currency),
        Column(_("Open"), "right", stand.currency),
        Column(_("State")),
    )
    return Table(columns, rows, empty=_("No purchase order and no contract is recorded."))


def bound_status(bound: Bound) -> Status:
    """Say how a commitment stands."""
    if bound.beyond:
        return Status("bad", _("exceeded"))
    if bound.closed:
        return Status("done", _("closed"))
    return Status("good", _("fully invoiced")) if not bound.open else Status("run", _("open"))


def cash_table(found: Cash, currency: str) -> Table:
    """Every month with what was planned, spent and is expected, and both running sums."""
    say = Printer(currency, rounded=True)
    rows: list[tuple[CellValue, ...]] = [
        (
            f"{one.month:%Y-%m}", say(one.planned), say(one.actual), say(one.expected), say(one.planned_sum),
            say(one.outlook_sum),
        )
        for one in found.months
    ]  # fmt: skip
    if found.planned_undated or found.expected_undated:
        rows.append((_("without date"), say(found.planned_undated), None, say(found.expected_undated), None, None))
    labels = (
        pgettext("money", "Planned"),
        _("Actual"),
        _("Expected"),
        _("Planned, sum"),
        _("Actual and expected, sum"),
    )
    columns = (Column(_("Month"), width=2), *(Column(label, "right", currency) for label in labels))
    note = _("A line is spread evenly from its first to its last payment; what is to complete over what is left of it.")
    return Table(columns, tuple(rows), empty=_("No line says when it is paid, and nothing is spent yet."), note=note)


def cash_chart(found: Cash, currency: str, today: date) -> Chart | None:
    """Draw both running sums over the months; None with fewer than two months."""
    if len(found.months) < 2:  # noqa: PLR2004
        return None
    now = today.replace(day=1)
    planned = tuple(round(Money(one.planned_sum, currency).to_decimal()) for one in found.months)
    sums = [(one.month, round(Money(one.outlook_sum, currency).to_decimal())) for one in found.months]
    spent = tuple(value if month <= now else None for month, value in sums)
    outlook = tuple(value if month >= now else None for month, value in sums)
    at = next((place for place, one in enumerate(found.months) if one.month == now), None)
    return Chart(
        "line",
        _("Money by month, running sums"),
        tuple(f"{one.month:%Y-%m}" for one in found.months),
        (
            Series(pgettext("money", "Planned"), planned, "plan"),
            Series(_("Actual and expected until the end of this month"), spent, "current"),
            Series(_("Expected afterwards"), outlook, "comparison"),
        ),
        unit=currency,
        today=at,
    )
