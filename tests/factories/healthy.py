"""A programme without a grave finding, and the defects that the plan check must find when they are planted."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from phases.gates.models import Deliverable
from phases.gates.services import start_programme
from phases.plan.selectors import calendar_of
from phases.redesign.models import ProcessNode
from phases.rollout.models import Wave
from programme.budget.choices import NEEDED
from programme.budget.models import BudgetAuthorisation
from programme.capability.choices import NEEDED_DESKS, Area
from programme.charter.models import CharterVersion, Programme, Tolerance
from programme.charter.services import sign_baseline
from programme.governance.models import Decision, Meeting
from programme.landscape.models import Interface
from programme.people.models import RaciCell, Seat
from programme.raid.models import Risk
from programme.sponsor.models import SponsorAct
from tests.factories.capability import DepartmentFactory, TeamSkillFactory
from tests.factories.charter import (
    BudgetLineFactory,
    GoalFactory,
    KpiFactory,
    MessageFactory,
    ReadingFactory,
    ScopeItemFactory,
    StakeholderFactory,
    readiness_with,
)
from tests.factories.diagnosis import DiagnosisFactory
from tests.factories.programme import UnitFactory, member_of
from tests.factories.roi import BenefitFactory
from tests.factories.rollout import RosterEntryFactory, WaveFactory
from tests.factories.training import needs, published, trainer_for

CATEGORIES = tuple((f"B{n}", one.value) for n, one in enumerate(NEEDED))
SEATS = ("PM", "BO", "IT", "DS", "CM")
ALSO = ("SP", "SC", "PO", "FIN", "TR", "TL")


@dataclass
class Healthy:
    """The programme with what defects are planted into."""

    programme: Programme
    people: dict
    unit: object = None
    waves: list = field(default_factory=list)
    trainer: object = None
    soon: dt.date = None  # a working day within a month
    today: dt.date = field(default_factory=timezone.localdate)


def quiet_day(programme, after):
    """Return the first working day from that on that is far from a quarter's end."""
    calendar = calendar_of(programme)
    day = calendar.next_working(after)
    while day.month % 3 != 2 or not calendar.is_working(day):
        day += dt.timedelta(1)
    return day


def healthy(slug="healthy"):
    """Build it."""
    today = timezone.localdate()
    programme = start_programme(slug=slug, name="Healthy", language="en", actor=None, start=today).programme
    Programme.objects.filter(pk=programme.pk).update(
        state="active", kickoff_on=today, kickoff_executive=True, purposes=["unify"]
    )
    programme = Programme.objects.get(pk=programme.pk)
    world = Healthy(programme, {role: member_of(programme, role, name=role) for role in (*SEATS, *ALSO)})
    _people(world)
    _charter(world)
    _money(world)
    _work(world)
    _own_part(world)
    return world


def _people(world):
    for seat in Seat.objects.filter(programme=world.programme, role__in=SEATS):
        Seat.objects.filter(pk=seat.pk).update(
            holder=world.people[seat.role], certificate="PMP", certificate_expires=world.today + dt.timedelta(400)
        )
    programme = world.programme
    StakeholderFactory(
        programme=programme, code="S01", name="CEO", top_executive=True, power=5, engagement_now=3, engagement_wanted=4,
        action="Opens the kick-off",
    )  # fmt: skip
    SponsorAct.objects.create(
        programme=programme, code="SA1", kind="briefing", audience="directors", due_on=world.today + dt.timedelta(20)
    )
    MessageFactory(programme=programme, code="M91", due_on=world.today + dt.timedelta(10))
    if not RaciCell.objects.filter(programme=programme, letter="A").exists():
        RaciCell.objects.create(programme=programme, subject="DEL-1", role="BO", letter="A")


def _charter(world):
    programme, today = world.programme, world.today
    span = {"starts_on": today, "due_on": today + dt.timedelta(365), "baseline_on": today - dt.timedelta(20)}
    kpi = KpiFactory(programme=programme, code="K91", owner=world.people["BO"], baseline_n=400, **span)
    ReadingFactory(kpi=kpi, read_on=today, value=Decimal(26))
    goal = GoalFactory(
        programme=programme, code="GL1", kpi=kpi, owner=world.people["BO"],
        statement="Raise the lead conversion rate from 25 % to 35 % within 12 months", **span,
    )  # fmt: skip
    sign_baseline(goal, actor=world.people["BO"])
    ScopeItemFactory(programme=programme)
    ScopeItemFactory(programme=programme, side="out", text="Service centre")
    Tolerance.objects.create(programme=programme, dimension="time", limit=10, unit="wd")
    CharterVersion.objects.create(
        programme=programme, number="1.0", state="approved", sha256="0" * 64, submitted_at=timezone.now()
    )
    readiness_with(programme, [3, 3, 3, 3, 3], state="passed")
    for row in Deliverable.objects.filter(programme=programme, code__in=("DEL-12", "DEL-13", "DEL-14", "DEL-16")):
        Deliverable.objects.filter(pk=row.pk).update(state="approved")
        row.parts.update(state="approved")
    Decision.objects.create(programme=programme, code="D1", question="Pilot where?", state="approved", decided_on=today)
    Meeting.objects.create(programme=programme, kind="steering", held_on=today)
    Risk.objects.filter(programme=programme).update(
        state="open", owner=world.people["PM"], response="Watch it", response_due=today + dt.timedelta(60),
        opened_on=today, last_reviewed_on=today, next_review_on=today + dt.timedelta(14),
    )  # fmt: skip


def _money(world):
    programme = world.programme
    for code, category in CATEGORIES:
        BudgetLineFactory(programme=programme, code=code, category=category)
    BudgetAuthorisation.objects.create(
        programme=programme, asked_at=timezone.now(), signed_at=timezone.now(), total_minor=len(CATEGORIES) * 30_000_000,
        signed_by=world.people["SP"],
    )  # fmt: skip
    BenefitFactory(
        programme=programme, code="BF1", owner=world.people["BO"], next_review_on=world.today + dt.timedelta(90),
        first_value_on=world.today + dt.timedelta(300),
    )  # fmt: skip


def _own_part(world):
    """The current state diagnosed, interfaces specified, the own team scored, every department heard."""
    programme = world.programme
    DiagnosisFactory(programme=programme, held_on=world.today)
    Interface.objects.filter(programme=programme).update(
        state="specified", frequency="daily", method="file", errors="Tried again", owner="IT"
    )
    for area in Area:
        TeamSkillFactory(programme=programme, area=area)
    for desk in NEEDED_DESKS:
        DepartmentFactory(programme=programme, desk=desk)


def _work(world):
    programme, today = world.programme, world.today
    for node in ProcessNode.objects.filter(programme=programme):
        ProcessNode.objects.filter(pk=node.pk).update(
            owner=world.people["PO"], state="approved", as_is="Typed into three sheets", to_be="Typed once, checked"
        )
    world.unit = UnitFactory(name="Sales East")
    for role in ("BO", "PO"):
        world.people[role].memberships.update(unit=world.unit)
    if Wave.objects.filter(programme=programme).count() == 1:
        WaveFactory(programme=programme, code="W2", position=9)
    world.soon = calendar_of(programme).next_working(today + dt.timedelta(10))
    day = today + dt.timedelta(100)
    for wave in Wave.objects.filter(programme=programme).order_by("position"):
        day = quiet_day(programme, day)
        Wave.objects.filter(pk=wave.pk).update(planned_on=day)
        wave.units.add(world.unit)
        RosterEntryFactory(programme=programme, wave=wave, unit=world.unit, crm_role="sales")
        day += dt.timedelta(30)
    world.waves = list(Wave.objects.filter(programme=programme).order_by("position"))
    edition = published(programme, "C91")
    needs(edition, "sales")
    world.trainer = trainer_for(edition)
