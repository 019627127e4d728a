"""The sponsor's plan: index, months, the kick-off, escalation once, and the resistance by level."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.governance.services.meetings import hold_meeting
from programme.notices.models import Notification
from programme.records.models import AuditEvent
from programme.records.selectors import frozen_document
from programme.records.services.papers import draft_paper
from programme.records.services.snapshots import take_snapshot
from programme.sponsor import rules, services
from programme.sponsor.contributions import charter_section
from programme.sponsor.models import SponsorAct
from programme.sponsor.selectors import act_status, standing
from programme.stakeholders.models import Stakeholder
from programme.stakeholders.selectors import heat, of_level
from tests.factories.charter import StakeholderFactory
from tests.factories.programme import ProgrammeFactory, UnitFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 7, 15)


@pytest.fixture(autouse=True)
def english():
    """Speak English whatever the installation speaks."""
    with translation.override("en"):
        yield


@pytest.fixture
def running(programme):
    type(programme).objects.filter(pk=programme.pk).update(state="active")
    return type(programme).objects.get(pk=programme.pk)


def act(programme, due, done=None, kind="briefing", **values):
    n = SponsorAct.objects.filter(programme=programme).count()
    return SponsorAct.objects.create(
        programme=programme, code=f"SA{n:02}", kind=kind, audience="all", due_on=due, done_on=done, **values
    )


@pytest.mark.requirement("S2-07")
def test_the_index_is_done_of_due_and_amber_below_seventy_per_cent():
    due = [dt.date(2026, month, 1) for month in range(1, 8)]
    seven = [(day, day) for day in due] + [(dt.date(2026, 7, 2), None)] * 3 + [(dt.date(2026, 8, 1), None)]
    assert (rules.index(seven, TODAY).done, rules.index(seven, TODAY).due) == (7, 10)
    assert not rules.index(seven, TODAY).amber
    assert rules.index(seven[1:], TODAY).amber
    assert rules.index([], TODAY).share is None
    assert not rules.index([], TODAY).amber


@given(st.lists(st.tuples(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), st.booleans())))
def test_streak_and_missed_run_are_never_both(told):
    found = rules.months([(due, due if done else None) for due, done in told], dt.date(2027, 1, 1))
    assert found.streak == 0 or found.missed_run == 0
    assert found.missed == len({due.replace(day=1) for due, done in told if not done})


def test_a_briefing_held_in_the_next_month_leaves_its_month_missed():
    late = [(dt.date(2026, 5, 4), dt.date(2026, 6, 2)), (dt.date(2026, 6, 3), dt.date(2026, 6, 3))]
    found = rules.months(late, TODAY)
    assert (found.missed, found.streak, found.missed_run) == (1, 1, 0)
    assert rules.months([(TODAY, None)], TODAY).told == ()


@pytest.mark.requirement("S0-53")
def test_a_kick_off_without_the_top_executive_turns_the_sponsor_red(running, pmo):
    boss = StakeholderFactory(programme=running, code="S01", top_executive=True)
    other = StakeholderFactory(programme=running, code="S02")
    planned = act(running, dt.date(2026, 3, 2), kind="kickoff")
    assert standing(running, TODAY).attended is None
    hold_meeting(running, kind="kickoff", held_on=dt.date(2026, 3, 2), present=[other], actor=pmo)
    stand = standing(running, TODAY)
    assert (stand.attended, stand.status.kind) == (False, "bad")
    [read] = seams.evidence["governance.kickoff_executive"](running, [{}])
    assert read.value is False
    with pytest.raises(IllegalNowError, match="top executive"):
        services.record_act(planned, actor=pmo, on=dt.date(2026, 3, 2), evidence="Minutes")
    hold_meeting(running, kind="kickoff", held_on=dt.date(2026, 3, 3), present=[boss], actor=pmo)
    services.record_act(planned, actor=pmo, on=dt.date(2026, 3, 3), evidence="Minutes")
    assert standing(running, TODAY).status.kind == "good"


@pytest.mark.requirement("S0-53")
def test_two_missed_months_are_escalated_once(running, sponsor, steering, pmo):
    today = timezone.localdate()
    first = today.replace(day=1)
    one, two = (first - dt.timedelta(40)), (first - dt.timedelta(5))
    act(running, one)
    assert not services.escalate_missed(running, actor=None)
    act(running, two)
    assert services.escalate_missed(running, actor=None)
    assert not services.escalate_missed(running, actor=None)
    told = Notification.objects.filter(text__contains="missed 2 months in a row")
    assert {one.person for one in told} == {sponsor, steering, pmo}
    [item, *_rest] = seams.attention["sponsor.acts"](running, sponsor)
    assert item.severity == "bad"
    assert AuditEvent.objects.filter(action="sponsor.escalated").count() == 1


def test_what_was_missed_is_not_planned_away(running, pmo):
    row = act(running, timezone.localdate() - dt.timedelta(3))
    with pytest.raises(BadInputError) as error:
        services.replan_act(row, values={"due_on": timezone.localdate() + dt.timedelta(3)}, actor=pmo)
    assert set(error.value.fields) == {"due_on"}
    with pytest.raises(IllegalNowError):
        services.drop_act(row, actor=pmo, reason="Busy")
    with pytest.raises(BadInputError) as error:
        services.record_act(row, actor=pmo, on=timezone.localdate() + dt.timedelta(1), evidence="x")
    assert set(error.value.fields) == {"on"}
    with pytest.raises(BadInputError) as error:
        services.record_act(row, actor=pmo)
    assert set(error.value.fields) == {"evidence"}


def test_people_of_another_programme_and_other_roles_are_refused(running, pmo, member):
    foreign = StakeholderFactory(programme=ProgrammeFactory(slug="far"))
    values = {"kind": "visit", "audience": "all", "due_on": dt.date(2099, 1, 1), "person": foreign}
    with pytest.raises(BadInputError) as error:
        services.plan_act(running, values=values, actor=pmo)
    assert set(error.value.fields) == {"person"}
    with pytest.raises(ForbiddenError):
        services.plan_act(running, values=values | {"person": None}, actor=member)
    row = services.plan_act(running, values=values | {"person": None}, actor=pmo)
    assert (row.code, row.name) == ("SA01", "Visits a unit")
    assert act_status(row, TODAY).kind == "wait"


@pytest.mark.requirement("S0-53")
def test_the_heat_map_shows_one_level_at_a_time(programme, pmo, client):
    east, south = UnitFactory(name="East"), UnitFactory(name="South")
    for n, (unit, level, now) in enumerate(
        [(east, "middle", 1), (east, "middle", 3), (south, "middle", 1), (south, "senior", 1)]
    ):
        StakeholderFactory(
            programme=programme, code=f"S{n}", name=f"N{n}", unit=unit, level=level, engagement_now=now,
            engagement_wanted=3, power=3,
        )  # fmt: skip
    people = list(Stakeholder.objects.filter(programme=programme).for_list())
    rows = heat(of_level(people, "middle"))
    assert [(row.name, row.n, row.gap, [cell.n for cell in row.cells]) for row in rows] == [
        ("South", 1, 2, [0, 1, 0, 0, 0]), ("East", 2, 1, [0, 1, 0, 1, 0])
    ]  # fmt: skip
    client.force_login(pmo)
    url = reverse("stakeholders:resistance", args=[programme.slug])
    assert [row.n for row in client.get(url).context["rows"]] == [1, 2]
    assert [row.n for row in client.get(url, {"level": "senior"}).context["rows"]] == [1]


def test_it_prints_in_the_pack_and_stands_on_its_page(running, pmo, client):
    act(running, dt.date(2026, 3, 2), dt.date(2026, 3, 2), kind="visit", title="Opens the pilot")
    act(running, dt.date(2026, 4, 2), kind="award", title="Hands over the star")
    client.force_login(pmo)
    page = client.get(reverse("sponsor:acts", args=[running.slug])).content.decode()
    assert "50.0% (1/2)" in page
    [read] = seams.evidence["sponsor.index"](running, [{}])
    assert (read.numerator, read.denominator) == (1, 2)
    pack = draft_paper(
        running, kind="steering", actor=pmo, snapshot=take_snapshot(running, occasion="asked", actor=None)
    )
    section = next(one for one in frozen_document(pack, "zh-hans").sections if one.key == "sponsor")
    assert "Hands over the star" in str(section.blocks[1])
    assert "Opens the pilot" not in str(section.blocks[1])


@pytest.mark.requirement("S0-53")
def test_the_charter_prints_what_the_sponsor_promises_to_do(programme, pmo, time_machine):
    time_machine.move_to(dt.datetime(2026, 7, 15, 9, tzinfo=dt.UTC), tick=False)
    (missing,) = charter_section(programme, timezone.now(), "").blocks
    assert missing.url == reverse("sponsor:acts", args=[programme.slug])
    who = StakeholderFactory(programme=programme, name="Gu Yan", top_executive=True)
    values = {"kind": "briefing", "title": "July", "audience": "All", "person": who, "due_on": dt.date(2026, 7, 31)}
    row = services.plan_act(programme, values=values, actor=pmo)
    gone = services.plan_act(programme, values=values | {"title": "August", "due_on": dt.date(2026, 8, 31)}, actor=pmo)
    services.drop_act(gone, actor=pmo, reason="Holidays")
    (table,) = charter_section(programme, timezone.now(), "").blocks
    assert [(line[0].content, line[1], line[2]) for line in table.rows] == [(row.name, "Gu Yan", row.due_on)]
    paper = draft_paper(
        programme, kind="charter", actor=pmo, snapshot=take_snapshot(programme, occasion="asked", actor=None)
    )
    told = {section.key: section.title for section in frozen_document(paper, "zh-hans").sections}
    assert told["sponsor"] == "发起人行动计划"
