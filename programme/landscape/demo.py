"""The landscape's part of the living example: five places of customer data, three interfaces, data and access."""

from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from programme.landscape import services
from programme.landscape.models import Interface, MasterRecord, SourceSystem

System = tuple[str, tuple[str, str], tuple[str, str], str, int, int, str, tuple[str, str]]
SYSTEMS: tuple[System, ...] = (
    ("SY01", ("旧CRM", "Old CRM"), ("销售运营部", "Sales operations"), "customer contact opportunity", 48200, 3,
     "migrate", ("试点前迁移，之后只读一年", "Migrated before the pilot, read-only for a year")),
    ("SY02", ("ERP", "ERP"), ("信息部", "Information technology"), "customer order product contract", 31650, 1,
     "integrate", ("客户主数据以ERP为准", "Leads for the customer's master data")),
    ("SY03", ("客户Excel台账", "Customer spreadsheets"), ("华东大区", "East region"), "customer contact lead", 12900, 8,
     "retire", ("清洗后导入，文件夹设为只读", "Cleansed and imported, the folder becomes read-only")),
    ("SY04", ("呼叫中心", "Call centre"), ("苏州服务中心", "Suzhou service centre"), "contact ticket", 86400, 5,
     "integrate", ("来电弹屏与工单同步", "Caller's screen and service requests")),
)  # fmt: skip
LATE: System = (  # found after the design was closed
    "SY05",
    ("展会名片库", "Cards from fairs"),
    ("市场部", "Marketing"),
    "contact lead",
    5400,
    9,
    "",
    ("", ""),
)
SPECIFIED: dict[str, dict[str, Any]] = {
    "IF01": {"frequency": "live", "method": "api", "standard": "REST, OpenAPI 3.1", "owner": ("王珂", "Wang Ke"),
             "errors": ("重试三次后进入死信队列并告警", "Tried three times, then kept aside with an alarm")},
    "IF03": {"frequency": "hourly", "method": "bus", "standard": "REST, OpenAPI 3.1", "owner": ("王珂", "Wang Ke"),
             "errors": ("下一小时整批重传，核对条数", "The whole batch again in an hour, counts compared")},
}  # fmt: skip
TESTED = {
    "IF01": ("40条线索逐条到达，断网后自动补传", "40 leads arrived one by one, those of an outage later"),
    "IF03": ("三批共1200条，条数与金额一致", "Three batches of 1,200 rows, counts and amounts agree"),
}
FIELDS: tuple[tuple[str, tuple[str, str], tuple[str, str], tuple[str, str], bool, tuple[str, str], str, str], ...] = (
    ("customer", ("客户名称", "name"), ("工商注册全称", "Registered full name"), ("不含空格", "No blanks"), True,
     ("销售运营部", "Sales operations"), "SY02", "trusted"),
    ("customer", ("统一社会信用代码", "credit code"), ("18位", "18 signs"), ("校验位mod-31", "Check digit, modulus 31"),
     True, ("财务部", "Finance"), "SY02", "trusted"),
    ("customer", ("电话", "phone"), ("区号-号码", "Area code and number"), ("7至12位数字", "7 to 12 digits"), False,
     ("华东大区", "East region"), "", "newest"),
    ("customer", ("地址", "address"), ("省市区街道", "Province to street"), ("必须含省", "Names the province"), True,
     ("销售运营部", "Sales operations"), "", "longest"),
    ("contact", ("手机号", "mobile"), ("11位", "11 digits"), ("13至19开头", "Begins with 13 to 19"), False,
     ("", ""), "SY01", "newest"),
)  # fmt: skip
RECORDS: tuple[tuple[str, tuple[str, str], str, str, int, dict[tuple[str, str], tuple[str, str]]], ...] = (
    ("MR0001", ("苏州精密轴承", "Suzhou Precision Bearings"), "SY01", "C-1042", -40,
     {("电话", "phone"): ("0512-6655 0101", "0512-6655 0101"), ("地址", "address"): ("苏州", "Suzhou")}),
    ("MR0002", ("苏州精密轴承有限公司", "Suzhou Precision Bearings Ltd"), "SY02", "1000733", -90,
     {("电话", "phone"): ("0512-6655 0100", "0512-6655 0100"),
      ("地址", "address"): ("江苏省苏州市工业园区星湖街8号", "8 Xinghu Street, Industrial Park, Suzhou, Jiangsu"),
      ("统一社会信用代码", "credit code"): ("91320594MA1XYZ1234", "91320594MA1XYZ1234")}),
    ("MR0003", ("宁波海创机电", "Ningbo Haichuang"), "SY01", "C-2210", -30,
     {("电话", "phone"): ("0574-8810 2200", "0574-8810 2200")}),
    ("MR0004", ("宁波海创机电", "Ningbo Haichuang"), "SY03", "row 318", -200,
     {("电话", "phone"): ("8810 2200", "8810 2200")}),
)  # fmt: skip
PERSONAL: tuple[tuple[str, tuple[str, str], str, tuple[str, str], str, int | None], ...] = (
    ("contact", ("姓名", "name"), "identity", ("识别联系人", "To know whom one speaks with"), "contract", 36),
    ("contact", ("手机号", "mobile"), "contact", ("预约拜访与服务", "To arrange visits and service"), "contract", 36),
    ("contact", ("生日", "birthday"), "special", ("节日问候", "Greetings"), "consent", None),
    ("customer", ("银行账号", "bank account"), "money", ("退款", "Refunds"), "duty", 120),
)  # fmt: skip


@seams.demo.provide("27.landscape.systems")
def systems(story: Story) -> None:
    """List the systems while the current state is described; decide about them, specify and test interfaces later."""
    story.then(story.ended("T02"), partial(_systems, story), hour=15)
    story.then(story.ended("T04"), partial(_data, story), hour=11)
    story.then(story.ended("T16"), partial(_specify, story), hour=11)
    story.then(story.ended("T16"), partial(_merge, story), hour=12)
    story.then(story.ended("T29"), partial(_test, story), hour=16)
    story.then(story.workday(-12), partial(_system, story, LATE), hour=10)
    story.then(story.workday(-15), partial(_access, story), hour=10)


def _systems(story: Story) -> None:
    for each in SYSTEMS:
        _system(story, each)


def _system(story: Story, told: System) -> None:
    code, name, owner, held, records, trust, fate, note = told
    values = {
        "code": code, "name": story.say(*name), "owner": story.say(*owner), "objects_held": held.split(),
        "records": records, "trust": trust, "fate": fate or "open", "note": story.say(*note),
    }  # fmt: skip
    services.create_row(story.programme, "systems", values=values, actor=story.people["data"])


def _data(story: Story) -> None:
    known = {row.code: row for row in SourceSystem.objects.filter(programme=story.programme)}
    for held, name, shape, rule, required, owner, master, survival in FIELDS:
        values: dict[str, Any] = {
            "object": held, "name": story.say(*name), "format": story.say(*shape), "check_rule": story.say(*rule),
            "required": required, "owner": story.say(*owner), "master": known.get(master), "survival": survival,
        }  # fmt: skip
        services.create_row(story.programme, "fields", values=values, actor=story.people["data"])
    for held, field, weight, purpose, basis, months in PERSONAL:
        values = {
            "object": held, "field": story.say(*field), "sensitivity": weight, "purpose": story.say(*purpose),
            "basis": basis, "keep_months": months, "owner": story.say("法务部", "Legal"), "masked_export": True,
            "masked_outside": weight != "special",
        }  # fmt: skip
        services.create_row(story.programme, "personal-data", values=values, actor=story.people["data"])


def _specify(story: Story) -> None:
    for row in Interface.objects.filter(programme=story.programme, code__in=SPECIFIED):
        told = {
            name: story.say(*value) if isinstance(value, tuple) else value
            for name, value in SPECIFIED[row.code].items()
        }
        services.update_row(row, "interfaces", values=told, actor=story.people["it"])
        services.specify_interface(row, actor=story.people["it"])
    for row in Interface.objects.filter(programme=story.programme, in_scope=True).exclude(code__in=SPECIFIED):
        services.update_row(row, "interfaces", values={"in_scope": False}, actor=story.people["it"])


def _merge(story: Story) -> None:
    known = {row.code: row for row in SourceSystem.objects.filter(programme=story.programme)}
    for code, name, system, key, days, pairs in RECORDS:
        values = {
            "code": code, "object": "customer", "name": story.say(*name), "system": known[system], "key": key,
            "seen_on": story.calendar.add_days(story.ended("T16"), days),
            "values": {story.say(*field): story.say(*value) for field, value in pairs.items()},
        }  # fmt: skip
        services.create_row(story.programme, "records", values=values, actor=story.people["data"])
    first, second = MasterRecord.objects.filter(programme=story.programme).order_by("code")[:2]
    services.merge_records(first, other=second, actor=story.people["data"])


def _test(story: Story) -> None:
    for row in Interface.objects.filter(programme=story.programme, code__in=TESTED):
        note = story.say(*TESTED[row.code])
        services.test_interface(row, passed=True, tested_on=story.ended("T29"), note=note, actor=story.people["it"])


def _access(story: Story) -> None:
    services.add_preset_rules(story.programme, actor=story.people["it"])
    for role, reach in (("sales", "own"), ("managers", "team")):
        rule = {"role": role, "object": "staff", "deed": "read", "reach": reach}
        services.create_row(story.programme, "access", values=rule, actor=story.people["it"])
    for name, used, records, method, proof in (
        (("UAT样本", "Sample for UAT"), ("UAT第一轮", "UAT cycle 1"), 2000,
         ("姓名重生成，号码平移", "Names drawn anew, numbers shifted"),
         ("抽查50条，无一可识别", "50 looked at, none recognised")),
        (("服务工单原样", "Service requests as they are"), ("UAT第二轮", "UAT cycle 2"), 300, ("", ""), ("", "")),
    ):  # fmt: skip
        values = {
            "name": story.say(*name), "used_for": story.say(*used), "records": records, "anonymised": bool(method[0]),
            "method": story.say(*method), "proof": story.say(*proof),
        }  # fmt: skip
        services.create_row(story.programme, "test-data", values=values, actor=story.people["data"])
