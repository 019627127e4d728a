"""What would move: the task's page, the call, the page of a change's edits, and what other floors say."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core import seams
from phases.gates.models import Deliverable
from phases.plan.models import Task
from phases.plan.services import add_task, link_tasks
from phases.uat.contributions.changes import review_cases
from phases.uat.models import TestCase
from programme.governance.models import ChangeRequest
from programme.governance.services.granting import approve_change
from programme.records.services.runner import work_off
from programme.signoff.models import SignatureRequest
from tests.factories.phases import DeliverableFactory
from tests.factories.plan import DAY, chain
from tests.factories.training import SessionFactory, published
from tests.factories.uat import CaseFactory, CycleFactory, ExecutionFactory
from tests.programme.governance.changes import EFFECTS, assessed, drafted

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(programme):
    tasks = chain(programme, [3, 2])
    for task in tasks:
        Task.objects.filter(pk=task.pk).update(code=f"T{task.name_en}")
    end = add_task(programme, name="Go-live", milestone=True, minutes=0, actor=None)
    link_tasks(end, earlier=tasks[-1], actor=None)
    return [*Task.objects.filter(programme=programme).order_by("pk")]


def kinds(programme, row):
    return {
        f"{name}.{one.kind}": (one.count, [item.text for item in one.items])
        for name, give in seams.impacts.items()
        for one in give(programme, row)
        if name != "plan"
    }


def test_the_page_of_a_task_says_what_would_move(browse, programme, line, pmo):
    url = reverse("plan:ripple", args=[programme.slug, line[0].public_id])
    page = browse(pmo).get(url, {"days": "2"}).content.decode()
    assert "Milestones that move" in page
    assert page.count('<td class="num" data-l="Working days">+2</td>') == 4
    assert "Milestones that move" not in browse(pmo).get(url).content.decode()
    assert browse(pmo).get(url, {"days": "x"}).status_code == 200
    assert [task.minutes for task in Task.objects.order_by("pk")] == [3 * DAY, 2 * DAY, 0]


def test_the_call_gives_every_moment_before_and_after(call, programme, line, pmo):
    url = f"/api/v1/programmes/{programme.slug}/plan/ripple/"
    said = call(pmo).post(url, {"task": "TA", "days": 1}, format="json").json()
    assert (said["days"], said["finish"]) == (1, {"before": "2026-03-06", "after": "2026-03-09"})
    moved = {
        one["name"]: (one["days"], one["before"]["early_finish"], one["after"]["early_finish"]) for one in said["tasks"]
    }
    assert moved["TB B"] == (1, "2026-03-06T18:00:00", "2026-03-09T18:00:00")
    assert [one["name"] for one in said["milestones"]] == ["Go-live"]
    edits = [{"op": "set", "task": "TA", "days": 4}]
    assert call(pmo).post(url, {"edits": edits}, format="json").json()["mark"] == said["mark"]
    refused = call(pmo).post(url, {"edits": [{"op": "set", "task": "TZ", "days": 1}]}, format="json")
    assert refused.status_code == 400
    assert "There is no task “TZ” in the plan." in refused.content.decode()
    assert call(pmo).post(url, {"task": "TZ"}, format="json").status_code == 400


def test_edits_are_typed_seen_and_taken_out(browse, programme, line, pmo):
    row = drafted(programme, requester=pmo)
    url = reverse("plan:change_edits", args=[programme.slug, row.public_id])
    client = browse(pmo)
    assert "No edit yet." in client.get(url).content.decode()
    bad = client.post(url, {"op": "set", "task": line[0].public_id})
    assert (bad.status_code, "This is needed." in bad.content.decode()) == (400, True)
    client.post(url, {"op": "set", "task": line[0].public_id, "days": "5"})
    client.post(url, {"op": "add", "name": "Sign", "days": "1", "earlier": line[0].public_id, "kind": "SS", "lag": "1"})
    client.post(url, {"op": "unlink", "task": line[1].public_id, "earlier": line[0].public_id})
    row.refresh_from_db()
    assert [one["op"] for one in row.edits] == ["set", "add", "unlink"]
    assert row.edits[1]["after"] == [{"task": line[0].public_id, "type": "SS", "lag": DAY}]
    page = client.get(url).content.decode()
    for words in (
        "TA A: takes 5 working days",
        "New task: Sign, 1 working days; after TA A",
        "TB B no longer waits for TA A",
    ):
        assert words in page
    client.post(url.rstrip("/") + "/drop/", {"number": "2"})
    row.refresh_from_db()
    assert [one["op"] for one in row.edits] == ["set", "unlink"]
    circle = client.post(url, {"op": "link", "task": line[0].public_id, "earlier": line[2].public_id})
    assert circle.status_code in {302, 400}


def test_the_record_names_what_moves_with_links(browse, programme, line, pmo):
    row = assessed(programme, requester=pmo, by=pmo, edits=[{"op": "set", "task": "TA", "days": 5}])
    page = browse(pmo).get(row.get_absolute_url()).content.decode()
    for words in ("End of the plan", "Milestones that move", "Tasks that move", "+2 working days"):
        assert words in page
    assert reverse("plan:task_detail", args=[programme.slug, line[0].public_id]) in page


def test_cases_of_what_is_touched_are_run_again(programme, line, pmo, steering):
    case = CaseFactory(programme=programme, code="UAT-001", requirement="R-12, R-13", state="confirmed")
    CaseFactory(programme=programme, code="UAT-002", requirement="R-1", state="confirmed")
    cycle = CycleFactory(programme=programme, number=1, state="accepted")
    ExecutionFactory(cycle=cycle, case=case)
    row = assessed(programme, requester=pmo, by=pmo, touches=["r-12"])
    found = kinds(programme, row)
    assert found["uat.cases"] == (1, [str(case)])
    assert found["uat.signatures"] == (1, [str(cycle)])
    approve_change(row, actor=steering)
    work_off()
    assert dict(TestCase.objects.values_list("code", "state")) == {"UAT-001": "needs_update", "UAT-002": "confirmed"}


def test_a_cycle_that_work_would_overtake_is_named(programme, line, pmo):
    cycle = CycleFactory(programme=programme, number=1, state="planned", starts_on=dt.date(2026, 3, 6))
    row = drafted(programme, requester=pmo, edits=[{"op": "set", "task": "TA", "days": 5}])
    assert kinds(programme, row)["uat.cycles"] == (1, [str(cycle)])
    assert kinds(programme, drafted(programme, requester=pmo)) == {}


def test_courses_that_are_named_are_written_anew_and_their_sessions_held_again(programme, pmo, steering):
    edition = published(programme, "C91")
    session = SessionFactory(programme=programme, edition=edition, starts_at=timezone.now() + dt.timedelta(days=9),
                             ends_at=timezone.now() + dt.timedelta(days=9, hours=2))  # fmt: skip
    row = assessed(programme, requester=pmo, by=pmo, touches=["C91"])
    found = kinds(programme, row)
    assert found["training.courses.courses"] == (1, [str(edition.course)])
    assert found["training.sessions.sessions"] == (1, [str(session)])
    approve_change(row, actor=steering)
    work_off()
    edition.course.refresh_from_db()
    assert (edition.course.state, edition.course.revision_reason) == ("needs_revision", str(row))


def test_agreed_deliverables_of_edited_tasks_are_approved_again(programme, line, pmo):
    work = DeliverableFactory(programme=programme, code="DEL-1", name_en="Report", name_zh="报告")
    Deliverable.objects.filter(pk=work.pk).update(state="approved")
    line[0].deliverables.add(work)
    row = drafted(programme, requester=pmo, edits=[{"op": "set", "task": "TA", "days": 5}])
    assert kinds(programme, row)["gates.deliverables"] == (1, ["DEL-1 Report"])


def test_signatures_on_what_is_rewritten_go_stale(programme, pmo, sponsor):
    SignatureRequest.objects.create(
        programme=programme, kind="programme.CharterVersion", object_id="x", title="Charter 1.0", content="{}",
        sha256="0" * 64, meaning={}, signer=sponsor, state="signed",
    )  # fmt: skip
    row = assessed(programme, requester=pmo, by=pmo)
    assert "signoff.stale" not in kinds(programme, row)
    row = assessed(programme, requester=pmo, by=pmo, effects=EFFECTS | {"scope": "Two more fields"})
    assert kinds(programme, row)["signoff.stale"] == (1, ["Charter 1.0"])


def test_a_reaction_to_a_change_that_is_gone_does_nothing(programme):
    review_cases(type("Event", (), {"object_id": "gone", "actor": None}))
    assert not ChangeRequest.objects.exists()
