"""The plan on sheets: rows by page, one scale, what each row shows, and the pages of the PDF."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from core.documents import model as m
from core.documents.board import FEW, LARGE, SIZE, Board
from core.documents.drawing import BAD, WHITE, Label, Path, Rect
from core.documents.pdf import render
from core.documents.pdf.pen import SHEET, SHEET_WIDTH

START = date(2027, 1, 4)
MOMENT = datetime(2027, 5, 12, tzinfo=UTC)


def bar(n, **facts):
    start = START + timedelta(days=n)
    return m.Bar(f"Task {n}", start, start + timedelta(days=4), code=f"T{n}", **facts)


def paper(*blocks, **facts):
    sections = tuple(m.Section(f"Part {n}", (block,), f"p{n}") for n, block in enumerate(blocks))
    return m.Document("plan", "N-1", "Plan", "CRM", MOMENT, MOMENT, "en", sections=sections, cover=False,
                      contents=False, **facts)  # fmt: skip


def pages_of(document):
    return PdfReader(io.BytesIO(render(document).content)).pages


def words_of(picture):
    return [shape.text for shape in picture.shapes if isinstance(shape, Label)]


def test_a_long_plan_repeats_months_and_legend_on_every_sheet_and_loses_no_row():
    pages = pages_of(paper(m.Gantt(tuple(bar(n) for n in range(130)), date(2027, 2, 1), sheet=True)))
    sheets = [page for page in pages if abs(float(page.mediabox.width) - SHEET[0]) < 1]
    assert len(sheets) == 3
    texts = [page.extract_text() for page in sheets]
    assert all("has float" in text and "2027" in text for text in texts)
    found = [n for n in range(130) if sum(text.splitlines().count(f"Task {n}") for text in texts) == 1]
    assert found == list(range(130))
    assert abs(float(pages[-1].mediabox.width) - 595) < 1  # the last pages are upright again


def test_sheets_and_upright_pages_follow_each_other():
    table = m.Table((m.Column("A"),), (("upright",),))
    chart = m.Gantt((bar(1),), sheet=True)
    widths = [round(float(page.mediabox.width)) for page in pages_of(paper(chart, table, chart))]
    assert widths[:3] == [1191, 595, 1191]


def test_few_rows_are_written_large():
    few, many = (Board(m.Gantt(tuple(bar(n) for n in range(count))), SHEET_WIDTH) for count in (FEW, FEW + 1))
    assert (few.size, many.size) == (LARGE, SIZE)
    assert few.height(few.room(700)) <= 700 < few.height(few.room(700) + 1)


@pytest.mark.parametrize(("slip", "said"), [(3, "+3"), (-2, "−2"), (0, None), (None, None)])
def test_a_row_says_code_dates_and_slip(slip, said):
    words = words_of(Board(m.Gantt((bar(0, slip=slip),)), SHEET_WIDTH).picture((bar(0, slip=slip),)))
    assert {"T0", "Task 0", "2027-01-04", "2027-01-08"} <= set(words) or {"4 Jan 2027", "8 Jan 2027"} <= set(words)
    assert [word for word in words if word.startswith(("+", "−"))] == ([said] if said else [])


def test_baseline_float_progress_and_gates_are_drawn():
    plain, rich = bar(0), bar(0, baseline_start=START, baseline_end=START, done=50, latest=START + timedelta(days=9))
    gate = m.GateMark("G1", START + timedelta(days=6), "go")
    one = Board(m.Gantt((plain,)), SHEET_WIDTH).picture((plain,))
    other = Board(m.Gantt((rich,), START, gates=(gate,)), SHEET_WIDTH).picture((rich,))
    rects = [sum(isinstance(shape, Rect) for shape in picture.shapes) for picture in (one, other)]
    assert rects[1] - rects[0] == 2
    assert {"G1", "Today"} <= set(words_of(other))


def test_kinds_of_rows_have_their_signs():
    rows = (
        bar(0, summary=True),
        bar(1, milestone=True, baseline_start=START, baseline_end=START),
        bar(2, critical=True),
    )
    assert "◆ Task 1" in words_of(Board(m.Gantt(rows), SHEET_WIDTH).picture(rows))


def test_a_chart_in_several_pictures_has_one_scale():
    from core.documents import pictures

    bars = tuple(bar(n) for n in range(50))
    alone = pictures.gantt(bars[:1], None, 400)
    shared = pictures.gantt(bars[:1], None, 400, whole=bars)
    wide = [max(s.width for s in picture.shapes if isinstance(s, Rect)) for picture in (alone, shared)]
    assert wide[0] > wide[1] * 5


@pytest.mark.parametrize(("day", "fill"), [(date(2027, 3, 31), WHITE), (date(2027, 3, 1), BAD)])
def test_a_deadline_is_a_triangle_that_is_red_when_missed_and_in_the_legend(day, fill):
    bar = m.Bar("A", date(2027, 3, 1), date(2027, 3, 12), deadline=day)
    picture = Board(m.Gantt((bar,), sheet=True), SHEET_WIDTH).picture((bar,))
    flags = [one for one in picture.shapes if isinstance(one, Path) and one.closed and len(one.points) == 3]
    assert [one.fill for one in flags] == [fill, WHITE]  # the row's, and the legend's
    assert "deadline, filled red when missed" in [one.text for one in picture.shapes if isinstance(one, Label)]
