"""Commitments and actual costs as files: dry run, errors by row and column, the same file twice, undo, export."""

import datetime as dt
import json
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command

from core.errors import IllegalNowError
from programme.budget import services
from programme.budget.models import ActualCost, Commitment
from programme.records.services.imports import run_import
from programme.records.services.undo import undo_import
from tests.factories.charter import BudgetLineFactory

pytestmark = pytest.mark.django_db
ORDERS = '预算项编号,类型,单据号,供应商,日期,金额,币种,汇率\nB02,合同,HT-1,凌云,2026-03-02,"1,480,000",CNY,\nB02,采购订单,PO-9,Cloud,2026-03-09,1000.50,USD,7.1\n'
BILLS = "Budget line,Commitment,Kind,Document number,Supplier,Document date,Amount,Currency,Hours,Hourly rate\n,HT-1,Invoice,INV-1,凌云,2026-04-20,444000,CNY,,\nB02,,Time sheet,T-1,Sales,2026-04-30,,CNY,12.5,240\n"


@pytest.fixture(autouse=True)
def june(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    with time_machine.travel("2026-06-10T09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def line(programme):
    return BudgetLineFactory(programme=programme, code="B02", nature="one_off", amount_minor=200_000_000)


def take(programme, kind, text, actor, **options):
    return run_import(programme, kind=kind, data=text.encode(), filename=f"{kind}.csv", actor=actor, **options)


def counts(run):
    return tuple(run.verdict[name] for name in ("created", "updated", "unchanged", "refused"))


def test_files_bind_and_spend_once_however_often_they_come(programme, line, pmo):
    assert counts(take(programme, "commitments", ORDERS, pmo, dry_run=True)) == (2, 0, 0, 0)
    assert not Commitment.objects.exists()
    assert counts(take(programme, "commitments", ORDERS, pmo)) == (2, 0, 0, 0)
    assert counts(take(programme, "commitments", ORDERS, pmo)) == (0, 0, 2, 0)
    rows = Commitment.objects.order_by("code").values_list("code", "kind", "stated_minor", "amount_minor")
    assert list(rows) == [("PO001", "contract", 148_000_000, 148_000_000), ("PO002", "order", 100_050, 710_355)]
    assert counts(take(programme, "actuals", BILLS, pmo)) == (2, 0, 0, 0)
    assert counts(take(programme, "actuals", BILLS, pmo))[0] == 0
    paid, sheet = ActualCost.objects.order_by("code")
    assert (paid.line, paid.commitment.number, paid.amount_minor) == (line, "HT-1", 44_400_000)
    assert (sheet.kind, sheet.amount_minor, sheet.hourly_minor) == ("time_sheet", 300_000, 24_000)
    assert ActualCost.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("B99,,Invoice,1,x,2026-04-20,1,CNY,,", "line", "There is no budget line B99."),
        ("B02,HT-7,Invoice,1,x,2026-04-20,1,CNY,,", "commitment", "There is no commitment HT-7."),
        ("B02,,Invoice,1,x,2026-04-20,1,USD,,", None, None),
        ("B02,,Invoice,1,x,2026-06-20,1,CNY,,", "dated_on", "The date of a document is not ahead."),
        ("B02,,Invoice,1,x,2026-04-20,,CNY,,", "amount", "Say the amount."),
        ("B02,,Invoice,1,x,2026-04-20,1.234,CNY,,", "amount", "CNY has no such fraction: 1.234"),
        (",,Invoice,1,x,2026-04-20,1,CNY,,", "line", "Choose the budget line."),
        ("B02,,Credit note,1,x,2026-04-20,1,CNY,,", "amount", "A credit note is written as a negative amount."),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column_and_the_rest_is_written(programme, line, pmo, row, column, message):
    head = BILLS.splitlines()[0]
    good = "B02,,Invoice,2,x,2026-04-20,5,CNY,,"
    run = take(programme, "actuals", f"{head}\n{row}\n{good}\n", pmo)
    assert counts(run) == (1, 0, 0, 1)
    (error,) = run.verdict["errors"]
    assert error["row"] == 2
    if message is None:  # no column for the rate in this file
        assert error["message"]["en"] == "Say how much CNY one USD is worth."
    else:
        assert (error["column"], error["message"]["en"]) != ("", "")
        assert error["message"]["en"] == message
    assert ActualCost.objects.get().number == "2"


def test_money_without_currency_is_refused_by_its_column(programme, line, pmo):
    text = "Budget line,Document number,Supplier,Date,Amount,Currency\nB02,PO-1,x,2026-03-02,100,\n"
    run = take(programme, "commitments", text, pmo)
    assert counts(run) == (0, 0, 0, 1)
    assert not Commitment.objects.exists()


def test_undo_takes_entries_back_unless_their_month_is_locked(programme, line, pmo, finance):
    head = BILLS.splitlines()[0]
    run = take(programme, "actuals", f"{head}\nB02,,Invoice,1,x,2026-04-20,1,CNY,,\n", pmo)
    undo_import(run, actor=pmo)
    assert not ActualCost.objects.exists()
    run = take(programme, "actuals", f"{head}\nB02,,Invoice,1,x,2026-04-20,1,CNY,,\n", pmo)
    services.lock_month(programme, month=dt.date(2026, 4, 1), actor=finance)
    with pytest.raises(IllegalNowError):
        undo_import(run, actor=pmo)
    assert ActualCost.objects.count() == 1


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_exported_comes_back_unchanged(programme, line, pmo, tmp_path, capsys, file_format, language):
    take(programme, "commitments", ORDERS, pmo)
    take(programme, "actuals", BILLS, pmo)
    services.update_line(line, values={"pay_from": dt.date(2026, 3, 1)}, actor=pmo)
    for kind, rows in (("commitments", 2), ("actuals", 2), ("budget", 1)):
        path = str(tmp_path / f"{kind}.{file_format}")
        call_command("export", kind, "--programme", programme.slug, "--language", language, "-o", path)
        capsys.readouterr()
        call_command("import", kind, path, "--programme", programme.slug, "--json")
        told = json.loads(capsys.readouterr().out)
        assert (told["unchanged"], told["created"], told["updated"], told["refused"]) == (rows, 0, 0, 0)


def test_a_changed_file_updates_what_it_names(programme, line, pmo):
    take(programme, "commitments", ORDERS, pmo)
    run = take(programme, "commitments", ORDERS.replace("1000.50", "2000"), pmo)
    assert counts(run) == (0, 1, 1, 0)
    assert Commitment.objects.get(number="PO-9").stated_minor == 200_000
    assert Commitment.objects.get(number="PO-9").rate == Decimal("7.1")
