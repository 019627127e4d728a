"""Files of cases (also one line a step), results (also JUnit XML) and defects."""

import pytest

from core.imports.table import UnreadableError
from phases.uat.models import Defect, Execution, TestCase
from programme.records.services.imports import run_import
from programme.records.services.undo import undo_import
from tests.factories.programme import ProgrammeFactory, member_of
from tests.factories.uat import CaseFactory, CycleFactory, ExecutionFactory

pytestmark = pytest.mark.django_db
AZURE = """ID,Work Item Type,Title,Test Step,Step Action,Step Expected,State
,Test Case,Approve a quote,,,,Design
,,,1,Open the deal,Its amount is shown,
,,,2,Approve the quote,,
,Shared Steps,Log in,,,,
,,,1,Type the password,,
4711,Test Case,Escalate a request,,,,Design
,,,1,Escalate,Second line has it,
"""
JUNIT = b"""<?xml version="1.0"?><testsuites><testsuite name="a">
<testcase name="UAT-001 create a deal" time="1"/><testcase name="test_uat_002"><failure message="0 is not 1">at 3</failure></testcase>
<testsuite name="b"><testcase classname="UAT-003" name="x"><error message="boom"/></testcase><testcase name="UAT-004"><skipped/></testcase>
</testsuite></testsuite></testsuites>"""


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def bring(programme):
    lead = member_of(programme, "TL")

    def run(kind, data, name="file.csv", **options):
        data = data if isinstance(data, bytes) else data.encode()
        return run_import(programme, kind=kind, data=data, filename=name, actor=lead, **options)

    return run


def counts(run):
    return [run.verdict[name] for name in ("created", "updated", "unchanged", "refused")]


def test_cases_with_one_line_a_step(bring):
    run = bring("test-cases", AZURE)
    assert counts(run) == [2, 0, 0, 0]
    first, second = TestCase.objects.order_by("pk")
    assert first.steps == [
        {"action": "Open the deal", "expected": "Its amount is shown"}, {"action": "Approve the quote", "expected": ""},
    ]  # fmt: skip
    assert (second.code, second.state, second.steps[0]["expected"]) == ("4711", "proposed", "Second line has it")
    assert counts(bring("test-cases", AZURE)) == [0, 0, 2, 0]
    undo_import(run, actor=None)
    assert TestCase.objects.count() == 0


def test_plain_cases_are_updated_by_code(bring):
    bring("test-cases", "编号,用例,步骤,必测,紧急程度\nUAT-1,报价,批准 -> 金额不变,是,3\n")
    assert counts(bring("test-cases", "code,title,must\nUAT-1,Quote,no\nUAT-2,Other,\n")) == [1, 1, 0, 0]
    case = TestCase.objects.get(code="UAT-1")
    assert (case.title, case.must, case.urgency, case.steps[0]["expected"]) == ("Quote", False, 3, "金额不变")
    run = bring("test-cases", "code,title,process\nUAT-3,Third,NOWHERE\n")
    assert [one["key"] for one in run.verdict["errors"]] == ["process"]


def planned(programme, *codes, **values):
    cycle = CycleFactory(programme=programme, number=1)
    return [ExecutionFactory(cycle=cycle, case=CaseFactory(programme=programme, code=code), **values) for code in codes]


def test_results_of_a_table_and_their_retest(programme, bring):
    planned(programme, "UAT-001", "UAT-002")
    text = "case,result,comment\nUAT-001,P,\nUAT-002,failed,It is 0\nUAT-009,passed,\n"
    run = bring("executions", text)
    assert counts(run) == [0, 2, 0, 1]
    assert {key: run.verdict["figures"][key] for key in ("passed", "failed", "errored")} == {
        "passed": 1, "failed": 1, "errored": 0,
    }  # fmt: skip
    assert counts(bring("executions", text)) == [0, 0, 2, 1]
    bring("executions", "case,result\nUAT-002,passed\n")
    assert list(Execution.objects.filter(case__code="UAT-002").values_list("attempt", "state", "current")) == [
        (1, "failed", False), (2, "passed", True),
    ]  # fmt: skip


def test_results_of_junit(programme, bring):
    planned(programme, "UAT-001", "UAT-002", "UAT-003", "UAT-004")
    run = bring("executions", JUNIT, "results.xml")
    assert counts(run) == [0, 3, 0, 0]
    assert run.verdict["figures"] == {"suites": 2, "passed": 1, "failed": 1, "errored": 1, "skipped": 1}
    rows = Execution.objects.order_by("case__code").values_list("state", "comment")
    assert list(rows) == [("passed", ""), ("failed", "0 is not 1\nat 3"), ("error", "boom"), ("not_run", "")]


@pytest.mark.parametrize("data", [b'<!DOCTYPE x [<!ENTITY a "b">]><testsuites/>', b"<plan/>", b"<testsuites>"])
def test_other_xml_is_refused(bring, data):
    with pytest.raises(UnreadableError):
        bring("executions", data, "results.xml")


def test_must_case_passes_by_file_with_its_link_only(programme, bring):
    planned(programme, "UAT-001")
    TestCase.objects.update(must=True)
    assert counts(bring("executions", "case,result\nUAT-001,passed\n")) == [0, 0, 0, 1]
    assert counts(bring("executions", "case,result,evidence\nUAT-001,passed,https://example.com/a\n")) == [0, 1, 0, 0]


def test_defects_come_in_triaged_and_go_back(bring):
    text = "code,title,severity,workaround,priority\nDEF-7,Narrow column,Sev3,Sheet,P2\nDEF-8,Logged out,3,,P1\n"
    run = bring("defects", text)
    assert counts(run) == [1, 0, 0, 1]
    assert [one["key"] for one in run.verdict["errors"]] == ["workaround"]
    defect = Defect.objects.get()
    assert (defect.code, defect.severity, defect.priority, defect.state) == ("DEF-7", 3, "P2", "triaged")
    undo_import(run, actor=None)
    assert Defect.objects.count() == 0
