import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programme.raid import services
from programme.raid.models import Issue, Risk
from programme.records.models import AuditEvent, Comment
from programme.savedviews.services import save_view
from tests.factories.raid import IssueFactory, RiskFactory, RiskScoreFactory

LATER = dt.date(2099, 1, 1)


def url(name, programme, row=None):
    return reverse(f"raid:{name}", args=[programme.slug, *([row.public_id] if row else [])])


def text(response):
    return response.content.decode()


def test_register_shows_statement_state_movement_and_what_is_missing(programme, pmo, browse):
    risk = RiskFactory(programme=programme, title="Users resist", owner=pmo, raised_on=dt.date(2026, 1, 1))
    RiskScoreFactory(risk=risk, on=dt.date(2026, 1, 1), probability=2, impact=4)
    RiskFactory(programme=programme, title="Team too small", probability=2, impact=2, response="hire", residual_probability=1,
                residual_impact=2, response_due=dt.date(2026, 1, 3))  # fmt: skip
    page = text(browse(pmo).get(url("risk_list", programme)))
    assert "Because part-time staff, decisions stall may happen, leading to slip" in page
    assert "↑ 8" in page
    assert "A score of 12 or more needs a response: add it" in page
    assert "Response overdue" in page
    assert "4 → 2 · " in page
    assert "live: 2 · score 12 or more: 1 · reviews overdue: 0 · exposure +8 points in 30 days" in page
    assert 'class="lf-matrix"' in page


def test_empty_register_teaches(programme, pmo, auditor, browse):
    page = text(browse(pmo).get(url("risk_list", programme)))
    assert "No risks yet" in page
    assert [act.name for act in browse(pmo).get(url("risk_list", programme)).context["acts"]] == [
        "import",
        "issues",
        "assumptions",
        "dependencies",
        "new",
    ]
    read = browse(auditor).get(url("risk_list", programme))
    assert ([act.name for act in read.context["acts"]], read.context["empty"].act) == (
        ["issues", "assumptions", "dependencies"],
        None,
    )


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["R1", "R2", "R3", "R4"]),
        ("state=open", ["R1", "R2"]),
        ("score_min=12", ["R1", "R4"]),
        ("mine=true", ["R2"]),
        ("review=true", ["R1"]),
        ("late=true", ["R2"]),
        ("q=sheets", ["R3"]),
        ("q=sheets+zz", []),
        ("category=data", ["R4"]),
        ("escalated=true", ["R4"]),
        ("sort=code&state=open", ["R1", "R2"]),
        ("sort=-code&state=open", ["R2", "R1"]),
        ("page=99", None),
    ],
)
def test_filters_search_and_sort(query, codes, programme, pmo, browse):
    RiskFactory(programme=programme, code="R1", next_review_on=dt.date(2026, 1, 1))
    RiskFactory(programme=programme, code="R2", probability=1, owner=pmo, response_due=dt.date(2026, 1, 1))
    RiskFactory(programme=programme, code="R3", state="proposed", event="shadow sheets", probability=1, impact=1)
    RiskFactory(programme=programme, code="R4", state="closed", category="data", escalated=True)
    response = browse(pmo).get(f"{url('risk_list', programme)}?{query}")
    if codes is None:
        assert response.status_code == 404
        return
    found = [row.code for row in response.context["records"]]
    assert (found if "sort" in query else sorted(found)) == codes


def test_views_carry_the_numbers_they_lead_to(programme, pmo, browse):
    RiskFactory(programme=programme, owner=pmo, next_review_on=dt.date(2026, 1, 1))
    moved = RiskFactory(programme=programme, probability=1)
    RiskScoreFactory(risk=moved, on=dt.date(2026, 1, 1), probability=5)
    RiskFactory(programme=programme, state="proposed")
    RiskFactory(programme=programme, state="closed", closed_on=timezone.localdate())
    save_view(pmo, register="raid:risk_list", name="Closed ones", query="state=closed", programme=programme)
    client = browse(pmo)
    views = client.get(url("risk_list", programme)).context["views"]
    assert [(str(view.label), n) for view, n, _here in views] == [
        ("All", 4), ("Live", 2), ("Score 12 or more", 1), ("Mine", 1), ("Review overdue", 1), ("Moved in 30 days", 2),
        ("Proposed", 1), ("Closed ones", 1),
    ]  # fmt: skip
    for view, n, _here in views:
        shown = client.get(f"{url('risk_list', programme)}?{view.query}")
        assert shown.context["paginator"].count == n
        assert [v.label for v, _n, here in shown.context["views"] if here] == [view.label]


@pytest.mark.parametrize("count", [1, 30, 1000])
def test_register_costs_the_same_queries_at_any_size(count, programme, pmo, owner, browse):
    rows = RiskFactory.build_batch(count, programme=programme, owner=owner)
    Risk.objects.bulk_create(rows)
    client = browse(pmo)
    with CaptureQueriesContext(connection) as found:  # the table without the frame, whose entries are others'
        response = client.get(url("risk_list", programme), headers={"HX-Request": "true"})
    assert response.context["paginator"].count == count
    assert len(found) == QUERIES


QUERIES = 12


@pytest.mark.parametrize("count", [1, 30])
def test_issue_register_costs_the_same_queries_at_any_size(count, programme, pmo, owner, browse):
    risk = RiskFactory(programme=programme)
    IssueFactory.create_batch(count, programme=programme, owner=owner, raised_by=pmo, risk=risk)
    client = browse(pmo)
    with CaptureQueriesContext(connection) as found:
        client.get(url("issue_list", programme), headers={"HX-Request": "true"})
    assert len(found) == ISSUE_QUERIES


ISSUE_QUERIES = 9


def test_new_risk_by_form(programme, pmo, owner, browse):
    client = browse(pmo)
    sent = {"title": "Users resist", "cause": "habit", "event": "x", "effect": "y", "probability": "4", "impact": "4",
            "owner": owner.public_id, "cost": "120000.50", "review_days": "30"}  # fmt: skip
    answer = client.post(url("risk_new", programme), sent)
    risk = Risk.objects.get()
    assert (answer.status_code, answer.url) == (302, risk.get_absolute_url())
    assert (risk.score, risk.owner, risk.cost_minor, risk.state) == (16, owner, 12000050, "proposed")


def test_form_shows_every_error_and_keeps_what_was_typed(programme, pmo, browse):
    answer = browse(pmo).post(
        url("risk_new", programme),
        {"title": "", "probability": "9", "cause": "kept", "response_due": "soon", "review_days": "0"},
    )
    assert answer.status_code == 400
    assert sorted(answer.context["form"].errors) == ["probability", "response_due", "review_days", "title"]
    assert "kept" in text(answer)


def test_stale_edit_shows_both_values(programme, pmo, browse):
    risk = RiskFactory(programme=programme, title="Old", review_days=30)
    client = browse(pmo)
    services.update_risk(risk, values={"title": "Theirs"}, actor=pmo)
    answer = client.post(url("risk_edit", programme, risk), {"title": "Mine", "version": "1", "review_days": "30"})
    assert answer.status_code == 409
    assert answer.context["theirs"]["Risk"] == "Theirs"
    assert "Theirs" in text(answer)
    assert 'value="Mine"' in text(answer)
    assert Risk.objects.get().title == "Theirs"


def test_score_is_edited_in_place_with_the_old_value(programme, pmo, browse):
    risk = RiskFactory(programme=programme)
    client, address = browse(pmo), url("risk_probability", programme, risk)
    htmx = {"HX-Request": "true"}
    field = text(client.get(address, headers=htmx))
    assert "<select" in field
    assert "<html" not in field
    assert "<html" in text(client.get(address))
    listed = url("risk_list", programme) + "?state=open"
    saved = client.post(address, {"probability": "5", "version": "1"}, headers=htmx | {"HX-Current-URL": listed})
    assert (saved.status_code, saved.headers["HX-Redirect"]) == (204, listed)
    risk.refresh_from_db()
    assert (risk.probability, risk.impact, risk.score, risk.escalated) == (5, 4, 20, True)
    stale = client.post(url("risk_impact", programme, risk), {"impact": "1", "version": "1"}, headers=htmx)
    assert stale.status_code == 409
    assert "changed meanwhile" in text(stale)
    assert client.post(url("risk_impact", programme, risk), {"impact": "1", "version": "2"}).status_code == 302
    assert Risk.objects.get().score == 5


def test_record_shows_facts_history_and_blocked_acts_with_reasons(programme, pmo, browse):
    risk = services.create_risk(programme, values={"title": "Vague", "probability": 3, "impact": 4}, actor=pmo)
    page = text(browse(pmo).get(risk.get_absolute_url()))
    assert "12 (3 × 4), High" in page
    assert "Say what it comes from (cause)." in page
    assert 'aria-disabled="true"' in page
    assert "Proposed" in page


@pytest.mark.parametrize("who", ["auditor", "sponsor"])
def test_reader_sees_the_record_without_acts(who, programme, browse, request):
    risk = RiskFactory(programme=programme)
    response = browse(request.getfixturevalue(who)).get(risk.get_absolute_url())
    assert (response.status_code, response.context["acts"]) == (200, [])


@pytest.mark.parametrize(("who", "code"), [("member", 404), ("outsider", 404), (None, 302)])
def test_who_does_not_see_a_risk(who, code, programme, browse, request):
    risk = RiskFactory(programme=programme)
    assert browse(who and request.getfixturevalue(who)).get(risk.get_absolute_url()).status_code == code


def test_owner_outside_the_inner_circle_sees_own_risks_only(programme, member, browse):
    mine, _other = RiskFactory(programme=programme, owner=member), RiskFactory(programme=programme)
    client = browse(member)
    assert [r.pk for r in client.get(url("risk_list", programme)).context["records"]] == [mine.pk]
    assert client.get(mine.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("act", "sent", "state"),
    [
        ("respond", {}, "responding"), ("monitor", {}, "monitored"), ("review", {"probability": "2"}, "open"),
        ("escalate", {"reason": "x"}, "open"), ("occur", {"note": "now"}, "occurred"),
        ("close", {"reason": "x", "residual_probability": "1", "residual_impact": "1"}, "closed"),
        ("finish_response", {"probability": "1"}, "open"),
    ],
)  # fmt: skip
def test_act_by_page_and_by_api_leaves_the_same(act, sent, state, programme, pmo, browse, call):
    given = {"owner_name": "Lin", "strategy": "mitigate", "response": "r", "response_due": LATER}
    first, second = RiskFactory(programme=programme, **given), RiskFactory(programme=programme, **given)
    client = browse(pmo)
    assert client.get(url(f"risk_{act}", programme, first)).status_code == 200
    assert client.post(url(f"risk_{act}", programme, first), sent).status_code == 302
    path = f"/api/v1/programmes/{programme.slug}/risks/{second.public_id}/{act}/"
    answer = call(pmo).post(path, sent, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, state)
    rows = [Risk.objects.get(pk=pk) for pk in (first.pk, second.pk)]
    for name in (
        "state",
        "score",
        "residual",
        "escalated",
        "response_done_on",
        "close_reason",
        "closed_on",
        "last_reviewed_on",
    ):
        assert getattr(rows[0], name) == getattr(rows[1], name)
    events = [list(AuditEvent.objects.filter(object_id=row.public_id).values_list("action", "reason")) for row in rows]
    assert events[0] == events[1] != []


def test_illegal_act_is_refused_on_both_fronts(programme, pmo, browse, call):
    risk = RiskFactory(programme=programme, state="proposed", cause="")
    page = browse(pmo).post(url("risk_open", programme, risk), {})
    assert page.status_code == 409
    assert "Say what it comes from (cause)." in text(page)
    path = f"/api/v1/programmes/{programme.slug}/risks/{risk.public_id}/open/"
    answer = call(pmo).post(path, {}, format="json")
    assert (answer.status_code, answer.json()["reasons"]) == (
        409,
        ["Say what it comes from (cause).", "Name who owns it."],
    )
    listed = {a["name"]: a["reasons"] for a in call(pmo).get(path.removesuffix("open/")).json()["available_actions"]}
    assert listed == {"open": answer.json()["reasons"], "close": []}


@pytest.mark.parametrize(("who", "code"), [("sponsor", 403), ("auditor", 403), ("member", 404), ("outsider", 404)])
def test_act_by_the_wrong_person(who, code, programme, browse, call, request):
    risk, person = RiskFactory(programme=programme), request.getfixturevalue(who)
    assert browse(person).post(url("risk_close", programme, risk), {"reason": "x"}).status_code == code
    path = f"/api/v1/programmes/{programme.slug}/risks/{risk.public_id}/close/"
    assert call(person).post(path, {"reason": "x"}, format="json").status_code == code


def test_bulk_asks_then_acts_on_all_or_none(programme, pmo, owner, browse):
    rows = RiskFactory.create_batch(2, programme=programme)
    client, address = browse(pmo), url("risk_bulk_owner", programme)
    asked = client.post(address, {"row": [r.public_id for r in rows]})
    assert "2 risks are selected." in text(asked)
    ids = ",".join(r.public_id for r in rows)
    assert client.post(address, {"rows": ids, "owner": owner.public_id}).status_code == 302
    assert set(Risk.objects.values_list("owner", flat=True)) == {owner.pk}
    RiskFactory(programme=programme, code="R-shut", state="closed")
    shut = Risk.objects.get(code="R-shut")
    refused = client.post(address, {"rows": f"{ids},{shut.public_id}", "owner": pmo.public_id})
    assert refused.status_code == 409
    assert "R-shut: " in text(refused)
    assert Risk.objects.filter(owner=pmo).count() == 0
    assert client.post(url("risk_bulk_review", programme), {"rows": ids, "on": "2099-01-01"}).status_code == 302
    assert client.post(url("risk_bulk_escalate", programme), {"rows": ids, "reason": "x"}).status_code == 302
    assert Risk.objects.filter(next_review_on=LATER, escalated=True).count() == 2
    assert client.post(address, {}).status_code == 302
    assert client.post(address, {"rows": ids}).status_code == 400


def test_comment_hangs_on_the_record(programme, pmo, auditor, browse, call):
    risk, issue = RiskFactory(programme=programme), IssueFactory(programme=programme)
    client = browse(pmo)
    for row, said in ((risk, " Ask <b>Lin</b> "), (issue, "Soon")):
        address = client.get(row.get_absolute_url()).context["comment_url"]
        client.post(address, {"text": said})
    assert "Ask &lt;b&gt;Lin&lt;/b&gt;" in text(client.get(risk.get_absolute_url()))
    assert "Soon" in text(client.get(issue.get_absolute_url()))
    assert browse(auditor).get(risk.get_absolute_url()).context["comment_url"] == ""
    path = f"/api/v1/programmes/{programme.slug}/risks/{risk.public_id}/comment/"
    assert call(pmo).post(path, {"text": "By program"}, format="json").status_code == 201
    assert call(auditor).post(path, {"text": "x"}, format="json").status_code == 403
    assert call(pmo).post(path, {"text": ""}, format="json").status_code == 400
    assert Comment.objects.count() == 3


@pytest.mark.parametrize(
    ("act", "state", "sent"),
    [
        ("triage", "raised", {"severity": "high", "impact": "x"}), ("start", "assigned", {}),
        ("resolve", "in_progress", {"resolution": "x"}), ("verify", "resolved", {}), ("close", "verified", {}),
        ("reopen", "closed", {"reason": "x"}), ("escalate", "raised", {"reason": "x"}),
        ("assign", "triaged", {"due_on": "2099-01-01"}),
    ],
)  # fmt: skip
def test_issue_act_by_page_and_by_api_leaves_the_same(act, state, sent, programme, pmo, browse, call):
    first, second = IssueFactory.create_batch(2, programme=programme, state=state, raised_by=pmo, owner=pmo)
    assert browse(pmo).post(url(f"issue_{act}", programme, first), sent).status_code == 302
    path = f"/api/v1/programmes/{programme.slug}/issues/{second.public_id}/{act}/"
    assert call(pmo).post(path, sent, format="json").status_code == 200
    rows = [Issue.objects.get(pk=pk) for pk in (first.pk, second.pk)]
    for name in ("state", "severity", "impact", "owner", "due_on", "resolution", "resolved_by", "level", "closed_on"):
        assert getattr(rows[0], name) == getattr(rows[1], name)


def test_issue_by_form(programme, pmo, browse):
    client = browse(pmo)
    client.post(url("issue_new", programme), {"title": "Times out", "description": "20 a day"})
    issue = Issue.objects.get()
    assert (issue.code, issue.raised_by) == ("I01", pmo)
    client.post(url("issue_edit", programme, issue), {"title": "Times out often", "version": str(issue.version)})
    assert Issue.objects.get().title == "Times out often"
    assert client.post(url("issue_edit", programme, issue), {"title": "x", "version": "1"}).status_code == 409


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_of_the_register(language, kind, programme, pmo, browse):
    RiskFactory(programme=programme, title="=cmd()")
    client = browse(pmo)
    client.cookies["django_language"] = language
    answer = client.get(f"{url('risk_list', programme)}?export={kind}")
    assert answer.status_code == 200
    if kind == "csv":
        assert b",=cmd()" not in b"".join(answer) if answer.streaming else b",=cmd()" not in answer.content
