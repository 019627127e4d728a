"""Where bars, months, gates and today stand in the drawing."""

from datetime import date

from phases.plan.rules.gantt import NAMES, ROW, TOP, WIDTH, Work, draw, shortened


def test_bars_keep_the_scale_of_time():
    rows = [
        Work("a", "/a", date(2026, 3, 2), date(2026, 3, 6), percent=50),
        Work("b", "/b", date(2026, 3, 7), date(2026, 3, 11), depth=1, critical=True),
        Work("m", "/m", date(2026, 3, 11), date(2026, 3, 11), milestone=True),
        Work("s", "/s", None, None, summary=True),
    ]
    drawing = draw(rows, [], date(2026, 3, 7))
    a, b, m, s = drawing.bars
    assert (a.x, a.x + a.width, a.done) == (NAMES, b.x, a.width // 2)
    assert (a.kind, m.kind, s.kind, s.width) == ("task", "milestone", "summary", 0)
    assert [bar.y for bar in drawing.bars] == [TOP, TOP + ROW, TOP + 2 * ROW, TOP + 3 * ROW]
    assert drawing.today == b.x
    assert m.diamond.startswith(f"M{m.x} ")
    assert b.text_x > a.text_x


def test_nothing_dated_draws_nothing():
    assert draw([], [], date(2026, 3, 2)) is None
    assert draw([Work("a", "/a", None, None)], [], date(2026, 3, 2)) is None


def test_today_outside_the_plan_is_not_drawn():
    assert draw([Work("a", "/a", date(2026, 3, 2), date(2026, 3, 6))], [], date(2027, 1, 1)).today is None


def test_gates_that_stand_close_name_themselves_apart():
    gates = [("G5", date(2026, 12, 31)), ("G4", date(2026, 6, 1)), ("GW", date(2026, 6, 12))]
    drawing = draw([Work("a", "/a", date(2026, 1, 1), date(2026, 12, 31))], gates, date(2026, 3, 2))
    assert [(gate.label, gate.anchor) for gate in drawing.gates] == [("G4", "end"), ("GW", "start"), ("G5", "end")]
    assert all(0 < gate.text_x < WIDTH for gate in drawing.gates)


def test_months_are_thinned_and_years_named():
    drawing = draw([Work("a", "/a", date(2025, 11, 15), date(2031, 1, 1))], [], date(2026, 3, 2))
    assert len(drawing.months) <= 24
    short = draw([Work("a", "/a", date(2025, 11, 15), date(2026, 2, 20))], [], date(2026, 3, 2))
    assert [(month.year, month.label) for month in short.months] == [("2025", "12"), ("2026", "01"), ("", "02")]


def test_long_names_are_cut_by_their_width():
    assert shortened("a" * 60, 0) == "a" * 43 + "…"
    assert shortened("诊" * 30, 0) == "诊" * 21 + "…"
    assert shortened("short", 3) == "short"
