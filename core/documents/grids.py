"""Every table of a paper as words and classes: what HTML and the office writers share with the numbers left behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.utils.translation import gettext as _

from core.documents import derived, model, words
from core.documents.markup import is_safe

TREND_CLASSES = {"better": "up", "same": "eq", "worse": "dn"}


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell as a page shows it."""

    text: str
    css: str = ""
    head: str = ""
    kind: str = ""
    old: str = ""
    url: str = ""
    strong: bool = False
    lines: tuple[str, ...] = ()
    answers: tuple[model.Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadView:
    """A column's header with its unit."""

    label: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class GridView:
    """A table as a page shows it."""

    heads: tuple[HeadView, ...]
    rows: tuple[tuple[CellView, ...], ...]
    heading: str = ""
    caption: str = ""
    note: str = ""
    empty: str = ""
    bare: bool = False
    css: str = ""


def table_view(table: model.Table, zone: str) -> GridView:
    """Return a table's words."""
    heads = tuple(HeadView(header(column), "num" if column.align == "right" else "") for column in table.columns)
    rows = tuple(tuple(_cell(value, head, zone) for value, head in zip(row, heads, strict=True)) for row in table.rows)
    return GridView(heads, rows, table.heading, table.caption, table.note, table.empty or _("No rows."), table.bare)


def header(column: model.Column) -> str:
    """Write a column's label with its unit."""
    unit = words.unit_word(column.unit)
    return column.label + _(", ") + unit if unit else column.label


def stands_beside(value: model.CellValue) -> bool:
    """Tell whether the cell's second line has a cell of its own, for a number or a date stays one."""
    cell = words.as_cell(value)
    return bool(cell.second) and (derived.number_of(cell) is not None or isinstance(cell.content, date))


def places(table: model.Table) -> tuple[int, ...]:
    """Return the sheet's column of each of the table's; what stands beside numbers takes the next one."""
    wide = [1 + any(map(stands_beside, cells)) for cells in zip(*table.rows, strict=True)]
    return tuple(accumulate(wide[:-1], initial=0))


def heads(table: model.Table, at: tuple[int, ...]) -> Iterator[tuple[int, str, bool]]:
    """Yield column of the sheet, words and whether they stand right, of each header."""
    for place, column, cells in zip(at, table.columns, zip(*table.rows, strict=True), strict=True):
        yield place, header(column), column.align == "right"
        if any(map(stands_beside, cells)):
            yield place + 1, _("%(column)s, detail") % {"column": column.label}, False


def _cell(value: model.CellValue, head: HeadView, zone: str) -> CellView:
    cell = words.as_cell(value)
    shown = words.scalar_text(cell.content, zone)
    if cell.status is not None and not shown:
        shown = words.status_word(cell.status)
    css = " ".join(filter(None, (head.css, {"muted": "mute"}.get(cell.tone, cell.tone))))
    url = cell.url if is_safe(cell.url) else ""
    return CellView(
        shown,
        css,
        head.label,
        cell.status.kind if cell.status else "",
        words.scalar_text(cell.old, zone),
        url,
        cell.strong,
        (cell.second,) if cell.second else (),
    )


def lights_view(block: model.Lights) -> GridView:
    """Return the lights: computed, declared, trend, weeks, and the rule."""
    labels = (_("Dimension"), _("Computed"), _("Declared"), _("Trend"), _("Weeks"), _("Basis"))
    heads = tuple(HeadView(label, "num" if label == labels[4] else "") for label in labels)
    rows = tuple(_light(light, labels) for light in block.lights)
    return GridView(heads, rows, block.heading, css="lights")


def _light(light: model.Light, labels: tuple[str, ...]) -> tuple[CellView, ...]:
    declared = light.declared
    _arrow, word = words.TRENDS.get(light.trend, ("", ""))
    weeks = "" if light.weeks is None else words.number(light.weeks)
    return (
        CellView(light.dimension, "wide", labels[0], lines=(_("Stale"),) if light.stale else ()),
        CellView(words.status_word(light.computed), "", labels[1], light.computed.kind),
        CellView(words.status_word(declared), "", labels[2], declared.kind)
        if declared
        else CellView("–", "", labels[2]),
        CellView(str(word), TREND_CLASSES.get(light.trend, ""), labels[3]),
        CellView(weeks, "num", labels[4]),
        CellView(light.reason, "", labels[5], url=light.url if is_safe(light.url) else ""),
    )


def asks_view(block: model.Asks) -> GridView:
    """Return the decisions requested."""
    labels = (_("No."), _("Decide"), _("Options"), _("Recommendation"), _("Cost of delay"), _("By"))
    heads = tuple(HeadView(label, "num" if label == labels[5] else "") for label in labels)
    rows = tuple(_ask(ask, labels) for ask in block.asks)
    return GridView(heads, rows, block.heading or _("Decisions requested"), css="lf-asks")


def _ask(ask: model.Ask, labels: tuple[str, ...]) -> tuple[CellView, ...]:
    url = ask.url if is_safe(ask.url) else ""
    options = tuple(f"{option.key} {option.text}" for option in ask.options)
    return (
        CellView(ask.number, "id", labels[0]),
        CellView(
            ask.question,
            "wide",
            labels[1],
            url=url,
            strong=True,
            lines=tuple(filter(None, (ask.context,))),
            answers=ask.answers,
        ),
        CellView("", "lf-options", labels[2], lines=options),
        CellView(ask.recommendation, "", labels[3], strong=True, lines=tuple(filter(None, (ask.reason,)))),
        CellView(ask.cost_of_delay, "", labels[4], lines=tuple(filter(None, (ask.delay_note,)))),
        CellView(words.day(ask.by) if ask.by else "–", "num bad m" if ask.overdue else "num", labels[5]),
    )


def chart_table(chart: model.Chart) -> model.Table:
    """Return the numbers a chart is drawn from, as a table whose cells stay numbers."""
    columns = [
        model.Column(chart.x_label),
        *(model.Column(series.name, "right", chart.unit) for series in chart.series),
    ]
    if chart.kind == "strip":
        columns = [model.Column(chart.x_label), *(model.Column(series.name) for series in chart.series)]
        return model.Table(tuple(columns), tuple(_strip_row(chart, at) for at in range(len(chart.labels))))
    if chart.kind == "scatter":
        return _scatter_table(chart)
    if chart.kind == "trend":
        return _trend_table(chart)
    rows = tuple(
        (label, *(series.values[at] if at < len(series.values) else None for series in chart.series))
        for at, label in enumerate(chart.labels)
    )
    return model.Table(tuple(columns), rows)


def _strip_row(chart: model.Chart, at: int) -> tuple[model.CellValue, ...]:
    cells: list[model.CellValue] = [chart.labels[at]]
    for series in chart.series:
        word = series.words[at] if at < len(series.words) else ""
        cells.append(model.Status(series.statuses[at], word) if at < len(series.statuses) else None)
    return tuple(cells)


def _scatter_table(chart: model.Chart) -> model.Table:
    columns = (model.Column(""), model.Column(chart.x_label, "right"), model.Column(chart.unit, "right"))
    rows = tuple(
        (series.words[at] if at < len(series.words) else series.name, x, series.values[at])
        for series in chart.series
        for at, x in enumerate(series.xs[: len(series.values)])
    )
    return model.Table(columns, rows)


def _trend_table(chart: model.Chart) -> model.Table:
    """Return one row for each report date and one column for each milestone."""
    told = [
        dict(zip(series.xs, series.values, strict=True)) for series in chart.series
    ]  # by the ordinal of the report date
    columns = (model.Column(chart.x_label), *(model.Column(series.name, "right") for series in chart.series))
    rows = tuple((_on(x), *(_on(one.get(x)) for one in told)) for x in sorted({x for one in told for x in one}))
    return model.Table(columns, rows)


def _on(ordinal: model.Number | None) -> date | None:
    return None if ordinal is None else date.fromordinal(int(ordinal))


def gantt_table(gantt: model.Gantt) -> model.Table:
    """Return the bars as a table."""
    labels = (_("Task"), _("Start"), _("End"), _("Baseline"), _("Done"))
    aligns = ("left", "right", "right", "right", "right")
    columns = tuple(
        model.Column(label, "right" if align == "right" else "left")
        for label, align in zip(labels, aligns, strict=True)
    )
    rows = tuple((bar.name, bar.start, bar.end, bar.baseline_end, model.Figure(bar.done, "%")) for bar in gantt.bars)
    return model.Table(columns, rows)


def dots_table(matrix: model.Matrix) -> model.Table:
    """Return the dots of the matrix as a table."""
    labels = (_("No."), _("Risk"), _("Probability"), _("Impact"), _("Score"))
    columns = tuple(model.Column(label, "right" if at > 1 else "left") for at, label in enumerate(labels))
    rows = tuple(
        (dot.id, model.Cell(dot.title, url=dot.url), dot.probability, dot.impact, dot.probability * dot.impact)
        for dot in matrix.dots
    )
    return model.Table(columns, rows)
