"""The demo's papers, nightly snapshots and what people said about records."""

from datetime import date, timedelta
from functools import partial

from core import seams
from core.demo import Story
from programme.raid.models import Issue, Risk
from programme.records.choices import Format, Occasion
from programme.records.models import Snapshot
from programme.records.services.documents import approve_document, issue_document, submit_document
from programme.records.services.notes import add_comment
from programme.records.services.papers import draft_paper, draw
from programme.records.services.snapshots import take_snapshot

REPORTED_BEFORE = 28  # days before today: the last steering pack
GATES = {"G0": ("T09",), "G1": ("T19",), "G2": ("T24", "T26", "T32", "T36", "T37", "T38")}

SAID = (
    (6, "owner", "三个小组长上周仍在用旧表格汇总。", "Three team leads still added up their old sheets last week."),
    (
        5,
        "change",
        "下周一起停发旧模板，大使陪跑两天。",
        "From Monday there is no old template; ambassadors sit in for two days.",
    ),
)


@seams.demo.provide("80.records.papers")
def papers(story: Story) -> None:
    """Issue the charter, a report for each decided gate and last month's steering pack."""
    if "charter" in seams.documents:
        story.then(story.ended("T08"), partial(_issue, story, "charter", "", "sponsor"), hour=18)
    for gate, tasks in GATES.items():
        day = max(map(story.ended, tasks))
        story.then(day, partial(_issue, story, "gate", gate, "steering"), hour=17, minute=20)
    day = story.calendar.previous_working(story.today - timedelta(days=REPORTED_BEFORE))
    story.then(day, partial(_issue, story, "steering", "", "sponsor"), hour=18, minute=40)


def _issue(story: Story, kind: str, subject: str, approver: str) -> None:
    pmo = story.people["pmo"]
    frozen = Snapshot.objects.filter(programme=story.programme, occasion=Occasion.DECISION).first()
    snapshot = frozen if kind == "gate" else None  # the figures of the decision, taken a moment before
    paper = draft_paper(story.programme, kind=kind, subject=subject, actor=pmo, snapshot=snapshot)
    draw(paper, story.language, Format.PDF, actor=pmo)
    submit_document(paper, actor=pmo)
    note = story.say("内容已核对。", "The content was checked.")
    approve_document(paper, actor=story.people[approver], note=note)
    issue_document(paper, actor=pmo)


@seams.demo.provide("81.records.nights")
def nights(story: Story) -> None:
    """Take the snapshots of the last nights."""
    for ago in range(story.more.nights, 0, -1):
        day = story.today - timedelta(days=ago - 1)
        story.then(day, partial(_night, story, day), hour=1)


def _night(story: Story, day: date) -> None:
    take_snapshot(story.programme, occasion=Occasion.NIGHT, actor=None, slot=f"night:{day}")


@seams.demo.provide("82.records.comments")
def comments(story: Story) -> None:
    """Let people talk about the risk that rose and the defect that holds the gate."""
    for ago, who, zh, en in SAID:
        story.then(story.workday(-ago), partial(_say, story, who, Risk, "R11", story.say(zh, en)), hour=16, minute=20)
    text = story.say("2.4.1版本已修复，等待复测。", "Fixed in 2.4.1, waits for the retest.")
    story.then(story.workday(-1), partial(_say, story, "it", Issue, "I05", text), hour=17)


def _say(story: Story, who: str, model: type[Risk | Issue], code: str, text: str) -> None:
    row = model._default_manager.get(programme=story.programme, code=code)
    add_comment(row, text=text, actor=story.people[who])
