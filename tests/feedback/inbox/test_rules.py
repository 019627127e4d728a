from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import china, plain
from feedback.inbox.choices import Act, ItemKind, ItemState
from feedback.inbox.rules.clock import DEFAULT_TARGETS, Moment, clocks, run, service_minutes, silent
from feedback.inbox.rules.similar import likeness, marks, most_alike
from feedback.inbox.rules.texts import hash_of, reply_code, title_of

ZONE = ZoneInfo("Asia/Shanghai")
S = ItemState


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def step(when, act, state, kind=""):
    return Moment(at(when), act, state, kind)


def eight_hours():
    return {**DEFAULT_TARGETS, "": (Decimal(8), Decimal(8)), ItemKind.QUESTION: (Decimal(8), Decimal(8))}


@pytest.mark.requirement("S1-30")
def test_eight_hours_from_friday_evening_fall_on_the_make_up_saturday():
    """F22: opened Friday 2026-02-13 17:00 with 8 hours of 9 to 18 and the Chinese calendar: Saturday 16:00."""
    received = step("2026-02-13T17:00", Act.RECEIVE, S.NEW)
    both = clocks([received], china(), eight_hours(), at("2026-02-14T15:59"))
    assert both.reply.due == at("2026-02-14T16:00")
    assert not both.reply.late
    late = clocks([received], china(), eight_hours(), at("2026-02-14T16:01"))
    assert late.reply.late
    assert late.met is False


def test_published_worked_examples_of_a_help_desk():
    """Two hours from 16:00 with hours until 17:00 end one hour after the next opening; 16 hours are two days of 8."""
    calendar = replace(plain(), service=((9 * 60, 17 * 60),))
    two = run(calendar, [(at("2026-03-02T16:00"), None)], Decimal(2), ended=None, now=at("2026-03-02T16:30"))
    assert two.due == at("2026-03-03T10:00")
    sixteen = run(calendar, [(at("2026-03-02T09:00"), None)], Decimal(16), ended=None, now=at("2026-03-02T09:30"))
    assert sixteen.due == at("2026-03-03T17:00")


def test_clock_pauses_while_the_submitter_is_asked():
    steps = [
        step("2026-03-02T09:00", Act.RECEIVE, S.NEW),
        step("2026-03-02T10:00", Act.ACKNOWLEDGE, S.ACKNOWLEDGED),
        step("2026-03-02T11:00", Act.ASK, S.ACKNOWLEDGED),
    ]
    asked = clocks(steps, plain(), eight_hours(), at("2026-03-20T12:00"))
    assert (asked.decision.due, asked.decision.paused, asked.decision.late) == (None, True, False)
    assert (asked.reply.met, asked.running) == (True, asked.decision)
    replied = [*steps, step("2026-03-10T09:00", Act.REPLY, S.ACKNOWLEDGED)]
    assert clocks(replied, plain(), eight_hours(), at("2026-03-10T12:00")).decision.due == at("2026-03-10T15:00")


def test_clock_that_ran_out_before_the_question_stays_late():
    steps = [step("2026-03-02T09:00", Act.RECEIVE, S.NEW), step("2026-03-05T11:00", Act.ASK, S.ACKNOWLEDGED)]
    assert clocks(steps, plain(), eight_hours(), at("2026-03-20T12:00")).decision.late


def test_asking_back_is_a_first_reply():
    steps = [step("2026-03-02T09:00", Act.RECEIVE, S.NEW), step("2026-03-02T10:00", Act.ASK, S.ACKNOWLEDGED)]
    assert clocks(steps, plain(), DEFAULT_TARGETS, at("2026-03-20T12:00")).reply.met


def test_what_the_submitter_adds_is_no_first_reply():
    steps = [step("2026-03-02T09:00", Act.RECEIVE, S.NEW), step("2026-03-02T10:00", Act.REPLY, S.NEW)]
    assert clocks(steps, plain(), DEFAULT_TARGETS, at("2026-03-04T12:00")).reply.met is False


@pytest.mark.requirement("S1-29")
def test_classified_otherwise_the_decision_starts_again_and_the_first_reply_does_not():
    steps = [
        step("2026-03-02T09:00", Act.RECEIVE, S.NEW),
        step("2026-03-02T10:00", Act.CLASSIFY, S.CLASSIFIED, ItemKind.QUESTION),
        step("2026-03-04T09:00", Act.CLASSIFY, S.CLASSIFIED, ItemKind.DEFECT),
    ]
    both = clocks(steps, plain(), DEFAULT_TARGETS, at("2026-03-04T09:30"))
    assert both.reply.met
    assert both.decision.due == at("2026-03-05T18:00")  # 18 hours of a defect from then


def test_first_classification_counts_from_receipt():
    steps = [
        step("2026-03-02T09:00", Act.RECEIVE, S.NEW),
        step("2026-03-03T09:00", Act.CLASSIFY, S.CLASSIFIED, ItemKind.QUESTION),
    ]
    assert clocks(steps, plain(), DEFAULT_TARGETS, at("2026-03-03T10:00")).decision.due == at("2026-03-03T18:00")


def test_reopened_item_owes_a_decision_again():
    steps = [
        step("2026-03-02T09:00", Act.RECEIVE, S.NEW),
        step("2026-03-02T10:00", Act.ANSWER, S.ANSWERED, ItemKind.QUESTION),
    ]
    assert clocks(steps, plain(), DEFAULT_TARGETS, at("2026-03-30T10:00")).met is True
    again = [*steps, step("2026-03-04T09:00", Act.REOPEN, S.REOPENED, ItemKind.QUESTION)]
    both = clocks(again, plain(), DEFAULT_TARGETS, at("2026-03-04T10:00"))
    assert (both.met, both.decision.due) == (None, at("2026-03-05T18:00"))


def test_changed_calendar_counts_at_once():
    received = step("2026-03-06T17:00", Act.RECEIVE, S.NEW)  # a Friday
    usual = clocks([received], plain(), eight_hours(), at("2026-03-06T17:01")).reply.due
    closed = clocks([received], plain({date(2026, 3, 9): False}), eight_hours(), at("2026-03-06T17:01")).reply.due
    assert (usual, closed) == (at("2026-03-09T16:00"), at("2026-03-10T16:00"))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)), st.integers(0, 6000), st.integers(0, 6000))
def test_service_minutes_add_up_and_meet_the_due_time(begin, first, second):
    calendar, start = china(), begin.replace(second=0, microsecond=0, tzinfo=ZONE)
    middle, end = start + timedelta(minutes=first), start + timedelta(minutes=first + second)
    parts = service_minutes(calendar, start, middle) + service_minutes(calendar, middle, end)
    assert service_minutes(calendar, start, end) == parts
    if parts:
        assert calendar.add_hours(start, parts / 60) <= end


def test_silence_is_five_whole_working_days():
    answered = date(2026, 3, 2)  # a Monday
    days = [date(2026, 3, day) for day in (7, 9, 10)]
    assert [silent(plain(), answered, day) for day in days] == [False, False, True]


def test_likeness_reads_chinese_and_english():
    one, other = marks("希望增加微信快捷回复功能"), marks("希望微信可以快捷回复")
    assert likeness(one, other) > 0.4
    assert likeness(one, marks("报表导出很慢")) == 0
    assert likeness(marks("A quick reply for WeChat"), marks("wechat quick reply please")) == 1
    assert likeness(marks(""), marks("")) == 0


def test_most_alike_come_first():
    known = [(1, "报表导出很慢"), (2, "希望微信快捷回复"), (3, "希望增加微信快捷回复功能")]
    assert most_alike("增加微信快捷回复功能", known) == [3, 2]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("太慢了。每天三次", "太慢了"),
        ("It is slow. Very", "It is slow"),
        ("x" * 90, "x" * 79 + "…"),
        ("v1.2 fails", "v1.2 fails"),
    ],
)
def test_title_is_the_first_sentence(text, title):
    assert title_of(text) == title


def test_reply_code_is_drawn_or_repeated():
    assert reply_code("s", "a") == reply_code("s", "a") != reply_code("s", "b")
    assert reply_code("s") != reply_code("s")
    code = reply_code("s")
    assert hash_of(f" {code[:4].lower()}-{code[4:]} ") == hash_of(code)
