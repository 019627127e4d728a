"""Charts as the office programs know them, with their numbers inside, for slides and for text documents alike."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Pt

from core.documents import words
from core.documents.blocks import Chart, Series
from core.documents.charts import target_words
from core.documents.drawing import INK, INK_2, INK_3, INK_4, INK_5, RULE_SOFT
from core.documents.office import EAST_ASIAN, LATIN, clean
from core.documents.values import Number

KINDS = {
    "line": XL_CHART_TYPE.LINE, "bar": XL_CHART_TYPE.COLUMN_CLUSTERED, "hbar": XL_CHART_TYPE.BAR_CLUSTERED,
    "histogram": XL_CHART_TYPE.COLUMN_CLUSTERED, "scatter": XL_CHART_TYPE.XY_SCATTER,
    "trend": XL_CHART_TYPE.XY_SCATTER_LINES, "radar": XL_CHART_TYPE.RADAR,
}  # fmt: skip
TONES: dict[str, tuple[str, Any, float]] = {
    "current": (INK, None, 2.25), "comparison": (INK_3, MSO_LINE.DASH, 1.75), "plan": (INK_4, MSO_LINE.ROUND_DOT, 1.75),
    "reference": (INK_5, MSO_LINE.ROUND_DOT, 1.75),
}  # fmt: skip
SERIAL = 693594  # days between the calendar's first day and the one from which workbooks count
MONTHS = 'yy"/"mm'
GAP = {"histogram": 12, "bar": 52, "hbar": 45}
MOST_LABELS = 40  # numbers over bars


def is_native(chart: Chart) -> bool:
    """Tell whether office programs have such a chart and it has numbers; a strip of statuses is a table."""
    return chart.kind in KINDS and any(value is not None for series in chart.series for value in series.values)


def chart_data(chart: Chart) -> Any:
    """Return the numbers as the writer of charts takes them."""
    if chart.kind in {"scatter", "trend"}:
        data: Any = XyChartData()
        for series in _xy_series(chart):
            told = data.add_series(clean(series.name))
            for x, y in zip(series.xs, series.values, strict=False):
                if y is not None:
                    told.add_data_point(_plain(x), _plain(y))
        return data
    data = CategoryChartData()
    places = max([len(chart.labels), *(len(series.values) for series in chart.series)])
    data.categories = [clean(chart.labels[at]) if at < len(chart.labels) else "" for at in range(places)]
    for series in chart.series:
        told = [series.values[at] if at < len(series.values) else None for at in range(places)]
        data.add_series(clean(series.name), [None if value is None else _plain(value) for value in told])
    for target in chart.targets:
        data.add_series(clean(target_words(target, chart)), [_plain(target.value)] * places)
    return data


def chart_xml(chart: Chart, size: float) -> tuple[bytes, bytes]:
    """Return the drawn chart's XML and the workbook with its numbers; ``size`` is that of its words in points."""
    data = chart_data(chart)
    space = parse_xml(ChartXmlWriter(KINDS[chart.kind], data).xml.encode())
    style(NativeChart(space, None), chart, size)
    xml: bytes = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml, data._workbook_writer.xlsx_blob


def notes(chart: Chart) -> list[str]:
    """Return what stands in the picture but has no place in such a chart: today and the marks, in words."""
    said = []
    if chart.today is not None and chart.kind in {"line", "bar"} and 0 <= int(chart.today) < len(chart.labels):
        said.append(f"{_('Today')}: {chart.labels[int(chart.today)]}")
    if chart.kind == "trend" and chart.today is not None:
        said.append(f"{_('Today')}: {words.day(date.fromordinal(int(chart.today)))}")
    said += [f"{mark.word}: {_label_at(chart, mark.at)}" if _label_at(chart, mark.at) not in mark.word else mark.word
             for mark in chart.marks]  # fmt: skip
    return said


def style(native: Any, chart: Chart, size: float) -> None:
    """Give a chart the house's look: ink tones and dashes, quiet rules, words in the house's fonts."""
    native.has_title = False
    _words(native, size)
    series = list(native.plots[0].series)
    native.has_legend = len(series) > 1
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.TOP
        native.legend.include_in_layout = False
    drawn = _drawn(chart)
    for one, said in zip(series, drawn, strict=True):
        if chart.kind in {"trend", "scatter"}:
            {"trend": _trend, "scatter": _points}[chart.kind](one, said, size)
        else:
            {"line": _line, "radar": _spokes}.get(chart.kind, _bars)(one, said, chart, size)
    if chart.kind in GAP:
        native.plots[0].gap_width, native.plots[0].overlap = GAP[chart.kind], 0
    _axes(native, chart)


def _drawn(chart: Chart) -> Sequence[Series]:
    """Return the series in the order in which they stand in the chart."""
    if chart.kind in {"scatter", "trend"}:
        return tuple(_xy_series(chart))
    return (*chart.series, *(Series(target_words(target, chart), tone="reference") for target in chart.targets))


def _xy_series(chart: Chart) -> Iterator[Series]:
    """Yield the points; a trend's dates as days of a workbook, with the diagonal on which a forecast is reached."""
    if chart.kind == "scatter":
        yield from chart.series
        return
    known = [series for series in chart.series if any(value is not None for value in series.values)]
    for series in known:
        yield Series(series.name, tuple(None if y is None else int(y) - SERIAL for y in series.values), series.tone,
                     tuple(int(x) - SERIAL for x in series.xs))  # fmt: skip
    days = [int(x) - SERIAL for series in known for x in series.xs]
    last = max([*days, *([] if chart.today is None else [int(chart.today) - SERIAL])])
    ends = (min(days), max(last, min(days) + 1))
    yield Series(_("reached"), ends, "reference", ends)


def _plain(value: Number) -> int | float:
    return value if isinstance(value, int) else float(value)


def _label_at(chart: Chart, at: Number) -> str:
    place = round(float(at))
    return chart.labels[place] if 0 <= place < len(chart.labels) else ""


def _rgb(colour: str) -> RGBColor:
    known: RGBColor = RGBColor.from_string(colour.lstrip("#").upper())
    return known


def _words(native: Any, size: float) -> None:
    native.font.size = Pt(size)
    native.font.color.rgb = _rgb(INK_2)
    native.font.name = LATIN
    run = native.font._element
    latin = run.find("{http://schemas.openxmlformats.org/drawingml/2006/main}latin")
    east = latin.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}ea", {"typeface": EAST_ASIAN})
    latin.addnext(east)


def _stroke(one: Any, tone: str) -> None:
    colour, dash, width = TONES[tone]
    one.format.line.color.rgb = _rgb(colour)
    one.format.line.width = Pt(width)
    if dash is not None:
        one.format.line.dash_style = dash


def _line(one: Any, said: Series, chart: Chart, size: float) -> None:
    one.smooth = False
    one.marker.style = XL_MARKER_STYLE.NONE
    _stroke(one, said.tone)
    known = [at for at, value in enumerate(said.values) if value is not None]
    if known:
        last = said.values[known[-1]] or 0
        others = [other.values[known[-1]] for other in chart.series if len(other.values) > known[-1]]
        least = sum(value is not None for value in others) > 1 and last <= min(v for v in others if v is not None)
        place = XL_LABEL_POSITION.BELOW if least else XL_LABEL_POSITION.ABOVE
        _label(one.points[known[-1]], words.number(last), size, place)


def _spokes(one: Any, said: Series, _chart: Chart, _size: float) -> None:
    one.marker.style = XL_MARKER_STYLE.NONE
    _stroke(one, said.tone)


def _trend(one: Any, said: Series, size: float) -> None:
    one.smooth = False
    _stroke(one, said.tone)
    if said.tone == "reference":
        one.marker.style = XL_MARKER_STYLE.NONE
        return
    one.marker.style, one.marker.size = XL_MARKER_STYLE.CIRCLE, 5
    _fill(one.marker.format, TONES[said.tone][0])
    known = [(at, value) for at, value in enumerate(v for v in said.values if v is not None)]
    at, value = known[-1]
    text = words.short_day(date.fromordinal(int(value) + SERIAL))
    _label(one.points[at], text, size, XL_LABEL_POSITION.RIGHT)


def _points(one: Any, said: Series, size: float) -> None:
    one.format.line.fill.background()
    one.marker.style, one.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    _fill(one.marker.format, TONES[said.tone][0])
    known = [at for at, value in enumerate(said.values[: len(said.xs)]) if value is not None]
    for place, at in enumerate(known):
        if at < len(said.words):
            _label(one.points[place], said.words[at], size, XL_LABEL_POSITION.RIGHT)


def _bars(one: Any, said: Series, chart: Chart, size: float) -> None:
    _fill(one.format, INK_3 if said.tone == "current" else INK_5)
    one.invert_if_negative = False
    if chart.late_from is not None:
        for at in range(chart.late_from, len(said.values)):
            _fill(one.points[at].format, INK_5)
    if chart.kind == "histogram":
        for mark in chart.marks:
            if 0 <= round(float(mark.at)) < len(said.values):
                _label(one.points[round(float(mark.at))], mark.word, size, XL_LABEL_POSITION.OUTSIDE_END)
    elif sum(value is not None for value in said.values) <= MOST_LABELS:
        for at, value in enumerate(said.values):
            if value is not None:
                unit = "%" if chart.unit == "%" else ""
                _label(one.points[at], words.number(value) + unit, size, XL_LABEL_POSITION.OUTSIDE_END)


def _fill(formatted: Any, colour: str) -> None:
    formatted.fill.solid()
    formatted.fill.fore_color.rgb = _rgb(colour)
    formatted.line.fill.background()


def _label(point: Any, text: str, size: float, place: Any) -> None:
    frame = point.data_label.text_frame
    frame.text = clean(text)
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.color.rgb = Pt(size), _rgb(INK)
    point.data_label.position = place


def _axes(native: Any, chart: Chart) -> None:
    value, across = native.value_axis, native.category_axis
    value.major_gridlines.format.line.color.rgb = _rgb(RULE_SOFT)
    value.format.line.fill.background()
    across.format.line.color.rgb = _rgb(INK_5)
    across.has_major_gridlines = False
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if chart.kind == "hbar":
        across.reverse_order = True
        value.visible = False
        value.has_major_gridlines = False
    if chart.kind == "histogram":
        value.visible = False
        value.has_major_gridlines = False
    if chart.kind == "trend":
        for axis in (value, across):
            axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = MONTHS, False
        _span(native, chart)
    elif chart.kind != "scatter" and all(float(v or 0) >= 0 for one in chart.series for v in one.values):
        value.minimum_scale = 0
    elif chart.unit == "%":
        value.tick_labels.number_format, value.tick_labels.number_format_is_linked = '0"%"', False
    if chart.x_label:
        across.has_title = True
        across.axis_title.text_frame.text = clean(chart.x_label)
        across.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False
    if chart.unit and chart.unit != "%" and chart.kind not in {"hbar", "histogram", "trend"}:
        value.has_title = True
        value.axis_title.text_frame.text = clean(words.unit_word(chart.unit))
        value.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False


def _span(native: Any, chart: Chart) -> None:
    """Begin both axes a little before their first day and end them after their last, a month a step or more."""
    said = list(_xy_series(chart))
    xs = [int(x) for one in said for x in one.xs]
    ys = [int(y) for one in said for y in one.values if y is not None]
    for axis, days in ((native.category_axis, xs), (native.value_axis, ys)):
        room = max((max(days) - min(days)) // 12, 7)
        axis.minimum_scale, axis.maximum_scale = min(days) - room, max(days) + room * 2
        axis.major_unit = max(30, (max(days) - min(days)) // 8)
