"""Locking, signing, and the same figures on page, API, paper and command."""

import datetime as dt
import io
import json
import re
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError, StaleError
from programme.records.services.papers import paper_at
from programme.signoff import selectors as signoff
from programme.signoff.services import mark_viewed, sign
from roi.statements.models import RoiStatement
from roi.statements.rules.quarters import Quarter, quarter_named, quarter_of
from roi.statements.selectors import words
from roi.statements.selectors.acts import lock_reasons, next_quarter, statement_actions
from roi.statements.selectors.inputs import latest_statement, terms_of
from roi.statements.services import lock_quarter, set_terms
from tests.factories.programme import PASSWORD, member_of
from tests.factories.roi import ActualFactory, BenefitFactory, CostFactory
from tests.factories.rollout import WaveFactory


@pytest.fixture
def ledger(programme):
    """Costs and a benefit in 2025Q4, with terms that count from October 2025."""
    set_terms(programme, values={"value_from": dt.date(2025, 10, 15), "rate": Decimal(10)}, actor=None)
    CostFactory(programme=programme, title="Licences", posted_on=dt.date(2025, 9, 20), amount_minor=40_000_000)
    CostFactory(programme=programme, title="Training", posted_on=dt.date(2025, 11, 5), amount_minor=5_000_000)
    benefit = BenefitFactory(
        programme=programme, volume=Decimal(1200), unit_value_minor=40_000, first_value_on=dt.date(2025, 10, 1),
        state="realising",
    )  # fmt: skip
    ActualFactory(benefit=benefit, month=dt.date(2025, 11, 1), amount_minor=3_000_000, state="validated")
    ActualFactory(benefit=benefit, month=dt.date(2025, 12, 1), amount_minor=2_500_000, evidence="")
    return benefit


def signs(row, person, decision="sign", **more):
    """Read and sign the open request as this person."""
    request = next(one for one in signoff.requests_of(row) if one.is_open)
    mark_viewed(request, actor=person)
    request.refresh_from_db()
    sign(request, actor=person, seen_hash=request.sha256, decision=decision, password=PASSWORD, **more)
    row.refresh_from_db()
    return row


def test_quarters_know_their_days():
    assert quarter_named(" 2027q1 ") == Quarter(2027, 1)
    assert (quarter_named("2027Q4").first, quarter_named("2027Q4").last) == (
        dt.date(2027, 10, 1),
        dt.date(2027, 12, 31),
    )
    assert str(quarter_of(dt.date(2028, 2, 29)).next) == "2028Q2"
    for name in ("2027Q5", "27Q1", "", "2027-Q1"):
        with pytest.raises(BadInputError) as refusal:
            quarter_named(name)
        assert list(refusal.value.fields) == ["quarter"]


def test_a_quarter_is_locked_once_and_in_order(programme, ledger, pmo, owner, finance):
    for person in (owner, finance):
        with pytest.raises(ForbiddenError):
            lock_quarter(programme, quarter="2025Q4", actor=person)
    with pytest.raises(IllegalNowError):
        lock_quarter(programme, quarter=str(quarter_of(dt.date.today())), actor=pmo)
    row = lock_quarter(programme, quarter="2025Q4", actor=pmo)
    assert (row.state, row.edition, str(next_quarter(programme))) == ("locked", 1, "2026Q1")
    for again in ("2025Q4", "2025Q3"):
        assert len(lock_reasons(programme, quarter_named(again))) == 1
        with pytest.raises(IllegalNowError):
            lock_quarter(programme, quarter=again, actor=pmo)


@pytest.mark.requirement("S0-45")
def test_a_locked_quarter_says_the_same_after_a_late_invoice_which_the_next_one_adjusts(programme, ledger, pmo):
    """2025Q4 is locked, an invoice of December comes in January; the command, run again, says the same of 2025Q4."""
    lock_quarter(programme, quarter="2025Q4", actor=pmo)
    asked = ("--programme", programme.slug, "--quarter", "2025Q4", "--json", "--language", "en")
    before = commanded(*asked)
    CostFactory(programme=programme, title="Late invoice", posted_on=dt.date(2025, 12, 20), amount_minor=700_000)
    assert commanded(*asked) == before
    row = lock_quarter(programme, quarter="2026Q1", actor=pmo)
    late = [(one["what"], one["title"], one["difference"]) for one in row.frozen["adjustments"]]
    assert late == [("cost", "Late invoice", 700_000)]
    assert (row.figures.adjusted.costs, row.figures.quarter.costs) == (700_000, 0)
    assert commanded(*asked) == before


@pytest.mark.requirement("S0-45")
def test_finance_validates_and_the_sponsor_approves_by_signature(programme, ledger, pmo, finance, sponsor):
    row = lock_quarter(programme, quarter="2025Q4", actor=pmo)
    read = seams.evidence["statements.latest_validated"]
    assert read(programme, [{}])[0].value is False
    assert [act.name for act in statement_actions(row, finance)] == ["sign"]
    assert statement_actions(row, sponsor) == []
    row = signs(row, finance)
    assert (row.state, row.validated_by) == ("validated", finance)
    assert read(programme, [{}, {}])[1].value is True
    row = signs(row, sponsor)
    assert (row.state, row.approved_by) == ("approved", sponsor)
    assert [signoff.staleness(one).stale for one in signoff.requests_of(row)] == [False, False]
    CostFactory(programme=programme, posted_on=dt.date(2025, 12, 1))
    assert [signoff.staleness(one).stale for one in signoff.requests_of(row)] == [False, False]


def test_who_locked_the_quarter_does_not_validate_it(programme, ledger):
    both = member_of(programme, "PM", name="Both")
    member_of(programme, "FIN", name="Fin")
    from tests.factories.programme import MembershipFactory

    MembershipFactory(programme=programme, user=both, role="FIN")
    both.forget_roles()
    row = lock_quarter(programme, quarter="2025Q4", actor=both)
    with pytest.raises(IllegalNowError, match="different people"):
        signs(row, both)
    assert RoiStatement.objects.get().state == "locked"


def test_a_declined_statement_is_locked_anew(programme, ledger, pmo, finance):
    row = signs(lock_quarter(programme, quarter="2025Q4", actor=pmo), finance, "decline", comment="Invoice missing")
    assert (row.state, row.returned_reason, latest_statement(programme)) == ("returned", "Invoice missing", None)
    again = lock_quarter(programme, quarter="2025Q4", actor=pmo)
    assert (again.edition, str(again)) == (2, "2025Q4 (2)")


def test_terms_are_the_first_go_live_until_they_are_set(programme, pmo, owner):
    WaveFactory(programme=programme, planned_on=dt.date(2026, 5, 18), live_on=None)
    assert terms_of(programme).value_from == dt.date(2026, 5, 1)
    with pytest.raises(ForbiddenError):
        set_terms(programme, values={"rate": Decimal(5)}, actor=owner)
    terms = set_terms(programme, values={"rate": Decimal(5), "value_from": dt.date(2026, 6, 30)}, actor=pmo)
    assert (terms.rate, terms.value_from) == (5, dt.date(2026, 6, 1))
    with pytest.raises(StaleError):
        set_terms(programme, values={"rate": Decimal(6)}, actor=pmo, version=99)
    with pytest.raises(BadInputError) as refusal:
        set_terms(programme, values={"rate": Decimal(-1), "horizon_years": 0}, actor=pmo)
    assert set(refusal.value.fields) == {"rate", "horizon_years"}


def flat(text):
    """Text without any blank: lines break elsewhere on paper."""
    return "".join(text.replace("\xa0", " ").split())


def printed_text(pdf):
    return flat("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def commanded(*args):
    out = io.StringIO()
    call_command("roi", *args, stdout=out)
    return out.getvalue()


@pytest.mark.requirement("S0-47")
def test_page_api_paper_and_command_print_the_same_figures(programme, ledger, pmo, finance, sponsor, browse, call):
    row = signs(signs(lock_quarter(programme, quarter="2025Q4", actor=pmo), finance), sponsor)
    lines = [
        line
        for lines in (words.measure_lines, words.sum_lines, words.extra_lines)
        for line in lines(row.figures, "CNY")
    ]
    texts = [text for line in lines for text in (line.label, *line.values)]
    assert len(texts) > 50
    page = flat(browse(pmo).get(row.get_absolute_url()).content.decode().replace("&amp;", "&"))
    said = json.loads(commanded("--programme", programme.slug, "--quarter", "2025Q4", "--json", "--language", "en"))
    plain = flat(commanded("--programme", programme.slug, "--quarter", "2025Q4", "--language", "en"))
    paper = paper_at(
        programme, kind="roi", subject="2025Q4", moment="", language="en", fmt="pdf", actor=pmo
    )  # fmt: skip
    pdf = printed_text(paper.read())
    api = call(pmo).get(f"/api/v1/programmes/{programme.slug}/roi/?quarter=2025Q4").json()
    printed = [text for line in api["printed"].values() for text in (line["label"], *line["values"])]
    assert printed == texts
    assert {key: said[key] for key in api} == api
    for where in (page, plain, pdf):
        assert [text for text in texts if flat(text) not in where] == []


TIME = {"en": r"Dataasof\d{1,2}\w{3}\d{4}\d\d:\d\dCST", "zh-hans": r"数据截至\d{4}-\d\d-\d\d\d\d:\d\dCST"}
SOURCES = {
    "en": ("Sources", "Landfall: ledger of costs and benefits", "Grade A: control group"),
    "zh-hans": ("数据来源", "落地：成本与收益台账", "归因"),
}


@pytest.mark.requirement("S0-47")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_paper_carries_time_sources_formulas_signers_and_hash(programme, ledger, pmo, finance, sponsor, language):
    row = signs(signs(lock_quarter(programme, quarter="2025Q4", actor=pmo), finance), sponsor)
    paper = paper_at(programme, kind="roi", subject="2025Q4", moment="", language=language, fmt="pdf", actor=pmo)
    pdf = printed_text(paper.read())
    assert re.search(TIME[language], pdf)
    told = (row.sha256, finance.name, sponsor.name, pmo.name, "F24", "F25", "2025Q4", "收益成本比", *SOURCES[language])
    assert [text for text in told if flat(text) not in pdf] == []


def test_the_paper_is_the_same_to_the_byte_and_in_both_languages(programme, ledger, pmo):
    lock_quarter(programme, quarter="2025Q4", actor=pmo)
    from programme.records.services.papers import draft_paper, render

    paper = draft_paper(programme, kind="roi", subject="2025Q4", actor=pmo)
    assert render(paper, "zh-hans", "pdf") == render(paper, "zh-hans", "pdf")
    html = {language: render(paper, language, "html").decode() for language in ("zh-hans", "en")}
    for text in html.values():
        assert "收益成本比" in text
    assert "Benefits without evidence" in html["en"]


def test_the_command_names_what_is_wrong(programme, ledger):
    for args, said in (
        (("--programme", "none"), "No programme none"),
        (("--programme", programme.slug, "--quarter", "2027"), "2027 is not a quarter"),
        (("--programme", programme.slug, "--quarter", "2099Q1"), "2099Q1 has not begun"),
    ):
        with pytest.raises(CommandError, match=said):
            commanded(*args, *(["--language", "en"] if programme.slug in args else []))
    live = json.loads(commanded("--programme", programme.slug, "--json"))
    assert (live["locked"], live["state"], live["sha256"]) == (False, None, None)


@pytest.mark.requirement("S0-48")
def test_roi_never_stands_next_to_the_ratio_alone(programme, ledger, pmo, browse):
    page = browse(pmo).get(reverse("statements:cases", args=[programme.slug]), {
        "cost": "500000", "benefit": "2000000", "before": "65", "after": "78"}).content.decode()  # fmt: skip
    assert "<dt>Benefit-cost ratio 收益成本比</dt><dd>4.0 : 1</dd>" in page
    assert "<dt>Net ROI: (benefits − costs) ÷ costs</dt><dd>300%</dd>" in page
    for label, value in (
        ("Change in percentage points", "+13.0 pp"), ("Relative change", "+20.0%"),
        ("Payback, linear within the year", "3.0 months"),
    ):  # fmt: skip
        assert f"<dt>{label}</dt><dd>{value}</dd>" in page
    assert page.count("4.0 : 1") == 1


def test_the_api_tells_what_is_wrong(programme, ledger, pmo, call):
    base = f"/api/v1/programmes/{programme.slug}"
    assert call(pmo).get(f"{base}/roi/?quarter=x").status_code == 400
    refused = call(pmo).post(f"{base}/roi-statements/", {"quarter": "x"}, format="json")
    assert (refused.status_code, "quarter" in str(refused.json())) == (400, True)
    made = call(pmo).post(f"{base}/roi-statements/", {"quarter": "2025Q4"}, format="json")
    assert (made.status_code, made.json()["figures"]["quarter"]) == (201, "2025Q4")


def test_pages_cost_the_same_whatever_the_rows(programme, ledger, pmo, browse):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    names = ("ledger:cost_list", "ledger:benefit_list", "statements:overview", "statements:kpis", "statements:tco")

    def counts():
        client = browse(pmo)
        found = {}
        for name in names:
            with CaptureQueriesContext(
                connection,
            ) as context:
                assert client.get(reverse(name, args=[programme.slug])).status_code == 200
            found[name] = len(context)
        return found

    counts()
    few = counts()
    for _n in range(30):
        CostFactory(programme=programme)
        ActualFactory(benefit=BenefitFactory(programme=programme))
    counts()
    assert counts() == few


def test_the_steering_pack_and_the_home_tell_the_benefits(programme, ledger, pmo, sponsor):
    from programme.records.services.papers import draft_paper, render
    from roi.statements.contributions.pages import roi_panel

    assert roi_panel(programme, sponsor) == {"row": None, "lines": []}
    row = lock_quarter(programme, quarter="2025Q4", actor=pmo)
    panel = roi_panel(programme, sponsor)
    assert panel["row"] == row
    assert [label for label, _value, _note in panel["lines"]][:2] == ["Benefit-cost ratio 收益成本比", "Net ROI"]
    pack = render(draft_paper(programme, kind="steering", actor=pmo), "en", "html").decode()
    assert "More renewals" in pack
    assert "Benefit profiles with readings show here." not in pack
