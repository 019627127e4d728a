import io

import pytest
import xlsxwriter
from django.utils import translation

from core.seams import kinds
from programme.raid import services
from programme.raid.models import Issue, Risk, RiskScore
from programme.records.models import AuditEvent
from programme.records.services.imports import run_import
from programme.records.services.undo import undo_import
from tests.factories.raid import RiskFactory

HEADINGS = ["编号", "风险名称", "风险原因", "风险事件", "后果", "类别", "概率", "影响程度", "影响金额", "负责人", "应对策略", "应对措施", "应对期限", "状态", "备注", "备注"]  # fmt: skip
CATEGORIES = ["数据与集成", "人员与采用", "流程与需求", "Technology and customisation"]


def row(n):
    return [
        f"R{n:02}", f"风险 {n}", "习惯不明", "被动录入，另建表格", "KPI 落空", CATEGORIES[n % 4], n % 5 + 1, n % 4 + 1,
        f"¥{n * 1234567:,}.50", "Owner" if n % 2 else "林若楠", "减轻", "大使驻场", "2099/8/1", "开放" if n % 3 else "已提出",
        f"甲{n}", f"乙{n}",
    ]  # fmt: skip


ROWS = [row(n) for n in range(1, 53)]
BROKEN = {  # line of the file -> (column, cell, key that must be named)
    2: (1, "", "title"), 5: (6, "6", "probability"), 8: (6, "高", "probability"), 11: (7, "0", "impact"),
    14: (8, "12 apples", "cost"), 17: (9, "nobody@example.com", "owner"), 20: (10, "祈祷", "strategy"),
    23: (12, "2026-02-30", "response_due"), 26: (13, "沉睡", "state"), 29: (5, "天气", "category"),
    32: (7, "3.5", "impact"), 35: (2, "", "cause"),
}  # fmt: skip


def csv(rows, encoding="utf-8-sig"):
    quoted = ("\t".join([]), *(",".join(f'"{cell}"' for cell in line) for line in [HEADINGS, *rows]))[1:]
    return "\r\n".join(quoted).encode(encoding)


def xlsx(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for index, line in enumerate([HEADINGS, *rows]):
            sheet.write_row(index, 0, line)
    return file.getvalue()


def broken():
    rows = [list(line) for line in ROWS]
    for line, (column, cell, _key) in BROKEN.items():
        rows[line - 2][column] = cell
    return rows


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    with translation.override("zh-hans"):
        yield


def take(programme, actor, data, filename="risks.csv", kind="risks", **options):
    return run_import(programme, kind=kind, data=data, filename=filename, actor=actor, **options).verdict


def figures(verdict):
    return {name: verdict[name] for name in ("rows", "accepted", "refused", "created", "updated", "unchanged")}


WHOLE = {"rows": 52, "accepted": 52, "refused": 0, "created": 52, "updated": 0, "unchanged": 0}
AGAIN = WHOLE | {"created": 0, "unchanged": 52}


@pytest.mark.parametrize("filename", ["risks.csv", "risks.xlsx"])
def test_52_rows_with_bom_separators_and_duplicate_heading(filename, programme, pmo, owner):
    data = csv(ROWS) if filename.endswith("csv") else xlsx(ROWS)
    assert figures(take(programme, pmo, data, filename)) == WHOLE
    one = Risk.objects.get(code="R51")
    assert (one.probability, one.impact, one.score, one.cost_minor) == (2, 4, 8, 51 * 123456700 + 50)
    assert (one.owner, one.strategy, one.state, str(one.response_due)) == (owner, "mitigate", "proposed", "2099-08-01")
    other = Risk.objects.get(code="R52")
    assert (other.owner, other.owner_text, other.state, other.category) == (None, "林若楠", "open", "data")
    assert sorted(one.extra.values()) == ["乙51", "甲51"]
    assert RiskScore.objects.count() == 52
    assert AuditEvent.objects.filter(action="raid.risk_created", actor=pmo).count() == 52
    assert figures(take(programme, pmo, data, filename)) == AGAIN
    assert AuditEvent.objects.filter(action="raid.risk_updated").count() == 0


def test_twelve_bad_rows_are_each_named(programme, pmo, owner):
    verdict = take(programme, pmo, csv(broken()))
    assert figures(verdict) == WHOLE | {"accepted": 40, "created": 40, "refused": 12}
    named = {
        (error["row"], kinds["risks"].column(key).label("zh-hans"))
        for error in verdict["errors"]
        for key in [error["key"]]
    }
    expected = {(line, kinds["risks"].column(key).label("zh-hans")) for line, (_c, _v, key) in BROKEN.items()}
    assert named == expected
    for error in verdict["errors"]:
        column, cell, _key = BROKEN[error["row"]]
        assert (error["column"], error["value"]) == (HEADINGS[column], cell)
        assert all(error["message"].values())
        assert all(word for each in error["accepted_values"] for word in each.values())
        assert error["accepted_values"]
    told = {error["row"]: error["accepted_values"][0] for error in verdict["errors"]}
    assert f"{owner.name} <{owner.email}>" in told[17]["en"]
    assert "an open risk needs it" in told[35]["en"]
    assert "开放的风险必填" in told[35]["zh-hans"]
    assert Risk.objects.count() == 40


def test_dry_run_and_all_or_nothing_write_nothing(programme, pmo, owner):
    dry = take(programme, pmo, csv(broken()), dry_run=True)
    assert (dry["accepted"], dry["refused"], Risk.objects.count()) == (40, 12, 0)
    nothing = take(programme, pmo, csv(broken()), all_or_nothing=True)
    assert (nothing["refused"], nothing["created"], Risk.objects.count()) == (12, 0, 0)


def test_update_by_code_changes_what_differs_and_moves_by_the_machine(programme, pmo, owner):
    take(programme, pmo, csv(ROWS))
    changed = [list(line) for line in ROWS]
    changed[0][6] = 5
    changed[1][13] = "应对中"
    changed[2][13] = "已发生"
    verdict = take(programme, pmo, csv(changed))
    assert figures(verdict) == AGAIN | {"accepted": 51, "updated": 2, "unchanged": 49, "refused": 1}
    assert [error["row"] for error in verdict["errors"]] == [4]
    assert [Risk.objects.get(code=code).state for code in ("R02", "R03")] == ["responding", "proposed"]
    assert Risk.objects.get(code="R01").score == 10


def test_undo_restores(programme, pmo, owner):
    run = run_import(programme, kind="risks", data=csv(ROWS), filename="risks.csv", actor=pmo)
    undo_import(run, actor=pmo)
    assert not Risk.objects.exists()


def test_columns_the_file_lacks_stay_as_they_are(programme, pmo):
    risk = RiskFactory(programme=programme, code="R01", title="Kept", response="kept too")
    verdict = take(programme, pmo, b"Code,Probability\nR01,5\n")
    assert (verdict["updated"], verdict["refused"]) == (1, 0)
    risk.refresh_from_db()
    assert (risk.probability, risk.score, risk.response, risk.title) == (5, 20, "kept too", "Kept")


def test_open_risk_without_its_statement_is_refused_by_field(programme, pmo):
    verdict = take(programme, pmo, "风险,状态\n只有名称,开放\n".encode())
    assert {error["key"] for error in verdict["errors"]} == {
        "cause",
        "event",
        "effect",
        "probability",
        "impact",
        "owner",
    }


def test_settled_risk_is_not_edited_by_a_file(programme, pmo):
    RiskFactory(programme=programme, code="R01", state="closed")
    verdict = take(programme, pmo, b"Code,Probability\nR01,5\n")
    assert (verdict["refused"], verdict["updated"]) == (1, 0)


def test_export_of_risks_reads_back_unchanged(programme, pmo, owner):
    from programme.records.selectors.imports import export_kind

    take(programme, pmo, csv(ROWS))
    risk = services.close_risk(
        Risk.objects.get(code="R07"), actor=pmo, reason="gone", residual_probability=1, residual_impact=1
    )
    for suffix in ("csv", "xlsx"):
        for language in ("zh-hans", "en"):
            back = export_kind(programme, kinds["risks"], language=language, suffix=suffix)
            assert figures(take(programme, pmo, back, f"risks.{suffix}")) == AGAIN
    assert risk.state == "closed"


ISSUES = "编号,问题,严重程度,影响,责任人,期限,状态,解决办法\nI07,接口超时,高,无法报价,Owner,2099-01-01,已指派,\n,打印错位,低,,,,,\n"


def test_issues_come_in_twice_and_back(programme, pmo, owner):
    first, second = (take(programme, pmo, ISSUES.encode(), "issues.csv", "issues") for _time in range(2))
    assert (first["created"], second["created"], second["unchanged"]) == (2, 0, 2)
    assert list(Issue.objects.order_by("code").values_list("code", "state", "owner")) == [
        ("I07", "assigned", owner.pk),
        ("I08", "raised", None),
    ]
    wrong = ISSUES.replace("已指派", "已解决").replace("I07", "I09").replace("接口超时", "新")
    refused = take(programme, pmo, wrong.encode(), "issues.csv", "issues")
    assert [(error["row"], error["key"]) for error in refused["errors"]] == [(2, "resolution")]
    moved = take(programme, pmo, ISSUES.replace("已指派", "处理中").encode(), "issues.csv", "issues")
    assert [(error["row"], error["key"]) for error in moved["errors"]] == [(2, "state")]


@pytest.mark.parametrize("kind", ["risks", "issues"])
def test_only_the_pm_imports(kind, owner, auditor, programme, pmo):
    assert [kinds[kind].can(person, programme) for person in (pmo, owner, auditor)] == [True, False, False]
