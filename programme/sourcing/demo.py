"""The living example's choice: three vendors scored by three people, the pick decided and signed."""

from decimal import Decimal
from functools import partial

from core import seams
from core.demo import Story
from programme.governance.models import Decision
from programme.governance.services.decisions import approve_decision
from programme.sourcing import services
from programme.sourcing.models import SourcingCriterion, Vendor

MINOR = 100
# Name, product, offer, consultant days, similar case.
VENDORS = (
    (("海川软件", "Haichuan"), ("海川CRM企业版", "Haichuan CRM Enterprise"), 3_720_000, 460,
     ("无锡一家阀门厂", "A maker of valves in Wuxi")),
    (("凌云软件", "Lingyun"), ("凌云CRM", "Lingyun CRM"), 3_960_000, 520,
     ("苏州一家仪器厂，已走访", "A maker of instruments in Suzhou, visited")),
    (("启帆科技", "Qifan"), ("启帆云CRM", "Qifan Cloud CRM"), 2_980_000, 260, ("", "")),
)  # fmt: skip
SCORES = {  # by candidate and scorer, in the order of the criteria
    "V01": {"owner": "44444444", "it": "44544454", "service": "44434444"},
    "V02": {"owner": "54455443", "it": "44454443", "service": "55445543"},
    "V03": {"owner": "44333435", "it": "44323445", "service": "43443435"},
}
SEEN = (
    ("演示42个场景", "42 scenarios shown"),
    ("与销售型CRM的匹配清单", "List of what a sales CRM needs"),
    ("ERP与官网接口说明", "Specifications of ERP and website interfaces"),
    ("与首席顾问面谈", "Talk with the lead consultant"),
    ("案例电话与走访", "Calls to and visits of similar companies"),
    ("服务条款与响应时间", "Terms of service and answering times"),
    ("开放平台文档", "Documents of the open platform"),
    ("三年报价", "Offer over three years"),
)
DESCRIBED = {
    "open_reason": ("信息部只有两名开发人员，无法长期维护", "IT has two developers and cannot keep it up"),
    "build_reason": ("上线要晚一年以上，非核心业务", "It would be a year later and is not our business"),
    "benchmark_source": ("两家同类企业的实际人天", "Actual days of two similar companies"),
}


@seams.demo.provide("51.sourcing.decision")
def sourcing(story: Story) -> None:
    """Weigh the criteria once requirements stand, score after the demonstrations, decide when the evaluation ends."""
    end = story.ended("T21")
    story.then(story.ended("T20"), partial(_list, story), hour=15)
    for ago, who in enumerate(SCORES["V01"], start=4):
        story.then(story.calendar.add_days(end, -ago), partial(_score, story, who), hour=14)
    story.then(story.calendar.add_days(end, -3), partial(_propose, story), hour=9, minute=30)
    story.then(end, partial(_decide, story), hour=13)


def _list(story: Story) -> None:
    pmo = story.people["pmo"]
    services.begin_sourcing(story.programme, actor=pmo)
    said = {name: story.say(*words) for name, words in DESCRIBED.items()}
    services.describe_sourcing(
        story.programme, values={"measure": "whole", "benchmark": Decimal(400), **said}, actor=pmo
    )
    for name, product, price, days, case in VENDORS:
        values = {
            "name": story.say(*name), "product": story.say(*product), "price_minor": price * MINOR,
            "days": Decimal(days), "reference": story.say(*case),
        }  # fmt: skip
        services.create_row(story.programme, "vendors", values=values, actor=pmo)


def _score(story: Story, who: str) -> None:
    codes = list(SourcingCriterion.objects.filter(programme=story.programme).values_list("code", flat=True))
    for vendor in Vendor.objects.filter(programme=story.programme).select_related("programme"):
        given = [
            {"criterion": code, "score": int(score), "evidence": story.say(*seen)}
            for code, score, seen in zip(codes, SCORES[vendor.code][who], SEEN, strict=True)
        ]
        services.score_vendor(vendor, scores=given, actor=story.people[who])


def _propose(story: Story) -> None:
    services.propose_vendor(
        story.programme,
        vendor=Vendor.objects.select_related("programme").get(programme=story.programme, code="V02"),
        reason=story.say(
            "场景得分最高，顾问有四个同类案例。", "Highest score; its consultants know four similar cases."
        ),
        goals=list(story.programme.goals.current().order_by("code").values_list("code", flat=True)[:1]),
        cost_of_delay=story.say("合同每晚一周，试点晚一周。", "Each week of delay moves the pilot by a week."),
        due_on=story.ended("T21"),
        actor=story.people["pmo"],
    )


def _decide(story: Story) -> None:
    row = Decision.objects.get(programme=story.programme, pk=story.programme.sourcing.decision_id)
    outcome = story.say("同意，合同写明首席顾问。", "Agreed; the lead consultant is named in the contract.")
    approve_decision(row, actor=story.people["steering"], chosen=row.recommendation, outcome=outcome)
    story.facts["sign"](story.people["sponsor"], "programme.Sourcing")
