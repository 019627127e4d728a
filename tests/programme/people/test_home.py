"""The homes: what each role finds, in which order, at what cost."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import seams
from core.memo import forget, once
from core.seams import AttentionItem
from programme.people.services import create_admin
from programme.raid.models import Risk
from tests.factories.phases import CriterionFactory, GateFactory, PhaseFactory
from tests.factories.plan import TaskFactory
from tests.factories.raid import RiskFactory

BUDGET = 40  # queries of the PMO's home with a gate, a plan and a register
FIRST = 140  # of the first look after a write, frame included


def home(browse, programme, user, kind):
    return browse(user).get(reverse("people:home", args=[programme.slug, kind]))


@pytest.fixture
def gate(programme):
    TaskFactory(programme=programme, code="T1", wbs="1.1", early_start=date(2026, 3, 2), early_finish=date(2026, 3, 9))
    phase = PhaseFactory(programme=programme, code="P1")
    found = GateFactory(programme=programme, phase=phase, code="G3", after=["T1"])
    CriterionFactory(gate=found, programme=programme, must=True)
    return found


@pytest.fixture
def asking():
    """Give three items of different urgency through the seam, and take them back."""
    items = [
        AttentionItem("wait", "Later", "/later/"),
        AttentionItem("bad", "Second", "/second/", due=date(2027, 1, 2)),
        AttentionItem("bad", "First", "/first/", due=date(2027, 1, 1)),
    ]
    seams.attention.add("test.items", lambda _programme, _user: items)
    yield items
    del seams.attention._providers["test.items"]


def test_attention_stands_by_severity_then_day(browse, programme, pmo, asking):
    response = home(browse, programme, pmo, "pmo")
    ours = [item.text for item in response.context["attention"] if item in asking]
    assert ours == ["First", "Second", "Later"]


def test_every_attention_item_has_one_verb(browse, programme, pmo, asking):
    body = home(browse, programme, pmo, "pmo").content.decode()
    assert '<a class="do" href="/first/">Look</a>' in body


def test_gate_tells_its_shortfall_on_ribbon_map_and_panel(browse, programme, pmo, gate):
    response = home(browse, programme, pmo, "pmo")
    body = response.content.decode()
    assert 'G3 <span class="sub">1 short</span>' in body
    entry = next(one for one in response.context["frame"].keyed if one.name == "gates")
    assert (entry.level, entry.count) == ("bad", 1)
    assert "Next gate: G3" in body


def test_gates_stand_among_the_milestones(browse, programme, pmo, gate):
    assert f"◆ {gate}" in home(browse, programme, pmo, "pmo").content.decode()


def test_head_offers_the_steering_pack(browse, programme, pmo, gate):
    body = home(browse, programme, pmo, "pmo").content.decode()
    assert "?kind=steering" in body
    assert ">Steering pack</a>" in body
    assert "G3 is forecast for" in body


def test_owner_sees_signatures_before_all_else(browse, programme, owner, gate):
    panels = home(browse, programme, owner, "owner").context["main_panels"]
    names = [panel.template for panel, _content in panels]
    assert names[:2] == ["signoff/_panel_mine.html", "gates/_panel_approvals.html"]


def test_steering_home_has_pack_decisions_lights_and_nothing_else(browse, programme, steering):
    context = home(browse, programme, steering, "steering").context
    shown = [panel.template for panel, _content in [*context["main_panels"], *context["side_panels"]]]
    assert shown == [
        "governance/_panel_pack.html",
        "governance/_panel_asked.html",
        "governance/_panel_lights.html",
    ]
    assert context["attention"] is None


def test_return_on_investment_stands_on_the_homes_of_project_and_finance(browse, programme, pmo, finance):
    for person, kind in ((pmo, "pmo"), (finance, "steering")):
        context = home(browse, programme, person, kind).context
        assert "statements/_panel_roi.html" in [panel.template for panel, _content in context["side_panels"]]


def test_keeper_finds_the_vote_that_waits(browse, programme, steering):
    GateFactory(programme=programme, code="G3", state="in_review", keepers=["SC"])
    body = home(browse, programme, steering, "steering").content.decode()
    assert "Your vote at the gate" in body


def test_learner_sees_nothing_of_the_inside(browse, programme, member, pmo, gate):
    RiskFactory(programme=programme, title="Secret risk")
    response = home(browse, programme, member, "learner")
    body = response.content.decode()
    assert [entry.name for entry in response.context["frame"].keyed] == [
        "people.overview",
        "inbox",
        "signoff.signatures",
    ]
    assert "My go-live" in body
    assert "My courses" in body
    assert pmo.email in body
    assert "lf-ribbon" not in body
    assert "Secret risk" not in body


def test_home_costs_the_same_at_one_and_a_thousand_risks(browse, programme, pmo, gate):
    RiskFactory(programme=programme)
    home(browse, programme, pmo, "pmo")
    one, thousand, again = (CaptureQueriesContext(connection) for _ in range(3))
    cache.clear()
    with one:
        home(browse, programme, pmo, "pmo")
    Risk.objects.bulk_create(RiskFactory.build_batch(999, programme=programme))
    cache.clear()
    with thousand:
        home(browse, programme, pmo, "pmo")
    with again:
        home(browse, programme, pmo, "pmo")
    assert len(one) == len(thousand)
    assert len(thousand) <= FIRST
    assert len(again) <= BUDGET


def test_reading_made_once_is_dropped_by_a_write(programme):
    assert once(programme, "n", lambda: 1) == 1
    assert once(programme, "n", lambda: 2) == 1
    forget(programme)
    assert once(programme, "n", lambda: 3) == 3


def test_administrator_without_a_role_looks_at_the_pmos_home(browse, programme, administrator):
    page = browse(administrator).get(reverse("people:overview", args=[programme.slug]))
    assert (page.status_code, page.context["home"]) == (200, "pmo")
    assert home(browse, programme, administrator, "setup").url == reverse("people:setup")


def test_set_up_link_says_with_which_address_one_logs_in(browse, db):
    page = browse().get(reverse("people:set_up", args=[create_admin("root@example.com")]))
    assert page.context["email"] == "root@example.com"
    assert "<dt>E-mail</dt><dd>root@example.com</dd>" in page.content.decode()
