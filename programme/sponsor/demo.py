"""The demo's plan of what the general manager does in person, and what was done so far."""

from datetime import date
from functools import partial

from core import seams
from core.demo import Story
from programme.sponsor.choices import ActKind
from programme.sponsor.models import SponsorAct
from programme.sponsor.services import plan_act, record_act
from programme.stakeholders.models import Stakeholder

A = ActKind
BRIEFINGS_AHEAD, MISSED = 3, 2  # of the briefings, the second was not held
AUDIENCE = ("全体总监", "all directors")


@seams.demo.provide("37.sponsor.acts")
def sponsor(story: Story) -> None:
    """Plan the acts with the charter; record each on its day, with what one sees it by."""
    planned, kickoff = story.ended("T08"), story.ended("T09")
    days = [kickoff]
    while days[-1] < story.today:
        days.append(story.calendar.add_days(days[-1], 21))
    days += [story.calendar.add_days(days[-1], 21 * n) for n in range(1, BRIEFINGS_AHEAD)]
    rows = [(A.KICKOFF, kickoff, ("主持启动会并说明为什么现在做", "Opens the kick-off and says why now"),
             ("全员", "everybody")),
            (A.GO_LIVE, story.ended("T40"), ("试点上线日到华东现场", "Is in the east on the day of the pilot"),
             ("试点用户", "pilot users")),
            (A.REVIEW, story.workday(12), ("亲自主持G3评审", "Chairs the review of G3"),
             ("指导委员会", "steering committee")),
            (A.AWARD, story.workday(25), ("颁发CRM使用之星", "Hands over the star of the month"),
             ("华东大区", "the east")),
            (A.TALK, story.workday(-6), ("与两位办事处主任单独沟通", "Talks with two heads of office"),
             ("办事处主任", "heads of office"))]  # fmt: skip
    rows += [(A.BRIEFING, day, ("", ""), AUDIENCE) for day in days[1:]]
    for minute, row in enumerate(rows):
        story.then(planned, partial(_plan, story, row), hour=16, minute=minute)
    held = [day for day in days[1:] if day < story.today]
    for kind, day, *_rest in rows:
        kept = kind != A.BRIEFING or day not in held[MISSED - 1 : MISSED]
        if day < story.today and kept:
            story.then(day, partial(_done, story, kind, day), hour=19)


def _plan(story: Story, row: tuple[ActKind, date, tuple[str, str], tuple[str, str]]) -> None:
    kind, day, title, audience = row
    top = Stakeholder.objects.filter(programme=story.programme, top_executive=True).first()
    values = {"kind": kind, "title": story.say(*title), "audience": story.say(*audience), "due_on": day, "person": top}
    plan_act(story.programme, values=values, actor=story.people["change"])


def _done(story: Story, kind: ActKind, day: date) -> None:
    row = SponsorAct.objects.get(programme=story.programme, kind=kind, due_on=day)
    record_act(row, on=day, evidence=story.say("会议纪要与签到表", "Minutes and list of those present"),
               actor=story.people["pmo"])  # fmt: skip
