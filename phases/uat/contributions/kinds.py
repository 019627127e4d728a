"""Imports of the acceptance test: cases (also one line a step), results (also JUnit XML), defects."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from core import seams
from core.imports.kinds import Choice, Column, Kind, Row, Type, choices_of, row_by_row
from phases.uat import permissions, services
from phases.uat.choices import Level, Priority, RunState, Severity
from phases.uat.rules.filing import parse_cases, parse_results
from phases.uat.selectors import case_rows, defect_rows, execution_rows
from phases.uat.services import imports

SAYS = {"passed": ("P", "p", "pass"), "failed": ("F", "f", "fail"), "blocked": ("B", "b")}
RESULTS = tuple(
    Choice(one.code, one.label_zh, one.label_en, SAYS.get(one.code, ()))
    for one in choices_of(RunState)
    if one.code not in {"invalidated", "waived"}
)
SEVERITIES = tuple(
    Choice(one.code, one.label_zh, one.label_en, (f"Sev{one.code}", f"S{one.code}", f"{one.code}级"))
    for one in choices_of(Severity)
)
CASES = (
    Column("code", "编号", "Code", max_length=40, aliases=("用例编号", "ID", "No."), example_zh="UAT-001",
           example_en="UAT-001"),
    Column("title", "用例", "Title", required=True, max_length=200, aliases=("用例标题", "标题", "Case"),
           example_zh="报价审批后商机金额不变", example_en="The amount stays after quote approval"),
    Column("scenario", "端到端场景", "Scenario", max_length=120, example_zh="报价到签约",
           example_en="Quote to contract"),
    Column("process", "流程编号", "Process code", max_length=20),
    Column("unit", "业务单元编号", "Business unit code", max_length=40, example_zh="EAST", example_en="EAST"),
    Column("crm_role", "CRM角色", "Role in the CRM", max_length=80, example_zh="sales", example_en="sales"),
    Column("requirement", "需求", "Requirement", max_length=120, aliases=("Requirement Code", "需求编号")),
    Column("preparation", "准备", "Preparation", aliases=("前置条件", "Pre-Condition", "Precondition")),
    Column("steps", "步骤", "Steps", example_zh="批准报价 → 金额不变", example_en="Approve the quote → same amount",
           help_zh="每行一步，预期写在→或->之后", help_en="One to a line, what is expected after → or ->"),
    Column("expected", "预期结果", "Expected result", aliases=("Expected", "Post-Condition")),
    Column("urgency", "紧急程度", "Urgency", Type.CHOICE, choices=Level, keeps=True),
    Column("importance", "重要程度", "Importance", Type.CHOICE, choices=Level, keeps=True),
    Column("must", "必测", "Must pass", Type.BOOLEAN, keeps=True, example_zh="是", example_en="yes"),
)  # fmt: skip
EXECUTIONS = (
    Column("cycle", "轮次", "Cycle", Type.INTEGER, minimum=1, maximum=999, keeps=True, example_zh="1", example_en="1"),
    Column("case", "用例编号", "Case code", required=True, max_length=40, aliases=("Case", "用例"),
           example_zh="UAT-001", example_en="UAT-001"),
    Column("state", "结果", "Result", Type.CHOICE, choices=RESULTS, required=True, aliases=("状态", "Status", "State"),
           example_zh="通过", example_en="passed"),
    Column("tester", "测试人邮箱", "Tester's e-mail", Type.PERSON, keeps=True, aliases=("测试人", "Tester")),
    Column("comment", "备注", "Comment", aliases=("Notes", "说明")),
    Column("evidence", "证据", "Evidence", max_length=300, help_zh="必测用例通过须有链接",
           help_en="A must-case needs a link for its pass"),
)  # fmt: skip
DEFECTS = (
    Column("code", "编号", "Code", max_length=40, aliases=("缺陷编号", "ID", "Issue key"), example_zh="DEF-0001",
           example_en="DEF-0001"),
    Column("title", "缺陷", "Title", required=True, max_length=200, aliases=("标题", "Summary", "Defect"),
           example_zh="报价PDF列宽不足", example_en="The PDF's column is narrow"),
    Column("cycle", "轮次", "Cycle", Type.INTEGER, minimum=1, maximum=999),
    Column("case", "用例编号", "Case code", max_length=40, example_zh="UAT-001", example_en="UAT-001"),
    Column("unit", "业务单元编号", "Business unit code", max_length=40),
    Column("description", "步骤与现象", "Steps and what was seen", aliases=("描述", "Description")),
    Column("expected", "预期", "What was expected", aliases=("预期结果", "Expected")),
    Column("severity", "严重程度", "Severity", Type.CHOICE, choices=SEVERITIES, keeps=True, example_zh="3",
           example_en="3"),
    Column("workaround", "绕行办法", "Workaround", example_zh="导出为表格", example_en="Export it as a sheet",
           help_zh="三级必须写明", help_en="Needed for severity 3"),
    Column("priority", "优先级", "Priority", Type.CHOICE, choices=Priority, keeps=True),
    Column("environment", "环境", "Environment", max_length=120),
    Column("build", "版本", "Build", max_length=60),
    Column("reported_on", "报告日期", "Reported", Type.DATE, keeps=True, aliases=("Created",)),
)  # fmt: skip


def _results(rows: Sequence[Row]) -> dict[str, Any]:
    """Count the results of a table; JUnit XML is counted as it is read."""
    names = {"passed": RunState.PASSED, "failed": RunState.FAILED, "errored": RunState.ERROR}
    return {name: sum(row.get("state") == state for row in rows) for name, state in names.items()}


seams.kinds.add(
    "test-cases",
    Kind(
        code="test-cases", label=gettext_lazy("Test cases"), columns=CASES, id_column="code", natural_key=("title",),
        existing=case_rows, write=row_by_row(imports.create_case_from_row, imports.update_case_from_row),
        remove=lambda programme, refs, actor: services.remove_cases(programme, refs=refs, actor=actor),
        parse=parse_cases, can=permissions.can_import, order=80,
    ),
)  # fmt: skip
seams.kinds.add(
    "executions",
    Kind(
        code="executions", label=gettext_lazy("Executions"), columns=EXECUTIONS, natural_key=("case",),
        existing=execution_rows, write=row_by_row(imports.create_result_from_row, imports.update_result_from_row),
        parse=parse_results, figures=_results, suffixes=(".csv", ".xlsx", ".xml"),
        can=permissions.can_import_results, order=81,
    ),
)  # fmt: skip
seams.kinds.add(
    "defects",
    Kind(
        code="defects", label=gettext_lazy("Defects"), columns=DEFECTS, id_column="code", natural_key=("title",),
        existing=defect_rows, write=row_by_row(imports.create_defect_from_row, imports.update_defect_from_row),
        remove=lambda programme, refs, actor: services.remove_defects(programme, refs=refs, actor=actor),
        can=permissions.can_import, order=82,
    ),
)  # fmt: skip
