"""Customisation, the matrix of who was asked, and the thread as plain values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.needs.choices import Fit, Theme
from programme.needs.rules import BEFORE, PROMPTS, asked, customisation, thread

D = Decimal
FITS = st.lists(st.tuples(st.sampled_from(Fit.values), st.decimals(0, 90, places=1)), max_size=40)


@pytest.mark.requirement("S0-49")
def test_twelve_custom_of_a_hundred_are_twelve_per_cent_and_above_twenty_is_amber():
    found = customisation([("custom", D(5))] * 12 + [("config", D(1))] * 88)
    assert (found.by_count, found.above) == (D("0.12"), True)  # by effort 60 of 148
    assert found.by_effort == D("0.4054")
    calm = customisation([("custom", D(1))] * 12 + [("config", D(1))] * 88)
    assert (calm.by_count, calm.by_effort, calm.above) == (D("0.12"), D("0.12"), False)
    assert not customisation([("custom", D(1))] * 20 + [("config", D(1))] * 80).above
    assert customisation([("custom", D(1))] * 21 + [("config", D(1))] * 79).above
    assert (customisation([]).by_count, customisation([("custom", D(0))]).by_effort) == (None, None)


@given(FITS)
def test_shares_lie_between_nothing_and_all(rows):
    found = customisation(rows)
    for share in (found.by_count, found.by_effort):
        assert share is None or 0 <= share <= 1


@pytest.mark.requirement("S3-01")
def test_a_department_neither_interviewed_nor_surveyed_is_a_gap():
    rows = asked(["Sales", "Marketing"], [("Sales", "interview"), ("Marketing", "workshop"), ("Service", "survey")])
    assert [(row.department, row.gap) for row in rows] == [("Sales", False), ("Marketing", True), ("Service", False)]


def test_every_theme_prompts_three_different_capabilities():
    assert {theme: len(set(map(str, PROMPTS[theme]))) for theme in Theme.values} == dict.fromkeys(Theme.values, 3)


NODES = {"goal:1": "goal", "requirement:1": "requirement", "case:1": "case", "reading:1": "reading",
         "benefit:1": "benefit"}  # fmt: skip
LINKS = {("goal:1", "requirement:1"), ("requirement:1", "case:1"), ("goal:1", "reading:1"), ("reading:1", "benefit:1")}


def test_a_whole_thread_has_no_orphan_and_a_step_without_nodes_has_no_share():
    found = thread(NODES, LINKS)
    assert (found.coverage, found.orphans, found.ends) == (1, (), ())
    assert [(step.then, step.reached, step.every) for step in found.steps] == [
        ("requirement", 1, 1), ("case", 1, 1), ("release", 0, 1), ("reading", 1, 1), ("benefit", 1, 1),
    ]  # fmt: skip
    assert thread({}, set()).coverage is None


@given(st.sampled_from(sorted(LINKS)))
def test_cutting_any_link_makes_exactly_one_orphan_and_lowers_the_coverage(cut):
    whole, found = thread(NODES, LINKS), thread(NODES, LINKS - {cut})
    assert found.orphans == (cut[1],)
    assert found.coverage < whole.coverage


def test_a_link_from_what_does_not_exist_or_is_of_another_kind_binds_nothing():
    assert thread(NODES, {("requirement:9", "case:1")}).orphans == tuple(name for name in NODES if name != "goal:1")
    assert "case:1" in thread(NODES, {("goal:1", "case:1")}).orphans
    assert set(BEFORE) == {"requirement", "case", "release", "reading", "benefit"}
