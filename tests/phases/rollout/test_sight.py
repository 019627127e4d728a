"""The access matrix bounds whose rows a role sees in the product's own reports: pages, calls and files alike."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phases.rollout.selectors import Sight, sight_of
from phases.uat.services import cases_of_access
from programme.landscape import services
from programme.landscape.models import AccessRule
from programme.landscape.selectors import coverage_of, reach_of
from tests.factories.landscape import AccessRuleFactory
from tests.factories.programme import UnitFactory, member_of
from tests.factories.rollout import RosterEntryFactory, WaveFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("S0-38")]

EVERYBODY = {"apart", "boss", "deputy", "east", "north", "seller", "south"}


@pytest.fixture
def firm(programme, member, owner):
    """A region with two branches, led by ``owner``; ``member`` sells in one of them; one more unit stands apart."""
    region = UnitFactory(code="REGION")
    north, east = UnitFactory(code="NORTH", parent=region), UnitFactory(code="EAST", parent=region)
    apart = UnitFactory(code="APART")
    wave = WaveFactory(programme=programme, code="W1", live_on=dt.date(2026, 2, 2))
    boss = RosterEntryFactory(
        programme=programme, key="boss", unit=region, crm_role=" sales  HEAD", user=owner, wave=wave
    )
    rows = (
        ("seller", north, {"user": member, "manager": boss}), ("north", north, {}), ("east", east, {}),
        ("deputy", region, {}), ("south", apart, {"manager": boss}), ("apart", apart, {}),
    )  # fmt: skip
    for key, unit, more in rows:
        RosterEntryFactory(programme=programme, key=key, name=f"Person {key}", unit=unit, wave=wave,
                           crm_role="Account manager", **more)  # fmt: skip
    return programme


@pytest.fixture
def matrix(firm):
    return services.add_preset_rules(firm, actor=None)


def users(programme, client):
    """Whose usage the call gives."""
    answer = client.get(reverse("api-adoption", args=[programme.slug]), {"by": "user"})
    return {row["key"] for row in answer.json()["rows"]} if answer.status_code == 200 else answer.status_code


def shown(programme, client, name):
    """Whose rows the page names."""
    page = client.get(reverse(name, args=[programme.slug])).content.decode()
    return {row.key for row in programme.roster.all() if row.name in page}


def filed(programme, client):
    """Whose training the file gives."""
    answer = client.get(reverse("learners:people", args=[programme.slug]), {"export": "csv", "cols": "key"})
    return {line[0] for line in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))} - {"Number"}


def learners(programme, client):
    """Whose training the call gives."""
    answer = client.get(f"/api/v1/programmes/{programme.slug}/learners/").json()
    return {row["key"] for row in answer["results"]}


def test_a_seller_sees_the_own_row_and_a_supervisor_the_team(firm, matrix, member, owner, analyst, browse, call):
    team = EVERYBODY - {"apart"}
    assert shown(firm, browse(member), "usage:people") == {"seller"}
    assert shown(firm, browse(owner), "usage:people") == team
    assert shown(firm, browse(analyst), "usage:people") == EVERYBODY
    assert (users(firm, call(owner)), users(firm, call(analyst))) == (team, EVERYBODY)
    assert (shown(firm, browse(owner), "learners:people"), filed(firm, browse(owner)), learners(firm, call(owner))) == (
        team, team, team,
    )  # fmt: skip


def test_one_persons_page_is_there_for_whose_role_reaches_it(firm, matrix, member, owner, browse, call):
    rows = {row.key: row.public_id for row in firm.roster.all()}

    def codes(user, name):
        return {
            key: browse(user).get(reverse(name, args=[firm.slug, pk])).status_code
            for key, pk in rows.items() if key in {"seller", "east", "apart"}
        }  # fmt: skip

    assert codes(member, "usage:person") == {"seller": 200, "east": 403, "apart": 403}
    assert codes(owner, "usage:person") == {"seller": 200, "east": 200, "apart": 403}
    assert codes(owner, "learners:person") == {"seller": 200, "east": 200, "apart": 404}
    answer = call(owner).get(f"/api/v1/programmes/{firm.slug}/learners/{rows['apart']}/")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("reach", "seen"),
    [("own", {"boss"}), ("team", EVERYBODY - {"apart"}), ("all", EVERYBODY)],
)
def test_the_matrix_of_the_programme_decides(firm, owner, browse, call, reach, seen):
    AccessRuleFactory(programme=firm, role="Sales head", object="customer", deed="read", reach="own")
    AccessRuleFactory(programme=firm, role="Sales head", object="staff", deed="read", reach=reach)
    AccessRuleFactory(programme=firm, role="Sales head", object="staff", deed="export", reach="all")
    assert shown(firm, browse(owner), "usage:people") == users(firm, call(owner)) == seen
    assert filed(firm, browse(owner)) == learners(firm, call(owner)) == seen


def test_where_the_matrix_is_silent_it_stays_as_it_was(firm, owner, member, browse, call):
    assert shown(firm, browse(owner), "usage:people") == {"boss", "seller", "south"}
    assert shown(firm, browse(member), "usage:people") == {"seller"}
    assert learners(firm, call(owner)) == EVERYBODY


@pytest.mark.parametrize("role", ["PM", "CM", "TR", "DS", "AUD", "WL"])
def test_who_works_with_every_person_sees_all_training(firm, matrix, role, call):
    person = member_of(firm, role)
    RosterEntryFactory(programme=firm, key=f"as-{role}", user=person, crm_role="Account manager")
    assert learners(firm, call(person)) == EVERYBODY | {f"as-{role}"}


def test_every_cell_of_the_matrix_has_a_test_case_and_the_matrix_leaves_as_a_file(firm, matrix, pmo, browse):
    assert coverage_of(firm).covered == 0
    cases_of_access(firm, actor=pmo)
    assert (coverage_of(firm).covered, coverage_of(firm).every) == (len(matrix), len(matrix))
    page = reverse("landscape:matrix", args=[firm.slug])
    lines = list(csv.reader(io.StringIO(browse(pmo).get(page, {"export": "csv"}).content.decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == ["Account manager", "Sales head", "Sales operations"]
    assert "Read: Own" in lines[1][1]
    assert "as far as this matrix" in browse(pmo).get(page).content.decode()


def test_of_several_roles_the_widest_counts(firm, matrix, other_programme):
    assert reach_of(firm, ["Account manager", "sales operations"]) == "all"
    assert (reach_of(firm, ["Nobody"]), reach_of(firm, []), reach_of(other_programme, ["Sales head"])) == ("", "", "")


def test_sight_costs_the_same_with_many_rows(firm, matrix, owner):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            sight_of(firm, owner)
        return len(seen)

    few = cost()
    for n in range(20):
        RosterEntryFactory(programme=firm, key=f"more{n}", unit=UnitFactory())
        AccessRuleFactory(programme=firm, role=f"role {n}", object="customer", deed="read")
    assert few == cost() == 3
    assert AccessRule.objects.count() == 34


def test_a_row_without_unit_belongs_to_no_team():
    sight = Sight(1, "team", frozenset({7}))
    assert [sight.sees(2, None, None), sight.sees(2, None, 7), sight.sees(2, 1, None)] == [False, True, True]
