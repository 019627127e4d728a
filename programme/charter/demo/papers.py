"""The demo's charter: why, which goals, where they started, how ready the company was, and who signed."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from programme.charter import services
from programme.charter.choices import Cause, Moment
from programme.charter.demo.figures import make_goals
from programme.people.models import Unit

BUILD_LAST = ("T24", "T26", "T32", "T36", "T37", "T38")
KIND = "programme.CharterVersion"
STRATEGY = (
    ("SO1", "三年内重点行业收入翻番", "Double revenue in key industries within three years"),
    ("SO2", "以客户为中心的一体化营销服务", "One team for the customer in sales and service"),
    ("SO3", "用数据做经营决策", "Run the business on data"),
)
START = {
    Cause.PROCESS: (
        3,
        "三条主流程已指定负责人，现状访谈42人次。",
        "Three processes have owners; 42 interviews were held.",
    ),
    Cause.CONSULTANT: (
        3,
        "同行华仪科技两年前完成同类项目。",
        "Huayi Technology, alike in trade, finished two years ago.",
    ),
    Cause.EXECUTIVE: (
        4,
        "总经理任发起人，每月听取汇报。",
        "The general manager sponsors it and is briefed each month.",
    ),
    Cause.TEAM: (3, "项目经理全职，业务负责人投入40%。", "The project manager is full-time, the owner gives 40 %."),
    Cause.SELECTION: (2, "三家候选，顾问尚未面谈。", "Three candidates; consultants are not interviewed yet."),
}
BUILD = {
    Cause.PROCESS: (4, "15项输出与考核制度已批准。", "All 15 outputs and the incentive policy are approved."),
    Cause.CONSULTANT: (3, "首席顾问有4个同类案例。", "The lead consultant has four similar cases."),
    Cause.EXECUTIVE: (3, "月度汇报出席11次中9次。", "Attended nine of eleven monthly briefings."),
    Cause.TEAM: (3, "14名大使与测试人已培训。", "Fourteen ambassadors and testers are trained."),
    Cause.SELECTION: (3, "按评分选定，价格最后评。", "Chosen by score, price last."),
}
SCOPE = (
    ("in", "线索到合同(MTL、LTC)", "From lead to contract (MTL, LTC)"),
    ("in", "客户服务与回款(MCR)", "Service and collection (MCR)"),
    ("in", "ERP合同与发票接口", "Interface to ERP for contracts and invoices"),
    ("in", "华东大区试点，随后三个批次推广", "Pilot in the east, then three waves"),
    ("out", "经销商门户", "Dealer portal"),
    ("out", "海外子公司", "Subsidiaries abroad"),
)
ADDED = (
    "constraint", "服务中心并入推广前完成客户数据合并核对",
    "A service centre joins the rollout once its customer data are merged and checked",
)  # fmt: skip
STATEMENTS = (
    ("assumption", "ERP升级在试点前完成", "The ERP upgrade ends before the pilot"),
    ("constraint", "季末最后五个工作日不切换", "No cutover in the last five working days of a quarter"),
    ("requirement", "移动端可完成全部销售日常操作", "All daily sales work can be done on a phone"),
    ("acceptance", "试点核心功能现场核查通过率≥95%", "At least 95 % of core functions pass the live check"),
    ("authority", "项目经理可批准5万元以内、不影响关键路径的变更",
     "The project manager approves changes up to CNY 50,000 off the critical path"),
)  # fmt: skip
TOLERANCES = (
    ("time", 10, "工作日", "working days"),
    ("cost", 5, "%", "%"),
    ("scope", 10, "% 需求变更", "% of requirements"),
    ("quality", 0, "个一级缺陷", "severity-1 defects"),
)
# Similar programmes: planned and actual working days, and how far they can be relied on.
CASES = (
    ("启明阀门", "Qiming Valves", 200, 190, "A"),
    ("海川泵业", "Haichuan Pumps", 180, 180, "B"),
    ("中衡仪表", "Zhongheng Instruments", 240, 240, "A"),
    ("立本轴承", "Liben Bearings", 220, 231, "B"),
    ("远桥电气", "Yuanqiao Electric", 300, 330, "B"),
    ("江南液压", "Jiangnan Hydraulics", 200, 224, "A"),
    ("北辰传感", "Beichen Sensors", 160, 200, "B"),
    ("华岳空调", "Huayue Air Conditioning", 260, 351, "B"),
    ("南屿照明", "Nanyu Lighting", 180, 270, "C"),
    ("金桥物流", "Jinqiao Logistics", 150, 270, "B"),
    ("东澜家电", "Donglan Appliances", 200, 480, "B"),
)


@seams.demo.provide("25.charter.reason")
def reason(story: Story) -> None:
    """Say why, which objectives it serves and who went before; ask for readiness at start."""
    programme, pmo, first = story.programme, story.people["pmo"], story.programme.starts_on
    text = story.say(
        "客户信息散落在四套表格与两套系统里，线索转化率停在25%，大区之间看不到同一客户的进展。"
        "我们要用一套流程、一份客户数据，把销售周期缩短10天。",
        "Customer data lies in four sets of sheets and two systems, lead conversion has stopped at 25 %, and no region "
        "sees what another does for the same customer. One process and one set of data shall shorten the sales cycle "
        "by ten days.",
    )
    story.then(
        first,
        lambda: services.set_purpose(programme, purposes=["unify", "sales"], purpose_text=text, actor=pmo),
        hour=10,
    )
    for code, zh, en in STRATEGY:
        story.then(first, partial(_strategy, story, code, story.say(zh, en)), hour=11)
    case = {
        "company": story.say("华仪科技", "Huayi Technology"),
        "industry": story.say("精密仪器", "Precision instruments"),
        "finished_on": first - timedelta(days=720),
        "size": "large",
        "planned_days": 250,
        "actual_days": 300,
        "grade": "B",
        "lesson": story.say("数据清洗晚了三周才有责任人", "Data cleaning had no owner for three weeks"),
        "similar": True,
        "why_similar": story.say(
            "规模与渠道结构相近，同样先做华东试点", "Alike in size and channels; began in the east too"
        ),
        "contact": story.say("信息部谢总", "Mr Xie, head of IT"),
        "scope": story.say("销售与服务，三个大区，分三批", "Sales and service, three regions, in three waves"),
        "cost": story.say("约860万元", "about 8.6 million yuan"),
        "result": story.say(
            "一年后线索转化率从22%升至31%，九成销售每天更新客户",
            "A year later lead conversion had gone from 22 % to 31 %, nine in ten salespeople updated customers daily",
        ),
        "cited": True,
    }
    story.then(
        story.calendar.add_days(first, 2),
        lambda: services.create_row(programme, "reference-cases", values=case, actor=pmo),
        hour=14,
    )
    for number, (zh, en, planned, actual, grade) in enumerate(CASES):
        values = {
            "company": story.say(zh, en), "size": "large", "similar": True, "planned_days": planned,
            "actual_days": actual, "grade": grade, "finished_on": first - timedelta(days=400 + 90 * number),
            "why_similar": story.say("直销与渠道并存，分批上线", "Direct sales beside a channel, live in waves"),
        }  # fmt: skip
        story.then(story.calendar.add_days(first, 2), partial(_case, story, values), hour=15, minute=number)
    story.then(story.ended("T01"), partial(_readiness, story, Moment.START, START), hour=15)
    story.then(story.ended("T22"), partial(_consultants, story), hour=15)
    day = story.calendar.add_days(max(map(story.ended, BUILD_LAST)), -1)
    story.then(day, partial(_readiness, story, Moment.BUILD, BUILD), hour=15)


def _case(story: Story, values: dict[str, Any]) -> None:
    services.create_row(story.programme, "reference-cases", values=values, actor=story.people["pmo"])


def _strategy(story: Story, code: str, title: str) -> None:
    services.create_strategy(story.programme, code=code, title=title, actor=story.people["pmo"])


def _readiness(story: Story, moment: str, answers: dict[Cause, tuple[int, str, str]]) -> None:
    pmo = story.people["pmo"]
    for cause, (score, zh, en) in answers.items():
        services.answer_readiness(
            story.programme, moment=moment, cause=cause, score=score, evidence=story.say(zh, en), actor=pmo
        )
    services.conclude_readiness(story.programme, moment=moment, actor=pmo)


def _consultants(story: Story) -> None:
    rows = (("吕卫东", "Lü Weidong", 4, 3, 3), ("方晴", "Fang Qing", 2, 2, 2))
    for zh, en, cases, process, business in rows:
        values = {
            "name": story.say(zh, en),
            "firm": story.say("凌云软件", "Lingyun Software"),
            "similar_cases": cases,
            "process_skill": process,
            "business_skill": business,
        }
        services.create_row(story.programme, "consultants", values=values, actor=story.people["pmo"])


@seams.demo.provide("26.charter.workshop")
def workshop(story: Story) -> None:
    """Turn the departments' pains into goals, then ask for readiness as a programme."""
    story.then(story.ended("T03"), partial(_workshop, story), hour=10)
    story.then(
        story.ended("T03"),
        lambda: services.move_programme(story.programme, "assess", actor=story.people["pmo"]),
        hour=17,
    )


PAINS = (
    ("EAST", "GL01", "线索分给谁、跟到哪一步没人说得清", "Nobody can say who follows a lead, and how far",
     "线索统一入口与分配规则", "One entry and one rule for leads"),
    ("EAST", "GL02", "报价审批平均要等6天", "Quotes wait six days for approval",
     "按金额分级审批", "Approval by amount"),
    ("SOUTH", "GL03", "拜访记录月底补填", "Visits are written down at the end of the month",
     "移动端当天记录", "Recorded on the phone the same day"),
    ("SERVICE", "GL04", "同一客户有三个名称，电话打错", "One customer has three names and a wrong number",
     "客户主数据与查重", "Customer master data, duplicates refused"),
)  # fmt: skip


def _workshop(story: Story) -> None:
    owner = story.people["owner"]
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=["EAST", "SOUTH", "SERVICE", "HQ"])}
    goals = make_goals(story)
    held = services.create_workshop(
        story.programme,
        title=story.say("SMART目标研讨会", "Goal workshop"),
        held_on=story.ended("T03"),
        invited=list(units.values()),
        attended=[unit for code, unit in units.items() if code != "HQ"],
        actor=owner,
    )
    for unit, goal, pain_zh, pain_en, problem_zh, problem_en in PAINS:
        values: dict[str, Any] = {
            "unit": units.get(unit),
            "goal": goals[goal],
            "pain": story.say(pain_zh, pain_en),
            "problem": story.say(problem_zh, problem_en),
        }
        services.create_workshop_entry(held, values=values, actor=owner)


@seams.demo.provide("34.charter.signing")
def signing(story: Story) -> None:
    """Write the rest of the charter, let all sign 1.0, hold the kick-off, activate; later begin the next one."""
    end = story.ended("T08")
    before = story.calendar.add_days(end, -1)
    story.then(story.calendar.add_days(end, -4), partial(_rows, story), hour=10)
    story.then(story.calendar.add_days(end, -2), partial(_submit, story), hour=15)
    for who, day, hour in (("pmo", before, 9), ("finance", before, 11), ("sponsor", before, 17), ("owner", end, 10)):
        story.then(day, partial(_sign, story, who), hour=hour)
    story.then(story.ended("T09"), partial(_kickoff, story, story.ended("T09")), hour=12)
    story.then(
        story.ended("T09"),
        lambda: services.move_programme(story.programme, "activate", actor=story.people["sponsor"]),
        hour=17,
        minute=40,
    )
    _next_version(story)


def _rows(story: Story) -> None:
    programme, pmo = story.programme, story.people["pmo"]
    for side, zh, en in SCOPE:
        services.create_row(programme, "scope", values={"side": side, "text": story.say(zh, en)}, actor=pmo)
    for kind, zh, en in STATEMENTS:
        services.create_row(programme, "statements", values={"kind": kind, "text": story.say(zh, en)}, actor=pmo)
    for dimension, limit, zh, en in TOLERANCES:
        values = {"dimension": dimension, "limit": limit, "unit": story.say(zh, en)}
        services.create_row(programme, "tolerances", values=values, actor=pmo)


def _submit(story: Story) -> None:
    services.submit_charter(story.programme, actor=story.people["pmo"])


def _sign(story: Story, who: str) -> None:
    story.facts["sign"](story.people[who], KIND)


def _kickoff(story: Story, day: date) -> None:
    services.record_kickoff(story.programme, held_on=day, executive=True, actor=story.people["pmo"])


def _next_version(story: Story) -> None:
    """Put one more constraint to the signers; the owner and the sponsor have not signed yet."""
    kind, zh, en = ADDED
    values = {"kind": kind, "text": story.say(zh, en)}
    day = story.workday(-5)
    pmo = story.people["pmo"]
    story.then(day, lambda: services.create_row(story.programme, "statements", values=values, actor=pmo), hour=10)
    story.then(day, partial(_submit, story), hour=11)
    story.then(day, partial(_sign, story, "pmo"), hour=11, minute=20)
    story.then(story.workday(-4), partial(_sign, story, "finance"), hour=16)
