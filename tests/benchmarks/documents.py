"""A 30-page report through our model against bare reportlab with the same words, fonts, charts and two-pass contents.

Run with ``uv run python -m tests.benchmarks.documents``.
"""

import io
import os
import platform
import statistics
import time
from datetime import UTC, datetime

PARTS, ROWS, ROUNDS, BAR = 13, 40, 5, 1.5
SENTENCE = "试点按预期见效，每日更新率 78.4%（58/74），目标 80%；the South region keeps three shadow spreadsheets. "
LABELS = tuple(f"27/{month}" for month in range(1, 13))
PLAN = (8, 42, 88, 146, 194, 252, 318, 384, 428, 460, 480, 486)
EARNED = (8, 41, 84, 142, 186, 240, 300, 371, 420, 440, 470, 480)


def row(part, n):
    return (
        f"D-{part}{n:03}",
        "主数据责任人按大区确认 master-data owners",
        "王珂 Wang Ke",
        "2027-05-14",
        str(n * 3),
        "按期",
    )


def ours():
    from core.documents import model as m
    from core.documents.pdf import render

    moment = datetime(2027, 5, 12, tzinfo=UTC)
    columns = tuple(map(m.Column, ("编号", "决议", "责任人", "到期", "天数", "备注")))
    sections = tuple(
        m.Section(
            f"第 {part} 部分",
            (
                m.Text((SENTENCE * 4,) * 5),
                m.Table(columns, tuple(row(part, n) for n in range(ROWS))),
                m.Chart("line", "S 曲线", LABELS, (m.Series("PV", PLAN, "plan"), m.Series("EV", EARNED))),
                m.Chart("bar", "按月", LABELS, (m.Series("EV", EARNED),)),
            ),
            new_page=True,
        )
        for part in range(PARTS)
    )
    pdf = render(m.Document("report", "N-1", "报告", "项目", moment, moment, sections=sections))
    return pdf.pages


def bare():
    from reportlab.graphics.charts.barcharts import VerticalBarChart
    from reportlab.graphics.charts.lineplots import LinePlot
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.colors import HexColor
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Table
    from reportlab.platypus.tableofcontents import TableOfContents

    from core.documents import fonts

    base = {"fontName": fonts.REGULAR, "wordWrap": "CJK"}
    body = ParagraphStyle("body", fontSize=9.5, leading=13, spaceAfter=4, **base)
    small = ParagraphStyle("small", fontSize=8.5, leading=11.5, **base)
    title = ParagraphStyle("title", fontSize=10, leading=14, spaceBefore=12, fontName=fonts.BOLD, wordWrap="CJK")
    toc = TableOfContents(levelStyles=[body])

    class Doc(BaseDocTemplate):
        def afterFlowable(self, flowable):  # noqa: N802
            if getattr(flowable, "style", None) is title:
                key = f"k{self.seq.nextf('k')}"
                self.canv.bookmarkPage(key)
                self.canv.addOutlineEntry(flowable.text, key, 0)
                self.notify("TOCEntry", (0, flowable.text, self.page, key))

        def beforeDocument(self):  # noqa: N802
            self.seq.reset("k")

    def running(canvas, doc):
        canvas.setFont(fonts.REGULAR, 7)
        canvas.drawString(57, 800, "项目")
        canvas.drawRightString(550, 35, f"{doc.page}")

    def line():
        drawing = Drawing(493, 176, initialFontName=fonts.REGULAR)
        plot = LinePlot()
        plot.data = [list(enumerate(PLAN)), list(enumerate(EARNED))]
        plot.width, plot.height = 420, 140
        for axis in (plot.xValueAxis, plot.yValueAxis):
            axis.labels.fontName = fonts.REGULAR
        drawing.add(plot)
        return drawing

    def bars():
        drawing = Drawing(493, 176, initialFontName=fonts.REGULAR)
        chart = VerticalBarChart()
        chart.data, chart.width, chart.height = [EARNED], 420, 140
        chart.categoryAxis.categoryNames = list(LABELS)
        chart.categoryAxis.labels.fontName = chart.valueAxis.labels.fontName = fonts.REGULAR
        drawing.add(chart)
        return drawing

    story = [Paragraph("目录", body), toc]
    for part in range(PARTS):
        story += [PageBreak(), Paragraph(f"第 {part} 部分", title)]
        story += [Paragraph(SENTENCE * 4, body) for _ in range(5)]
        heads = ("编号", "决议", "责任人", "到期", "天数", "备注")
        rows = [[Paragraph(text, small) for text in cells] for cells in (heads, *(row(part, n) for n in range(ROWS)))]
        style = [("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#dfe2e5")), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        story.append(Table(rows, colWidths=[56, 180, 76, 76, 45, 60], repeatRows=1, style=style))
        story += [line(), bars()]
    target = io.BytesIO()
    doc = Doc(target, pagesize=A4, invariant=1, initialFontName=fonts.REGULAR)
    doc.addPageTemplates(PageTemplate("page", [Frame(57, 54, 493, 722, 0, 0, 0, 0)], onPage=running))
    doc.multiBuild(story)
    return doc.page


def timed(build):
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        pages = build()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), pages


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    import django

    django.setup()
    ours(), bare()  # fonts are loaded once a process
    (mine, my_pages), (ceiling, bare_pages) = timed(ours), timed(bare)
    print(f"{platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores, median of {ROUNDS}")
    print(f"ours            {mine:.3f} s  {my_pages} pages  {my_pages / mine:.0f} pages/s")
    print(f"bare reportlab  {ceiling:.3f} s  {bare_pages} pages  {bare_pages / ceiling:.0f} pages/s")
    ratio = mine / my_pages / (ceiling / bare_pages)
    print(f"ratio {mine / ceiling:.2f} of the time, {ratio:.2f} a page; bar {BAR}")


if __name__ == "__main__":
    main()
