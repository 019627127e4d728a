"""Pages of the plan: what each role sees and may do, and what it costs."""

from datetime import date

import pytest
from django.urls import reverse

from phases.plan import services
from phases.plan.models import CalendarDay, Task, TaskLink
from tests.factories.plan import DAY, chain

pytestmark = pytest.mark.django_db


def url(name, programme, *rest):
    return reverse(f"plan:{name}", args=[programme.slug, *rest])


@pytest.fixture
def tasks(programme):
    return chain(programme, [3, 2])


@pytest.mark.parametrize("name", ["timeline", "task_list", "calendar"])
def test_inside_roles_read_the_plan_others_do_not(programme, tasks, owner, member, outsider, browse, name):
    statuses = [browse(user).get(url(name, programme)).status_code for user in (owner, member, outsider, None)]
    assert statuses == [200, 403, 404, 302]


@pytest.mark.parametrize("name", ["timeline", "task_list"])
@pytest.mark.parametrize("count", [1, 30, 1000])
def test_pages_cost_the_same_queries_at_any_size(programme, pmo, browse, django_assert_max_num_queries, name, count):
    seeds = [
        services.TaskSeed(
            f"T{n:04}", f"任务{n}", f"Task {n}", 1, after=[services.LinkSeed(f"T{n - 1:04}")] if n else []
        )
        for n in range(count)
    ]
    services.add_blueprint_tasks(programme, seeds=seeds, actor=None)
    services.reschedule(programme, actor=None)
    client = browse(pmo)
    with django_assert_max_num_queries(23):  # one of them counts exceptions in the frame
        page = client.get(url(name, programme))
    assert b"T0000" in page.content


def test_an_empty_plan_teaches_and_offers_the_first_task(programme, pmo, owner, browse):
    assert "Add task" in browse(pmo).get(url("timeline", programme)).content.decode()
    assert url("task_add", programme) not in browse(owner).get(url("timeline", programme)).content.decode()


def test_the_timeline_draws_bars_baseline_and_milestones(programme, pmo, browse, tasks):
    services.add_task(programme, name="End", milestone=True, actor=None)
    services.set_baseline(programme, actor=None)
    page = browse(pmo).get(url("timeline", programme)).content.decode()
    drawing = page[page.index('<svg class="lf-gantt"') :]
    drawing = drawing[: drawing.index("</svg>")]
    assert drawing.count("<a href=") == 3
    assert drawing.count('class="o c"') == 2
    assert drawing.count('class="base"') == 3
    assert "2026-03-02 – 2026-03-04" in drawing


def test_the_register_says_state_slip_float_and_critical(programme, pmo, browse, tasks):
    services.set_baseline(programme, actor=None)
    services.update_task(tasks[0], actor=None, minutes=4 * DAY)
    text = browse(pmo).get(url("task_list", programme)).content.decode()
    assert "◆ critical" in text
    assert text.count('data-l="Slip"') == 2


def test_dates_after_the_published_calendar_are_marked(programme, pmo, browse):
    services.add_task(programme, name="Far", constraint="snet", constraint_on=date(2027, 3, 1), actor=None)
    assert "not official" in browse(pmo).get(url("task_list", programme)).content.decode()


@pytest.mark.parametrize(
    ("query", "names"), [("state=critical", ["A", "B"]), ("q=B", ["B"]), ("state=done", []), ("role=DS", ["C"])]
)
def test_the_register_filters(programme, pmo, browse, tasks, query, names):
    services.add_task(programme, name="C", responsible_role="DS", actor=None)
    page = browse(pmo).get(f"{url('task_list', programme)}?{query}")
    assert [row.row.name_en for row in page.context["drawn"]] == names


def test_the_record_shows_links_facts_and_history(programme, pmo, browse, tasks):
    page = browse(pmo).get(url("task_detail", programme, tasks[1].public_id))
    assert [link.earlier for link in page.context["before"]] == [tasks[0]]
    assert page.context["after"] == []
    assert len(page.context["history"]) == 2
    assert browse(pmo).get(url("task_detail", programme, "nothing")).status_code == 404


def test_a_task_is_added_and_edited_by_form(programme, pmo, browse):
    client = browse(pmo)
    assert client.get(url("task_add", programme)).status_code == 200
    client.post(url("task_add", programme), {"name_zh": "诊断", "days": "2.5", "constraint": "asap"})
    task = Task.objects.get()
    assert (task.name_zh, task.name_en, task.minutes) == ("诊断", "诊断", 1200)
    form = {
        "name_zh": "诊断",
        "name_en": "Diagnosis",
        "days": "4",
        "constraint": "snet",
        "constraint_on": "2026-03-04",
        "version": task.version,
    }
    assert client.post(url("edit", programme, task.public_id), form).status_code == 302
    task.refresh_from_db()
    assert (task.name_en, task.early_start) == ("Diagnosis", date(2026, 3, 4))
    stale = client.post(url("edit", programme, task.public_id), form)
    assert stale.status_code == 409
    assert client.post(url("task_add", programme), {"constraint": "asap"}).status_code == 400


def test_links_are_added_and_removed_by_form(programme, pmo, browse, tasks):
    client, (a, b) = browse(pmo), tasks
    circle = client.post(url("link", programme, a.public_id), {"earlier": b.pk, "kind": "FS", "lag": "0"})
    assert circle.status_code == 409
    assert "circle" in circle.content.decode()
    link = TaskLink.objects.get()
    assert client.post(url("link_remove", programme, link.public_id)).status_code == 302
    client.post(url("link", programme, b.public_id), {"earlier": a.pk, "kind": "SS", "lag": "1.5"})
    assert TaskLink.objects.values_list("type", "lag").get() == ("SS", 720)


def test_progress_is_recorded_by_form(programme, pmo, browse, tasks):
    client, (a, _b) = browse(pmo), tasks
    assert client.get(url("progress", programme, a.public_id)).status_code == 200
    wrong = client.post(url("progress", programme, a.public_id), {"actual_finish": "2026-03-03"})
    assert wrong.status_code == 400
    client.post(url("progress", programme, a.public_id), {"actual_start": "2026-03-02", "actual_finish": "2026-03-03"})
    a.refresh_from_db()
    assert (a.percent, a.actual_finish) == (100, date(2026, 3, 3))


def test_a_task_is_moved_and_deleted_by_form(programme, pmo, browse, tasks):
    client, (a, b) = browse(pmo), tasks
    client.post(url("move", programme, b.public_id), {"before": a.pk})
    assert list(Task.objects.order_by("position").values_list("name_en", flat=True)) == ["B", "A"]
    assert client.post(url("delete", programme, b.public_id), {"confirm": "x"}).status_code == 400
    assert client.post(url("delete", programme, b.public_id), {"confirm": "B"}).status_code == 302
    assert list(Task.objects.values_list("name_en", flat=True)) == ["A"]


def test_baseline_and_dates_by_button(programme, pmo, browse, tasks):
    client = browse(pmo)
    assert client.post(url("baseline", programme)).status_code == 302
    assert client.post(url("reschedule", programme)).status_code == 302
    assert Task.objects.filter(baseline_finish=None).count() == 0


def test_an_administrator_changes_days_and_basis(programme, administrator, browse, tasks):
    client = browse(administrator)
    assert client.get(url("basis", programme)).status_code == 200
    client.post(url("day_add", programme), {"day": "2026-03-07", "works": "yes", "note": "Move"})
    row = CalendarDay.objects.get()
    assert row.works
    assert "Move" in client.get(url("calendar", programme)).content.decode()
    client.post(url("day_clear", programme, row.public_id))
    assert not CalendarDay.objects.exists()
    client.post(url("basis", programme), {"calendar": "plain", "starts_on": "2026-04-06"})
    tasks[0].refresh_from_db()
    assert tasks[0].early_start == date(2026, 4, 6)


@pytest.mark.parametrize("name", ["task_add", "baseline", "day_add", "basis"])
def test_who_may_not_write_the_plan_gets_no_form(programme, owner, browse, name):
    assert browse(owner).get(url(name, programme)).status_code == 403


@pytest.mark.parametrize("name", ["edit", "move", "delete", "link", "progress"])
def test_who_may_not_change_a_task_gets_no_form(programme, owner, browse, tasks, name):
    assert browse(owner).get(url(name, programme, tasks[0].public_id)).status_code == 403
    assert browse(owner).post(url(name, programme, tasks[0].public_id), {}).status_code in {400, 403}
