"""What a page costs: queries that it asks itself, and those of the frame and the way in."""

import sys
from dataclasses import dataclass

from django.db import connection

from programme.governance.models import Decision
from programme.notices.models import Delivery, Endpoint, Notification
from programme.records.models import Comment, Job
from tests.factories.charter import (
    BudgetLineFactory,
    GoalFactory,
    KpiFactory,
    ReferenceCaseFactory,
    ScopeItemFactory,
    StakeholderFactory,
)
from tests.factories.governance import ActionItemFactory, MeetingFactory
from tests.factories.landscape import (
    AccessRuleFactory,
    DataFieldFactory,
    InterfaceFactory,
    PersonalDataFactory,
    SourceSystemFactory,
    TestDataSetFactory,
)
from tests.factories.money import ActualCostFactory, CommitmentFactory, DrawFactory
from tests.factories.needs import RequirementFactory, UserGroupFactory
from tests.factories.plan import TaskFactory
from tests.factories.programme import UserFactory
from tests.factories.raid import AssumptionFactory, DependencyFactory, IssueFactory, RiskFactory

REGISTERS = (
    ActualCostFactory,
    ActionItemFactory,
    BudgetLineFactory,
    AssumptionFactory,
    CommitmentFactory,
    DrawFactory,
    DependencyFactory,
    GoalFactory,
    IssueFactory,
    KpiFactory,
    MeetingFactory,
    ReferenceCaseFactory,
    RiskFactory,
    ScopeItemFactory,
    StakeholderFactory,
    TaskFactory,
    RequirementFactory,
    UserGroupFactory,
    AccessRuleFactory,
    DataFieldFactory,
    InterfaceFactory,
    PersonalDataFactory,
    SourceSystemFactory,
    TestDataSetFactory,
)

FRAME = (
    "core/frame.py",
    "contrib/sessions/backends/",
    "contrib/auth/__init__.py",
    "scope.py:programme_for",
    ":roles_in",
)
KEPT = ("core/kept.py",)


@dataclass(frozen=True)
class Cost:
    """Status, and queries: the page's own, what is kept until the next write, and the frame with the way in."""

    status: int
    own: int
    kept: int
    frame: int

    @property
    def page(self):
        """All of the page without its frame."""
        return self.own + self.kept

    @property
    def whole(self):
        """Everything that the request asked."""
        return self.own + self.kept + self.frame


class Counter:
    """Counts the queries while it listens, by who is on the stack."""

    def __init__(self):
        self.found = {"own": [], "kept": [], "frame": []}

    def __call__(self, execute, sql, params, many, context):
        self.found[_whose()].append(sql)
        return execute(sql, params, many, context)


def _whose():
    names, found = [], sys._getframe(2)
    while found is not None:
        names.append(f"{found.f_code.co_filename}:{found.f_code.co_name}")
        found = found.f_back
    if any(part in name for name in names for part in FRAME):
        return "frame"
    return "kept" if any(part in name for name in names for part in KEPT) else "own"


def grow(programme, count):
    """Add so many rows to every register."""
    people = UserFactory.create_batch(3)
    for factory in REGISTERS:
        model = factory._meta.model
        rows = factory.build_batch(count, programme=programme, **({"strategy": None} if factory is GoalFactory else {}))
        for n, row in enumerate(rows):
            if hasattr(row, "code"):
                row.code = f"X{n:04}"
            for name in ("owner", "raised_by"):
                if name in {field.name for field in model._meta.fields}:
                    setattr(row, name, people[n % len(people)])
        model.objects.bulk_create(rows)
    risk = programme.risks.order_by("pk").first()
    for n in range(count):
        person = people[n % len(people)]
        Decision.objects.create(programme=programme, code=f"DX{n}", question="Go?", asked_by=person)
        Comment.objects.create(
            programme=programme, kind="programme.Risk", object_id=risk.public_id, text=f"{n}", author=person
        )
        Notification.objects.create(programme=programme, person=person, text=f"{n}")
        Job.objects.create(programme=programme, task="sample", actor=person)
        robot = Endpoint.objects.create(programme=programme, name=f"G{n}", channel="wecom", language="en")
        Delivery.objects.create(programme=programme, channel="wecom", endpoint=robot, person=person, subject=f"{n}")


def cost(client, url, **extra):
    """Ask once; gives what it cost."""
    counter = Counter()
    with connection.execute_wrapper(counter):
        answer = client.get(url, **extra)
        if answer.streaming:
            b"".join(answer)
    return Cost(answer.status_code, *(len(counter.found[name]) for name in ("own", "kept", "frame")))
