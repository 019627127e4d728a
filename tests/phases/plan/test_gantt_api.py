"""The chart's data and its edits in the API: shape, cost, tags, who may, and what an answer carries."""

from datetime import date

import pytest

from phases.plan import services
from phases.plan.models import PlanBaseline, PlanBaselineTask, Task, TaskLink
from tests.factories.plan import DAY, chain, long_plan

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def base(programme):
    return f"/api/v1/programmes/{programme.slug}/plan"


@pytest.fixture
def tasks(programme):
    return chain(programme, [3, 2])


def rows_of(answer):
    body = answer.json()
    return [dict(zip(body["columns"]["task"], row, strict=False)) for row in body["tasks"]]


def test_the_data_tells_rows_links_days_off_and_rights(base, tasks, pmo, owner, call):
    services.set_baseline(tasks[0].programme, actor=None)
    services.update_task(tasks[0], minutes=4 * DAY, actor=None)
    answer = call(pmo).get(f"{base}/gantt/")
    first, second = rows_of(answer)
    assert (first["id"], first["name"], first["parent"]) == (tasks[0].public_id, "A", -1)
    assert (first["start"], first["finish"], first["minutes"]) == (0, 3, 4 * DAY)
    assert (second["start"], second["finish"]) == (4, 7)
    assert (second["baseline_start"], second["baseline_finish"]) == (3, 4)
    body = answer.json()
    assert body["base"] == "2026-03-02"
    assert [body["columns"]["flags"][n] for n in range(8) if first["flags"] >> n & 1] == ["critical"]
    assert body["links"] == [[1, 0, 0]]
    assert [5, 2] in body["off"]  # the first weekend
    assert body["may"] == {"edit": True, "link": True, "unlink": True, "move": True}
    assert call(owner).get(f"{base}/gantt/").json()["may"]["edit"] is False


def test_the_data_is_in_the_language_of_the_reader(base, tasks, pmo, call, settings):
    Task.objects.filter(pk=tasks[0].pk).update(name_zh="甲")
    client = call(pmo)
    names, tags = [], set()
    for language in ("en", "zh-hans"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(f"{base}/gantt/")
        names.append(rows_of(answer)[0]["name"])
        tags.add(answer["ETag"])
    assert names == ["A", "甲"]
    assert len(tags) == 2


def test_an_unchanged_plan_is_answered_with_304_until_anything_is_written(base, tasks, pmo, owner, call):
    client = call(pmo)
    tag = client.get(f"{base}/gantt/")["ETag"]
    assert client.get(f"{base}/gantt/", headers={"If-None-Match": tag}).status_code == 304
    assert call(owner).get(f"{base}/gantt/", headers={"If-None-Match": tag}).status_code == 200
    services.reschedule(tasks[0].programme, actor=None)  # new dates are written without an event
    assert client.get(f"{base}/gantt/", headers={"If-None-Match": tag}).status_code == 200


def test_another_baseline_is_drawn_where_asked(base, tasks, programme, pmo, call):
    kept = PlanBaseline.objects.create(programme=programme, number=2, name="Second", taken_on=date(2026, 3, 2))
    PlanBaselineTask.objects.create(
        baseline=kept, task=tasks[0], ref="1", name="A", start=date(2026, 3, 9), finish=date(2026, 3, 10)
    )
    first, second = rows_of(call(pmo).get(f"{base}/gantt/?baseline=2"))
    assert (first["baseline_start"], first["baseline_finish"]) == (7, 8)
    assert "baseline_start" not in second
    assert call(pmo).get(f"{base}/gantt/?baseline=9").status_code == 404


@pytest.mark.parametrize("count", [40, 1000])
def test_the_data_costs_the_same_queries_at_any_size_and_few_bytes(
    base, programme, pmo, call, django_assert_max_num_queries, count
):
    long_plan(programme, count)
    client = call(pmo)
    with django_assert_max_num_queries(20):
        answer = client.get(f"{base}/gantt/")
    assert len(answer.content) < 150 * count + 4000


def test_an_empty_plan_has_an_empty_chart(base, programme, pmo, call):
    body = call(pmo).get(f"{base}/gantt/").json()
    assert (body["tasks"], body["links"], body["gates"]) == ([], [], [])


def test_an_edit_answers_with_what_moved_and_how_to_take_it_back(base, tasks, pmo, call):
    client = call(pmo)
    before = client.get(f"{base}/gantt/").json()
    edit = {"task": tasks[0].public_id, "duration": "5d"}
    tag = f'"{tasks[0].public_id}.{tasks[0].version}"'
    body = client.post(f"{base}/edit/", edit, format="json", headers={"If-Match": tag}).json()
    assert body["says"] == "2 tasks moved; end of plan +2 wd"
    assert body["was"] == before["mark"]
    assert [(row["task"], row["start"], row["days"]) for row in body["moved"]] == [
        (tasks[0].public_id, "2026-03-02", 2), (tasks[1].public_id, "2026-03-05", 2)
    ]  # fmt: skip
    after = client.get(f"{base}/gantt/").json()
    assert body["mark"] == after["mark"]
    assert body["tasks"] == after["tasks"]
    assert body["undo"] == {"task": tasks[0].public_id, "minutes": 3 * DAY}
    undone = client.post(f"{base}/edit/", body["undo"], format="json")
    assert undone.json()["says"] == "2 tasks moved; end of plan -2 wd"
    strip = lambda rows: [[*row[:1], *row[2:]] for row in rows]  # noqa: E731  (all but the version)
    assert strip(client.get(f"{base}/gantt/").json()["tasks"]) == strip(before["tasks"])


def test_a_row_is_moved_and_the_answer_has_the_plan_in_its_new_order(base, tasks, programme, pmo, call):
    under = services.add_task(programme, name="Under", parent=None, minutes=DAY, actor=None)
    below = services.add_task(programme, name="Below", parent=under, minutes=DAY, actor=None)
    client = call(pmo)
    move = {"task": under.public_id, "move": {"parent": None, "before": tasks[0].public_id}}
    body = client.post(f"{base}/edit/", move, format="json").json()
    assert body["whole"] is True
    after = client.get(f"{base}/gantt/").json()
    assert (body["tasks"], body["links"]) == (after["tasks"], after["links"])
    assert [row[4] for row in body["tasks"]] == ["Under", "Below", "A", "B"]
    assert body["says"] == "“Under” stands at the top level"
    assert body["undo"] == {"task": under.public_id, "move": {"parent": None, "before": None, "wbs": "3"}}
    plain = services.add_task(programme, name="Plain", minutes=DAY, actor=None)
    move = {"task": below.public_id, "move": {"parent": plain.public_id}}
    body = client.post(f"{base}/edit/", move, format="json").json()
    assert body["says"].startswith("“Below” stands under “Plain”")
    assert body["undo"]["move"] == {"parent": under.public_id, "before": None, "wbs": "3.1"}
    client.post(f"{base}/edit/", body["undo"], format="json")
    below.refresh_from_db()
    assert (below.parent_id, below.wbs) == (under.pk, "3.1")


@pytest.mark.parametrize(
    ("place", "status", "word"),
    [
        ({"parent": "nothing"}, 400, "deleted meanwhile"),
        ({"parent": "B", "before": "A"}, 400, "does not stand there"),
        ({"parent": "B"}, 409, "under it"),
    ],
)
def test_a_row_that_cannot_stand_there_is_refused_and_nothing_moves(base, tasks, pmo, call, place, status, word):
    names = {task.name_en: task.public_id for task in tasks}
    before = list(Task.objects.order_by("position").values_list("pk", "parent", "wbs"))
    move = {key: names.get(name, name) for key, name in place.items()}
    answer = call(pmo).post(f"{base}/edit/", {"task": tasks[0].public_id, "move": move}, format="json")
    assert (answer.status_code, word in answer.content.decode()) == (status, True)
    assert list(Task.objects.order_by("position").values_list("pk", "parent", "wbs")) == before


def test_an_edit_is_answered_beside_the_baseline_that_was_asked_for(base, tasks, programme, pmo, call):
    services.take_baseline(programme, name="First", actor=None)
    services.update_task(tasks[0], minutes=4 * DAY, deadline=date(2026, 3, 4), actor=None)
    services.take_baseline(programme, name="Second", actor=None)
    edit = {"task": tasks[0].public_id, "duration": "5d"}
    body = call(pmo).post(f"{base}/edit/?baseline=1", edit, format="json").json()
    assert [row[12:] for row in body["tasks"]] == [[0, 2, 2], [3, 4]]
    assert body["whole"] is False


def test_a_link_edit_answers_with_the_links_into_the_task(base, tasks, programme, pmo, call):
    services.add_task(programme, name="C", minutes=DAY, actor=None)
    third = Task.objects.get(name_en="C")
    edit = {
        "task": third.public_id,
        "link": {"earlier": tasks[0].public_id, "type": "SS", "lag": 50, "unit": "percent"},
    }
    body = call(pmo).post(f"{base}/edit/", edit, format="json").json()
    assert body["links"] == [[2, 0, 1, 50, 2]]
    assert body["undo"] == {"task": third.public_id, "links": []}
    call(pmo).post(f"{base}/edit/", body["undo"], format="json")
    assert not TaskLink.objects.filter(later=third).exists()


@pytest.mark.parametrize(
    ("edit", "tag", "status", "words"),
    [
        ({}, None, 400, "name, duration"),
        ({"duration": "soon"}, None, 400, "Write a duration"),
        ({"name": "X"}, '"old.1"', 412, "changed meanwhile"),
        ({"link": {"earlier": "B"}}, None, 409, "circle"),
    ],
)
def test_an_edit_that_cannot_be_says_why(base, tasks, pmo, call, edit, tag, status, words):
    if "link" in edit:
        edit = {"link": {"earlier": tasks[1].public_id}}
    headers = {"If-Match": tag} if tag else {}
    answer = call(pmo).post(f"{base}/edit/", {"task": tasks[0].public_id, **edit}, format="json", headers=headers)
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_a_task_of_another_programme_is_not_there(base, tasks, other_programme, pmo, call):
    other = chain(other_programme, [1])[0]
    assert call(pmo).post(f"{base}/edit/", {"task": other.public_id, "name": "X"}, format="json").status_code == 404
    answer = call(pmo).post(
        f"{base}/edit/", {"task": tasks[0].public_id, "link": {"earlier": other.public_id}}, format="json"
    )
    assert answer.status_code == 400
