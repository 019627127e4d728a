"""The sourcing decision: weights, scores, the try of other weights, the pick and its signature."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.charter.choices import Cause, Moment
from programme.charter.models import Programme
from programme.charter.selectors import readiness
from programme.governance.services.decisions import approve_decision, reject_decision
from programme.records.models import AuditEvent
from programme.records.services.verification import verify_chain
from programme.signoff.selectors import requests_of, staleness
from programme.signoff.services import mark_viewed, sign
from programme.sourcing import services
from programme.sourcing.contributions.evidence import decided, selection
from programme.sourcing.contributions.findings import decision as findings
from programme.sourcing.contributions.papers import sourcing as section
from programme.sourcing.models import Sourcing, SourcingCriterion, Vendor, VendorScore
from programme.sourcing.selectors import lacking, standing, warnings, with_weights
from tests.factories.charter import GoalFactory
from tests.factories.programme import PASSWORD, member_of
from tests.factories.sourcing import VendorFactory, VendorScoreFactory, proposed, scored, signed

pytestmark = pytest.mark.django_db


def weigh(programme, by, price_reason=None, **weights):
    rows = [{"code": code, "weight": None if one is None else Decimal(one)} for code, one in weights.items()]
    return services.set_weights(programme, rows=rows, price_reason=price_reason, actor=by)


def leaders(found):
    return [one.name for one in found.places if one.rank == 1]


@pytest.mark.requirement("S4-12")
def test_the_usual_weights_put_the_price_last_and_raising_it_needs_a_reason(programme, pmo):
    row = services.begin_sourcing(programme, actor=pmo)
    found = {one.aspect: one.weight for one in SourcingCriterion.objects.all()}
    assert {"feature", "type", "integration", "consultant", "cases", "price"} <= set(found)
    assert all(found["price"] <= weight for weight in found.values())
    assert sum(found.values()) == 100
    with pytest.raises(BadInputError) as refusal:
        weigh(programme, pmo, C01=13, C08=12)
    lighter = "Similar cases, Service and support, Platform: PaaS, BI, open interfaces"
    assert refusal.value.fields == {"price_reason": [f"Price weighs more than: {lighter}. Say why."]}
    with pytest.raises(BadInputError):
        weigh(programme, pmo, " ", C01=13, C08=12)
    weigh(programme, pmo, "Money is short this year", C01=13, C08=12)
    row.refresh_from_db()
    assert row.price_reason == "Money is short this year"
    assert AuditEvent.objects.filter(action="sourcing.weighed").count() == 2
    with pytest.raises(IllegalNowError):
        services.begin_sourcing(programme, actor=pmo)


@pytest.mark.requirement("S1-07")
@pytest.mark.parametrize(("language", "said"), [("en", "The weights sum to 95 %, not to 100 %."),
                                                ("zh-hans", "权重合计为95 %，应为100 %。")])  # fmt: skip
def test_weights_that_do_not_sum_to_100_are_refused_everywhere(programme, pmo, browse, call, language, said):
    services.begin_sourcing(programme, actor=pmo)
    before = list(SourcingCriterion.objects.values_list("code", "weight"))
    pmo.language = language
    pmo.save()
    browser = browse(pmo)
    shown = {f"weight_{code}": weight for code, weight in before} | {"weight_C01": "15", "aspect": "other"}
    page = browser.post(reverse("sourcing:weights", args=[programme.slug]), shown)
    assert page.status_code == 400
    assert said in page.content.decode()
    answer = call(pmo).post(
        reverse("api-sourcing-weights", args=[programme.slug]),
        {"criteria": [{"code": "C01", "weight": "15"}]}, format="json",
    )  # fmt: skip
    assert (answer.status_code, said in str(answer.json())) == (400, True)
    with translation.override(language), pytest.raises(BadInputError) as refusal:
        weigh(programme, pmo, C01=15)
    assert refusal.value.fields == {"weights": [said]}
    assert list(SourcingCriterion.objects.values_list("code", "weight")) == before


@pytest.mark.requirement("S1-07")
def test_changing_one_weight_reranks_live_and_stores_nothing(programme, pmo, owner, browse, call):
    scored(programme, pmo, owner, V1="53", V2="35")
    found = standing(programme)
    assert [(one.name, one.rank, one.shown) for one in found.places] == [
        ("V1", 1, Decimal("4.20")), ("V2", 2, Decimal("3.80")),
    ]  # fmt: skip
    assert (found.tips["C02"].above, found.tips["C02"].above_by, found.tips["C02"].below) == (Fraction(50), "V2", None)
    assert (found.tips["C01"].below, found.tips["C01"].below_by) == (Fraction(50), "V2")
    url = reverse("sourcing:overview", args=[programme.slug])
    whole = browse(pmo).get(url, {"C02": "70"}).content.decode()
    assert "Tried, not stored" in whole
    part = browse(pmo).get(url, {"C02": "70"}, headers={"HX-Request": "true"}).content.decode()
    assert part.index("Vendor V2") < part.index("Vendor V1")
    assert "<html" not in part
    answer = call(pmo).get(reverse("api-sourcing-ranking", args=[programme.slug]), {"C02": "70"}).json()
    assert [(one["vendor"], one["total"]) for one in answer["places"]] == [("V2", "4.40"), ("V1", "3.60")]
    assert answer["weights"] == {"C01": "30.00", "C02": "70.00"}
    assert leaders(standing(programme)) == ["V1"]
    refused = call(pmo).get(reverse("api-sourcing-ranking", args=[programme.slug]), {"C01": "60", "C02": "41"})
    assert refused.status_code == 400
    with pytest.raises(BadInputError):
        with_weights(found, {"C01": Fraction(61), "C02": Fraction(41)})
    assert "These weights cannot sum to 100 %." in browse(pmo).get(url, {"C01": "61", "C02": "41"}).content.decode()
    assert "A weight is a number from 0 to 100." in browse(pmo).get(url, {"C01": "x"}).content.decode()


@pytest.mark.requirement("S1-07")
def test_several_people_score_and_their_spread_is_shown(programme, pmo, owner, it_lead, browse):
    scored(programme, V1="", V2="")
    vendor = Vendor.objects.select_related("programme").get(code="V1")
    for person, score in ((pmo, 2), (owner, 5), (it_lead, 4)):
        given = [{"criterion": "C01", "score": score, "evidence": "Shown"}, {"criterion": "C02", "score": None}]
        services.score_vendor(vendor, scores=given, actor=person)
    found = standing(programme)
    cell = found.cells["V1", "C01"]
    assert (cell.mean, cell.spread, [(one[0].code, one[1].code) for one in found.apart]) == (
        Fraction(11, 3), 3, [("V1", "C01")],
    )  # fmt: skip
    assert [one.name for one in found.scorers] == ["It lead", "Owner", "Pmo"]
    page = browse(pmo).get(reverse("sourcing:overview", args=[programme.slug])).content.decode()
    assert "apart by 3" in page
    assert "3.7" in page
    again = [{"criterion": "C01", "score": 2, "evidence": "Shown"}]
    services.score_vendor(vendor, scores=again, actor=pmo)
    assert AuditEvent.objects.filter(action="sourcing.scored").count() == 3
    last = AuditEvent.objects.filter(action="sourcing.scored").order_by("-seq").first()
    assert last.changes == {"scored by": [None, "It lead"], "C01 Features and ease of use": [None, "4 · Shown"]}
    csv = (
        browse(pmo)
        .get(reverse("sourcing:overview", args=[programme.slug]), {"export": "csv"})
        .content.decode("utf-8-sig")
    )
    assert "V1,Vendor V1,Buy SaaS,Features and ease of use,60.0,3.67,3,3" in csv


@pytest.mark.parametrize("score", [0, 6])
def test_bad_scores_are_refused_with_every_field(programme, pmo, call, score):
    scored(programme, pmo, V1="54", V2="43")
    vendor = Vendor.objects.get(code="V1")
    given = [{"criterion": "C01", "score": score, "evidence": " "}, {"criterion": "C77", "score": 3, "evidence": "x"}]
    answer = call(pmo).post(
        reverse("api-vendors-score", args=[programme.slug, vendor.public_id]), {"scores": given}, format="json"
    )
    assert answer.status_code == 400
    with pytest.raises(BadInputError) as refusal:
        services.score_vendor(vendor, scores=given, actor=pmo)
    assert set(refusal.value.fields) == {"score_C01", "evidence_C01", "score_C77"}
    with pytest.raises(BadInputError) as refusal:
        services.score_vendor(vendor, scores=[], actor=pmo)
    assert set(refusal.value.fields) == {"scores"}


def test_only_the_project_manager_enters_for_others_and_it_is_shown(programme, pmo, owner, member, browse):
    scored(programme, pmo, V1="54", V2="43")
    vendor = Vendor.objects.get(code="V1")
    given = [{"criterion": "C01", "score": 3, "evidence": "On paper"}]
    with pytest.raises(ForbiddenError):
        services.score_vendor(vendor, scores=given, scorer=pmo, actor=owner)
    with pytest.raises(BadInputError):
        services.score_vendor(vendor, scores=given, scorer=member, actor=pmo)
    services.score_vendor(vendor, scores=given, scorer=owner, actor=pmo)
    row = VendorScore.objects.get(scorer=owner)
    assert (row.score, row.entered_by) == (3, pmo)
    assert "entered by Pmo" in browse(owner).get(vendor.get_absolute_url()).content.decode()
    services.score_vendor(vendor, scores=[given[0] | {"score": 4}], actor=owner)
    row.refresh_from_db()
    assert (row.score, row.entered_by) == (4, None)


def test_candidates_of_another_programme_do_not_exist_here(programme, other_programme, pmo, browse, call):
    scored(programme, pmo, V1="54", V2="43")
    alien = VendorFactory(programme=other_programme, code="V1")
    assert browse(pmo).get(reverse("sourcing:score", args=[programme.slug, alien.public_id])).status_code == 404
    url = reverse("api-vendors-score", args=[programme.slug, alien.public_id])
    assert call(pmo).post(url, {"scores": []}, format="json").status_code == 404
    GoalFactory(programme=programme, code="GL1")
    with pytest.raises(BadInputError) as refusal:
        services.propose_vendor(programme, vendor=alien, reason="", goals=[], cost_of_delay="", due_on=None, actor=pmo)
    assert set(refusal.value.fields) == {"vendor", "reason", "goals", "cost_of_delay", "due_on"}
    with pytest.raises(BadInputError):
        proposed(programme, pmo, goals=["GL7"])


@pytest.mark.requirement("S1-07")
def test_the_decision_log_cites_criteria_weights_and_scores_and_the_sponsor_signs(
    programme, pmo, owner, steering, sponsor, browse
):
    row = scored(programme, pmo, owner, V1="54", V2="43")
    row = proposed(programme, pmo)
    told = row.decision
    assert (told.state, told.question, told.recommendation) == ("requested", "Which CRM vendor?", "A")
    assert told.context.splitlines() == [
        "Criteria and weights: Features and ease of use 60 %, Ability of the consultants 40 %.",
        "Scored by: Owner, Pmo.",
        "V1 Vendor V1: 4.60 of 5 (Features and ease of use 5.0, Ability of the consultants 4.0).",
        "V2 Vendor V2: 3.60 of 5 (Features and ease of use 4.0, Ability of the consultants 3.0).",
        "Adapt open source: Nobody keeps it up",
        "Build on our own: Not our business",
        "Warning: It is the lowest offer.",
    ]
    assert [one["text"] for one in told.options] == ["V1 Vendor V1 · Buy SaaS · 4.60", "V2 Vendor V2 · Buy SaaS · 3.60"]
    (request,) = requests_of(row)
    read = mark_viewed(request, actor=sponsor)
    with pytest.raises(IllegalNowError, match="The committee has not decided yet"):
        sign(read, actor=sponsor, password=PASSWORD, seen_hash=read.sha256, decision="sign")
    approve_decision(told, actor=steering, chosen="A")
    signed(row, sponsor)
    row.refresh_from_db()
    assert (row.state, row.decided_on) == ("decided", timezone.localdate())
    (reading,) = decided(programme, [{}])
    assert (reading.value, reading.stale) == (True, False)
    assert verify_chain(programme.public_id).valid
    weigh(programme, pmo, C01=50, C02=50)
    (reading,) = decided(programme, [{}])
    assert (reading.value, reading.stale, [one.text for one in reading.detail]) == (
        False, True, ["The record changed after it was signed."],
    )  # fmt: skip
    (request,) = requests_of(Sourcing.objects.get())
    assert [(str(one.old), str(one.new)) for one in staleness(request).changes][:2] == [
        ("60 %", "50 %"),
        ("40 %", "50 %"),
    ]
    page = browse(pmo).get(reverse("sourcing:overview", args=[programme.slug])).content.decode()
    assert "Stale: the content changed after signing" in page


def test_who_scored_does_not_sign(programme, pmo, owner, steering, sponsor):
    row = scored(programme, pmo, sponsor, V1="54", V2="43")
    row = proposed(programme, pmo)
    approve_decision(row.decision, actor=steering, chosen="A")
    with pytest.raises(ForbiddenError, match="Who scored does not sign"):
        signed(row, sponsor)
    row.refresh_from_db()
    assert row.state == "proposed"


@pytest.mark.requirement("S4-04")
def test_the_lowest_offer_with_the_weakest_consultants_is_warned_of_in_the_decision_record(
    programme, pmo, owner, steering, sponsor
):
    scored(programme, pmo, owner, V1="54", V2="52")
    Vendor.objects.filter(code="V2").update(price_minor=100_000_000)
    row = proposed(programme, pmo, code="V2", reason="Cheap")
    text = "The lowest offer, and its consultants are scored lowest of all candidates."
    assert f"Warning: {text}" in row.decision.context.splitlines()
    assert "Warning: It is ranked 2; V1 Vendor V1 leads." in row.decision.context.splitlines()
    assert [key for key, _text in warnings(standing(programme), row.pick)] == ["false_economy", "not_first"]
    approve_decision(row.decision, actor=steering, chosen="B")
    signed(row, sponsor)
    (request,) = requests_of(row)
    assert text in request.signature.content
    (reading,) = selection(programme, [{}])
    assert (reading.value, [one.text for one in reading.detail]) == (1, [text])
    lines = {line.cause: line.ceiling for line in readiness(programme, Moment.BUILD).lines}
    assert (lines[Cause.SELECTION].score, lines[Cause.SELECTION].reason) == (1, text)
    lines = {line.cause: line.ceiling for line in readiness(programme, Moment.START).lines}
    assert lines[Cause.SELECTION] is None
    paragraphs = section(programme, timezone.now(), "").blocks[-1].paragraphs
    assert f"Warning: {text}" in paragraphs


@pytest.mark.requirement("S4-04")
def test_consultant_days_below_the_benchmark_are_flagged(programme, pmo, owner, browse):
    scored(programme, pmo, owner, V1="54", V2="43")
    with pytest.raises(BadInputError) as refusal:
        services.describe_sourcing(programme, values={"benchmark": Decimal("2.5"), "users": 200}, actor=pmo)
    assert set(refusal.value.fields) == {"benchmark_source"}
    values = {"benchmark": Decimal("2.5"), "users": 200, "benchmark_source": "Two companies of our size"}
    services.describe_sourcing(programme, values=values, actor=pmo)
    Vendor.objects.filter(code="V2").update(days=Decimal(500))
    found = standing(programme)
    assert found.benchmark == 500
    assert {one.code: found.short(one) for one in found.vendors} == {"V1": True, "V2": False}
    page = browse(pmo).get(reverse("sourcing:overview", args=[programme.slug])).content.decode()
    assert page.count("below the benchmark") == 1
    assert "Benchmark: 500 consultant days (Two companies of our size)." in page
    row = proposed(programme, pmo)
    assert "Warning: 400 consultant days are offered, the benchmark expects 500." in row.decision.context.splitlines()
    assert selection(programme, [{}])[0].value == 2


def test_what_is_missing_before_a_pick_is_said_at_once(programme, pmo, owner):
    row = scored(programme, pmo, V1="54")
    Sourcing.objects.filter(pk=row.pk).update(open_reason="")
    VendorFactory(programme=programme, code="V2", name="Half", out_reason="Withdrew")
    VendorFactory(programme=programme, code="V3", name="New")
    assert lacking(standing(programme)) == [
        "Name a candidate or the reason why there is none: Adapt open source.",
        "V3 New: 2 criteria without a score.",
    ]
    with pytest.raises(IllegalNowError) as refusal:
        proposed(programme, pmo)
    assert len(refusal.value.reasons) == 2


def test_a_proposal_is_taken_back_and_made_again_under_the_same_question(programme, pmo, owner, sponsor, steering):
    scored(programme, pmo, owner, V1="54", V2="43")
    first = proposed(programme, pmo)
    with pytest.raises(IllegalNowError):
        proposed(programme, pmo)
    with pytest.raises(BadInputError):
        services.take_back_proposal(programme, reason=" ", actor=pmo)
    row = services.take_back_proposal(programme, reason="Scored anew", actor=pmo)
    assert (row.state, row.pick, requests_of(row)) == ("open", None, [])
    with pytest.raises(IllegalNowError):
        services.take_back_proposal(programme, reason="Again", actor=pmo)
    row = proposed(programme, pmo, code="V2")
    assert (row.decision_id, row.decision.recommendation, row.option) == (first.decision_id, "B", "B")
    reject_decision(row.decision, actor=steering, outcome="Tender again")
    (request,) = requests_of(row)
    read = mark_viewed(request, actor=sponsor)
    with pytest.raises(IllegalNowError, match="The committee decided otherwise"):
        sign(read, actor=sponsor, password=PASSWORD, seen_hash=read.sha256, decision="sign")
    services.take_back_proposal(programme, reason="Rejected", actor=pmo)
    row = proposed(programme, pmo)
    assert row.decision_id != first.decision_id


def test_the_sponsor_may_decline_and_the_proposal_stays_open(programme, pmo, owner, sponsor):
    scored(programme, pmo, owner, V1="54", V2="43")
    row = proposed(programme, pmo)
    (request,) = requests_of(row)
    read = mark_viewed(request, actor=sponsor)
    sign(read, actor=sponsor, password=PASSWORD, seen_hash=read.sha256, decision="decline", comment="Ask again")
    row.refresh_from_db()
    assert row.state == "proposed"


def test_criteria_are_added_and_taken_out_within_the_hundred(programme, pmo):
    services.begin_sourcing(programme, actor=pmo)
    rows = [{"code": "C01", "weight": Decimal(12)}, {"aspect": "other", "name": "On the phone", "weight": Decimal(8)}]
    services.set_weights(programme, rows=rows, actor=pmo)
    assert [str(one) for one in SourcingCriterion.objects.filter(code="C09")] == ["On the phone"]
    weigh(programme, pmo, C09=None, C01=20)
    assert SourcingCriterion.objects.count() == 8
    with pytest.raises(BadInputError) as refusal:
        weigh(programme, pmo, C04=None, C01=35)
    assert refusal.value.fields == {"weights": ["The ability of the consultants stays among the criteria."]}
    with pytest.raises(BadInputError) as refusal:
        weigh(programme, pmo, C01=0, C02=101, C77=5)
    assert set(refusal.value.fields) == {"weight_C01", "weight_C02", "weight_C77"}
    with pytest.raises(BadInputError) as refusal:
        weigh(programme, pmo, C77=None)
    assert set(refusal.value.fields) == {"weight_C77"}
    with pytest.raises(BadInputError) as refusal:
        services.set_weights(programme, rows=[{"weight": Decimal(5)}], actor=pmo)
    assert set(refusal.value.fields) == {"name"}
    rows = [{"code": "C01", "weight": Decimal(15)}, {"aspect": "price", "name": "Rent", "weight": Decimal(5)}]
    with pytest.raises(BadInputError) as refusal:
        services.set_weights(programme, rows=rows, actor=pmo)
    assert list(refusal.value.fields) == [""]


def test_a_scored_or_proposed_candidate_is_not_taken_out(programme, pmo, owner):
    scored(programme, pmo, owner, V1="54", V2="43")
    row = proposed(programme, pmo)
    with pytest.raises(IllegalNowError, match="proposed"):
        services.remove_row(row.pick, "vendors", actor=pmo)
    with pytest.raises(IllegalNowError, match="proposed"):
        services.update_row(row.pick, "vendors", values={"out_reason": "Dear"}, actor=pmo)
    other = Vendor.objects.get(code="V2")
    with pytest.raises(IllegalNowError, match="scores"):
        services.remove_row(other, "vendors", actor=pmo)
    services.update_row(other, "vendors", values={"out_reason": "Withdrew"}, actor=pmo)
    other.refresh_from_db()
    with pytest.raises(IllegalNowError, match="out of the running"):
        services.score_vendor(other, scores=[{"criterion": "C01", "score": 3, "evidence": "x"}], actor=pmo)
    free = services.create_row(programme, "vendors", values={"name": "Free"}, actor=pmo)
    services.remove_row(free, "vendors", actor=pmo)
    assert not Vendor.objects.filter(pk=free.pk).exists()


@pytest.mark.requirement("S4-04")
def test_the_plan_check_finds_what_speaks_against_the_choice(programme, pmo):
    Programme.objects.filter(pk=programme.pk).update(state="active")
    programme = Programme.objects.get(pk=programme.pk)
    assert findings(programme) == []
    scored(programme, pmo, V1="54", V2="52")
    assert [one.rule for one in findings(programme)] == ["sourcing.one_scorer", "sourcing.no_benchmark"]
    Vendor.objects.filter(code="V2").update(price_minor=100_000_000, reference="", days=10)
    services.describe_sourcing(
        programme, values={"measure": "whole", "benchmark": Decimal(400), "benchmark_source": "Study"}, actor=pmo
    )
    proposed(programme, pmo, code="V2")
    assert [(one.rule, one.severity) for one in findings(programme)] == [
        ("sourcing.one_scorer", "warn"), ("sourcing.false_economy", "bad"), ("sourcing.no_reference", "warn"),
        ("sourcing.days_short", "warn"),
    ]  # fmt: skip
    VendorScoreFactory(
        vendor=Vendor.objects.get(code="V2"), criterion=SourcingCriterion.objects.get(code="C02"), score=5,
        scorer=member_of(programme, "BO"),
    )  # fmt: skip
    VendorScore.objects.filter(vendor__code="V2", criterion__code="C02").update(score=5)
    assert [one.rule for one in findings(programme)] == [
        "sourcing.lowest_price",
        "sourcing.no_reference",
        "sourcing.days_short",
    ]


def test_the_charter_says_that_nothing_is_decided_yet_and_later_what(programme, pmo, owner):
    (missing,) = section(programme, timezone.now(), "").blocks
    assert str(missing.text) == "It is not decided yet whether the CRM is bought, adapted or built."
    scored(programme, pmo, owner, V1="54", V2="43")
    paths, candidates, criteria = section(programme, timezone.now(), "").blocks
    assert [(row[0], row[1].value, row[2]) for row in paths.rows] == [
        ("Buy SaaS", Decimal("4.60"), "V1 Vendor V1"), ("Adapt open source", None, "Nobody keeps it up"),
        ("Build on our own", None, "Not our business"),
    ]  # fmt: skip
    assert [(row[0], row[2].value) for row in candidates.rows] == [(1, Decimal("4.60")), (2, Decimal("3.60"))]
    assert [row[1].value for row in criteria.rows] == [Decimal("0.6"), Decimal("0.4")]


def test_evidence_says_what_is_still_to_do(programme, pmo, owner, steering):
    assert [one.text for one in decided(programme, [{}])[0].detail] == ["Weigh the criteria and score the candidates."]
    scored(programme, pmo, owner, V1="54", V2="43")
    assert [one.text for one in decided(programme, [{}])[0].detail] == ["Propose a candidate."]
    row = proposed(programme, pmo)
    assert [one.text for one in decided(programme, [{}])[0].detail] == ["The committee has not decided yet."]
    approve_decision(row.decision, actor=steering, chosen="A")
    assert [one.text for one in decided(programme, [{}])[0].detail] == ["The sponsor has not signed yet."]


def test_a_signed_decision_that_changed_waits_for_the_project_manager(programme, pmo, owner, steering, sponsor):
    scored(programme, pmo, owner, V1="54", V2="43")
    row = proposed(programme, pmo)
    approve_decision(row.decision, actor=steering, chosen="A")
    signed(row, sponsor)
    ask = seams.attention["sourcing.stale"]
    assert ask(programme, pmo) == []
    weigh(programme, pmo, C01=50, C02=50)
    assert [(one.severity, one.text) for one in ask(Programme.objects.get(), pmo)] == [
        ("stale", "The sourcing decision changed after it was signed")
    ]
    assert ask(programme, owner) == []
