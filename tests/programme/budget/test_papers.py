"""The money on paper and on its page: every section builds, sums agree, and its page says what to do without a line."""

import datetime as dt
import re
import zipfile

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from core import seams
from core.documents.blocks import Table
from core.documents.derived import check
from programme.budget.selectors import money_stand
from programme.budget.selectors.tables import category_table, variance_table
from tests.factories.charter import BudgetLineFactory
from tests.factories.money import ActualCostFactory, CommitmentFactory, DrawFactory, baselined

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-10T09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def spent(programme):
    window = {"pay_from": dt.date(2026, 3, 1), "pay_until": dt.date(2026, 8, 31)}
    line = BudgetLineFactory(programme=programme, nature="one_off", amount_minor=1_000_001, **window)
    gone = BudgetLineFactory(programme=programme, nature="one_off", amount_minor=50_000)
    baselined(programme)
    gone.delete()
    order = CommitmentFactory(programme=programme, line=line)
    ActualCostFactory(programme=programme, line=line, commitment=order)
    DrawFactory(programme=programme, line=line)
    return programme


def sections(programme, kind="money"):
    found = sorted(seams.documents[kind].sections.items(), key=lambda pair: pair[1].position)
    built = [(name, one.build(programme, timezone.now(), "")) for name, one in found if name.startswith("budget.")]
    return {name: section for name, section in built if section is not None}


def test_every_section_builds_and_its_numbers_follow_from_each_other(spent):
    found = sections(spent)
    assert list(found) == [
        "budget.summary", "budget.variances", "budget.commitments", "budget.actuals", "budget.cash",
        "budget.contingency", "budget.tco",
    ]  # fmt: skip
    for section in found.values():
        check(section.blocks)
    assert [block.total for block in found["budget.variances"].blocks if isinstance(block, Table)] == [True, True]
    assert "budget.money" in sections(spent, "steering")


def test_sums_count_lines_taken_out_and_leave_out_what_is_not_named(spent):
    stand = money_stand(spent)
    check((variance_table(stand), category_table(stand)))
    assert stand.gone == 50_000
    assert stand.missing
    assert stand.total.baseline == 1_050_001


def test_without_a_line_paper_and_page_say_what_to_do(programme, owner, browse):
    assert list(sections(programme)) == ["budget.summary"]
    page = browse(owner).get(f"/p/{programme.slug}/budget/money/")
    assert "No budget line yet" in page.content.decode()


def test_the_page_leads_from_the_baseline_to_the_forecast(spent, owner, finance, browse, call):
    page = browse(finance).get(f"/p/{spent.slug}/budget/money/").content.decode()
    for word in ("Baseline (BAC)", "Committed", "Actual cost (AC)", "Forecast at completion (EAC)", "Money by month"):
        assert word in page
    told = call(owner).get(f"/api/v1/programmes/{spent.slug}/budget/money/").json()
    assert told["actual"] == {"minor": 100_000, "currency": "CNY"}
    assert told["contingency"]["left"]["minor"] == 30_000_000
    assert sum(one["actual"]["minor"] for one in told["lines"]) == 100_000
    assert browse(finance).get(f"/p/{spent.slug}/").status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_workbook_computes_what_the_paper_prints(spent, settings, tmp_path, language):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    path = tmp_path / "money.xlsx"
    call_command("document", "money", "--programme", spent.slug, "--language", language, "-o", str(path))
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    live = [formula for sheet in sheets for formula in re.findall(r"<f>([^<]+)</f>", sheet)]
    assert any(formula.startswith("SUM(") for formula in live)
    assert len(live) >= 2 * len(money_stand(spent).lines) + 14  # EAC and difference of each line, two rows of sums
