"""Candidates, weights and scores as files: what comes in, what is refused with its reason, what goes out."""

from decimal import Decimal

import pytest
from django.utils import translation

from core import seams
from programme.records.selectors.imports import export_kind
from programme.records.services.imports import run_import
from programme.sourcing import services
from programme.sourcing.models import SourcingCriterion, Vendor, VendorScore
from tests.factories.sourcing import VendorFactory, scored

pytestmark = pytest.mark.django_db


def brought(programme, by, kind, text, **more):
    return run_import(programme, kind=kind, data=text.encode(), filename="a.csv", actor=by, **more)


def faults(run, language="en"):
    return [(one["row"], one["column"], one["message"][language]) for one in run.verdict["errors"]]


def test_candidates_come_in_with_their_offers_and_go_out_again(programme, pmo):
    text = (
        "Code,Candidate,Path,Product,Offer over three years,Consultant days offered,Similar case that can be asked\n"
        "V01,Lingyun,Buy SaaS,CRM 6,3200000.50,420,A maker of instruments\n"
    )
    assert faults(brought(programme, pmo, "vendors", text)) == []
    row = Vendor.objects.get(code="V01")
    assert (row.price_minor, row.days, row.path) == (320_000_050, Decimal(420), "saas")
    out = export_kind(programme, seams.kinds["vendors"], language="en", suffix="csv")
    assert b"V01,Lingyun,Buy SaaS,CRM 6,3200000.5,420" in out
    again = run_import(programme, kind="vendors", data=out, filename="b.csv", actor=pmo)
    assert (again.verdict["created"], again.verdict["updated"], faults(again)) == (0, 0, [])


@pytest.mark.requirement("S1-07")
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The weights sum to 95 %, not to 100 %."), ("zh-hans", "权重合计为95 %，应为100 %。")],
)
def test_a_file_of_weights_that_do_not_sum_to_100_is_refused(programme, pmo, language, said):
    services.begin_sourcing(programme, actor=pmo)
    with translation.override(language):
        run = brought(programme, pmo, "sourcing-criteria", "code,aspect,weight\nC01,feature,15\n")
    assert [message for _row, _column, message in faults(run, language)] == [said]
    assert SourcingCriterion.objects.get(code="C01").weight == 20


@pytest.mark.requirement("S4-12")
def test_a_file_that_raises_the_price_needs_the_reason_on_record(programme, pmo):
    services.begin_sourcing(programme, actor=pmo)
    text = "code,aspect,weight\nC01,feature,10\nC08,price,15\n"
    run = brought(programme, pmo, "sourcing-criteria", text)
    assert {message[:26] for _row, _column, message in faults(run)} == {"Price weighs more than: Fe"}
    services.set_weights(programme, rows=[], price_reason="Money is short", actor=pmo)
    assert faults(brought(programme, pmo, "sourcing-criteria", text)) == []
    assert SourcingCriterion.objects.get(code="C08").weight == 15
    more = "code,aspect,name,weight\nC01,feature,,6\n,other,On the phone,4\n"
    assert faults(brought(programme, pmo, "sourcing-criteria", more)) == []
    assert [(str(one), one.weight) for one in SourcingCriterion.objects.filter(aspect="other")] == [("On the phone", 4)]
    out = export_kind(programme, seams.kinds["sourcing-criteria"], language="en", suffix="csv")
    again = run_import(programme, kind="sourcing-criteria", data=out, filename="b.csv", actor=pmo)
    assert (again.verdict["created"], again.verdict["updated"], faults(again)) == (0, 0, [])


@pytest.mark.requirement("S1-07")
def test_scores_of_a_workshop_come_in_for_each_scorer(programme, other_programme, pmo, owner, member):
    scored(programme, V1="", V2="")
    VendorFactory(programme=other_programme, code="V9")
    head = "Candidate code,Criterion code,Scored by,Score (1–5),Evidence\n"
    good = head + f"V1,C01,{pmo.email},4,Shown\nV1,C01,{owner.email},2,Slow\n"
    assert faults(brought(programme, pmo, "vendor-scores", good)) == []
    found = {one.scorer: (one.score, one.evidence, one.entered_by) for one in VendorScore.objects.all()}
    assert found == {pmo: (4, "Shown", None), owner: (2, "Slow", pmo)}
    changed = head + f"V1,C01,{owner.email},3,Faster\n"
    assert brought(programme, pmo, "vendor-scores", changed).verdict["updated"] == 1
    assert VendorScore.objects.get(scorer=owner).score == 3
    bad = head + f"V9,C01,{pmo.email},4,x\nV1,C77,{pmo.email},4,x\nV1,C01,{member.email},4,x\nV1,C02,{pmo.email},6,x\n"
    bad += f"V2,C02,{pmo.email},5,\n"
    run = brought(programme, pmo, "vendor-scores", bad)
    assert [(row, column) for row, column, _message in faults(run)] == [
        (2, "Candidate code"), (3, "Criterion code"), (4, "Scored by"), (5, "Score (1–5)"), (6, "Evidence"),
    ]  # fmt: skip
    alone = head + f"V2,C01,{pmo.email},4,Shown\n"
    run = brought(programme, owner, "vendor-scores", alone)
    assert [message for _row, _column, message in faults(run)] == [
        "Only the project manager enters the scores of others."
    ]
    refs = list(VendorScore.objects.values_list("public_id", flat=True))
    services.remove_scores(programme, refs=refs, actor=pmo)
    assert not VendorScore.objects.exists()
