"""The portfolio: what it says, to whom, and what it costs with 200 programmes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from phases.portfolio.rules import expected_cost
from phases.portfolio.selectors import facts_of
from programme.charter.models import Programme
from programme.governance.models import ChangeRequest, Decision, LightDay
from programme.records.models import Snapshot
from tests.factories.charter import BudgetLineFactory
from tests.factories.phases import GateFactory
from tests.factories.plan import TaskFactory
from tests.factories.programme import MembershipFactory, ProgrammeFactory
from tests.factories.raid import RiskFactory

URL = "/api/v1/portfolio/"
MOST = 15


def night(programme, day, **colours):
    for dimension, colour in colours.items():
        LightDay.objects.create(programme=programme, dimension=dimension, day=day, colour=colour)


def full(programme):
    today = timezone.localdate()
    night(programme, today - dt.timedelta(8), schedule="bad")
    night(programme, today, schedule="good", cost="warn", quality="bad")
    Snapshot.objects.create(programme=programme, as_of=timezone.now(), occasion="night", content="{}", sha256="0" * 64)
    passed = GateFactory(phase__programme=programme, code="G0", position=0, state="go")
    GateFactory(phase=passed.phase, code="G1", position=1, after=["T1"])
    TaskFactory(programme=programme, code="T1", early_finish=today + dt.timedelta(30))
    Decision.objects.create(
        programme=programme, code="D1", question="?", state="requested", due_on=today - dt.timedelta(1)
    )
    Decision.objects.create(programme=programme, code="D2", question="?", state="requested")
    Decision.objects.create(programme=programme, code="D3", question="?", state="draft")
    BudgetLineFactory(programme=programme, amount_minor=5_000_000)
    BudgetLineFactory(programme=programme, amount_minor=1_000_000)
    ChangeRequest.objects.create(
        programme=programme, code="CR-1", title="a", wanted="b", reason="c", route="pm", state="submitted",
        cost_minor=70_000,
    )  # fmt: skip
    RiskFactory(programme=programme, probability=3, cost_minor=100_000)
    RiskFactory(programme=programme, probability=5, cost_minor=100_000, state="closed")


def test_a_programme_is_told_with_lights_gate_decisions_and_money(programme, pmo, call):
    full(programme)
    (row,) = call(pmo).get(URL).json()["results"]
    today = timezone.localdate()
    assert (row["overall"], row["lights"]["schedule"], row["lights"]["risk"]) == ("warn", "good", "none")
    assert (row["lights_on"], row["as_of"] is not None) == (today.isoformat(), True)
    assert (row["next_gate"], row["gate_on"]) == ("G1", (today + dt.timedelta(30)).isoformat())
    assert (row["decisions_waiting"], row["decisions_overdue"]) == (2, 1)
    assert row["budget"] == {"minor": 6_000_000, "currency": programme.currency}
    assert (row["changes_asked"]["minor"], row["risk"]["minor"]) == (70_000, 50_000)


def test_a_new_programme_is_grey_and_owes_nothing(programme):
    facts = facts_of([programme])[programme.pk]
    assert (facts.overall, facts.gate, facts.waiting, facts.budget) == ("none", None, 0, 0)


@pytest.mark.parametrize(
    ("risks", "expected"),
    [([], 0), ([(3, 20), (5, 10)], 19), ([(None, 5), (1, None)], 0), ([(1, 5)], 1)],
)
def test_expected_cost_is_probability_times_cost(risks, expected):
    assert expected_cost(risks) == expected
    assert isinstance(expected_cost(risks), int)
    assert not isinstance(expected_cost(risks), Decimal)


def test_a_risk_without_cost_adds_up_to_nothing_said(programme, pmo, call):
    RiskFactory(programme=programme, probability=3, cost_minor=None)
    assert call(pmo).get(URL).data["results"][0]["risk"] is None
    RiskFactory(programme=programme, probability=3, cost_minor=0)
    assert call(pmo).get(URL).data["results"][0]["risk"] == {"minor": 0, "currency": programme.currency}


def test_only_programmes_where_one_works_inside_are_shown(
    programme, other_programme, pmo, member, outsider, administrator, call
):
    def names(who):
        return [row["slug"] for row in call(who).get(URL).json()["results"]]

    assert [names(who) for who in (pmo, member, outsider)] == [["crm-2027"], [], ["other"]]
    assert names(administrator) == ["crm-2027", "other"]
    assert call().get(URL).status_code in {401, 403}


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("light=bad", ["b"]), ("light=warn", ["a", "c"]), ("light=good", ["d"]), ("light=none", ["crm-2027"]),
        ("waiting=true", ["c"]), ("q=Gamma", ["c"]), ("state=active", ["a"]),
    ],
)  # fmt: skip
def test_filters_keep_what_they_say(programme, pmo, call, browse, query, slugs):
    today = timezone.localdate()
    rows = {
        slug: ProgrammeFactory(slug=slug, name=name)
        for slug, name in zip("abcd", ("Alpha", "Beta", "Gamma", "Delta"), strict=True)
    }
    for row in rows.values():
        MembershipFactory(programme=row, user=pmo, role="SP")
    night(rows["a"], today, schedule="warn")
    night(rows["b"], today, cost="bad")
    night(rows["c"], today, quality="bad")
    night(rows["d"], today, cost="good")
    Programme.objects.filter(slug="a").update(state="active")
    Decision.objects.create(programme=rows["c"], code="D1", question="?", state="requested")
    assert [row["slug"] for row in call(pmo).get(f"{URL}?{query}").json()["results"]] == slugs
    page = browse(pmo).get(f"{reverse('portfolio:list')}?{query}").content.decode()
    assert [
        slug for slug in ("a", "b", "c", "d", "crm-2027") if f'href="/p/{slug}/"' in page.split("<main")[1]
    ] == slugs


def test_the_file_has_every_programme(programme, pmo, browse):
    full(programme)
    text = browse(pmo).get(reverse("portfolio:list"), {"export": "csv"}).content.decode()
    assert text.splitlines()[1].startswith("CRM 2027,")
    assert "60000" in text.splitlines()[1]


def test_a_person_without_programmes_is_told_how_they_come_here(member, browse):
    page = browse(member).get(reverse("portfolio:list"), headers={"accept-language": "en"}).content.decode()
    assert "stand here side by side" in page


def test_two_hundred_programmes_cost_as_much_as_three(pmo, programme, browse, call):
    client, api = browse(pmo), call(pmo)

    def cost():
        with CaptureQueriesContext(connection) as page:
            response = client.get(reverse("portfolio:list"))
        with CaptureQueriesContext(connection) as answer:
            api.get(URL)
        return response.content.decode().count("<tr") - 1, len(page), len(answer)

    def more(until):
        for n in range(Programme.objects.count(), until):
            one = ProgrammeFactory(slug=f"many-{n}")
            MembershipFactory(programme=one, user=pmo, role="PM")
            night(one, timezone.localdate(), schedule="warn")
            BudgetLineFactory(programme=one)

    Programme.objects.filter(pk=programme.pk).update(name="A first one")
    full(programme)
    more(3)
    few = cost()
    more(200)
    many = cost()
    assert (few[0], many[0]) == (3, 200)
    assert many[1:] == few[1:]
    assert max(many[1:]) <= MOST
