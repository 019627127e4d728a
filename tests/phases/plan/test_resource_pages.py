"""Pages and API of resources, load and levelling."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from phases.plan import services
from phases.plan.models import Assignment, PlanResource, Task
from phases.plan.selectors import levelling_of

pytestmark = pytest.mark.django_db
DAY = 480


@pytest.fixture
def crowded(programme):
    """Two tasks that ask for Ann at once, and a long one."""
    ann = services.save_resource(programme, name="Ann", actor=None)
    for name, days in (("Build", 3), ("Test", 2)):
        row = services.add_task(programme, name=name, minutes=days * DAY, actor=None)
        services.assign(row, resource=ann, units=Decimal(100), actor=None)
    services.add_task(programme, name="Long", minutes=20 * DAY, actor=None)
    return programme


def page(client, name, programme, query=""):
    return client.get(reverse(f"plan:{name}", args=[programme.slug]) + query)


def test_the_load_page_marks_the_week_of_too_much_and_names_the_tasks(crowded, pmo, browse):
    found = page(browse(pmo), "load", crowded, f"?from={crowded.starts_on}")
    (row,) = found.context["rows"]
    assert [(cell["percent"], cell["tone"]) for cell in row["cells"][:2]] == [(100, "over"), (0, "none")]
    (one,) = found.context["over"]
    assert (one["name"], one["units"], [task.name for task in one["tasks"]]) == ("Ann", 200, ["Build", "Test"])


def test_a_wrong_day_in_the_address_means_today(crowded, pmo, browse):
    assert page(browse(pmo), "load", crowded, "?from=tomorrow").status_code == 200


def test_the_pmo_sees_the_proposal_accepts_it_and_takes_it_back(crowded, pmo, browse):
    client = browse(pmo)
    found = page(client, "levelling", crowded).context
    assert [(one["task"].name, one["days"]) for one in found["moved"]] == [("Test", Decimal("3.0"))]
    assert (found["before"], found["after"], found["stuck"]) == (1, 0, [])
    accept = reverse("plan:levelling_accept", args=[crowded.slug])
    assert client.post(accept, {"stamp": found["stamp"]}).status_code == 302
    assert Task.objects.get(name_en="Test").delay == 3 * DAY
    assert page(client, "levelling", crowded).context["delayed"] == 1
    client.post(reverse("plan:levelling_clear", args=[crowded.slug]))
    assert not Task.objects.filter(delay__gt=0).exists()


def test_an_old_proposal_is_refused_with_a_sentence(crowded, pmo, browse):
    client = browse(pmo)
    answer = client.post(reverse("plan:levelling_accept", args=[crowded.slug]), {"stamp": "0" * 64})
    assert answer.status_code == 409
    assert not Task.objects.filter(delay__gt=0).exists()


@pytest.mark.requirement("S1-05")
def test_resources_are_added_changed_and_deleted_by_their_forms(programme, pmo, browse):
    client = browse(pmo)
    add = reverse("plan:resource_add", args=[programme.slug])
    assert client.post(add, {"name": "Team", "kind": "work", "max_units": "300"}).status_code == 302
    row = PlanResource.objects.get()
    edit = reverse("plan:resource_edit", args=[programme.slug, row.public_id])
    assert client.get(edit).context["form"].initial["max_units"] == 300
    typed = {"name": "Team", "kind": "work", "max_units": "200", "team": "IT", "version": row.version}
    assert client.post(edit, typed).status_code == 302
    row.refresh_from_db()
    assert (row.max_units, row.team) == (200, "IT")
    again = client.post(add, {"name": "Team", "kind": "work", "max_units": "100"})
    assert "name" in again.context["form"].errors or again.context["form"].non_field_errors()
    delete = reverse("plan:resource_delete", args=[programme.slug, row.public_id])
    assert client.post(delete, {"confirm": "Team"}).status_code == 302
    assert not PlanResource.objects.exists()


def test_a_task_says_who_works_on_it(programme, pmo, browse):
    client = browse(pmo)
    ann = services.save_resource(programme, name="Ann", actor=None)
    task = services.add_task(programme, name="Build", minutes=960, actor=None)
    assign = reverse("plan:assign", args=[programme.slug, task.public_id])
    assert client.post(assign, {"resource": ann.pk, "units": "50", "work": "2"}).status_code == 302
    row = Assignment.objects.get()
    assert (row.units, row.work, row.days) == (50, 960, 2)
    shown = client.get(reverse("plan:task_detail", args=[programme.slug, task.public_id]))
    assert (shown.context["works"], shown.context["may_assign"]) == ([row], True)
    client.post(reverse("plan:assignment_remove", args=[programme.slug, row.public_id]))
    assert not Assignment.objects.exists()


def test_the_api_gives_load_and_levelling_and_accepts_it(crowded, pmo):
    client = APIClient()
    client.force_authenticate(pmo)
    base = f"/api/v1/programmes/{crowded.slug}/plan"
    load = client.get(f"{base}/load/?from={crowded.starts_on}&weeks=2").json()
    assert load["overloads"] == 1
    assert [week["asked"] for week in load["resources"][0]["weeks"]] == [5 * DAY, 0]
    told = client.get(f"{base}/levelling/").json()
    assert [(one["delay"]) for one in told["moved"]] == [3 * DAY]
    assert client.post(f"{base}/levelling/", {"stamp": told["stamp"]}, format="json").json() == {"tasks": 1}
    assert client.delete(f"{base}/levelling/").json() == {"tasks": 1}
    assert client.get(f"{base}/load/?weeks=900").json()["errors"][0]["field"] == "weeks"


def test_pages_ask_as_much_for_many_tasks_as_for_few(crowded, pmo, browse):
    client = browse(pmo)

    def asked():
        page(client, "load", crowded)  # what is kept until the next write is kept now
        with CaptureQueriesContext(connection) as found:
            page(client, "load", crowded)
        return len(found)

    few = asked()
    for n in range(20):
        row = services.add_task(crowded, name=f"T{n}", minutes=DAY, actor=None)
        services.assign(row, resource=PlanResource.objects.get(), units=Decimal(10), actor=None)
    assert levelling_of(crowded).proposal.before
    assert asked() == few
