"""The ROI statement on paper (D11): built from the locked inputs alone, so that it says the same for ever."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.documents.markup import plain
from core.documents.model import (
    Cell,
    CellValue,
    Column,
    Definition,
    Derived,
    Figure,
    KeyFigure,
    KeyFigures,
    Missing,
    Place,
    Section,
    Source,
    Table,
    Text,
    total,
)
from core.money import Money
from core.seams import DocumentKind, provide_section
from programme.budget.choices import Category
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.signoff.selectors import signature_block
from roi.ledger.choices import Driver, Grade, Rhythm, Worth
from roi.statements.choices import Count
from roi.statements.models import RoiStatement
from roi.statements.rules.quarters import quarter_named
from roi.statements.selectors import words
from roi.statements.selectors.acts import statements
from roi.statements.selectors.pictures import cash_chart, waterfall

KIND = "roi"
VALIDATED = Count.values.index(Count.VALIDATED)


def quarters(programme: Any) -> list[str]:
    """Name the quarters that have a standing statement."""
    return list(statements(programme).standing().order_by("quarter").values_list("quarter", flat=True))


def statement_of(programme: Any, subject: str) -> RoiStatement | None:
    """Give the standing statement of a quarter; read once for all sections of a paper."""
    kept = programme.__dict__.setdefault("_roi_papers", {})
    if subject not in kept:
        kept[subject] = statements(programme).standing().filter(quarter=subject).first()
    found: RoiStatement | None = kept[subject]
    return found


def frame(programme: Any, _as_of: datetime, subject: str) -> Mapping[str, Any]:
    """Name quarter and formulas, and say what the paper rests on."""
    programme.__dict__.pop("_roi_papers", None)
    row = statement_of(programme, subject)
    if row is None:
        return {}
    people = holders(programme, Role.SP, Role.SC, Role.FIN, Role.PM)
    return {
        "subtitle": subject,
        "period": f"{row.first_day:%Y-%m-%d} – {row.last_day:%Y-%m-%d}",
        "definitions": (
            Definition("F24", str(words.BCR), _("Present value of benefits ÷ present value of costs.")),
            Definition("F24", _("Net ROI"), _("(benefits − costs) ÷ costs, both as present values.")),
            Definition("F24", _("Payback"), _(
                "Simple: the month in which the cumulative monthly series reaches zero for good. Discounted: linear "
                "within the year on the yearly discounted flows.")),
            Definition("F24", _("Risk"), _("Benefits go down and planned costs up by the risk of their line.")),
            Definition("F25", _("Attribution"), _(
                "Share of a KPI's change that is claimed; the shares of one KPI add up to at most 100 %. Grade A: "
                "control group, B: before and after, C: stated by the owner.")),
        ),
        "assumptions": (words.convention(row.frozen),),
        "limits": (
            _("Claimed figures are not checked by finance; validated ones are, each with evidence."),
            _("Figures of locked quarters are not changed; late items appear as adjustments of the next quarter."),
        ),
        "distribution": tuple(dict.fromkeys(person.name for person in people)),
        "next_issue": quarter_named(subject).next.last,
    }  # fmt: skip


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND, title=gettext_lazy("ROI statement"), prefix="ROI", formats=("pdf", "html", "xlsx"),
        owner_role=Role.FIN, subjects=quarters,
        frame=frame,
    ),
)  # fmt: skip


def _source(row: RoiStatement, rows: int, what: str = "") -> Source:
    name = what or _("Landfall: ledger of costs and benefits")
    return Source(name, row.locked_at, rows, filter=f"≤ {row.last_day:%Y-%m-%d}")


def _major(minor: int | Fraction, currency: str) -> Decimal:
    return Money(round(Fraction(minor)), currency).to_decimal()


def _lines(lines: Any, heads: tuple[str, ...], heading: str = "") -> Table:
    columns = (Column(_("Measure"), width=4), *(Column(head, "right", width=3) for head in heads), Column(_("Formula")))
    rows = tuple((Cell(line.label, second=line.note), *line.values, line.formula) for line in lines)
    return Table(columns, rows, heading=heading)


@provide_section(KIND, "statements.conclusion", 100)
def conclusion(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """1 Conclusion: ratio, net ROI and payback beside each other, then every measure for plan, claimed, validated."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    found, currency = row.figures, row.frozen["currency"]
    lines = words.measure_lines(found, currency)
    named = {line.key: line for line in lines}
    three = " · ".join(
        f"**{plain(named[key].label)}** {plain(named[key].values[VALIDATED])}" for key in ("bcr", "net_roi", "payback")
    )
    return Section(
        _("Conclusion"),
        (
            Text((three, _("As validated by finance; the rest of the horizon as planned. State: %(state)s.") % {
                "state": plain(str(row.get_state_display()))}), "lead"),
            _lines(lines, tuple(str(Count(count).label) for count in Count.values)),
            _lines(words.extra_lines(found, currency), (currency,), _("Beside it")),
        ),
        key="conclusion",
        sources=(_source(row, len(row.frozen["costs"]) + len(row.frozen["benefits"])),),
    )  # fmt: skip


@provide_section(KIND, "statements.costs", 200)
def costs(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """2 Costs: the quarter's sums, postings of the quarter with voucher, late items."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    inputs, currency = row.frozen, row.frozen["currency"]
    heads = (_("Before"), _("Late items"), _("In the quarter"), _("To date"))
    posted = [one for one in inputs["costs"] if one["basis"] == "actual"]
    in_quarter = [one for one in posted if inputs["first"] <= one["on"] <= inputs["last"]]
    columns = (
        Column(_("No.")), Column(_("Text"), width=4), Column(_("Posting date")), Column(_("Nature")),
        Column(_("Category")), Column(_("Voucher")), Column(_("Amount"), "right", currency),
    )  # fmt: skip
    rows = tuple(
        (one["code"], Cell(one["title"], second=one["vendor"]), parse_date(one["on"]), str(Rhythm(one["nature"]).label),
         str(Category(one["category"]).label), one["ref"] or "–", _major(one["amount"], currency))
        for one in in_quarter
    )  # fmt: skip
    return Section(
        _("Costs"),
        (
            _lines(words.sum_lines(row.figures, currency), heads, _("Costs and benefits of the quarter")),
            _by_nature(posted, inputs, currency),
            Table(columns, rows, heading=_("Postings of the quarter"), empty=_("Nothing was posted in the quarter.")),
            _late(inputs, currency),
        ),
        key="costs",
        sources=(_source(row, len(posted), _("Landfall: postings")),),
    )


def _by_nature(posted: Any, inputs: Any, currency: str) -> Table:
    """One-off, recurring and internal cost to date."""
    known = [one for one in posted if one["on"] <= inputs["last"]]
    groups = (
        (_("One-off"), [o for o in known if o["nature"] == Rhythm.ONE_OFF and o["category"] != Category.INTERNAL]),
        (_("Recurring"), [o for o in known if o["nature"] != Rhythm.ONE_OFF and o["category"] != Category.INTERNAL]),
        (str(Category.INTERNAL.label), [o for o in known if o["category"] == Category.INTERNAL]),
    )
    sums: list[tuple[str, int, Decimal]] = [
        (name, len(rows), _major(sum(o["amount"] for o in rows), currency)) for name, rows in groups
    ]
    every = range(len(sums))
    counted = Cell(sum(count for _name, count, _sum in sums), derived=total(1, every))
    amount = Cell(sum((amount for *_rest, amount in sums), Decimal(0)), derived=total(2, every))
    columns = (Column(_("Nature"), width=4), Column(_("Postings"), "right"), Column(_("To date"), "right", currency))
    rows: tuple[tuple[CellValue, ...], ...] = (*sums, (_("Sum"), counted, amount))
    return Table(columns, rows, heading=_("Posted to date by nature"), total=True)


def _late(inputs: Any, currency: str) -> Table:
    kinds = {"cost": _("cost"), "claimed": _("claimed"), "validated": _("validated")}
    columns = (
        Column(_("Item"), width=4), Column(_("Kind")), Column(_("Dated")), Column(_("Was"), "right", currency),
        Column(_("Now"), "right", currency), Column(_("Adjustment"), "right", currency),
    )  # fmt: skip
    rows = tuple(
        (f"{one['code']} {one['title']}", kinds[one["what"]], parse_date(one["on"]), _major(one["was"], currency),
         _major(one["now"], currency),
         Cell(_major(one["difference"], currency), derived=Derived((Place(at, 4), Place(at, 3, -1)))))
        for at, one in enumerate(inputs["adjustments"])
    )  # fmt: skip
    return Table(columns, rows, heading=_("Late items of quarters that were locked"), empty=_("No late item."))


@provide_section(KIND, "statements.benefits", 300)
def benefits(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """3 Benefits by line: driver, volume, unit value, margin, attribution; claimed beside validated; the waterfall."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    inputs, currency = row.frozen, row.frozen["currency"]
    title = _("Benefits")
    if not inputs["benefits"]:
        return Section(title, (Missing(_("No benefit was profiled."), _("Write benefit profiles.")),), key="benefits")
    columns = (
        Column(_("Benefit"), width=5), Column(_("Driver"), width=2), Column(_("Volume"), "right", _("per year")),
        Column(_("Unit value"), "right", currency), Column(_("Margin"), "right", "%"),
        Column(_("Attribution"), "right", "%"), Column(_("Correction"), "right", "%"),
        Column(_("Value per year"), "right", currency), Column(_("Claimed"), "right", currency),
        Column(_("Validated"), "right", currency), Column(_("Grade"), "center"),
    )  # fmt: skip
    rows = tuple(_benefit(one, inputs, currency) for one in inputs["benefits"])
    blocks: list[Any] = [Table(columns, rows, note=_("Claimed and validated to date."), landscape=True)]
    unproven = tuple(
        (f"{one['code']} {one['title']}", actual["month"][:7], _major(actual["amount"], currency), actual["by"])
        for one in inputs["benefits"]
        for actual in one["actuals"]
        if not actual["evidence"]
    )
    heads = (Column(_("Benefit"), width=4), Column(_("Month")), Column(_("Claimed"), "right", currency),
             Column(_("Recorded by")))  # fmt: skip
    steps = waterfall(inputs)
    if steps is not None:
        blocks.append(steps)
    blocks.append(Table(heads, unproven, heading=_("Benefits without evidence"), empty=_("Every figure has evidence.")))
    readings = sum(len(one["actuals"]) for one in inputs["benefits"])
    return Section(title, tuple(blocks), key="benefits", sources=(_source(row, readings, _("Landfall: actuals")),))


def _benefit(one: Any, inputs: Any, currency: str) -> tuple[Any, ...]:
    sign = -1 if one["disbenefit"] else 1
    known = [actual for actual in one["actuals"] if actual["month"] <= inputs["last"]]
    claimed = sign * sum(actual["amount"] for actual in known)
    validated = sign * sum(actual["amount"] for actual in known if actual["state"] == "validated")
    second = " · ".join(filter(None, (str(Worth(one["worth"]).label), one["kpi"], one["owner"])))
    return (
        Cell(f"{one['code']} {one['title']}", second=second), str(Driver(one["driver"]).label), one["volume"] or "–",
        None if one["unit_value"] is None else _major(one["unit_value"], currency), one["margin"], one["attribution"],
        one["correction"], _major(sign * Fraction(one["yearly"]), currency), _major(claimed, currency),
        _major(validated, currency), one["grade"] or "–",
    )  # fmt: skip


@provide_section(KIND, "statements.attribution", 400)
def attribution(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """4 Attribution: method grade and share of each line, summed by KPI."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    rows = tuple(
        (one["kpi"] or "–", f"{one['code']} {one['title']}", one["attribution"],
         str(Grade(one["grade"]).label) if one["grade"] else _("not graded"))
        for one in sorted(row.frozen["benefits"], key=lambda one: (one["kpi"] or "~", one["code"]))
    )  # fmt: skip
    columns = (Column(_("KPI")), Column(_("Benefit"), width=4), Column(_("Share of the change"), "right", "%"),
               Column(_("Method"), width=3))  # fmt: skip
    note = _("Shares of one KPI's change over all initiatives add up to at most 100 %.")
    return Section(_("Attribution"), (Table(columns, rows, note=note, empty=_("No benefit.")),), key="attribution")


@provide_section(KIND, "statements.risk", 500)
def risk(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """5 Risk adjustment: by line, benefits down, planned costs up."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    rows = [(f"{one['code']} {one['title']}", _("benefit, down"), one["risk"])
            for one in row.frozen["benefits"] if Fraction(one["risk"])]  # fmt: skip
    rows += [(f"{one['code']} {one['title']}", _("planned cost, up"), one["risk"])
             for one in row.frozen["costs"] if one["basis"] == "planned" and Fraction(one["risk"])]  # fmt: skip
    columns = (Column(_("Line"), width=5), Column(_("Direction"), width=2), Column(_("Risk"), "right", "%"))
    table = Table(columns, tuple(rows), empty=_("No line carries a risk."))
    return Section(_("Risk adjustment"), (table,), key="risk")


@provide_section(KIND, "statements.cash", 600)
def cash(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """6 Cash flow: years as validated, and the cumulative chart with its payback point."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    inputs, found, currency = row.frozen, row.figures, row.frozen["currency"]
    column = found.columns[Count.VALIDATED]
    rows: list[tuple[Any, ...]] = []
    running = Decimal(0)
    for year, (gain, cost) in enumerate(zip(column.benefits, column.costs, strict=True)):
        into, out = _major(gain, currency), _major(cost, currency)
        running += into - out
        before = (Place(year - 1, 4),) if year else ()
        net = Cell(into - out, derived=Derived((Place(year, 1), Place(year, 2, -1))))
        rows.append((year, into, out, net, Cell(running, derived=Derived((*before, Place(year, 3))))))
    columns = (Column(_("Year"), "right"), *(Column(name, "right", currency) for name in (
        _("Benefits"), _("Costs"), _("Net"), _("Cumulative"))))  # fmt: skip
    note = words.convention(inputs)
    return Section(_("Cash flow"), (cash_chart(inputs, found), Table(columns, tuple(rows), note=note)), key="cash")


@provide_section(KIND, "statements.sensitivity", 700)
def sensitivity(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """7 Break-even: by how much benefits may fall or costs rise until the value is nothing; the tornado is owed."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    found = row.figures.columns[Count.VALIDATED].measures
    fall = (found.npv / found.pv_benefits) if found.pv_benefits > 0 else None
    rise = (found.npv / found.pv_costs) if found.pv_costs > 0 else None
    figures = KeyFigures((
        KeyFigure(_("Benefits may fall by"), Figure(None) if fall is None else _share(fall), formula="F24"),
        KeyFigure(_("Costs may rise by"), Figure(None) if rise is None else _share(rise), formula="F24"),
    ), heading=_("Until the net present value is zero"))  # fmt: skip
    missing = Missing(_("No tornado yet."), _("Low and high values of each driver make a tornado."))
    return Section(_("Sensitivity and break-even"), (figures, missing), key="sensitivity")


def _share(value: Fraction) -> Figure:
    return Figure(Decimal(value.numerator) / Decimal(value.denominator), "share", places=1, signed=value < 0)


@provide_section(KIND, "statements.other", 800)
def other(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """8 Non-financial benefits and disbenefits."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    currency = row.frozen["currency"]
    named = [one for one in row.frozen["benefits"] if one["worth"] == "strategic" or one["disbenefit"]]
    rows = tuple(
        (f"{one['code']} {one['title']}", _("Disbenefit") if one["disbenefit"] else str(Worth(one["worth"]).label),
         " → ".join(str(one[name] or "–") for name in ("baseline", "target")) + f" {one['unit']}",
         _major(-Fraction(one["yearly"]), currency) if one["disbenefit"] else None)
        for one in named
    )  # fmt: skip
    columns = (Column(_("Benefit"), width=4), Column(_("Kind of value")), Column(_("Baseline → target"), width=2),
               Column(_("Value per year"), "right", currency))  # fmt: skip
    table = Table(columns, rows, empty=_("No strategic benefit and no disbenefit is recorded."))
    return Section(_("Non-financial benefits and disbenefits"), (table,), key="other")


@provide_section(KIND, "statements.charter", 900)
def against_charter(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """9 Against the plan: validated beside planned, and the assumptions changed since the last statement."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    inputs, found, currency = row.frozen, row.figures, row.frozen["currency"]
    sums = found.to_date
    plan = Table(
        (Column(_("To date"), width=3), Column(_("Plan"), "right", currency), Column(_("Actual"), "right", currency)),
        (
            (_("Costs"), _major(sums.planned_costs, currency), _major(sums.costs, currency)),
            (_("Benefits, validated"), _major(sums.planned, currency), _major(sums.validated, currency)),
        ),
        heading=_("Plan and actual"),
    )
    changed = tuple((one["what"] or "–", one["field"], one["before"], one["after"]) for one in inputs["changes"])
    columns = (Column(_("Benefit or term"), width=4), Column(_("Assumption"), width=2), Column(_("Was"), "right"),
               Column(_("Now"), "right"))  # fmt: skip
    empty = _("Nothing changed.") if inputs["before"] else _("This is the first statement.")
    heading = _("Assumptions changed since the last statement")
    return Section(
        _("Against the plan"), (plan, Table(columns, changed, heading=heading, empty=empty)), key="against-plan"
    )


@provide_section(KIND, "statements.signatures", 1000)
def signatures(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """10 Finance review and signatures, bound to the fingerprint of the inputs."""
    row = statement_of(programme, subject)
    if row is None:
        return None
    who = str(row.locked_by) if row.locked_by else _("System")
    told = _("Locked by %(who)s on %(at)s. Formula version %(formulas)s. Fingerprint of the inputs: %(hash)s") % {
        "who": plain(who), "at": f"{timezone.localtime(row.locked_at):%Y-%m-%d %H:%M}", "formulas": row.formulas,
        "hash": row.sha256,
    }  # fmt: skip
    return Section(_("Finance review and signatures"), (Text((told,)), signature_block(row)), key="signatures")
