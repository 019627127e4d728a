"""What the plan gives to homes and to the frame."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from core import seams
from core.documents.model import Missing
from core.memo import afresh
from phases.gates.services.start import start_programme
from phases.plan import services
from phases.plan.contributions import board
from phases.plan.models import Task
from phases.plan.selectors import milestone_lines
from tests.factories.charter import ReferenceCaseFactory
from tests.factories.plan import DAY, chain
from tests.factories.programme import ProgrammeFactory

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-03-20T09:00:00+08:00", tick=False)
def test_late_critical_work_asks_for_attention(programme, pmo, member):
    chain(programme, [1] * 7)
    items = seams.attention["plan.late_critical"](programme, pmo)
    assert [item.severity for item in items] == ["bad"] * 6
    assert items[0].due == date(2026, 3, 2)
    assert "2" in items[-1].text
    assert seams.attention["plan.late_critical"](programme, member) == []


@time_machine.travel("2026-03-02T09:00:00+08:00", tick=False)
def test_the_home_lists_milestones_of_the_next_30_days(programme, pmo, member):
    (a,) = chain(programme, [3])
    end = services.add_task(programme, name="End", milestone=True, actor=None)
    services.link_tasks(end, earlier=a, actor=None)
    services.add_task(
        programme, name="Far", milestone=True, constraint="snet", constraint_on=date(2026, 6, 1), actor=None
    )
    panel = seams.pages["plan"].panels[0]
    assert [line.name for line, _state in panel.build(programme, pmo)["milestones"]] == ["End"]
    assert panel.build(programme, member) is None


def test_the_map_shows_the_plan_to_inside_roles(programme, pmo, member):
    assert [seams.pages["plan"].visible(user, programme) for user in (pmo, member)] == [True, False]


@pytest.fixture
def acme(db):
    programme = start_programme(slug="acme", name="Acme", language="en", start=date(2026, 3, 2), actor=None).programme
    services.set_baseline(programme, actor=None)
    return programme


def read(name, programme):
    return seams.evidence[name](programme, [{}])[0]


@time_machine.travel("2026-03-02T09:00:00+08:00", tick=False)
def test_the_next_gate_has_no_slip_on_the_first_day(acme):
    assert read("plan.next_gate_slip", acme).value == 0


@time_machine.travel("2026-05-11T09:00:00+08:00", tick=False)
def test_a_gate_that_is_not_reached_slips_with_every_day(acme):
    lines = milestone_lines(acme, date(2026, 5, 11))
    assert (lines[0].gate, lines[0].forecast) == ("G0", date(2026, 5, 11))
    assert read("plan.next_gate_slip", acme).value == lines[0].slip > 10


@time_machine.travel("2026-03-06T19:00:00+08:00", tick=False)
def test_earned_schedule_is_elapsed_time_when_all_is_as_planned(programme):
    chain(programme, [5, 5])
    assert read("plan.spi_t", programme).value is None
    services.set_baseline(programme, actor=None)
    assert read("plan.spi_t", programme).value == 0
    a = Task.objects.get(name_en="A")
    services.record_progress(a, actor=None, actual_start=date(2026, 3, 2), actual_finish=date(2026, 3, 6))
    reading = read("plan.spi_t", programme)
    assert (reading.value, reading.numerator, reading.denominator) == (1, 5, 5)


@time_machine.travel("2026-03-20T09:00:00+08:00", tick=False)
@pytest.mark.parametrize(
    ("kind", "name"), [("charter", "milestones"), ("steering", "plan.slip"), ("steering", "plan.next_period")]
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_papers_print_gates_and_the_next_period(acme, kind, name, language):
    with translation.override(language):
        section = seams._sections[kind][name].build(acme, timezone.now(), "")
    block = section.blocks[0]
    rows = block.bars if name == "plan.next_period" else block.rows
    assert len(rows) >= 1
    if name == "milestones":
        assert [row[0].split()[0] for row in rows] == ["G0", "G1", "G2", "G3", "G4", "GW-W1", "G5", "G6"]


def test_papers_without_a_plan_say_what_to_do(programme):
    for kind, name in (("charter", "milestones"), ("steering", "plan.slip")):
        assert isinstance(seams._sections[kind][name].build(programme, timezone.now(), "").blocks[0], Missing)
    assert seams._sections["steering"]["plan.next_period"].build(programme, timezone.now(), "") is None


@time_machine.travel("2026-03-20T09:00:00+08:00", tick=False)
@pytest.mark.parametrize(("length", "kind"), [(10, "good"), (20, "warn"), (30, "bad")])
def test_the_state_of_a_milestone_follows_its_slip(programme, length, kind):
    (a,) = chain(programme, [10])
    end = services.add_task(programme, name="End", milestone=True, actor=None)
    services.link_tasks(end, earlier=a, actor=None)
    services.set_baseline(programme, actor=None)
    services.update_task(a, actor=None, minutes=length * 480)
    table = seams._sections["steering"]["plan.slip"].build(programme, timezone.now(), "").blocks[0]
    assert table.rows[0][-1].kind == kind


@time_machine.travel("2026-03-13T19:00:00+08:00", tick=False)
@pytest.mark.parametrize(("percent", "kind"), [(100, "good"), (90, "warn"), (50, "bad")])
def test_the_pack_tells_earned_schedule(programme, percent, kind):
    (a,) = chain(programme, [10])
    services.set_baseline(programme, actor=None)
    build = seams._sections["steering"]["plan.earned"].build
    assert [type(block) for block in build(ProgrammeFactory(), timezone.now(), "").blocks] == [Missing]
    end = date(2026, 3, 13) if percent == 100 else None
    services.record_progress(a, actor=None, actual_start=date(2026, 3, 2), actual_finish=end, percent=percent)
    figures = build(programme, timezone.now(), "").blocks[0].figures
    assert figures[0].status.kind == kind
    assert [figure.value.value for figure in figures[1:]] == [percent / 10, 10, 10]


def test_one_papers_rows_are_named_in_the_language_that_reads_them(programme):
    task = services.add_task(programme, name="设计", name_en="Design", minutes=DAY, actor=None)
    services.update_task(task, deadline=date(2026, 3, 20), actor=None)
    live = afresh(programme)
    named = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            (bar,) = board._bars(live)
            named[language] = (bar.name, bar.deadline)
    assert named == {"en": ("Design", date(2026, 3, 20)), "zh-hans": ("设计", date(2026, 3, 20))}


def cited(programme):
    return seams._sections["charter"]["milestones"].build(programme, timezone.now(), "").blocks[1:]


@pytest.mark.requirement("S4-26")
@pytest.mark.parametrize(
    ("language", "grade", "few"),
    [("en", "B · told by those who ran it", "indicative only"), ("zh-hans", "B · 由实施者讲述", "仅供参考")],
)
def test_the_charter_cites_the_similar_case_with_grade_and_result(programme, language, grade, few):
    chain(programme, [10])
    about = {"industry": "Instruments", "size": "large", "cost": "8.6 m", "lesson": "Clean the data first"}
    ReferenceCaseFactory(
        programme=programme, company="Huayi", cited=True, planned_days=200, actual_days=250, grade="B",
        result="Conversion rose to 31 %", **about,
    )  # fmt: skip
    for number in range(8):
        ReferenceCaseFactory(programme=programme, company=f"C{number}", overrun_percent=5, grade="A")
    with translation.override(language):
        table, words = cited(programme)
    (row,) = table.rows
    assert (row[0].content, row[1], row[2], row[3].value, row[5]) == ("Huayi", 200, 250, 25, grade)
    assert ("8.6 m" in row[0].second, row[4].content, row[4].second) == (
        True, "Conversion rose to 31 %", "Clean the data first",
    )  # fmt: skip
    assert few in words.paragraphs[1]
    assert len(words.paragraphs) == 3
    ReferenceCaseFactory(programme=programme, company="Tenth", overrun_percent=5, grade="C")
    with translation.override(language):
        assert few not in "".join(cited(programme)[1].paragraphs)


def test_a_charter_that_cites_no_case_says_what_to_do(programme):
    ReferenceCaseFactory(programme=programme)
    with translation.override("en"):
        (words,) = cited(programme)
    assert words.paragraphs == ("The charter cites no similar case.", "Mark a similar reference case as cited.")


@pytest.mark.requirement("S4-26")
def test_a_similar_case_is_cited_on_the_charters_page_and_by_the_api(client, programme, pmo):
    case = ReferenceCaseFactory(programme=programme, company="Huayi", grade="B", result="Conversion rose")
    client.force_login(pmo)
    page = reverse("charter:overview", args=[programme.slug])
    assert "Conversion rose" not in client.get(page).content.decode()
    form = {"company": "Huayi", "similar": "on", "cited": "on", "grade": "B", "result": "Conversion rose", "version": 1}
    client.post(reverse("charter:row_edit", args=[programme.slug, "reference-cases", case.public_id]), form)
    assert "Conversion rose" in client.get(page).content.decode()
    address = f"/api/v1/programmes/{programme.slug}/reference-cases/{case.public_id}/"
    same = {"If-Match": client.get(address).headers["ETag"]}
    answer = client.patch(address, {"similar": False}, "application/json", headers=same)
    assert (answer.status_code, "cited" in answer.content.decode()) == (400, True)
    answer = client.patch(address, {"cited": False}, "application/json", headers=same)
    assert (answer.status_code, answer.json()["cited"]) == (200, False)
