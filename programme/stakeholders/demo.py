"""The demo's stakeholders with the top executive, and the messages that were sent so far."""

from datetime import date
from functools import partial

from core import seams
from core.demo import COMPANY, Story
from programme.people.models import Unit
from programme.stakeholders.choices import Engagement
from programme.stakeholders.models import CommunicationItem, Stakeholder
from programme.stakeholders.services import create_stakeholder, mark_sent, update_message, update_stakeholder

E = Engagement
# Name, part, unit, power, interest, stands, should stand, next step.
PEOPLE = (
    (("顾承远", "Gu Chengyuan"), ("总经理，项目发起人", "General manager, sponsor"), "HQ", 5, 4,
     E.SUPPORTIVE, E.LEADING,
     ("每月简报，亲自主持G3评审", "Monthly briefing; chairs the G3 review in person")),
    (("苏晓岚", "Su Xiaolan"), ("营销副总裁，指导委员", "VP sales and marketing, steering"), "HQ", 5, 5, E.LEADING,
     E.LEADING, ("每周看板会使用CRM报表", "Runs the weekly meeting on CRM reports")),
    (("陈曦", "Chen Xi"), ("华东销售总监，试点业务负责人", "Sales director east, owns the pilot"), "EAST", 4, 5,
     E.SUPPORTIVE, E.LEADING, ("签认章程1.2版", "Signs charter 1.2")),
    (("马骏", "Ma Jun"), ("华南销售总监", "Sales director, south"), "SOUTH", 4, 2, E.RESISTANT, E.SUPPORTIVE,
     ("请陈曦分享试点结果", "Chen Xi shows him the pilot's results")),
    (("郑宁", "Zheng Ning"), ("财务总监", "Finance director"), "HQ", 4, 3, E.SUPPORTIVE, E.SUPPORTIVE,
     ("复核接口追加预算", "Reviews the rise of the interface line")),
    (("华东客户经理（38人）", "Account managers east (38)"), ("试点用户", "Pilot users"), "EAST", 3, 4, E.NEUTRAL,
     E.SUPPORTIVE, ("大使一对一陪跑，停用旧表格", "Ambassadors sit with them; old sheets end")),
    (("苏州服务中心班组长", "Shift leaders, Suzhou"), ("客服用户代表", "Speak for service users"), "SERVICE", 2, 4,
     E.NEUTRAL, E.SUPPORTIVE, ("参加第三轮反馈", "Take part in feedback round three")),
    (("工会代表", "Staff representative"), ("考核制度协商", "Consulted on incentives"), "HQ", 3, 3, E.NEUTRAL,
     E.NEUTRAL, ("季度沟通会", "Quarterly meeting")),
    (("凌云软件实施顾问", "Lingyun Software consultants"), ("实施方", "Implementation partner"), "", 3, 5, E.SUPPORTIVE,
     E.SUPPORTIVE, ("每周缺陷评审", "Weekly defect review")),
    (("东湖检测客户代表", "Customer: Donghu Testing"), ("外部客户", "External customer"), "", 2, 2, E.UNAWARE,
     E.NEUTRAL, ("试点结束后访谈", "Interview after the pilot")),
    (("沈岳", "Shen Yue"), ("苏州办事处主任", "Head of the Suzhou office"), "EAST", 3, 4, E.RESISTANT, E.SUPPORTIVE,
     ("总经理单独沟通，参加大使培训", "The general manager talks with him; joins ambassador training")),
    (("潘蕾", "Pan Lei"), ("上海办事处主任", "Head of the Shanghai office"), "EAST", 3, 4, E.SUPPORTIVE, E.LEADING,
     ("在周会上示范客户视图", "Shows the customer view in the weekly meeting")),
    (("邓超群", "Deng Chaoqun"), ("广州办事处主任", "Head of the Guangzhou office"), "SOUTH", 3, 3, E.RESISTANT,
     E.SUPPORTIVE, ("旁听华东周会，看试点数字", "Sits in on the weekly meeting of the east")),
    (("宋佳", "Song Jia"), ("客服主管", "Service supervisor"), "SERVICE", 3, 4, E.NEUTRAL, E.SUPPORTIVE,
     ("参与工单流程评审", "Reviews the ticket flow")),
)  # fmt: skip
LEVELS = ("executive", "executive", "senior", "senior", "senior", "staff", "line", "staff", "", "", "middle", "middle",
          "middle", "middle")  # fmt: skip
TURNED = (3, E.UNAWARE)  # the director of the south did not know of it at first


@seams.demo.provide("31.stakeholders.register")
def register(story: Story) -> None:
    """Enter the register while T05 runs, and what changed since."""
    day = story.ended("T05")
    for number, row in enumerate(PEOPLE):
        story.then(day, partial(_enter, story, number, row), hour=10, minute=number)
    story.then(story.workday(-15), partial(_turn, story), hour=15)


def _enter(story: Story, number: int, row: tuple[object, ...]) -> None:
    name, part, unit, power, interest, now, wanted, action = row
    outside = unit == ""
    values = {
        "name": story.say(*name),  # type: ignore[misc]
        "role": story.say(*part),  # type: ignore[misc]
        "organisation": "" if outside else story.say(*COMPANY),
        "unit": Unit.objects.filter(code=unit).first(),
        "power": power,
        "interest": interest,
        "level": LEVELS[number],
        "engagement_now": TURNED[1] if number == TURNED[0] else now,
        "engagement_wanted": wanted,
        "top_executive": number == 0,
        "action": story.say(*action),  # type: ignore[misc]
    }
    create_stakeholder(story.programme, values=values, actor=story.people["change"])


def _turn(story: Story) -> None:
    name = story.say(*PEOPLE[TURNED[0]][0])
    row = Stakeholder.objects.get(programme=story.programme, name=name)
    update_stakeholder(row, values={"engagement_now": E.RESISTANT}, actor=story.people["change"])


@seams.demo.provide("33.stakeholders.messages")
def messages(story: Story) -> None:
    """Date the messages and mark those as sent whose day has come; one of the month is late."""
    days = {
        "M01": story.ended("T09"),
        "M02": story.calendar.add_days(story.ended("T09"), 2),
        "M03": story.calendar.add_days(story.ended("T19"), 3),
        "M06": story.began("T39"),
        "M07": story.ended("T39"),
        "M08": story.ended("T40"),
        "M09": story.ended("T40"),
        "M11": story.workday(-6),
    }
    for code, day in days.items():
        story.then(day, partial(_send, story, code, day), hour=16)
    story.then(story.workday(-12), partial(_date, story, "M04", story.workday(-1)), hour=9)
    story.then(story.workday(-12), partial(_date, story, "M10", story.workday(3)), hour=9, minute=5)


def _message(story: Story, code: str) -> CommunicationItem:
    return CommunicationItem.objects.get(programme=story.programme, code=code)


def _send(story: Story, code: str, day: date) -> None:
    _date(story, code, day)
    mark_sent(_message(story, code), actor=story.people["change"], on=day)


def _date(story: Story, code: str, day: date) -> None:
    update_message(_message(story, code), values={"due_on": day}, actor=story.people["change"])
