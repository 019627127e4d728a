"""The plan in the API: the same services, the same refusals."""

import pytest

from phases.plan import services
from phases.plan.models import CalendarDay, Task, TaskLink
from tests.factories.plan import chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(programme):
    return f"/api/v1/programmes/{programme.slug}"


def test_tasks_are_listed_without_actions_and_read_with_them(programme, base, pmo, call):
    a, _b = chain(programme, [3, 2])
    rows = call(pmo).get(f"{base}/tasks/").json()["results"]
    assert [row["name_en"] for row in rows] == ["A", "B"]
    assert "available_actions" not in rows[0]
    row = call(pmo).get(f"{base}/tasks/{a.public_id}/").json()
    assert (row["early_finish"], row["total_float"], row["critical"]) == ("2026-03-04", 0, True)
    assert [act["name"] for act in row["available_actions"] if not act["reasons"]] == [
        "progress",
        "link",
        "edit",
        "scheduling",
        "serves",
        "assign",
        "move",
        "delete",
    ]


def test_who_sees_and_who_writes(base, programme, owner, member, outsider, call):
    chain(programme, [1])
    assert [call(user).get(f"{base}/tasks/").status_code for user in (owner, member, outsider, None)] == [
        200,
        403,
        404,
        401,
    ]
    assert call(owner).post(f"{base}/tasks/", {"name_en": "x"}, format="json").status_code == 403


def test_a_task_is_created_changed_and_deleted(base, pmo, call):
    api = call(pmo)
    made = api.post(f"{base}/tasks/", {"name_en": "Diagnosis", "minutes": 960}, format="json")
    assert made.status_code == 201
    address = f"{base}/tasks/{made.json()['public_id']}/"
    changed = api.patch(
        address, {"minutes": 480, "responsible": pmo.public_id}, format="json", headers={"If-Match": made["ETag"]}
    )
    assert (changed.status_code, changed.json()["early_finish"]) == (200, "2026-03-02")
    stale = api.patch(address, {"minutes": 960}, format="json", headers={"If-Match": made["ETag"]})
    assert stale.status_code == 412
    assert api.patch(address, {"constraint": "snet", "constraint_on": None}, format="json").status_code == 400
    assert api.delete(address).status_code == 204


def test_progress_move_and_links(programme, base, pmo, call):
    a, b = chain(programme, [3, 2])
    api = call(pmo)
    done = api.post(
        f"{base}/tasks/{a.public_id}/progress/",
        {"actual_start": "2026-03-02", "actual_finish": "2026-03-03"},
        format="json",
    )
    assert done.json()["percent"] == 100
    assert api.post(f"{base}/tasks/{b.public_id}/move/", {"before": a.public_id}, format="json").status_code == 200
    circle = api.post(f"{base}/tasks/{a.public_id}/link/", {"earlier": b.public_id}, format="json")
    assert (circle.status_code, circle.json()["code"]) == (409, "illegal_now")
    link = TaskLink.objects.get()
    assert api.get(f"{base}/task-links/").json()["results"][0]["earlier"] == a.public_id
    assert api.delete(f"{base}/task-links/{link.public_id}/").status_code == 204
    again = api.post(
        f"{base}/tasks/{b.public_id}/link/", {"earlier": a.public_id, "type": "SS", "lag": 480}, format="json"
    )
    assert (again.status_code, again.json()["lag"]) == (201, 480)


def test_the_whole_plan_is_computed_and_promised(programme, base, pmo, owner, call):
    chain(programme, [3, 2])
    assert call(pmo).post(f"{base}/plan/reschedule/").json() == {"start": "2026-03-02", "finish": "2026-03-06"}
    assert call(pmo).post(f"{base}/plan/baseline/").json() == {"tasks": 2}
    assert call(owner).post(f"{base}/plan/baseline/").status_code == 403


def test_days_are_changed_by_administrators(base, administrator, pmo, call):
    body = {"day": "2026-03-07", "works": True, "note": "Move"}
    assert call(pmo).post(f"{base}/calendar-days/", body, format="json").status_code == 403
    made = call(administrator).post(f"{base}/calendar-days/", body, format="json")
    assert made.status_code == 201
    assert call(administrator).get(f"{base}/calendar-days/").json()["count"] == 1
    assert call(administrator).delete(f"{base}/calendar-days/{made.json()['public_id']}/").status_code == 204
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("count", [1, 30, 1000])
def test_lists_cost_the_same_queries_at_any_size(programme, base, pmo, call, django_assert_max_num_queries, count):
    services.add_blueprint_tasks(
        programme, seeds=[services.TaskSeed(f"T{n}", "甲", "One", 1) for n in range(count)], actor=None
    )
    api = call(pmo)
    with django_assert_max_num_queries(8):
        assert api.get(f"{base}/tasks/").json()["count"] == count
    assert Task.objects.count() == count
