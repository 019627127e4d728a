"""After go-live: reviews each month and each quarter, and what is said when one is missing."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core import seams
from phases.rollout.models import Wave
from programme.governance.rules.rhythm import reviews
from programme.governance.selectors.rhythm import overdue_reviews, rhythm
from programme.governance.services.meetings import hold_meeting
from tests.factories.charter import StakeholderFactory

pytestmark = pytest.mark.django_db
LIVE = dt.date(2026, 3, 2)


@pytest.mark.requirement("S2-19")
@pytest.mark.parametrize(("days", "late"), [(39, set()), (40, {"monthly"}), (99, {"monthly"}), (100, {"monthly", "quarterly"})])  # fmt: skip
def test_forty_days_without_a_monthly_review_are_overdue(days, late):
    found = reviews(LIVE, {}, LIVE + dt.timedelta(days))
    assert {one.kind.value for one in found if one.overdue} == late


def test_a_review_before_go_live_does_not_count_and_one_after_it_starts_anew():
    assert reviews(LIVE, {"monthly": LIVE - dt.timedelta(1)}, LIVE + dt.timedelta(40))[0].overdue
    assert not reviews(LIVE, {"monthly": LIVE + dt.timedelta(20)}, LIVE + dt.timedelta(59))[0].overdue
    assert reviews(None, {}, LIVE) == []
    assert reviews(LIVE, {}, LIVE - dt.timedelta(1)) == []


@pytest.mark.requirement("S2-19")
def test_the_page_and_attention_say_it_until_the_review_is_held(programme, pmo, member, client):
    today = timezone.localdate()
    type(programme).objects.filter(pk=programme.pk).update(state="operating")
    programme = type(programme).objects.get(pk=programme.pk)
    assert rhythm(programme, today) == []
    Wave.objects.create(programme=programme, code="W1", live_on=today - dt.timedelta(45))
    assert [one.late for one in overdue_reviews(programme, today)] == [6]
    client.force_login(pmo)
    url = reverse("governance:overview", args=[programme.slug])
    assert "Going live is not the end of the programme" in client.get(url).content.decode()
    [item] = seams.attention["governance.rhythm"](programme, pmo)
    assert "Monthly review" in item.text
    assert seams.attention["governance.rhythm"](programme, member) == []
    one = StakeholderFactory(programme=programme)
    hold_meeting(programme, kind="monthly", held_on=today, present=[one], actor=pmo)
    assert overdue_reviews(programme, today) == []
    assert "Going live is not the end" not in client.get(url).content.decode()
