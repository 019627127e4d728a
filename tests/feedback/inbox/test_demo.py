"""The demo's pilot speaks: every state of an item is there, and gate, people and figures agree with it."""

import re
from collections import Counter
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from core import seams
from core.demo import Story
from core.slices import load_from_slices
from feedback.inbox.choices import ItemState
from feedback.inbox.demo import ITEMS
from feedback.inbox.models import FeedbackItem, FeedbackVote
from feedback.inbox.selectors.clocks import late_keys
from feedback.inbox.selectors.items import history
from programme.notices.models import Notification
from programme.people.models import Organisation, Unit, User
from programme.records.models import AuditEvent
from programme.records.services.demo import remove_demo

HAN = re.compile(r"[\u4e00-\u9fff]")
TODAY = date(2027, 5, 12)
ZONE = ZoneInfo("Asia/Shanghai")
PARTS = ("10.people.accounts", "15.gates.start", "20.people.team", "37.rollout.waves", "62.inbox.pilot")


def tell(language):
    """Tell what the pilot's feedback stands on, and it."""
    story = Story(language=language, seed=7, size="small", today=TODAY, zone=ZONE)
    load_from_slices("demo")
    for name in PARTS:
        seams.demo[name](story)
    story.live()
    return story


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Tell it once for all tests of this file that only read it."""
    with django_db_blocker.unblock():
        yield tell("en")
        remove_demo()
        for model in (AuditEvent, User, Organisation):
            model.objects.all().delete()
        for unit in Unit.objects.order_by("-pk"):
            unit.delete()


@pytest.fixture
def story(db, told):
    with told.on(TODAY, 12):
        yield told


@pytest.fixture
def items(story):
    return FeedbackItem.objects.filter(programme=story.programme)


def test_every_state_is_there(items):
    states = Counter(items.values_list("state", flat=True))
    assert set(states) == set(ItemState.values)
    assert states.total() == len(ITEMS) == 27
    assert states[ItemState.MERGED] == 3


def test_gate_reads_a_figure_and_names_what_is_unsorted(story):
    reading = seams.evidence["inbox.untriaged_pilot"](story.programme, [{}])[0]
    assert (reading.value, reading.denominator) == (6, 24)
    assert len(reading.detail) == 7


def test_three_reports_stand_behind_the_defect_of_the_pilot(items):
    original = items.get(defect="DEF-0142")
    assert original.merged.count() == 3
    assert FeedbackVote.objects.filter(item=original).count() == 6  # its submitter, two colleagues, three merged
    assert not items.filter(state=ItemState.LINKED_DEFECT, defect="").exists()


def test_some_answers_are_overdue(story, items):
    late = items.filter(pk__in=late_keys(story.programme), state__in=(ItemState.NEW, "acknowledged", "classified"))
    assert sorted(late.values_list("state", flat=True)) == ["acknowledged", "classified", "new"]


def test_complaints_are_reviewed_by_another_than_who_answered(items):
    reviewed = items.get(kind="complaint", state=ItemState.CLOSED)
    answered = reviewed.steps.get(act="answer").by
    assert reviewed.reviewed_by is not None
    assert reviewed.reviewed_by != answered
    assert items.get(kind="complaint", state=ItemState.CONFIRMED).reviewed_by is None


def test_anonymous_item_leads_back_to_nobody(items):
    item = items.get(anonymous=True)
    assert item.received_at.astimezone(ZONE).time() == time()
    assert (item.submitter, item.crm_role, item.wave.code) == (None, "", "W0")
    assert {event.actor for event in history(item) if event.action == "inbox.received"} == {None}


def test_wish_was_released_and_confirmed_by_its_submitter(items):
    item = items.get(release="2.4.0")
    assert list(item.steps.order_by("at").values_list("act", flat=True))[-3:] == ["release", "confirm", "close"]
    assert item.steps.get(act="confirm").by == item.submitter


def test_one_was_closed_in_silence(items):
    acts = [list(item.steps.order_by("at").values_list("act", flat=True)) for item in items.filter(state="closed")]
    assert [row for row in acts if "close" in row and "confirm" not in row] == [
        ["receive", "acknowledge", "classify", "answer", "close"]
    ]


def test_everybody_who_spoke_is_on_the_pilots_roster(items):
    assert not items.exclude(wave__code="W0").exists()


def test_people_were_told_on_the_day(story):
    user = User.objects.get(email="user@demo.landfall")
    days = Notification.objects.of(user).values_list("created_at__date", flat=True)
    assert len(days) > 5
    assert max(days) < TODAY


def test_everything_is_said_in_both_languages():
    words = [said.words for said in ITEMS] + [deed.words for said in ITEMS for deed in said.deeds if any(deed.words)]
    assert all(HAN.search(zh) and en and not HAN.search(en) for zh, en in words)
