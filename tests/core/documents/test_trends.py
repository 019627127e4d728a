"""The milestone trend: dates on both axes, the diagonal, names that stay inside, and its table."""

from datetime import date
from itertools import pairwise

import pytest
from django.utils import translation

from core.documents.blocks import Chart, Series
from core.documents.charts import draw, sentence
from core.documents.drawing import Label, Path
from core.documents.grids import chart_table

MONTHS = [date(2026, month, 28).toordinal() for month in range(1, 7)]


def series(name, *forecasts, start=0):
    days = [date(2026, *day).toordinal() for day in forecasts]
    return Series(name, tuple(days), xs=tuple(MONTHS[start : start + len(days)]))


def chart(*lines, today=date(2026, 7, 10)):
    return Chart("trend", "Trend", series=lines, x_label="Reported on", today=today.toordinal(), note="n=2")


STEADY = series("G4 go", (9, 1), (9, 1), (9, 1), (9, 1), (9, 1), (9, 1))
SLIPPING = series("G5 done", (11, 2), (11, 20), (12, 10), start=3)


def paths(picture):
    return [shape for shape in picture.shapes if isinstance(shape, Path) and shape.width > 0.9]


def test_a_steady_forecast_is_level_and_a_slipping_one_rises():
    level, rising = paths(draw(chart(STEADY, SLIPPING), 500, 240))[-2:]
    assert len({y for _x, y in level.points}) == 1
    heights = [y for _x, y in rising.points]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3


def test_the_diagonal_is_where_report_and_forecast_are_one_day():
    (reached,) = paths(draw(chart(series("G", (1, 28), (2, 28), (3, 28)), today=date(2026, 3, 28)), 500, 240))[-1:]
    diagonal = next(path for path in paths(draw(chart(series("G", (1, 28), (2, 28), (3, 28)), today=date(2026, 3, 28)),
                                                500, 240)) if path.dash)  # fmt: skip
    (x1, y1), (x2, y2) = diagonal.points
    for x, y in reached.points:
        assert y == pytest.approx(y1 + (x - x1) * (y2 - y1) / (x2 - x1))


@pytest.mark.parametrize("width", [350, 500, 900])
def test_names_stay_inside_and_apart_however_many(width):
    lines = [series(f"G{n} a gate with quite a long name", (9, 1), (9, 2 + n)) for n in range(12)]
    picture = draw(chart(*lines), width, 220, 11)
    names = [shape for shape in picture.shapes if isinstance(shape, Label) and shape.text.startswith("G")]
    assert len(names) == 12
    heights = [name.y for name in names]
    assert all(lower - upper >= 11 for upper, lower in pairwise(heights))
    assert max(heights) <= picture.height


def test_the_table_has_a_row_for_each_report_and_dates_in_its_cells():
    table = chart_table(chart(STEADY, SLIPPING))
    assert [column.label for column in table.columns] == ["Reported on", "G4 go", "G5 done"]
    assert table.rows[2] == (date(2026, 3, 28), date(2026, 9, 1), None)
    assert table.rows[5] == (date(2026, 6, 28), date(2026, 9, 1), date(2026, 12, 10))


def test_it_says_each_milestone_with_its_latest_forecast():
    with translation.override("zh-hans"):
        said = sentence(chart(SLIPPING))
    assert said == "G5 done 2026-12-10; n=2"
    empty = draw(chart(), 300, 200)
    assert len(empty.shapes) == 1


def test_one_report_is_a_point():
    assert len(paths(draw(chart(series("G", (9, 1)), today=date(2026, 1, 28)), 300, 200))) == 1
