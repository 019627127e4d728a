"""The diagnosis in the living example: before the programme, and again after the pilot went live."""

from functools import partial

from core import seams
from core.demo import Story
from programme.diagnosis import services
from programme.diagnosis.models import Diagnosis, PainPoint
from programme.needs.models import Requirement

BEFORE: dict[str, tuple[int, tuple[str, str]]] = {
    "complete": (2, ("抽查200条，地址完整的占61%", "Of 200 records 61 % have an address")),
    "right": (3, ("一成电话已失效", "One phone number in ten is dead")),
    "one": (1, ("旧CRM与ERP重复4,300家", "4,300 customers stand in both systems")),
    "found": (3, ("平均查询约两分钟", "A look-up takes two minutes")),
    "manual": (2, ("报价单据重复录入三次", "A quotation is typed three times")),
    "break": (2, ("售前到交付靠邮件", "From sales to delivery by mail")),
    "time": (3, ("线索平均两天才分派", "A lead waits two days")),
    "standard": (3, ("各区阶段名称不同", "Regions name stages differently")),
    "shared": (2, ("服务看不到商机", "Service does not see deals")),
    "handed": (3, ("多数交接在群里", "Most is handed over in chats")),
    "walls": (3, ("市场部名片未共享", "Marketing keeps the cards from fairs")),
    "field": (2, ("外勤晚上补录", "Those in the field type in the evening")),
    "live": (2, ("月报滞后9天", "The monthly report is nine days late")),
    "forecast": (3, ("预测偏差约三成", "The forecast is a third off")),
    "why": (3, ("只记录大单", "Only of large deals")),
    "used": (3, ("例会用表格", "Meetings use sheets")),
}
AFTER = {"complete": 4, "one": 3, "manual": 4, "break": 4, "shared": 4, "field": 4, "live": 4, "time": 4, "used": 4}
MET = {"one": "RQ005", "manual": "RQ007", "field": "RQ008", "live": "RQ010"}


@seams.demo.provide("30.diagnosis.rounds")
def diagnosed(story: Story) -> None:
    """Ask before the charter; link requirements once they are written; ask again shortly before today."""
    story.then(story.ended("T02"), partial(_ask, story), hour=16)
    story.then(max(story.ended("T04"), story.ended("T05")), partial(_meet, story), hour=19)
    story.then(story.workday(-6), partial(_again, story), hour=15)


def _ask(story: Story) -> None:
    note = story.say("四个部门各两名骨干", "Two of each of four departments")
    row = services.begin_diagnosis(story.programme, held_on=story.ended("T02"), note=note, actor=story.people["change"])
    for question, (score, said) in BEFORE.items():
        services.answer_question(
            row, question=question, score=score, evidence=story.say(*said), actor=story.people["change"]
        )


def _meet(story: Story) -> None:
    rows = {row.code: row for row in Requirement.objects.filter(programme=story.programme)}
    for pain in PainPoint.objects.filter(programme=story.programme, question__in=MET):
        if (row := rows.get(MET[pain.question])) is not None:
            services.settle_pain(pain, requirement=row, actor=story.people["pmo"])


def _again(story: Story) -> None:
    first = Diagnosis.objects.filter(programme=story.programme).first()
    if first is None:
        return
    row = services.begin_diagnosis(
        story.programme, held_on=story.workday(-6), after_go_live=True, actor=story.people["change"]
    )
    said = story.say("试点两个大区复评", "Scored again in the two pilot regions")
    for answer in first.answers.all():
        score = AFTER.get(answer.question, max(answer.score, 3))
        services.answer_question(
            row, question=answer.question, score=score, evidence=said, actor=story.people["change"]
        )
