import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core import seams
from core.documents import xlsx
from core.documents.derived import tables
from core.documents.html import standalone
from core.documents.model import Cell, Document
from programme.charter.models import Goal, Kpi, ScopeItem
from programme.charter.services import create_workshop, create_workshop_entry
from tests.core.documents.office import sheets
from tests.factories.charter import (
    BudgetLineFactory,
    GoalFactory,
    KpiFactory,
    MessageFactory,
    ReadingFactory,
    ReferenceCaseFactory,
    ScopeItemFactory,
    StakeholderFactory,
    readiness_with,
    ready_to_sign,
)
from tests.factories.programme import UnitFactory

PAGES = [
    "charter:overview", "charter:goal_list", "charter:kpi_list", "charter:readiness", "charter:radar",
    "stakeholders:stakeholder_list", "stakeholders:communication_list", "budget:line_list",
]  # fmt: skip
FORMS = [
    "charter:goal_new", "charter:kpi_new", "charter:purpose", "charter:kickoff", "charter:submit",
    "charter:workshop_new", "budget:line_new", "budget:ask",
]  # fmt: skip


def page(client, name, programme, *more):
    return client.get(reverse(name, args=[programme.slug, *more]))


@pytest.fixture
def full(programme, owner):
    goal = GoalFactory(programme=programme, kpi=KpiFactory(programme=programme), owner=owner)
    ReadingFactory(kpi=goal.kpi)
    BudgetLineFactory(programme=programme)
    StakeholderFactory(programme=programme, top_executive=True)
    MessageFactory(programme=programme)
    ScopeItemFactory(programme=programme)
    ReferenceCaseFactory(programme=programme)
    readiness_with(programme, [3, 3, 3, 1, 3])
    return programme


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_empty_and_full(client, programme, pmo, full, name, language):
    client.force_login(pmo)
    client.cookies["django_language"] = language
    assert page(client, name, full).status_code == 200
    Goal.objects.all().delete()
    ScopeItem.objects.all().delete()
    assert page(client, name, full).status_code == 200


@pytest.mark.parametrize("name", FORMS)
def test_every_form_opens_for_the_pm_and_refuses_a_reader(client, full, pmo, auditor, outsider, name):
    client.force_login(pmo)
    assert page(client, name, full).status_code == 200
    client.force_login(auditor)
    assert page(client, name, full).status_code == 403
    client.force_login(outsider)
    assert page(client, name, full).status_code == 404


def test_the_register_names_goal_and_kpi_with_their_numbers(client, full, pmo):
    client.force_login(pmo)
    text = page(client, "charter:goal_list", full).content.decode()
    assert "25%" in text or "25 %" in text
    goal, kpi = Goal.objects.get(), Kpi.objects.get()
    record = page(client, "charter:goal", full, goal.public_id).content.decode()
    assert "60.0%" in record.replace(" ", "").replace("\u202f", "")
    assert "+10" in record
    assert "+40.0% relative" in record
    assert "n=412" in page(client, "charter:kpi", full, kpi.public_id).content.decode().replace(" ", "")


def test_a_goal_is_written_through_the_form_and_an_output_is_told_at_its_field(client, programme, pmo):
    client.force_login(pmo)
    url = reverse("charter:goal_new", args=[programme.slug])
    answer = client.post(url, {"statement": "7月系统成功上线", "direction": "up"})
    assert answer.status_code == 400
    assert "milestone" in answer.content.decode()
    answer = client.post(url, {"statement": "Shorten the cycle by 10 days", "direction": "down", "unit": "days"})
    assert answer.status_code == 302
    goal = Goal.objects.get()
    assert (goal.statement, goal.direction) == ("Shorten the cycle by 10 days", "down")
    assert goal.code == "GL01"


def test_a_stale_form_keeps_what_was_typed(client, programme, pmo):
    goal = GoalFactory(programme=programme)
    client.force_login(pmo)
    answer = client.post(
        reverse("charter:goal_edit", args=[programme.slug, goal.public_id]),
        {"statement": "Mine", "direction": "up", "version": 9},
    )
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()


def test_the_live_score_names_gaps_without_refusing(client, programme, pmo):
    client.force_login(pmo)
    answer = client.post(reverse("charter:goal_score", args=[programme.slug]), {"statement": "提升销售效率"})
    assert answer.status_code == 200
    assert "0 of 5" in answer.content.decode()
    assert Goal.objects.count() == 0


def test_refused_close_stands_on_the_form(client, programme, sponsor):
    type(programme).objects.filter(pk=programme.pk).update(state="active")
    client.force_login(sponsor)
    answer = client.post(reverse("charter:move", args=[programme.slug, "close"]))
    assert answer.status_code == 409, answer.content.decode()
    assert "Stages after go-live are still open." in answer.content.decode()


@pytest.mark.requirement("S2-03")
def test_a_workshop_exports_its_trace_and_names_who_was_absent(client, programme, pmo):
    sales, service = UnitFactory(name="Sales"), UnitFactory(name="Service")
    row = create_workshop(
        programme, title="Goals", held_on=dt.date(2026, 3, 5), invited=[sales, service], attended=[sales], actor=pmo
    )
    goal = GoalFactory(programme=programme, code="GL07")
    create_workshop_entry(row, values={"unit": sales, "pain": "Leads are lost", "goal": goal}, actor=pmo)
    client.force_login(pmo)
    assert "Service" in page(client, "charter:workshop", programme, row.public_id).content.decode()
    lines = page(client, "charter:workshop_export", programme, row.public_id).content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Sales,Leads are lost,,GL07")
    assert lines[2] == "Service,,,,absent"


def build(kind, programme, language):
    with translation.override(language):
        now = timezone.now()
        found = seams.documents.get(kind)
        providers = found.sections if found else seams._sections[kind]
        built = [
            provider.build(programme, now, "")
            for _name, provider in sorted(providers.items(), key=lambda item: item[1].position)
        ]
        return [section for section in built if section is not None]


@pytest.mark.requirement("S4-01")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_charter_has_its_sections_full_and_empty(programme, other_programme, language):
    ready_to_sign(programme)
    for one in (programme, other_programme):
        sections = build("charter", one, language)
        keys = [section.key for section in sections]
        assert keys == [
            "purpose", "diagnosis", "goals", "scope", "stakeholders", "departments", "sponsor", "user_groups", "requirements",
            "landscape", "sourcing", "milestones", "budget", "organisation", "overall-risk",
            "assumptions", "tolerances", "readiness", "acceptance", "approvals",
        ]  # fmt: skip
        html = standalone(
            Document(
                "charter",
                "CH-1",
                "Charter",
                one.name,
                timezone.now(),
                timezone.now(),
                language,
                sections=tuple(sections),
            )
        )
        assert len(html) > 5000


@pytest.mark.parametrize(("language", "gain"), [("en", "+40.0% relative"), ("zh-hans", "相对 +40.0%")])
def test_the_workbook_of_the_charter_has_every_second_line_too(programme, language, gain):
    ready_to_sign(programme)
    GoalFactory(programme=programme)
    now = timezone.now()
    sections = tuple(build("charter", programme, language))
    paper = Document("charter", "CH-1", "Charter", programme.name, now, now, language, sections=sections)
    rows = [row for found in sheets(xlsx.render(paper)).values() for row in found]
    said = {line for row in rows for cell in row for line in str(cell).split("\n")}
    cells = [cell for one in sections for table in tables(one.blocks) for row in table.rows for cell in row]
    seconds = {line for cell in cells if isinstance(cell, Cell) for line in cell.second.split("\n")}
    assert gain in seconds
    assert seconds - {""} <= said
    assert (10.0, gain) in {pair for row in rows for pair in pairwise(row)}


def test_the_steering_pack_gets_goals_radar_and_readiness(full):
    keys = [section.key for section in build("steering", full, "en")]
    assert {"goals", "radar", "readiness"} <= set(keys)


def test_an_owner_sees_the_baseline_waiting_and_the_analyst_the_stale_kpi(full, owner, analyst):
    with translation.override("en"):
        mine = [item.text for item in seams.attention["charter.attention"](full, owner)]
        data = [item.text for item in seams.attention["charter.attention"](full, analyst)]
    goal, kpi = Goal.objects.get(), Kpi.objects.get()
    assert f"Sign the baseline of {goal}" in mine
    assert f"Read {kpi}" in data
    assert Decimal(25) == goal.baseline
