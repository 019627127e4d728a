import datetime as dt

import pytest

from programme.charter.models import Goal, Kpi, ReadinessCheck
from tests.factories.charter import BudgetLineFactory, GoalFactory, KpiFactory, ReferenceCaseFactory, ready_to_sign

ROOT = "/api/v1/programmes/crm-2027/"


@pytest.fixture
def api(programme, pmo):
    from rest_framework.test import APIClient

    client = APIClient(headers={"Accept-Language": "en"})
    client.force_authenticate(pmo)
    return client


def test_a_goal_is_written_scored_and_changed(api, pmo):
    answer = api.post(
        f"{ROOT}goals/",
        {"statement": "Raise conversion by 15 %", "unit": "%", "unit_kind": "pp", "change": "15", "baseline": "20",
         "baseline_n": 400},
        format="json",
    )  # fmt: skip
    assert answer.status_code == 201, answer.data
    assert answer.data["target"] == "35.0000"
    assert answer.data["smart"]["score"] == 0
    assert {gap["field"] for gap in answer.data["smart"]["gaps"]} >= {"metric", "strategy", "due_on"}
    url = f"{ROOT}goals/{answer.data['public_id']}/"
    changed = api.patch(url, {"metric": "Conversion"}, format="json", headers={"If-Match": answer.headers["ETag"]})
    assert changed.data["metric"] == "Conversion"
    stale = api.patch(url, {"metric": "x"}, format="json", headers={"If-Match": answer.headers["ETag"]})
    assert stale.status_code == 412
    assert api.get(url).headers["ETag"] == changed.headers["ETag"]


@pytest.mark.requirement("S2-01")
def test_an_output_is_a_problem_at_its_field(api):
    answer = api.post(f"{ROOT}goals/", {"statement": "7月系统成功上线"}, format="json")
    assert (answer.status_code, answer.data["errors"][0]["field"]) == (400, "statement")


def test_a_link_by_code_stays_in_the_programme(api, other_programme):
    KpiFactory(programme=other_programme, code="K77")
    answer = api.post(f"{ROOT}goals/", {"statement": "Raise NPS by 5 points", "kpi": "K77"}, format="json")
    assert (answer.status_code, answer.data["errors"][0]["field"]) == (400, "kpi")


def test_readings_give_progress_with_pp_and_relative_apart(api, programme):
    kpi = KpiFactory(programme=programme)
    answer = api.post(
        f"{ROOT}kpis/{kpi.public_id}/record/", {"read_on": "2026-04-01", "value": "31", "n": 412}, format="json"
    )
    way = answer.data["way"]
    assert (answer.status_code, way["progress"], way["n"]) == (201, "0.6", 412)
    assert (way["promised"]["absolute"], way["promised"]["unit"], way["promised"]["relative"]) == ("10", "pp", "0.4")
    assert api.get(f"{ROOT}kpi-readings/?kpi={kpi.code}").data["count"] == 1


def test_actions_and_reasons_are_those_of_the_page(api, programme, owner):
    goal = GoalFactory(programme=programme, baseline_on=None)
    url = f"{ROOT}goals/{goal.public_id}/"
    assert [one["name"] for one in api.get(url).data["available_actions"]] == ["edit", "withdraw"]
    api.force_authenticate(owner)
    actions = {one["name"]: one["reasons"] for one in api.get(url).data["available_actions"]}
    assert actions["sign_baseline"] == ["The day of the measurement is missing."]
    assert api.post(f"{url}sign_baseline/").status_code == 400
    Goal.objects.update(baseline_on=dt.date(2026, 1, 1))
    assert api.post(f"{url}sign_baseline/").data["baseline_signed"] is True


def test_plain_rows_live_and_go(api):
    row = api.post(f"{ROOT}scope/", {"side": "in", "text": "Sales"}, format="json")
    assert row.status_code == 201
    url = f"{ROOT}scope/{row.data['public_id']}/"
    assert api.patch(url, {"text": "Sales and service"}, format="json").data["text"] == "Sales and service"
    assert api.delete(url).status_code == 204
    assert api.get(f"{ROOT}scope/").data["count"] == 0
    bad = api.post(f"{ROOT}scope/", {"side": "up", "text": ""}, format="json")
    assert {error["field"] for error in bad.data["errors"]} == {"side", "text"}


def test_readiness_is_answered_and_concluded(api, programme):
    ReferenceCaseFactory(programme=programme)
    for cause in ("process", "consultant", "executive", "team", "selection"):
        answer = api.post(
            f"{ROOT}readiness/start/answer/", {"cause": cause, "score": 3, "evidence": "minutes"}, format="json"
        )
        assert answer.status_code == 200
    assert api.post(f"{ROOT}readiness/start/conclude/").data["signed"] is True
    assert ReadinessCheck.objects.get().state == "passed"
    assert api.get(f"{ROOT}readiness/never/").status_code == 404


def test_the_programme_moves_and_tells_its_gaps(api, programme, sponsor):
    assert api.get(ROOT).data["gaps"]["purposes"]
    blocked = api.post(f"{ROOT}assess/")
    assert (blocked.status_code, blocked.data["code"]) == (409, "illegal_now")
    assert "Write at least one goal." in blocked.data["reasons"]
    answer = api.put(f"{ROOT}purpose/", {"purposes": ["sales"], "purpose_text": "Because."}, format="json")
    assert answer.data["purposes"] == ["sales"]
    assert api.post(f"{ROOT}cancel/", {"reason": "x"}, format="json").status_code == 403
    api.force_authenticate(sponsor)
    assert api.post(f"{ROOT}cancel/", {"reason": "no money"}, format="json").data["state"] == "cancelled"


def test_a_charter_is_put_to_its_signers(programme):
    from rest_framework.test import APIClient

    people = ready_to_sign(programme)
    api = APIClient(headers={"Accept-Language": "en"})
    api.force_authenticate(people["PM"])
    assert api.post(f"{ROOT}assess/").data["state"] == "readiness"
    answer = api.post(f"{ROOT}submit_charter/")
    assert (answer.status_code, programme.charter_versions.get().state) == (200, "in_review")


def test_new_budget_line_gets_a_free_code_after_another_was_removed(api, programme):
    BudgetLineFactory(programme=programme, code="B02")
    made = api.post(f"{ROOT}budget/", {"title": "Training", "amount_minor": 5}, format="json")
    assert (made.status_code, made.data["code"]) == (201, "B03")


def test_budget_totals_and_authorisation(api, programme):
    BudgetLineFactory(programme=programme)
    answer = api.get(f"{ROOT}budget/totals/").data
    assert answer["tco"] == {"minor": 90_000_000, "currency": "CNY"}
    assert answer["authorised"] is False
    line = api.post(f"{ROOT}budget/", {"title": "Training", "amount_minor": 500}, format="json")
    assert (line.status_code, line.data["amount"]) == (201, {"minor": 500, "currency": "CNY"})
    negative = api.post(f"{ROOT}budget/", {"title": "x", "amount_minor": -1}, format="json")
    assert (negative.status_code, negative.data["errors"][0]["field"]) == (400, "amount_minor")


def test_stakeholders_and_messages(api):
    row = api.post(f"{ROOT}stakeholders/", {"name": "Ms Wang", "power": 5, "interest": 4}, format="json")
    assert (row.status_code, row.data["code"]) == (201, "S01")
    out = api.post(f"{ROOT}stakeholders/", {"name": "x", "power": 9, "interest": 0}, format="json")
    assert {error["field"] for error in out.data["errors"]} == {"power", "interest"}
    message = api.post(
        f"{ROOT}communications/",
        {"message_en": "Why", "sender": "CEO", "audience": "all", "channel": "mail", "when": "T09"},
        format="json",
    )
    assert (message.status_code, message.data["message_zh"]) == (201, "Why")
    url = f"{ROOT}communications/{message.data['public_id']}/"
    assert api.post(f"{url}sent/", {}, format="json").data["sent_on"]
    assert api.patch(url, {"sender": "SP"}, format="json").status_code == 409


@pytest.mark.parametrize(
    "path", ["goals", "kpis", "budget", "stakeholders", "communications", "scope", "radar", "lint"]
)
def test_readers_read_members_do_not_and_outsiders_see_nothing(api, programme, auditor, member, outsider, path):
    for person, status in ((auditor, 200), (member, 403), (outsider, 404)):
        api.force_authenticate(person)
        assert api.get(f"{ROOT}{path}/").status_code == status
    api.force_authenticate(auditor)
    assert api.post(f"{ROOT}goals/", {"statement": "x"}, format="json").status_code == 403
    assert Kpi.objects.count() == 0
