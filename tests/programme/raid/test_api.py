import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.raid.models import Issue, Risk
from tests.factories.raid import IssueFactory, RiskFactory


def path(programme, row=None, kind="risks"):
    return f"/api/v1/programmes/{programme.slug}/{kind}/" + (f"{row.public_id}/" if row else "")


def test_risk_is_created_with_every_bad_field_named(programme, pmo, owner, call):
    api = call(pmo)
    bad = api.post(path(programme), {"title": "", "probability": 9, "category": "zz"}, format="json")
    assert (bad.status_code, sorted(e["field"] for e in bad.json()["errors"])) == (
        400,
        ["category", "probability", "title"],
    )
    made = api.post(
        path(programme),
        {"title": "Users resist", "probability": 4, "impact": 5, "owner": owner.public_id, "cost_minor": 500},
        format="json",
    )
    assert made.status_code == 201
    body = made.json()
    assert (body["code"], body["score"], body["band"], body["owner"]) == ("R01", 20, "critical", owner.public_id)
    assert body["cost"] == {"minor": 500, "currency": "CNY"}
    assert [a["name"] for a in body["available_actions"]] == ["open", "close"]


def test_owner_from_elsewhere_is_refused(programme, pmo, outsider, call):
    answer = call(pmo).post(path(programme), {"title": "x", "owner": outsider.public_id}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "owner")


def test_state_is_read_only(programme, pmo, call):
    made = (
        call(pmo)
        .post(path(programme), {"title": "x", "state": "closed", "code": "R77", "score": 3}, format="json")
        .json()
    )
    assert (made["state"], made["code"], made["score"]) == ("proposed", "R01", None)


def test_stale_edit_is_412_and_the_right_tag_is_saved(programme, pmo, call):
    risk, api = RiskFactory(programme=programme), call(pmo)
    tag = api.get(path(programme, risk)).headers["ETag"]
    first = api.patch(path(programme, risk), {"title": "First"}, format="json", headers={"If-Match": tag})
    assert (first.status_code, first.json()["title"]) == (200, "First")
    second = api.patch(path(programme, risk), {"title": "Second"}, format="json", headers={"If-Match": tag})
    assert second.status_code == 412
    assert Risk.objects.get().title == "First"
    act = api.post(f"{path(programme, risk)}monitor/", {}, format="json", headers={"If-Match": tag})
    assert act.status_code == 412
    assert api.get(path(programme, risk), headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_list_filters_and_gives_actions_only_when_asked(programme, pmo, call):
    RiskFactory(programme=programme, code="R1")
    RiskFactory(programme=programme, code="R2", probability=1)
    rows = call(pmo).get(f"{path(programme)}?score_min=12").json()["results"]
    assert [row["code"] for row in rows] == ["R1"]
    assert "available_actions" not in rows[0]
    asked = call(pmo).get(f"{path(programme)}?fields=code,available_actions").json()["results"]
    assert [sorted(row) for row in asked] == [["available_actions", "code"]] * 2


@pytest.mark.parametrize("count", [1, 30, 100])
@pytest.mark.parametrize("kind", ["risks", "issues"])
def test_list_costs_the_same_queries_at_any_size(kind, count, programme, pmo, owner, call):
    factory = {"risks": RiskFactory, "issues": IssueFactory}[kind]
    factory.create_batch(count, programme=programme, owner=owner, raised_by=pmo)
    api = call(pmo)
    with CaptureQueriesContext(connection) as found:
        answer = api.get(f"{path(programme, kind=kind)}?page_size=200&fields=code,owner,available_actions")
    assert len(answer.json()["results"]) == count
    assert len(found) == 6 + (kind == "issues")  # the change requests that issues went on as


@pytest.mark.parametrize(("who", "codes"), [("auditor", (200, 403)), ("outsider", (404, 404)), ("member", (200, 403))])
def test_reading_and_raising_by_role(who, codes, programme, call, request):
    IssueFactory(programme=programme)
    api = call(request.getfixturevalue(who))
    listed = api.get(path(programme, kind="issues"))
    made = api.post(path(programme, kind="issues"), {"title": "x"}, format="json")
    assert (listed.status_code, made.status_code) == codes
    if who == "member":
        assert listed.json()["results"] == []


def test_issue_is_raised_and_edited(programme, pmo, call):
    api = call(pmo)
    made = api.post(path(programme, kind="issues"), {"title": "Times out", "severity": "high"}, format="json")
    assert (made.status_code, made.json()["code"]) == (201, "I01")
    issue = Issue.objects.get()
    edited = api.patch(path(programme, issue, "issues"), {"due_on": "2099-01-01"}, format="json")
    assert edited.json()["due_on"] == "2099-01-01"


def test_nobody_logged_in_is_401(programme, call):
    assert call().get(path(programme)).status_code == 401
