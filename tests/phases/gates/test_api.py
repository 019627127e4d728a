import pytest
from rest_framework.test import APIClient

from phases.gates.models import GateDecision, GateVote
from phases.gates.services import state_criterion
from programme.records.models import AuditEvent
from tests.factories.phases import DeliverableFactory, StageFactory, due
from tests.factories.programme import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    """Call the API as a person."""

    def client_for(user):
        client = APIClient(headers={"accept-language": "en"})
        client.force_authenticate(user)
        return client

    return client_for


def at(row, *more, kind="gates"):
    return "/".join([f"/api/v1/programmes/{row.programme.slug}/{kind}/{row.public_id}", *more, ""])


def test_gate_turns_green_and_is_decided_through_the_api(gate, must, pmo, sponsor, finance, api):
    body = api(pmo).get(at(gate)).json()
    assert (body["evaluation"]["verdict"], body["available_actions"][0]["reasons"]) == (
        "red",
        ["Without evidence: M1."],
    )
    statement = {"criterion": "g0.one", "text": "Seen", "link": "https://example.com/minutes"}
    assert api(pmo).post(at(gate, "state"), statement, format="json").json()["evaluation"]["verdict"] == "green"
    assert api(pmo).post(at(gate, "submit")).json()["state"] == "submitted"
    assert api(sponsor).post(at(gate, "assess")).json()["state"] == "in_review"
    for _twice in range(2):
        body = api(sponsor).post(at(gate, "decide"), {"decision": "go"}, format="json").json()
    assert (body["state"], [vote["role"] for vote in body["votes"]]) == ("in_review", ["SP"])
    body = api(finance).post(at(gate, "decide"), {"decision": "go"}, format="json").json()
    assert (body["state"], body["decisions"][0]["decision"]) == ("go", "go")
    assert (GateVote.objects.count(), GateDecision.objects.count()) == (2, 1)


def test_refusals_are_problem_details_with_reasons(gate, must, pmo, sponsor, member, outsider, api):
    response = api(pmo).post(at(gate, "submit"))
    assert (response.status_code, response.json()["reasons"]) == (409, ["Without evidence: M1."])
    assert api(sponsor).post(at(gate, "submit")).status_code == 403
    assert api(member).get(at(gate)).status_code == 403
    assert api(outsider).get(at(gate)).status_code == 404
    assert APIClient().get(at(gate)).status_code == 401


def test_decide_names_every_bad_field(in_review, sponsor, api):
    response = api(sponsor).post(at(in_review, "decide"), {"decision": "maybe", "review_on": "soon"}, format="json")
    assert response.status_code == 400
    assert {row["field"] for row in response.json()["errors"]} == {"decision", "review_on"}


def test_conditional_through_the_api(in_review, must, pmo, sponsor, finance, owner, api):
    state_criterion(must, actor=pmo, text="Gone", link="https://example.com/b", fulfilled=False)
    body = {
        "decision": "conditional",
        "note": "In test",
        "conditions": [{"text": "Fix", "owner": owner.public_id, "due": str(due()), "criterion": "g0.one"}],
    }
    assert api(sponsor).post(at(in_review, "decide"), body, format="json").status_code == 200
    assert api(finance).post(at(in_review, "decide"), body, format="json").json()["state"] == "conditional"
    url = f"/api/v1/programmes/{in_review.programme.slug}/gate-conditions/"
    condition = api(owner).get(url).json()["results"][0]
    assert (condition["text"], condition["gate"]) == ("Fix", "G0")
    assert (
        api(owner).post(f"{url}{condition['public_id']}/close/", {"note": "Shown"}, format="json").json()["done_note"]
        == "Shown"
    )


def test_stale_version_is_refused(ready, pmo, api):
    tag = api(pmo).get(at(ready))["ETag"]
    assert api(pmo).post(at(ready, "submit"), headers={"If-Match": tag}).status_code == 200
    assert api(pmo).post(at(ready, "submit"), headers={"If-Match": tag}).status_code == 412


def test_list_leaves_evaluations_out(gate, must, pmo, api, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        row = api(pmo).get(f"/api/v1/programmes/{gate.programme.slug}/gates/").json()["results"][0]
    assert (row["key"], "evaluation" in row, "available_actions" in row) == ("G0", False, False)


def test_deliverable_acts_through_the_api(phase, owner, pmo, api):
    work = DeliverableFactory(stage=StageFactory(phase=phase), code="DEL-07")
    author = member_of(phase.programme, "PO")
    assert (
        api(author).post(at(work, "submit", kind="deliverables"), {"note": "First"}, format="json").json()["state"]
        == "submitted"
    )
    assert api(author).post(at(work, "approve", kind="deliverables")).status_code == 403
    assert api(owner).post(at(work, "reject", kind="deliverables"), {"reason": ""}, format="json").status_code == 400
    assert api(owner).post(at(work, "approve", kind="deliverables")).json()["state"] == "approved"
    assert api(pmo).post(at(work, "revise", kind="deliverables")).json()["edition"] == 2


@pytest.mark.requirement("S4-09")
@pytest.mark.parametrize("kind", ["stages", "phases"])
def test_deleting_a_stage_or_phase_is_refused(phase, pmo, kind, api):
    row = phase if kind == "phases" else StageFactory(phase=phase, code="P1.1")
    response = api(pmo).delete(at(row, kind=kind))
    assert (response.status_code, "never skipped" in response.json()["detail"]) == (409, True)


def test_both_fronts_write_the_same_events(gate, must, pmo, api, client):
    from django.urls import reverse

    client.force_login(pmo)
    form = {"fulfilled": "yes", "text": "Seen", "link": "https://example.com/a"}
    client.post(reverse("gates:state", args=[gate.programme.slug, "G0", must.key]), form)
    api(pmo).post(
        at(gate, "state"), {"criterion": must.key, "text": "Seen", "link": "https://example.com/a"}, format="json"
    )
    first, second = AuditEvent.objects.filter(action="criterion.stated")
    for event in (first, second):
        event.changes.pop("at")
        event.changes.pop("public_id")
    assert (first.changes, first.actor, first.kind) == (second.changes, second.actor, second.kind)
