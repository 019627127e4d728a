"""The access matrix bounds whose feedback a role of the CRM reads: list, record, file and call alike."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.inbox.models import FeedbackItem
from feedback.inbox.querysets import circles_of
from programme.landscape import services
from programme.people.models import User
from tests.factories.feedback import FeedbackItemFactory
from tests.factories.landscape import AccessRuleFactory
from tests.factories.programme import MembershipFactory, UnitFactory, member_of
from tests.factories.rollout import RosterEntryFactory, WaveFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("S0-38")]

TEAM = {"seller asks", "north asks", "south asks", "somebody asks"}
EVERY = TEAM | {"apart asks", "a visitor asks", "apart wishes"}


@pytest.fixture
def firm(programme, member, owner):
    """A region led by ``owner``, where ``member`` sells; a unit apart, one of whose people answers to ``owner``."""
    region, apart = UnitFactory(code="REGION"), UnitFactory(code="APART")
    north = UnitFactory(code="NORTH", parent=region)
    wave = WaveFactory(programme=programme, code="W1", live_on=dt.date(2026, 2, 2))
    boss = RosterEntryFactory(
        programme=programme, key="boss", unit=region, crm_role=" sales  HEAD", user=owner, wave=wave
    )
    for key, unit, more in (
        ("seller", north, {"user": member, "manager": boss}), ("north", north, {}),
        ("south", apart, {"manager": boss}), ("apart", apart, {}),
    ):  # fmt: skip
        RosterEntryFactory(programme=programme, key=key, name=f"Person {key}", email=f"{key}@firm.example", unit=unit,
                           wave=wave, crm_role="Account manager", **more)  # fmt: skip
    for title, values in (
        ("seller asks", {"submitter": member}),
        ("north asks", {"submitter_name": "Person north", "unit": north}),
        ("south asks", {"submitter_email": "South@Firm.example"}),
        ("apart asks", {"submitter_email": "apart@firm.example", "unit": apart}),
        ("a visitor asks", {"submitter_name": "A visitor"}),
        ("somebody asks", {"anonymous": True, "unit": apart}),
    ):
        FeedbackItemFactory(programme=programme, title=title, **values)
    FeedbackItemFactory(programme=programme, title="apart wishes", submitter_email="apart@firm.example", unit=apart,
                        kind="improvement", state="backlog")  # fmt: skip
    return programme


@pytest.fixture
def matrix(firm):
    return services.add_preset_rules(firm, actor=None)


def listed(programme, client):
    """What the inbox names."""
    page = client.get(reverse("inbox:item_list", args=[programme.slug])).content.decode()
    return {title for title in FeedbackItem.objects.values_list("title", flat=True) if title in page}


def filed(programme, client):
    """What the file of the inbox gives, with who sent it."""
    answer = client.get(
        reverse("inbox:item_list", args=[programme.slug]), {"export": "csv", "cols": ["title", "submitter"]}
    )
    return {line[0]: line[1] for line in list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]}


def called(programme, client):
    """What the call gives, with the address of who sent it."""
    answer = client.get(f"/api/v1/programmes/{programme.slug}/feedback/").json()
    return {row["title"]: row["submitter_email"] for row in answer["results"]}


def test_a_head_reads_what_the_team_sent_and_who_nobody_is(firm, matrix, owner, browse, call):
    seen = TEAM | {"apart wishes"}
    assert listed(firm, browse(owner)) == set(filed(firm, browse(owner))) == set(called(firm, call(owner))) == seen
    told = {item.title: item for item in FeedbackItem.objects.select_related("programme")}
    for title, code in (("seller asks", 200), ("south asks", 200), ("somebody asks", 200), ("apart asks", 404)):
        assert browse(owner).get(told[title].get_absolute_url()).status_code == code
        path = f"/api/v1/programmes/{firm.slug}/feedback/{told[title].public_id}/"
        assert call(owner).get(path).status_code == code


def test_what_is_shared_stays_without_the_name_of_who_is_out_of_reach(firm, matrix, owner, pmo, browse, call):
    wish = FeedbackItem.objects.select_related("programme").get(title="apart wishes")
    assert called(firm, call(owner))["apart wishes"] is None
    assert called(firm, call(pmo))["apart wishes"] == "apart@firm.example"
    assert "not shown" in filed(firm, browse(owner))["apart wishes"]
    path = f"/api/v1/programmes/{firm.slug}/feedback/{wish.public_id}/"
    shown = call(owner).get(path).json()
    assert (shown["submitter_email"], shown["unit"], shown["title"]) == (None, None, "apart wishes")
    page = browse(owner).get(wish.get_absolute_url())
    assert page.status_code == 200
    assert "apart@firm.example" not in page.content.decode()
    assert "apart@firm.example" in browse(pmo).get(wish.get_absolute_url()).content.decode()
    FeedbackItem.objects.filter(pk=wish.pk).update(owner=owner)
    assert call(owner).get(path).json()["submitter_email"] == "apart@firm.example"


@pytest.mark.parametrize(
    ("reach", "seen"),
    [("own", {"owner asks", "somebody asks", "apart wishes"}), ("team", TEAM | {"owner asks", "apart wishes"}),
     ("all", EVERY | {"owner asks"})],
)  # fmt: skip
def test_the_matrix_of_the_programme_decides(firm, owner, browse, call, reach, seen):
    AccessRuleFactory(programme=firm, role="Sales head", object="staff", deed="read", reach=reach)
    FeedbackItemFactory(programme=firm, title="owner asks", submitter=owner)
    assert listed(firm, browse(owner)) == set(filed(firm, browse(owner))) == set(called(firm, call(owner))) == seen


@pytest.mark.parametrize("role", ["PM", "CM", "AMB", "IT", "TR", "WL", "AUD"])
def test_who_answers_sorts_or_audits_reads_everybody(firm, matrix, role, browse, call):
    person = member_of(firm, role)
    RosterEntryFactory(programme=firm, key=f"as-{role}", user=person, crm_role="Account manager")
    assert listed(firm, browse(person)) == set(called(firm, call(person))) == EVERY


@pytest.mark.parametrize("role", ["PM", "CM", "BO", "FIN", "SP"])
def test_where_the_matrix_is_silent_everybody_reads_as_before(firm, role, owner, browse, call):
    person = member_of(firm, role)
    RosterEntryFactory(programme=firm, key=f"as-{role}", user=person, crm_role="Account manager")
    assert listed(firm, browse(person)) == set(called(firm, call(person))) == EVERY
    assert called(firm, call(owner))["apart wishes"] == "apart@firm.example"


def test_a_complaint_out_of_reach_is_for_its_reviewers_who_are_not_bounded(firm, matrix, owner, pmo, call):
    FeedbackItemFactory(programme=firm, title="apart complains", submitter_email="apart@firm.example",
                        kind="complaint", state="classified")  # fmt: skip
    FeedbackItemFactory(programme=firm, title="north complains", submitter_email="north@firm.example",
                        kind="complaint", state="classified")  # fmt: skip
    assert {"north complains", "apart complains"} & set(called(firm, call(owner))) == {"north complains"}
    assert {"north complains", "apart complains"} <= set(called(firm, call(pmo)))


def test_another_programme_bounds_nothing_here(firm, matrix, other_programme, owner, pmo, call):
    MembershipFactory(programme=other_programme, user=owner, role="BO")
    FeedbackItemFactory(programme=other_programme, title="elsewhere", submitter_email="x@firm.example")
    assert called(other_programme, call(owner)) == {"elsewhere": "x@firm.example"}
    assert set(called(firm, call(pmo))) == EVERY


def test_a_circle_costs_the_same_with_many_people(firm, matrix, owner, member, pmo):
    def cost(person):
        person = User.objects.get(pk=person.pk)
        with CaptureQueriesContext(connection) as seen:
            circles_of(person)
            circles_of(person)
        return len(seen)

    few = cost(owner)
    for n in range(20):
        RosterEntryFactory(programme=firm, key=f"more{n}", unit=UnitFactory())
    assert (few, cost(owner), cost(pmo)) == (5, 5, 1)
