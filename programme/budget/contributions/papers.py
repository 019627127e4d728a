"""The money on paper: its own document, and its section of the steering pack."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import seams
from core.documents.model import (
    Block,
    Cell,
    Column,
    Definition,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Source,
    Status,
    Table,
    Text,
)
from core.memo import shared
from core.seams import DocumentKind, Finding, provide_section
from programme.budget.choices import DRAW_STATUS
from programme.budget.models import ActualCost, BudgetBaseline, ContingencyDraw
from programme.budget.rules import YEARS
from programme.budget.selectors import MoneyStand, budget_totals, locked_through, money_stand
from programme.budget.selectors.findings import money_findings
from programme.budget.selectors.money import cash_view
from programme.budget.selectors.tables import (
    Printer,
    cash_chart,
    cash_table,
    category_table,
    commitment_table,
    funnel_chart,
    funnel_figures,
    variance_table,
)
from programme.people.choices import Role
from programme.people.selectors import holders

KIND = "money"
LATEST = 40  # actual costs that the paper lists one by one


def frame(programme: Any, as_of: datetime, _subject: str) -> Mapping[str, Any]:
    """Name the period, the formulas and what the figures leave out."""
    today, locked = timezone.localtime(as_of).date(), locked_through(programme)
    people = holders(programme, Role.SP, Role.SC, Role.FIN, Role.PM)
    limits = [_("Annual lines count in the budget with their first year; further years are cost of ownership.")]
    if locked is not None:
        limits.append(_("Actual costs until %(day)s are locked.") % {"day": locked.isoformat()})
    return {
        "period": f"{programme.starts_on:%Y-%m-%d} – {today:%Y-%m-%d}",
        "definitions": (
            Definition("F02", "BAC, AC, ETC, EAC", _(
                "BAC: the authorised budget. AC: actual cost. ETC: what is to complete. EAC = AC + ETC.")),
            Definition("F07", _("Overrun at completion"), _(
                "(EAC − BAC) ÷ BAC: up to 5 % green, up to 10 % amber, above red.")),
        ),
        "limits": tuple(limits),
        "distribution": tuple(dict.fromkeys(person.name for person in people)),
    }  # fmt: skip


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND, title=gettext_lazy("Budget report"), prefix="FIN", formats=("pdf", "html", "xlsx"), cover=False,
        owner_role=Role.FIN, serial=True, frame=frame,
    ),
)  # fmt: skip


def _stand(programme: Any) -> MoneyStand:
    return shared(programme, "budget.money", lambda: money_stand(programme))


def _source(as_of: datetime, rows: int) -> tuple[Source, ...]:
    return (Source(_("Landfall: budget, commitments and actual costs"), as_of, rows),)


def _nothing(programme: Any, title: str, key: str) -> Section:
    text = _("The budget has no line yet.")
    missing = Missing(text, _("Write the budget lines first."), f"/p/{programme.slug}/budget/")
    return Section(title, (missing,), key)


def _findings(found: list[Finding]) -> Table:
    rows = tuple((Cell(one.text, status=Status(_kind(one))), one.remedy) for one in found)
    columns = (Column(_("Finding"), width=5), Column(_("What to do"), width=4))
    return Table(columns, rows, heading=_("What needs a look"), empty=_("Nothing stands out."))


def _kind(one: Finding) -> Any:
    return one.severity


@provide_section(KIND, "budget.summary", 100)
def summary(programme: Any, as_of: datetime, _subject: str) -> Section:
    """From the baseline to the forecast, and what needs a look."""
    stand, title = _stand(programme), _("From the baseline to the forecast")
    if not stand.lines:
        return _nothing(programme, title, "funnel")
    blocks: tuple[Block, ...] = (
        funnel_figures(stand), funnel_chart(stand), _findings(money_findings(stand, programme)),
    )  # fmt: skip
    return Section(title, blocks, "funnel", sources=_source(as_of, len(stand.lines)))


@provide_section(KIND, "budget.variances", 200)
def variances(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Every line and every category with its variance."""
    stand = _stand(programme)
    if not stand.lines:
        return None
    blocks = (variance_table(stand), category_table(stand))
    return Section(_("Variances by line and category"), blocks, "variances", sources=_source(as_of, len(stand.lines)))


@provide_section(KIND, "budget.commitments", 400)
def commitments(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """What is bound, and what was invoiced of it."""
    stand = _stand(programme)
    if not stand.lines:
        return None
    rows = len(stand.commitments)
    return Section(_("Commitments"), (commitment_table(stand),), "commitments", sources=_source(as_of, rows))


@provide_section(KIND, "budget.actuals", 500)
def actuals(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """The newest actual costs, document by document."""
    found = ActualCost.objects.filter(programme=programme).for_list().order_by("-booked_on", "-pk")
    count, rows = found.count(), list(found[:LATEST])
    if not rows:
        return None
    say = Printer(programme.currency, [row.amount_minor for row in rows])
    table = Table(
        (
            Column(_("Document"), width=4), Column(_("Kind")), Column(_("Line")), Column(_("Booked")),
            Column(_("Amount"), "right", programme.currency),
        ),
        tuple(
            (
                Cell(row.number, second=row.supplier), str(row.get_kind_display()), row.line.code, row.booked_on,
                say(row.amount_minor),
            )
            for row in rows
        ),
        note=_("%(shown)s of %(all)s, the newest first.") % {"shown": len(rows), "all": count},
    )  # fmt: skip
    return Section(_("Actual costs"), (table,), "actuals", sources=_source(as_of, count))


@provide_section(KIND, "budget.cash", 600)
def cash(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """The money by month."""
    stand, today = _stand(programme), timezone.localtime(as_of).date()
    if not stand.lines:
        return None
    found = cash_view(stand, programme, today)
    chart = cash_chart(found, stand.currency, today)
    blocks: tuple[Block, ...] = (*((chart,) if chart else ()), cash_table(found, stand.currency))
    return Section(_("Money by month"), blocks, "cash", sources=_source(as_of, len(found.months)))


@provide_section(KIND, "budget.contingency", 700)
def contingency(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """What is left of contingency, who drew on it, and every baseline."""
    stand = _stand(programme)
    if not stand.lines:
        return None
    draws = ContingencyDraw.objects.filter(programme=programme).select_related("line", "decided_by").order_by("code")
    baselines = BudgetBaseline.objects.filter(programme=programme).select_related("change", "set_by").order_by("number")
    before, left = stand.contingency
    say = Printer(stand.currency, [before, left, *(row.amount_minor for row in draws)])
    figures = KeyFigures(
        (
            KeyFigure(_("Contingency of the budget"), say(before, unit=stand.currency)),
            KeyFigure(_("Left of it"), say(left, unit=stand.currency)),
        )
    )
    drawn = Table(
        (
            Column(_("Draw-down"), width=5), Column(_("For the line"), width=3),
            Column(_("Amount"), "right", stand.currency), Column(_("State")), Column(pgettext("person", "By")),
        ),
        tuple(
            (
                Cell(row.code, second=row.reason), str(row.line), say(row.amount_minor),
                Status(DRAW_STATUS[row.state], str(row.get_state_display())),  # type: ignore[arg-type, index]
                str(row.decided_by or ""),
            )
            for row in draws
        ),
        heading=_("Draw-downs"), empty=_("Nothing was drawn yet."),
    )  # fmt: skip
    moves = Table(
        (
            Column(_("Baseline")), Column(_("Set")), Column(_("Because of"), width=4),
            Column(_("Budget at completion"), "right", stand.currency),
        ),
        tuple(
            (
                row.number, timezone.localtime(row.set_at).date(),
                str(row.change) if row.change else _("the sponsor's authorisation"), say(row.total_minor),
            )
            for row in baselines
        ),
        heading=_("Budget baselines"), empty=_("The budget is not authorised yet."),
    )  # fmt: skip
    return Section(_("Contingency and baselines"), (figures, drawn, moves), "contingency", sources=_source(as_of, 0))


@provide_section(KIND, "budget.tco", 800)
def ownership(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Cost of ownership over three years: one-off lines once, annual ones each year."""
    totals = budget_totals(programme, YEARS)
    if not totals.lines:
        return None
    say = Printer(programme.currency, [line.amount_minor for line in totals.lines])
    rows = tuple(
        (
            f"{line.code} {line.title}", str(line.get_nature_display()), say(line.amount_minor),
            say(line.amount_minor * (YEARS if line.nature == "annual" else 1)),
        )
        for line in totals.lines
    )  # fmt: skip
    total = (Cell(_("Sum"), strong=True), "", say(totals.bac), say(totals.tco))
    columns = (
        Column(_("Line"), width=4), Column(_("Nature")), Column(_("First year"), "right", programme.currency),
        Column(_("Over three years"), "right", programme.currency),
    )  # fmt: skip
    note = Text((_("Undiscounted. One-off lines count once, annual lines once a year."),), "small")
    blocks = (Table(columns, (*rows, total), total=True), note)
    return Section(_("Cost of ownership"), blocks, "tco", sources=_source(as_of, len(totals.lines)))


@provide_section("steering", "budget.money", 550)
def money(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """The money in the steering pack: four figures, the categories, what needs a look."""
    stand = _stand(programme)
    if not stand.lines:
        return None
    wrong = money_findings(stand, programme)
    blocks: tuple[Block, ...] = (funnel_figures(stand), category_table(stand))
    if wrong:
        blocks = (*blocks, _findings(wrong))
    return Section(_("Budget and actual costs"), blocks, "money", sources=_source(as_of, len(stand.lines)))
