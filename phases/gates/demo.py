"""The demo's programme: started so that its trial operation is half-way today, with its deliverables and decisions."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from core import seams
from core.demo import Story
from phases.gates.choices import Decision
from phases.gates.models import Condition, Criterion, Deliverable, DeliverablePart, Gate, StageCheck
from phases.gates.rules.blueprint import load_blueprint
from phases.gates.rules.rows import Blueprint
from phases.gates.selectors import evaluate_gate
from phases.gates.services import (
    approve_work,
    assess_gate,
    close_condition,
    decide_gate,
    reject_work,
    start_programme,
    state_criterion,
    submit_gate,
    submit_work,
    tick_check,
)
from phases.gates.services.start import DEFAULT_BLUEPRINT
from programme.people.choices import Role
from programme.people.services import give_role

SLIPS = {"T05": 1, "T17": 3, "T21": 2, "T25": -1, "T31": 4}  # working days against the plan
FURTHER = (
    ("华南分公司CRM推广", "CRM rollout of the southern branch"),
    ("售后服务CRM升级", "Service CRM upgrade"),
    ("海外子公司CRM推广", "CRM rollout of the overseas subsidiary"),
)
TRIAL, TRIAL_DAYS_GONE = "T41", 17
DOCUMENTS = "https://docs.chengjiang.example/crm/"
REJECTED = "DEL-13.3"  # one output came back once
# What a conditional decision asked for: text, owner, working days until due, working days until done.
TERMS: dict[str, list[tuple[str, str, str, str, int, int]]] = {
    "G1": [
        ("", "change", "人力资源部批准考核与激励制度", "Human resources approve the incentive policy", 20, 18),
        ("", "owner", "为MCR任命第二名流程负责人", "A second process owner for MCR is named", 15, 17),
    ],
    "G2": [
        (
            "g2.uat1", "tests",
            "UAT第一轮的证书（DEL-33）归档，两项三级缺陷完成复测",
            "The certificate of UAT cycle 1 (DEL-33) is filed and two severity-3 defects are retested", 10, 8,
        ),
    ],
}  # fmt: skip
NOTES = {
    Decision.GO: ("全部必须项满足，证据已核对。", "Every must-criterion is met; the evidence was checked."),
    Decision.CONDITIONAL: (
        "设计完整，剩余事项不影响下一阶段启动。",
        "The work is complete; what is left does not hold the next step.",
    ),
}


def lay_out(rows: Blueprint) -> dict[str, tuple[int, int]]:
    """Say when each task really began and ended, in working days from the first; what is not begun is as planned."""
    tasks = {task.code: task for task in rows.tasks}
    gates = [gate for gate in rows.gates if not gate.wave]

    @cache
    def span(code: str) -> tuple[int, int]:
        task = tasks[code]
        starts = [span(link.task)[link.kind != "SS"] + (link.kind != "SS") for link in task.after]
        starts += [span(one)[1] + 1 for gate in gates if code in gate.holds for one in gate.after]
        begin = max(starts, default=0)
        return begin, begin + max(1, task.days + SLIPS.get(code, 0)) - 1

    return {code: span(code) for code in tasks}


@seams.demo.provide("15.gates.start")
def start(story: Story) -> None:
    """Start the programme on the day from which its trial operation is half-way today."""
    spans = lay_out(load_blueprint(DEFAULT_BLUEPRINT))
    gone = spans[TRIAL][0] + TRIAL_DAYS_GONE
    first = story.calendar.add_days(story.calendar.previous_working(story.today), -gone)
    for code, (begin, end) in spans.items():
        if begin <= gone:
            ended = story.calendar.add_days(first, end) if end < gone else None
            story.spans[code] = story.calendar.add_days(first, begin), ended
    with story.on(first, 8, 30):
        story.programme = start_programme(
            slug=story.slug,
            name=story.say("澄江CRM落地项目", "Chengjiang CRM rollout"),
            language=story.language,
            start=first,
            actor=story.people["admin"],
            is_demo=True,
        ).programme
        for number in range(story.more.programmes):
            _further(story, number)


def _further(story: Story, number: int) -> None:
    """Start one more programme of the company, just begun, under the same project manager's eyes."""
    zh, en = FURTHER[number % len(FURTHER)]
    begun = start_programme(
        slug=f"{story.slug}-{number + 2}",
        name=story.say(zh, en),
        language=story.language,
        start=story.calendar.add_days(story.today, -number),
        actor=story.people["admin"],
        is_demo=True,
    ).programme
    give_role(begun, user=story.people["pmo"], role=Role.PM, actor=None)


@seams.demo.provide("40.gates.deliverables")
def deliverables(story: Story) -> None:
    """Let every finished task's deliverable be handed in by its doer and approved by who is accountable."""
    rows = load_blueprint(DEFAULT_BLUEPRINT)
    for row in rows.deliverables:
        tasks = [task.code for task in rows.tasks if task.deliverable == row.code]
        if not all(code in story.spans and story.spans[code][1] for code in tasks):
            continue
        begin, end = min(map(story.began, tasks)), max(map(story.ended, tasks))
        if row.parts:
            _outputs(story, row.code, [part.code for part in row.parts], begin, end)
        else:
            _hand_over(story, row.code, "", (end, 10), (end, 15))


def _outputs(story: Story, code: str, parts: list[str], begin: date, end: date) -> None:
    """Approve the outputs one after the other while the task runs; the last on its last day."""
    days = story.calendar.days_between(begin, end)
    for number, part in enumerate(parts, start=1):
        day = story.calendar.add_days(begin, days * number // len(parts))
        if f"{code}.{number}" == REJECTED:
            _rejected_once(story, code, part, story.calendar.add_days(day, -1))
        approved = end if day == end else story.calendar.add_days(day, 1)
        _hand_over(story, code, part, (day, 11), (approved, 15 if day == end else 10))


def _work(story: Story, code: str, part: str) -> Any:
    whole = Deliverable.objects.get(programme=story.programme, code=code)
    return DeliverablePart.objects.get(deliverable=whole, code=part) if part else whole


def _people_of(story: Story, code: str) -> tuple[Any, Any]:
    """Return author and approver; where one person would be both, the PMO hands in."""
    row = Deliverable.objects.get(programme=story.programme, code=code)
    author, approver = story.holder(row.doer_roles[0]), story.holder(row.approver_role)
    return (story.people["pmo"] if author == approver else author), approver


def _hand_over(story: Story, code: str, part: str, first: tuple[date, int], then: tuple[date, int]) -> None:
    def hand_in() -> None:
        author, _approver = _people_of(story, code)
        link = f"{DOCUMENTS}{code.lower()}{'-' + part if part else ''}"
        submit_work(_work(story, code, part), actor=author, link=link)

    def approve() -> None:
        _author, approver = _people_of(story, code)
        approve_work(_work(story, code, part), actor=approver)

    story.then(first[0], hand_in, hour=first[1])
    story.then(then[0], approve, hour=then[1])


def _rejected_once(story: Story, code: str, part: str, day: date) -> None:
    def hand_in() -> None:
        author, _approver = _people_of(story, code)
        submit_work(_work(story, code, part), actor=author, link=f"{DOCUMENTS}{code.lower()}-{part}-draft")

    def reject() -> None:
        _author, approver = _people_of(story, code)
        reason = story.say("折扣审批的控制点缺少金额上限。", "The control point for discounts has no limit in money.")
        reject_work(_work(story, code, part), actor=approver, reason=reason)

    story.then(day, hand_in, hour=9)
    story.then(day, reject, hour=16)


@seams.demo.provide("45.gates.checks")
def checks(story: Story) -> None:
    """Tick the checklists of the stages whose tasks are done."""
    rows = load_blueprint(DEFAULT_BLUEPRINT)
    for stage in rows.stages:
        tasks = [task.code for task in rows.tasks if task.stage == stage.code]
        if tasks and all(code in story.spans and story.spans[code][1] for code in tasks):
            story.then(max(map(story.ended, tasks)), _ticker(story, stage.code), hour=16)


def _ticker(story: Story, stage: str) -> Callable[[], None]:
    def tick() -> None:
        for check in StageCheck.objects.filter(programme=story.programme, stage__code=stage):
            tick_check(check, actor=story.people["pmo"], done=True)

    return tick


@seams.demo.provide("50.gates.decisions")
def decisions(story: Story) -> None:
    """Let the keepers decide G0, G1 and G2 on the days on which their deliverables were whole."""
    for row in load_blueprint(DEFAULT_BLUEPRINT).gates:
        if row.code in {"G0", "G1", "G2"}:
            _review(story, row.code, [story.holder(role) for role in row.keepers], max(map(story.ended, row.after)))


def _gate(story: Story, code: str) -> Gate:
    return Gate.objects.get(programme=story.programme, code=code)


def _review(story: Story, code: str, keepers: list[Any], day: date) -> None:
    story.then(day, lambda: submit_gate(_gate(story, code), actor=story.people["pmo"]), hour=16, minute=30)
    story.then(day, lambda: assess_gate(_gate(story, code), actor=keepers[0]), hour=16, minute=40)
    for minute, keeper in enumerate(keepers):
        story.then(day, partial(_vote, story, code, keeper, day), hour=17, minute=minute * 5)


def _vote(story: Story, code: str, keeper: Any, day: date) -> None:
    """Go where everything is met and nothing was asked for; else conditional, each open must with its condition."""
    gate = _gate(story, code)
    terms = [_term(story, each, day) for each in TERMS.get(code, [])]
    covered = {term["criterion"] for term in terms}
    terms += [
        {
            "criterion": line.criterion.key,
            "text": story.say(f"补充证据：{line.criterion.name}", f"File the evidence: {line.criterion.name}"),
            "owner": story.people["pmo"].public_id,
            "due": story.calendar.add_days(day, 10),
        }
        for line in evaluate_gate(gate).unmet
        if line.criterion.key not in covered
    ]
    decision = Decision.CONDITIONAL if terms else Decision.GO
    note = story.say(*NOTES[decision])
    if decide_gate(gate, decision=decision, actor=keeper, note=note, conditions=terms) is not None:
        _fulfil(story, gate, day)


def _term(story: Story, term: tuple[str, str, str, str, int, int], day: date) -> dict[str, Any]:
    key, owner, zh, en, due, _done = term
    due_on = story.calendar.add_days(day, due)
    return {"criterion": key, "text": story.say(zh, en), "owner": story.people[owner].public_id, "due": due_on}


def _fulfil(story: Story, gate: Gate, day: date) -> None:
    """Write into the diary on which day each condition was met; one of them a little late."""
    done = {story.say(zh, en): days for _key, _owner, zh, en, _due, days in TERMS.get(gate.code, [])}
    for row in Condition.objects.filter(decision__gate=gate):
        met = story.calendar.add_days(day, done.get(row.text, 8))
        story.then(met, partial(_close, story, row), hour=14)


def _close(story: Story, condition: Condition) -> None:
    note = story.say("已完成，证明材料已归档。", "Done; the proof is filed.")
    close_condition(Condition.objects.get(pk=condition.pk), actor=condition.owner, note=note)


@seams.demo.provide("55.gates.statements")
def statements(story: Story) -> None:
    """State what the pilot's floor log and survey say for G3: nearly there, not yet."""
    said = [
        (
            14, "g3.core", "wave", False, "现场核查38/44项通过(86.4%)。",
            "38 of 44 functions passed the live check (86.4 %).",
        ),
        (
            5, "g3.acceptance", "change", True,
            "第二次调研：满意度74%（45/61），SUS 71.5。",
            "Second pulse: satisfaction 74 % (45 of 61), SUS 71.5.",
        ),
        (
            1, "g3.core", "wave", False,
            "现场核查41/44项通过（93.2%），未通过：F-12、F-31、F-40。",
            "41 of 44 functions passed the live check (93.2 %); failing: F-12, F-31, F-40.",
        ),
    ]  # fmt: skip
    for days, key, who, fulfilled, zh, en in said:
        day = story.calendar.previous_working(story.today - timedelta(days=days))

        def state(key: str = key, who: str = who, *, fulfilled: bool = fulfilled, zh: str = zh, en: str = en) -> None:
            criterion = Criterion.objects.get(programme=story.programme, key=key)
            text, link = story.say(zh, en), f"{DOCUMENTS}pilot-{key.partition('.')[2]}"
            state_criterion(criterion, actor=story.people[who], text=text, fulfilled=fulfilled, link=link)

        story.then(day, state, hour=15)
