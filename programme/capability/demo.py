"""The company's own part in the living example."""

from functools import partial

from core import seams
from core.demo import Story
from programme.capability import services

TESTS = (
    ("position", 3, "", ("营销例会只看CRM数据", "Sales meetings look at CRM data only")),
    ("person", 3, "business", ("总经理每月主持指导委员会", "The general manager chairs the committee each month")),
    ("team", 3, "", ("能力移交计划已批准", "The transfer plan is approved")),
)
SKILLS = (
    ("process", 2, ("无人做过流程变革", "Nobody has redesigned a process before")),
    ("it", 4, ("三名工程师熟悉平台", "Three engineers know the platform")),
    ("business", 3, ("两个大区派出骨干", "Two regions lend their best people")),
)
DESKS = (
    ("rnd", True, ("沈工（应用研发）", "Shen, application engineering"), ("", "")),
    ("finance", True, ("郑宁", "Zheng Ning"), ("", "")),
    ("supply", True, ("钱经理（计划部）", "Qian, planning"), ("", "")),
    ("legal", False, ("", ""), ("合同审批在二期上线", "Contract approval comes in the second step")),
    ("commerce", True, ("吴主管", "Wu, commerce"), ("", "")),
)


@seams.demo.provide("26.capability.own")
def own(story: Story) -> None:
    """Answer the tests, score the team and name the departments before the charter is signed."""
    story.then(story.ended("T04"), partial(_write, story), hour=9, minute=30)


def _write(story: Story) -> None:
    by, programme = story.people["pmo"], story.programme
    for test, score, lead, said in TESTS:
        values = {"test": test, "score": score, "lead": lead, "evidence": story.say(*said)}
        services.create_row(programme, "executives", values=values, actor=by)
    for area, score, said in SKILLS:
        values = {"area": area, "score": score, "evidence": story.say(*said)}
        services.create_row(programme, "team", values=values, actor=by)
    for desk, inside, contact, reason in DESKS:
        values = {"desk": desk, "in_scope": inside, "contact": story.say(*contact), "reason": story.say(*reason)}
        services.create_row(programme, "departments", values=values, actor=by)
