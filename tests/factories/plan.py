"""Tasks, links and small files of Microsoft Project."""

from datetime import date

import factory

from phases.plan.models import Simulation, Task, TaskLink
from phases.plan.services import add_task, link_tasks, reschedule, set_baseline
from tests.factories.programme import ProgrammeFactory

DAY = 480
SHIFTS = "".join(
    f"<WorkingTime><FromTime>{begin}:00:00</FromTime><ToTime>{end}:00:00</ToTime></WorkingTime>"
    for begin, end in (("08", "12"), ("13", "17"))
)
WEEK = "".join(
    f"<WeekDay><DayType>{number}</DayType><DayWorking>{int(number in range(2, 7))}</DayWorking>"
    + (f"<WorkingTimes>{SHIFTS}</WorkingTimes>" if number in range(2, 7) else "")
    + "</WeekDay>"
    for number in range(1, 8)
)


class TaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Task

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n + 1)
    name_en = factory.Sequence(lambda n: f"Task {n}")
    name_zh = factory.Sequence(lambda n: f"任务{n}")
    minutes = DAY


class TaskLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskLink


TOLD = {
    "p10": "2026-05-04", "p50": "2026-05-11", "p80": "2026-05-18", "p90": "2026-05-25",
    "planned": "2026-05-06", "promised": "2026-05-12", "chance": 0.55,
}  # fmt: skip
RESULTS = {
    "start": "2026-03-02",
    "finish": {
        **TOLD,
        "bars": [
            {"from": "2026-05-04", "to": "2026-05-10", "runs": 400, "upto": 400},
            {"from": "2026-05-11", "to": "2026-05-17", "runs": 600, "upto": 1000},
        ],
    },
    "points": [
        {"key": "gate:G0", "kind": "gate", "zh": "G0 启动门", "en": "G0 Start", "reached": True, **TOLD},
        {"key": "wave:W1", "kind": "wave", "zh": "W1", "en": "W1", "reached": False, **TOLD},
    ],
    "criticality": [],
    "tornado": [
        {"id": "", "zh": "R01 抵触", "en": "R01 Resistance", "risk": True, "correlation": 0.4, "low": "2026-05-08",
         "high": "2026-05-15"},
    ],
    "merges": [
        {"id": "", "zh": "G0 启动门", "en": "G0 Start", "paths": 2, "single": "2026-05-08",
         "together": "2026-05-11", "days": 3},
    ],
    "risks": [{"code": "R01", "title": "Resistance", "id": "", "probability": "0.3", "days": 5, "place": "G0"}],
    "basis": {"drawn": 3, "estimated": 1, "finished": 0, "historic": False, "factors": [0.9, 1.0, 1.3], "ratios": []},
}  # fmt: skip


class SimulationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Simulation

    programme = factory.SubFactory(ProgrammeFactory)
    seed = 1
    runs = 1000
    distribution = "tri"
    inputs = "0" * 64
    results = RESULTS


def chain(programme, days, **fields):
    """Make tasks A, B, C … of so many days, each waiting for the one before, through the services."""
    tasks = []
    for number, length in enumerate(days):
        task = add_task(programme, name=chr(65 + number), minutes=length * DAY, actor=None, **fields)
        if tasks:
            link_tasks(task, earlier=tasks[-1], actor=None)
        tasks.append(task)
    for task in tasks:
        task.refresh_from_db()
    return tasks


def mspdi(tasks, *, title="Move", calendars=1, start="2026-03-02T08:00:00", root=True):
    """Write a small file; a task is a dict with uid, name and whatever differs from the usual."""
    rows = (
        ["<Task><UID>0</UID><Name>All</Name><OutlineLevel>0</OutlineLevel><Summary>1</Summary></Task>"] if root else []
    )
    rows += [_task(number, **task) for number, task in enumerate(tasks, start=1)]
    calendar = "".join(
        f"<Calendar><UID>{n}</UID><Name>C{n}</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>{WEEK}</WeekDays></Calendar>"
        for n in range(1, calendars + 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project">'
        f"<Title>{title}</Title><StartDate>{start}</StartDate><MinutesPerDay>480</MinutesPerDay><CalendarUID>1</CalendarUID>"
        f"<Calendars>{calendar}</Calendars><Tasks>{''.join(rows)}</Tasks></Project>"
    ).encode()


def _task(number, *, uid=None, name=None, outline=None, level=1, hours=8, links=(), extra="", summary=0, milestone=0):
    before = "".join(
        f"<PredecessorLink><PredecessorUID>{other}</PredecessorUID><Type>{kind}</Type><LinkLag>{lag}</LinkLag>"
        f"<LagFormat>7</LagFormat></PredecessorLink>"
        for other, kind, lag in links
    )
    uid = number if uid is None else uid
    return (
        f"<Task><UID>{uid}</UID><Name>{name or f'Task {uid}'}</Name><OutlineNumber>{outline or number}</OutlineNumber>"
        f"<OutlineLevel>{level}</OutlineLevel><Summary>{summary}</Summary><Milestone>{milestone}</Milestone>"
        f"<Duration>PT{hours}H0M0S</Duration>{extra}{before}</Task>"
    )


MARCH = date(2026, 3, 2)


def long_plan(programme, count, *, group=20):
    """Make a plan of so many rows in summaries of 20, each task linked to one or two before it; dated and promised."""
    rows = [
        Task(
            programme=programme, position=n + 1, wbs=f"{n // group + 1}.{n % group}" if n % group else str(n // group + 1),
            name_en=f"Task {n} of the long plan", name_zh=f"长计划的第 {n} 项任务", summary=n % group == 0,
            milestone=n % group == group - 1, minutes=0 if n % group == group - 1 else (n % 7 + 1) * DAY,
        )
        for n in range(count)
    ]  # fmt: skip
    made = Task.objects.bulk_create(rows, batch_size=500)
    for n, task in enumerate(made):
        task.parent = made[n - n % group] if n % group else None
    Task.objects.bulk_update(made, ["parent"], batch_size=500)
    leaves = [task for task in made if not task.summary]
    pairs = {(n - 1, n) for n in range(1, len(leaves)) if n % 6} | {(n - 9, n) for n in range(9, len(leaves)) if n % 2}
    links = [TaskLink(programme=programme, earlier=leaves[a], later=leaves[b]) for a, b in sorted(pairs)]
    TaskLink.objects.bulk_create(links, batch_size=500)
    reschedule(programme, actor=None)
    set_baseline(programme, actor=None)
    return made
