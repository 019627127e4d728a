from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring

from core.documents.charts import draw
from core.documents.drawing import WHITE, Label, Path, Rect, measure
from core.documents.model import Chart, Dot, GateMark, Mark, Phase, Series, Target
from core.documents.svg import ribbon, risk_matrix, sparkline, svg

PHASES = (
    Phase("1 流程变革", date(2026, 9, 7), date(2027, 3, 26)),
    Phase("2 试点 <b>", date(2027, 3, 29), date(2027, 8, 6), url="/p/crm/plan/"),
)
GATES = (
    GateMark("G0", date(2026, 10, 23), "go"),
    GateMark("G1", date(2026, 12, 18), "conditional"),
    GateMark("G3", date(2027, 6, 11), "next", "差 2 项", url="javascript:alert(1)"),
    GateMark("G4", date(2027, 6, 14)),
)


def parsed(markup):
    return fromstring(str(markup))


def test_sparkline_draws_every_reading_and_its_target():
    strokes = [path.get("d") for path in parsed(sparkline([1, Decimal("2.5"), 2], target=3)).iter("path")]
    assert len(strokes) == 3
    assert strokes[1].count("L") == 2


@pytest.mark.parametrize("values", [[], [5], [5, 5]])
def test_sparkline_of_few_readings_is_drawn(values):
    assert parsed(sparkline(values)).tag == "svg"


def test_ribbon_names_phases_gates_and_today():
    root = parsed(ribbon(PHASES, GATES, date(2027, 5, 12), "zh-hans"))
    assert root.get("class") == "lf-ribbon"
    assert [node.text for node in root.iter("b")] == ["1 流程变革", "2 试点 <b>"]
    classes = [node.get("class") for node in root.iter() if (node.get("class") or "").startswith("gt")]
    assert classes == ["gt next", "gt go", "gt cond", "gt tight"]
    assert "javascript" not in str(ribbon(PHASES, GATES, None))


def test_ribbon_hides_the_name_that_would_collide_and_keeps_its_title():
    root = parsed(ribbon(PHASES, GATES, None, "en"))
    crowded = next(node for node in root.iter() if (node.get("title") or "").startswith("G4"))
    assert [node.get("class") for node in crowded.iter("span")][-1] == "sr"


def test_a_phone_leaves_out_a_gate_too_close_for_a_finger():
    days = [date(2027, 1, 1), date(2027, 4, 1), date(2027, 4, 20), date(2027, 12, 31)]
    gates = [GateMark(f"G{n}", day, state="next" if n == 2 else "ahead") for n, day in enumerate(days)]
    root = parsed(ribbon((), gates, None, "en"))
    marks = {
        one.get("title").split()[0]: one.get("class")
        for one in root.iter()
        if (one.get("class") or "").startswith("gt")
    }
    assert marks == {"G0": "gt", "G1": "gt tight", "G2": "gt next", "G3": "gt"}


def test_ribbon_without_dates_is_empty():
    assert ribbon((), (), date(2027, 1, 1)) == ""


def test_matrix_counts_what_a_full_cell_hides_and_draws_movement():
    dots = [Dot(f"{n:02}", 3, 4) for n in range(7)] + [Dot("99", 2, 2, 3, 3)]
    root = parsed(risk_matrix(dots, "en"))
    assert "+4" in [node.text for node in root.iter("text")]
    assert root.find("desc").text == "8 risks, 1 moved"
    assert len([node for node in root.iter("circle") if node.get("fill") == "#ffffff"]) == 2


@pytest.mark.parametrize("kind", ["line", "bar", "hbar", "scatter", "strip", "histogram"])
def test_chart_of_each_kind_says_its_series_and_stays_inside(kind):
    series = (
        Series(
            "EV", (8, 41, Decimal("84.5"), None), xs=(1, 2, 3, 4), statuses=("good", "bad", "warn"), words=("a", "b")
        ),
        Series("PV", (8, 42, 88, 146), "plan", xs=(1, 2, 3, 4), statuses=("good",)),
    )
    chart = Chart(kind, "S", ("26/9", "26/11", "27/1", "27/3"), series, unit="%", targets=(Target(90),),
                  marks=(Mark(1, "P50"), Mark(Decimal("1.2"), "P80", dashed=True)), today=1)  # fmt: skip
    picture = draw(chart, 300, 150)
    root = parsed(svg(picture))
    assert "EV" in root.find("desc").text
    assert all(-1 <= shape.x <= 301 for shape in picture.shapes if isinstance(shape, Label))
    assert str(svg(draw(chart, 300, 150))) == str(svg(picture))


@pytest.mark.parametrize(("target", "crossed"), [(76, True), (20, False)])
@pytest.mark.parametrize("kind", ["line", "bar"])
def test_a_target_does_not_cross_the_words_among_the_lines(kind, target, crossed):
    level = {"line": 80, "bar": 73}[kind]
    chart = Chart(kind, "S", ("a", "b", "c"), (Series("EV", (20, level, None)),), targets=(Target(target),))
    shapes = draw(chart, 300, 150).shapes
    label = next(shape for shape in shapes if isinstance(shape, Label) and shape.text in {"EV 80", "73"})
    behind = [one for one in shapes[: shapes.index(label)] if isinstance(one, Rect) and one.fill == WHITE]
    assert bool(behind) == crossed
    for one in behind:
        line = max(n for n, shape in enumerate(shapes) if isinstance(shape, Path) and shape.dash)
        assert line < shapes.index(one)
        assert one.y < label.y < one.y + one.height


@pytest.mark.parametrize("kind", ["line", "bar", "hbar", "scatter", "strip", "histogram"])
def test_chart_without_numbers_is_drawn(kind):
    assert parsed(svg(draw(Chart(kind, "S"), 300, 150))).tag == "svg"
    assert parsed(svg(draw(Chart(kind, "S", ("a",), (Series("x", (0,)),)), 300, 150))).tag == "svg"


@pytest.mark.parametrize("width", [240, 358, 720])
@pytest.mark.parametrize("kind", ["histogram", "line"])
def test_names_below_an_axis_neither_touch_nor_leave_the_picture(kind, width):
    labels = tuple(f"2027-{month:02}-17" for month in range(1, 13))
    chart = Chart(kind, "Ends", labels, (Series("Runs", tuple(range(12))),))
    picture = draw(chart, width, 160, 11)
    placed = [one for one in picture.shapes if isinstance(one, Label) and one.text in labels]
    reaches = [(one.x - measure(one.text, 11) / 2, one.x + measure(one.text, 11) / 2) for one in placed]
    assert len(placed) >= 2
    assert min(left for left, _right in reaches) >= 0
    assert max(right for _left, right in reaches) <= width
    assert all(right < left for (_, right), (left, _) in pairwise(reaches))
