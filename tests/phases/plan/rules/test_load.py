"""What is asked of resources against what there is, by hand and against minutes counted one by one."""

from datetime import date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.load import Capacity, Overload, Use, monday_of, overloads, weeks
from phases.plan.rules.worktime import WorkTime, moment

OFFICE = WorkTime((((480, 720), (780, 1020)),) * 5 + ((), ()))
TINY = WorkTime((((480, 484),),) * 7)
FULL, HALF = Fraction(100), Fraction(50)


def at(day, hour=0):
    return moment(datetime(2026, 3, day, hour))


def test_a_week_counts_the_hours_of_its_tasks_against_its_hours():
    uses = [Use("ann", "a", at(2, 8), at(4, 17), FULL), Use("ann", "b", at(5, 8), at(10, 17), HALF)]
    (first, second) = weeks(uses, {"ann": Capacity(OFFICE)}, date(2026, 3, 2), date(2026, 3, 12))["ann"]
    assert (first.monday, first.asked, first.capacity, first.over) == (date(2026, 3, 2), 3 * 480 + 480, 2400, False)
    assert (second.asked, second.capacity) == (480, 2400)


def test_stated_work_is_spread_over_the_task():
    use = Use("ann", "a", at(2, 8), at(6, 17), FULL, work=600)
    assert use.share(OFFICE) == Fraction(1, 4)
    assert weeks([use], {"ann": Capacity(OFFICE)}, date(2026, 3, 4), date(2026, 3, 4))["ann"][0].asked == 600


def test_too_much_is_a_stretch_with_its_tasks():
    uses = [
        Use("ann", "a", at(2, 8), at(4, 17), FULL),
        Use("ann", "b", at(3, 8), at(3, 17), HALF),
        Use("team", "a", at(2, 8), at(4, 17), Fraction(150)),
    ]
    resources = {"ann": Capacity(OFFICE), "team": Capacity(OFFICE, Fraction(200))}
    assert overloads(uses, resources) == [Overload("ann", at(3, 8), at(3, 17), Fraction(150), FULL, ("a", "b"))]


def test_who_is_away_can_do_nothing():
    away = Capacity(OFFICE, away=((at(3, 0), at(4, 0)),))
    found = overloads([Use("ann", "a", at(2, 8), at(4, 17), FULL)], {"ann": away})
    assert [(one.begins, one.ends, one.capacity) for one in found] == [(at(3, 0), at(4, 0), 0)]
    assert weeks([], {"ann": away}, date(2026, 3, 2), date(2026, 3, 2))["ann"][0].capacity == 4 * 480


def test_nights_are_no_overload():
    uses = [Use("ann", "a", at(2, 8), at(2, 17), FULL), Use("ann", "b", at(2, 17), at(3, 17), FULL)]
    assert overloads(uses, {"ann": Capacity(OFFICE)}) == []


def test_a_week_begins_on_monday():
    assert monday_of(date(2026, 3, 8)) == date(2026, 3, 2)


spans = st.tuples(st.integers(0, 40), st.integers(1, 20), st.sampled_from([25, 50, 75, 100, 150]))


@given(st.lists(spans, max_size=6), st.sampled_from([50, 100, 200]))
def test_stretches_equal_minutes_counted_one_by_one(rows, units):
    begin = TINY.begin_of(date(2026, 3, 2))
    uses = []
    for n, (start, length, share) in enumerate(rows):
        first = TINY.next_start(TINY.add(begin, start))
        uses.append(Use("r", n, first, TINY.add(first, length), Fraction(share)))
    found = overloads(uses, {"r": Capacity(TINY, Fraction(units))})
    said = {TINY.opening(w) for one in found for w in range(TINY.work(one.begins), TINY.work(one.ends))}
    minutes = {TINY.opening(TINY.work(begin) + n) for n in range(70)}
    true = {m for m in minutes if sum(use.units for use in uses if use.begins <= m < use.ends) > units}
    assert said == true
