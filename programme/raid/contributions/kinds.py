"""The import kinds of risks and issues: columns, accepted words, and the services that write them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports.kinds import Batch, Column, Kind, Outcome, Type, Writer, row_by_row
from core.imports.words import say
from core.seams import kinds
from programme.raid import permissions, selectors, services
from programme.raid.choices import (
    AssumptionState,
    DependencyState,
    IssueState,
    RiskCategory,
    RiskState,
    Severity,
    Strategy,
)
from programme.raid.selectors import rows

OWNERS_TOLD = 20


def with_extra(write: Writer) -> Writer:
    """Hand the cells of unknown headings on as ``extra``, so that they stay with the record."""

    def written(programme: Any, batch: Batch, actor: Any) -> Sequence[Outcome]:
        changes = [
            replace(one, row={**one.row, "extra": dict(one.extra)}) if one.extra else one for one in batch.changes
        ]
        return write(programme, replace(batch, changes=changes), actor)

    return written


def accepts(programme: Any) -> dict[str, Any]:
    """Say who may own a record of this programme; one query."""
    named = selectors.owners(programme)
    shown = ", ".join(f"{person.name} <{person.email}>" for person in named[:OWNERS_TOLD])
    more = " …" if len(named) > OWNERS_TOLD else ""
    return {"owner": say(_("A name without account, or a member: {members}"), members=(shown or "–") + more)}


RISK_COLUMNS = (
    Column("code", "编号", "Code", max_length=20, aliases=("风险编号", "风险ID", "ID", "Risk ID", "No.", "序号"),
           example_zh="R01", example_en="R01"),
    Column("title", "风险", "Risk", required=True, max_length=200,
           aliases=("风险名称", "风险标题", "名称", "标题", "Title", "Name", "Risk title", "Risk name"),
           example_zh="用户抵触", example_en="Users resist"),
    Column("cause", "原因", "Cause", aliases=("风险原因", "起因", "成因", "Because"),
           example_zh="习惯与收益不明", example_en="habit and unclear benefit",
           help_zh="因为……；开放的风险必填", help_en="Because …; an open risk needs it"),
    Column("event", "事件", "Event", aliases=("风险事件", "风险描述", "描述", "Description", "Risk event"),
           example_zh="被动录入、另建影子表格", example_en="passive entry and shadow sheets",
           help_zh="可能……；开放的风险必填", help_en="… may happen; an open risk needs it"),
    Column("effect", "后果", "Effect", aliases=("结果", "影响描述", "Consequence", "Leading to"),
           example_zh="KPI 落空", example_en="targets missed",
           help_zh="导致……；开放的风险必填", help_en="leading to …; an open risk needs it"),
    Column("category", "类别", "Category", Type.CHOICE, choices=RiskCategory, aliases=("风险类别", "分类", "Type"),
           example_zh="人员与采用", example_en="People and adoption"),
    Column("probability", "概率", "Probability", Type.INTEGER, minimum=1, maximum=5, example_zh="4", example_en="4",
           aliases=("可能性", "发生概率", "概率等级", "P", "Likelihood"), help_zh="1–5", help_en="1 to 5"),
    Column("impact", "影响", "Impact", Type.INTEGER, minimum=1, maximum=5, example_zh="4", example_en="4",
           aliases=("影响程度", "影响度", "影响等级", "I", "Severity"), help_zh="1–5", help_en="1 to 5"),
    Column("residual_probability", "残余概率", "Residual probability", Type.INTEGER, minimum=1, maximum=5,
           aliases=("剩余概率", "Residual P"), example_zh="2", example_en="2", help_zh="1–5", help_en="1 to 5"),
    Column("residual_impact", "残余影响", "Residual impact", Type.INTEGER, minimum=1, maximum=5,
           aliases=("剩余影响", "Residual I"), example_zh="4", example_en="4", help_zh="1–5", help_en="1 to 5"),
    Column("proximity_on", "临近日期", "May happen around", Type.DATE,
           aliases=("临近度", "Proximity", "Proximity date"),
           example_zh="2026-09-01", example_en="2026-09-01"),
    Column("cost", "影响金额", "Cost if it happens", Type.MONEY, minimum=0,
           aliases=("预计损失", "损失金额", "金额", "Cost", "Cost impact"),
           example_zh="120,000.00", example_en="120,000.00",
           help_zh="以项目币种计", help_en="in the programme's currency"),
    Column("delay_days", "延误（工作日）", "Delay if it happens (working days)", Type.INTEGER, minimum=0, maximum=1000,
           aliases=("延误天数", "工期影响", "Delay", "Delay days", "Time impact"), example_zh="10", example_en="10"),
    Column("delays", "延误对象", "What it delays", max_length=60,
           aliases=("影响任务", "Delays"), example_zh="T41", example_en="T41",
           help_zh="任务或阶段门的编号；留空为临近日期之后的第一道门",
           help_en="code of a task or gate; empty: the first gate after the day on which it may happen"),
    Column("owner", "责任人", "Owner", max_length=120, aliases=("负责人", "风险责任人", "Risk owner", "Responsible"),
           example_zh="lin@example.com", example_en="lin@example.com",
           help_zh="邮箱或姓名", help_en="E-mail address or name"),
    Column("strategy", "应对策略", "Strategy", Type.CHOICE, choices=Strategy,
           aliases=("策略", "应对方式", "Response strategy"),
           example_zh="减轻", example_en="Mitigate"),
    Column("response", "应对措施", "Response", aliases=("应对", "措施", "应对计划", "Mitigation", "Response plan"),
           example_zh="大使驻场，每周看板例会", example_en="ambassadors on site, weekly board"),
    Column("response_due", "应对期限", "Response due", Type.DATE,
           aliases=("期限", "截止日期", "到期日", "Due", "Due date"),
           example_zh="2026-08-01", example_en="2026-08-01"),
    Column("response_done_on", "应对完成日期", "Response done", Type.DATE, aliases=("完成日期", "Done")),
    Column("state", "状态", "State", Type.CHOICE, choices=RiskState, keeps=True, aliases=("风险状态", "Status"),
           example_zh="开放", example_en="Open"),
    Column("review_days", "复核间隔（天）", "Review every (days)", Type.INTEGER, minimum=1, maximum=366, keeps=True,
           aliases=("复核间隔", "Review interval"), example_zh="30", example_en="30"),
    Column("next_review_on", "下次复核", "Next review", Type.DATE, keeps=True, aliases=("复核日期", "Review date"),
           example_zh="2026-07-01", example_en="2026-07-01"),
    Column("raised_on", "提出日期", "Raised", Type.DATE, keeps=True, aliases=("登记日期", "识别日期", "Date raised")),
    Column("close_reason", "关闭原因", "Reason for closing", aliases=("关闭说明", "Close reason")),
)  # fmt: skip

ISSUE_COLUMNS = (
    Column("code", "编号", "Code", max_length=20, aliases=("问题编号", "问题ID", "ID", "Issue ID", "No.", "序号"),
           example_zh="I01", example_en="I01"),
    Column("title", "问题", "Issue", required=True, max_length=200,
           aliases=("问题名称", "问题标题", "名称", "标题", "Title", "Name", "Issue title"),
           example_zh="报价接口超时", example_en="Quotation interface times out"),
    Column("description", "描述", "Description", aliases=("问题描述", "说明", "Details"),
           example_zh="高峰时段每天约 20 次", example_en="about 20 times a day at peak hours"),
    Column("severity", "严重程度", "Severity", Type.CHOICE, choices=Severity,
           aliases=("严重度", "级别", "优先级", "Priority"),
           example_zh="高", example_en="High"),
    Column("impact", "影响", "Impact", aliases=("影响描述", "对项目的影响"),
           example_zh="试点无法报价", example_en="the pilot cannot quote"),
    Column("owner", "责任人", "Owner", max_length=120, aliases=("负责人", "处理人", "Assignee", "Responsible"),
           example_zh="zhou@example.com", example_en="zhou@example.com",
           help_zh="邮箱或姓名", help_en="E-mail address or name"),
    Column("due_on", "期限", "Due", Type.DATE, aliases=("截止日期", "到期日", "Due date"),
           example_zh="2026-08-01", example_en="2026-08-01"),
    Column("state", "状态", "State", Type.CHOICE, choices=IssueState, keeps=True, aliases=("问题状态", "Status"),
           example_zh="已提出", example_en="Raised"),
    Column("raised_on", "提出日期", "Raised", Type.DATE, keeps=True, aliases=("登记日期", "Date raised")),
    Column("resolution", "解决办法", "Resolution", aliases=("处理结果", "解决方案", "Solution")),
)  # fmt: skip

ASSUMPTION_COLUMNS = (
    Column("code", "编号", "Code", max_length=20, aliases=("假设编号", "ID", "No.", "序号"),
           example_zh="A01", example_en="A01"),
    Column("title", "假设", "Assumption", required=True, max_length=300,
           aliases=("假设内容", "陈述", "Statement", "Title"),
           example_zh="ERP客户编码唯一", example_en="Customer codes in ERP are unique"),
    Column("test", "验证方法", "How it is tested", required=True, aliases=("如何验证", "验证", "Test"),
           example_zh="统计6月1日抽取中的重复编码", example_en="Count duplicates in the extract of 1 June"),
    Column("effect", "不成立的后果", "What follows if it is wrong", aliases=("后果", "影响", "Effect", "Impact"),
           example_zh="匹配键失效，迁移推迟两周", example_en="match keys break, migration moves by two weeks"),
    Column("owner", "责任人", "Owner", max_length=120, aliases=("负责人", "Responsible"),
           example_zh="lin@example.com", example_en="lin@example.com",
           help_zh="邮箱或姓名", help_en="E-mail address or name"),
    Column("expires_on", "验证期限", "To be tested by", Type.DATE, required=True,
           aliases=("期限", "到期日", "失效日期", "Expiry", "Expires", "Due"),
           example_zh="2026-06-15", example_en="2026-06-15"),
    Column("state", "状态", "State", Type.CHOICE, choices=AssumptionState, keeps=True, aliases=("Status",),
           example_zh="待验证", example_en="To be tested",
           help_zh="状态在记录页面上变更", help_en="moves on the record's page"),
    Column("raised_on", "提出日期", "Raised", Type.DATE, keeps=True, aliases=("登记日期", "Date raised")),
)  # fmt: skip

DEPENDENCY_COLUMNS = (
    Column("code", "编号", "Code", max_length=20, aliases=("依赖编号", "ID", "No.", "序号"),
           example_zh="X01", example_en="X01"),
    Column("title", "交付内容", "What is given", required=True, max_length=200,
           aliases=("依赖", "依赖项", "名称", "Dependency", "Title"),
           example_zh="ERP测试接口", example_en="Test interface of ERP"),
    Column("description", "描述", "Description", aliases=("说明", "Details")),
    Column("giver", "提供方", "Giver", required=True, max_length=120, aliases=("提供者", "来源", "Provider", "From"),
           example_zh="ERP团队", example_en="ERP team"),
    Column("taker", "接收方", "Taker", required=True, max_length=120, aliases=("需求方", "Receiver", "To"),
           example_zh="项目组", example_en="Programme"),
    Column("owner", "责任人", "Owner", max_length=120, aliases=("负责人", "Responsible"),
           example_zh="zhou@example.com", example_en="zhou@example.com",
           help_zh="邮箱或姓名", help_en="E-mail address or name"),
    Column("promised_on", "承诺日期", "Promised for", Type.DATE, keeps=True, aliases=("承诺", "Promised", "Promise"),
           example_zh="2026-06-01", example_en="2026-06-01"),
    Column("needed_by", "需用任务", "Needed by the task", max_length=60, aliases=("任务编号", "Needed by", "Task"),
           example_zh="T28", example_en="T28", help_zh="任务或里程碑的编号", help_en="code of a task or milestone"),
    Column("needed_on", "需用日期", "Needed on", Type.DATE, keeps=True, aliases=("需要日期", "Needed"),
           example_zh="2026-06-15", example_en="2026-06-15",
           help_zh="填写了需用任务时由计划给出", help_en="given by the plan where a task is named"),
    Column("state", "状态", "State", Type.CHOICE, choices=DependencyState, keeps=True, aliases=("Status",),
           example_zh="已承诺", example_en="Promised",
           help_zh="状态在记录页面上变更", help_en="moves on the record's page"),
    Column("raised_on", "提出日期", "Raised", Type.DATE, keeps=True, aliases=("登记日期", "Date raised")),
)  # fmt: skip

kinds.add("risks", Kind(
    code="risks",
    label=_("Risks"),
    columns=RISK_COLUMNS,
    id_column="code",
    natural_key=("title",),
    existing=rows.risk_rows,
    write=with_extra(row_by_row(services.create_risk_from_row, services.update_risk_from_row)),
    accepts=accepts,
    remove=services.remove_risks,
    can=permissions.can_import,
    order=20,
    in_parts=True,
))  # fmt: skip
kinds.add("issues", Kind(
    code="issues",
    label=_("Issues"),
    columns=ISSUE_COLUMNS,
    id_column="code",
    natural_key=("title",),
    existing=rows.issue_rows,
    write=with_extra(row_by_row(services.create_issue_from_row, services.update_issue_from_row)),
    accepts=accepts,
    remove=services.remove_issues,
    can=permissions.can_import,
    order=21,
    in_parts=True,
))  # fmt: skip
kinds.add("assumptions", Kind(
    code="assumptions",
    label=_("Assumptions"),
    columns=ASSUMPTION_COLUMNS,
    id_column="code",
    natural_key=("title",),
    existing=rows.assumption_rows,
    write=with_extra(row_by_row(services.create_assumption_from_row, services.update_assumption_from_row)),
    accepts=accepts,
    remove=services.remove_assumptions,
    can=permissions.can_import,
    order=22,
    in_parts=True,
))  # fmt: skip
kinds.add("dependencies", Kind(
    code="dependencies",
    label=_("External dependencies"),
    columns=DEPENDENCY_COLUMNS,
    id_column="code",
    natural_key=("title",),
    existing=rows.dependency_rows,
    write=with_extra(row_by_row(services.create_dependency_from_row, services.update_dependency_from_row)),
    accepts=accepts,
    remove=services.remove_dependencies,
    can=permissions.can_import,
    order=23,
    in_parts=True,
))  # fmt: skip
