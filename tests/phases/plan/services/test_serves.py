"""How a task is placed, and what it serves."""

import pytest
from django.urls import reverse

from core.errors import BadInputError
from phases.plan import services
from phases.plan.models import PlanCalendar, Task
from programme.records.models import AuditEvent
from tests.factories.charter import GoalFactory
from tests.factories.phases import DeliverableFactory, PhaseFactory, StageFactory
from tests.factories.programme import ProgrammeFactory

pytestmark = pytest.mark.django_db


def deliverable(programme, code):
    stage = StageFactory(phase=PhaseFactory(programme=programme, code=f"P{code}"), code=f"S{code}")
    return DeliverableFactory(programme=programme, stage=stage, code=code)


def test_a_milestone_serves_goals_and_a_task_makes_several_deliverables(programme):
    done = services.add_task(programme, name="Go-live", milestone=True, actor=None)
    works = [deliverable(programme, "D1"), deliverable(programme, "D2")]
    goals = [GoalFactory(programme=programme, code="G1"), GoalFactory(programme=programme, code="G2")]
    row = services.relate_task(done, deliverables=works, goals=goals, actor=None)
    assert (list(row.deliverables.all()), list(row.goals.all())) == (works, goals)
    assert list(goals[0].milestones.all()) == [row]
    event = AuditEvent.objects.filter(action="plan.task_related").get()
    assert event.changes["goals"] == [[], [str(goal) for goal in goals]]
    services.relate_task(row, deliverables=works[:1], goals=[], actor=None, version=row.version)
    assert list(row.deliverables.all()) == works[:1]


def test_a_task_of_length_serves_no_goal_and_nothing_crosses_programmes(programme):
    task = services.add_task(programme, name="Build", actor=None)
    with pytest.raises(BadInputError) as caught:
        services.relate_task(task, deliverables=[], goals=[GoalFactory(programme=programme)], actor=None)
    assert set(caught.value.fields) == {"goals"}
    away = deliverable(ProgrammeFactory(slug="away"), "D9")
    with pytest.raises(BadInputError) as caught:
        services.relate_task(task, deliverables=[away], goals=[], actor=None)
    assert set(caught.value.fields) == {"deliverables"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"manual": True}, "planned_start"),
        ({"optimistic": 481}, "optimistic"),
        ({"pessimistic": 479}, "pessimistic"),
        ({"planned_start": "2026-03-04", "planned_finish": "2026-03-03"}, "planned_finish"),
    ],
)
def test_what_does_not_go_together_is_refused_at_its_field(programme, values, field):
    task = services.add_task(programme, name="Build", actor=None)
    with pytest.raises(BadInputError) as caught:
        services.update_task(task, actor=None, **values)
    assert set(caught.value.fields) == {field}


def test_a_task_with_its_own_calendar_follows_its_hours(programme):
    nights = PlanCalendar.objects.create(programme=programme, name="Nights", week={"5": [[600, 1080]]})
    task = services.add_task(programme, name="Cutover", minutes=480, actor=None)
    moved = services.update_task(task, calendar=nights, actor=None)
    assert moved.early_start.weekday() == 5
    elsewhere = PlanCalendar.objects.create(programme=ProgrammeFactory(slug="away"), name="Theirs")
    with pytest.raises(BadInputError) as caught:
        services.update_task(task, calendar=elsewhere, actor=None)
    assert set(caught.value.fields) == {"calendar"}


def test_a_task_that_does_not_count_moves_nothing(programme):
    first = services.add_task(programme, name="First", minutes=4800, actor=None)
    then = services.add_task(programme, name="Then", actor=None)
    services.link_tasks(then, earlier=first, actor=None)
    services.update_task(first, active=False, actor=None)
    then = Task.objects.get(pk=then.pk)
    assert then.early_start == programme.starts_on
    assert not Task.objects.get(pk=first.pk).critical


def test_dates_kept_by_hand_stay_whatever_the_links_say(programme):
    first = services.add_task(programme, name="First", minutes=4800, actor=None)
    then = services.add_task(programme, name="Then", actor=None)
    services.link_tasks(then, earlier=first, actor=None)
    kept = services.update_task(then, manual=True, planned_start=programme.starts_on, actor=None)
    assert kept.early_start == programme.starts_on


def test_the_scheduling_form_says_what_the_task_says_and_changes_it(programme, pmo, browse):
    task = services.add_task(programme, name="Build", minutes=960, actor=None)
    url = reverse("plan:scheduling", args=[programme.slug, task.public_id])
    client = browse(pmo)
    form = client.get(url).context["form"]
    assert (form.initial["priority"], form.initial["active"], form.initial["pessimistic"]) == (500, True, None)
    typed = {"optimistic": "1", "pessimistic": "4.5", "priority": "800", "active": "on", "fixed": "on"}
    assert client.post(url, typed).status_code == 302
    row = Task.objects.get(pk=task.pk)
    assert (row.optimistic, row.pessimistic, row.priority, row.fixed, row.elapsed) == (480, 2160, 800, True, False)
    refused = client.post(url, typed | {"pessimistic": "1"})
    assert list(refused.context["form"].errors) == ["pessimistic"]


def test_the_record_shows_what_the_task_makes_and_stands_for(programme, pmo, browse):
    task = services.add_task(programme, name="Go-live", milestone=True, actor=None)
    work, goal = deliverable(programme, "D1"), GoalFactory(programme=programme, code="G1")
    url = reverse("plan:serves", args=[programme.slug, task.public_id])
    client = browse(pmo)
    assert client.post(url, {"deliverables": [work.pk], "goals": [goal.pk]}).status_code == 302
    page = client.get(reverse("plan:task_detail", args=[programme.slug, task.public_id]))
    assert (page.context["makes"], page.context["stands_for"]) == ([work], [goal])


def test_best_and_worst_follow_a_duration_that_changes_without_them(programme):
    task = services.add_task(programme, name="Build", minutes=960, optimistic=480, pessimistic=1920, actor=None)
    longer = services.update_task(task, minutes=1920, actor=None)
    assert (longer.optimistic, longer.pessimistic) == (960, 3840)
    said = services.update_task(longer, minutes=2400, pessimistic=2500, actor=None)
    assert (said.optimistic, said.pessimistic) == (1200, 2500)
