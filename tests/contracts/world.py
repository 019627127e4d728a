"""A programme from the blueprint with one row of everything, its cast of every role, and how each way is addressed."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import reverse

from phases.exceptions.models import ExceptionReport, StageTolerance
from phases.gates.models import Condition, Criterion, Deliverable, Gate, GateDecision, Stage
from phases.gates.services import start_programme
from phases.plan.models import Assignment, CalendarDay, InsertedPlan, PlanCalendar, PlanResource, Task
from phases.plan.services import take_baseline
from phases.redesign.models import ProcessNode
from programme.charter.models import (
    CharterVersion,
    Consultant,
    FeatureGap,
    Kpi,
    KpiReading,
    Programme,
    Statement,
    StrategyObjective,
    Tolerance,
    Workshop,
)
from programme.checks.models import RuleWaiver
from programme.closure.models import Lesson
from programme.governance.models import ChangeRequest, Decision, LightDeclaration, Meeting
from programme.needs.models import Capability, Elicitation, Requirement, UserGroup
from programme.notices.models import Delivery, Endpoint, Notification
from programme.people.choices import Role
from programme.people.models import Away
from programme.raid.models import Risk
from programme.records.models import Attachment, Comment, DocumentFile, GeneratedDocument, ImportRun, Job
from programme.records.services.snapshots import take_snapshot
from programme.savedviews.models import PersonalView
from programme.signoff.services import request_signature
from programme.sponsor.models import SponsorAct
from tests.factories.capability import DepartmentFactory, ExecutiveTestFactory, TeamSkillFactory
from tests.factories.charter import (
    BudgetLineFactory,
    GoalFactory,
    ReferenceCaseFactory,
    ScopeItemFactory,
    StakeholderFactory,
    readiness_with,
)
from tests.factories.diagnosis import DiagnosisAnswerFactory, DiagnosisFactory, PainPointFactory
from tests.factories.feedback import FeedbackItemFactory
from tests.factories.governance import ActionItemFactory
from tests.factories.landscape import (
    AccessRuleFactory,
    DataFieldFactory,
    MasterRecordFactory,
    PersonalDataFactory,
    SourceSystemFactory,
    TestDataSetFactory,
)
from tests.factories.money import ActualCostFactory, CommitmentFactory, DrawFactory, baselined
from tests.factories.plan import SimulationFactory
from tests.factories.programme import MembershipFactory, UnitFactory, UserFactory, member_of
from tests.factories.raid import AssumptionFactory, DependencyFactory, IssueFactory, RiskFactory
from tests.factories.roi import ActualFactory, BenefitFactory, CostFactory, StatementFactory
from tests.factories.rollout import RosterEntryFactory
from tests.factories.sourcing import scored
from tests.factories.training import (
    EnrolmentFactory,
    RoomFactory,
    SessionFactory,
    needs,
    person,
    published,
    trainer_for,
)
from tests.factories.uat import CycleFactory, DefectFactory, ExecutionFactory
from training.catalogue.models import Course
from training.learners.models import Waiver

NOW = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
PLAIN = {
    Consultant: {"name": "Consultant"},
    FeatureGap: {"name": "Gap"},
    Statement: {"kind": "assumption", "text": "Data are there"},
    Tolerance: {"dimension": "cost", "limit": 5, "unit": "%"},
}
ROLES = tuple(role.value for role in Role)
LOOK = "Look"  # what the stranger is told


@dataclass(frozen=True)
class World:
    """A programme and the people in it, by role; ``ADM`` is an administrator, who is made for the installation."""

    programme: Programme
    people: dict


def build(slug, *, everyone=True):
    """Start a programme; fill every register with a row, and every role with a person where asked."""
    programme = start_programme(
        slug=slug, name=f"Programme {slug}", language="en", actor=None, start=dt.date(2026, 3, 2)
    ).programme
    people = (
        {role: member_of(programme, role, name=f"{role} {slug}") for role in ROLES if role != "ADM"} if everyone else {}
    )
    people["ADM"] = UserFactory(name=f"Administrator {slug}", is_administrator=True)
    _rows(programme)
    UnitFactory(code=f"U-{slug}")
    return World(programme, people)


def _rows(programme):
    stranger = UserFactory(name="Author")
    GoalFactory(programme=programme, code="GL91")
    BudgetLineFactory(programme=programme)
    StakeholderFactory(programme=programme)
    ReferenceCaseFactory(programme=programme)
    ScopeItemFactory(programme=programme)
    RiskFactory(programme=programme, code="R991", raised_by=stranger)
    IssueFactory(programme=programme, code="I991", raised_by=stranger)
    FeedbackItemFactory(programme=programme, code="FB991")
    readiness_with(programme, [3, 3, 3, 3, 3])
    Workshop.objects.create(programme=programme, held_on=dt.date(2026, 3, 5), title="Goals")
    CalendarDay.objects.create(programme=programme, day=dt.date(2026, 5, 9), works=True)
    SimulationFactory(programme=programme)
    nights = PlanCalendar.objects.create(programme=programme, name="Nights", week={"0": [[1320, 1440]]})
    InsertedPlan.objects.create(programme=programme, source="Vendor", calendar=nights, starts_on=dt.date(2026, 5, 4))
    hand = PlanResource.objects.create(programme=programme, name="Dana")
    worked = Task.objects.filter(programme=programme, summary=False).order_by("pk").first()
    Assignment.objects.create(programme=programme, task=worked, resource=hand)
    gate = Gate.objects.filter(programme=programme).order_by("position").first()
    decision = GateDecision.objects.create(
        programme=programme, gate=gate, decision="conditional", round=1, decided_at=NOW, sha256="0" * 64
    )
    Condition.objects.create(
        programme=programme, decision=decision, text="Do it", owner=stranger, due_on=dt.date(2026, 4, 1)
    )
    Decision.objects.create(programme=programme, code="D1", question="Go?", asked_by=stranger)
    ChangeRequest.objects.create(
        programme=programme,
        code="CR-991",
        title="Sign",
        wanted="Sign here",
        reason="Speed",
        requester=stranger,
        route="pm",
    )
    LightDeclaration.objects.create(
        programme=programme, dimension="cost", colour="good", computed="warn", reason="x", declared_by=stranger
    )
    version = CharterVersion.objects.create(programme=programme, number="1.0", sha256="0" * 64, submitted_at=NOW)
    request_signature(programme, subject=version, meaning="I agree", role="SP", actor=None)
    Requirement.objects.create(programme=programme, code="RQ991", title="Leads return", written_by=stranger)
    group = UserGroup.objects.create(programme=programme, code="UG991", name="Account managers")
    objective = StrategyObjective.objects.create(programme=programme, code="SO991", title="Grow")
    Capability.objects.create(programme=programme, objective=objective, name="Account plan")
    Elicitation.objects.create(
        programme=programme, held_on=NOW.date(), unit=UnitFactory(code=f"E-{group.public_id[:8]}"), summary="Pains"
    )  # fmt: skip
    _landscape(programme)
    for model, values in PLAIN.items():
        model.objects.create(programme=programme, **values)
    KpiReading.objects.create(kpi=Kpi.objects.filter(programme=programme).first(), read_on=NOW.date(), value=1)
    Meeting.objects.create(programme=programme, kind="steering", held_on=NOW.date(), begins=dt.time(9))
    ActionItemFactory(programme=programme, code="AC-991", raised_by=stranger)
    AssumptionFactory(programme=programme, code="A991", raised_by=stranger)
    DependencyFactory(programme=programme, code="X991", raised_by=stranger)
    RuleWaiver.objects.create(
        programme=programme, rule="charter.kpis_empty", reason="Pilot first", until=dt.date(2099, 1, 1)
    )
    stage = Stage.objects.filter(programme=programme).order_by("position", "pk").first()
    StageTolerance.objects.create(programme=programme, stage=stage, dimension="time", limit=5)
    ExceptionReport.objects.create(
        programme=programme, code="EX-991", dimension="scope", limit=10, forecast=12, first_forecast=11,
        found_on=NOW.date(),
    )  # fmt: skip
    Away.objects.create(programme=programme, person=stranger, first_on=dt.date(2099, 1, 5), last_on=dt.date(2099, 1, 9))
    Lesson.objects.create(programme=programme, code="LL91", event="Late", recommendation="Ask", area="data")
    SponsorAct.objects.create(
        programme=programme, code="SA91", kind="visit", audience="the east", due_on=dt.date(2099, 1, 5)
    )
    Notification.objects.create(programme=programme, person=stranger, text=LOOK)
    robot = Endpoint.objects.create(
        programme=programme, name="Group", channel="wecom", host="example.com", topics=["gate"], language="en"
    )
    Delivery.objects.create(programme=programme, channel="wecom", endpoint=robot, topic="gate", subject="Look")
    PersonalView.objects.create(programme=programme, user=stranger, register="raid:risk_list", name="Mine")
    MembershipFactory(programme=programme, user=stranger, role="USR")
    _money(programme, stranger)
    _budget(programme, stranger)
    _training(programme, stranger)
    _papers(programme, stranger)
    take_baseline(programme, name="Charter", actor=None)
    take_baseline(programme, name="Second", actor=None)
    RosterEntryFactory(programme=programme, key="P991")
    run = ExecutionFactory(cycle=CycleFactory(programme=programme, number=1), tester=stranger)
    DefectFactory(programme=programme, cycle=run.cycle, case=run.case, reporter=stranger)


def _landscape(programme):
    """A row of each register of the landscape; the blueprint brings the interfaces."""
    SourceSystemFactory(programme=programme, code="SY991")
    MasterRecordFactory(programme=programme, code="MR991")
    for factory in (DataFieldFactory, PersonalDataFactory, TestDataSetFactory, AccessRuleFactory):
        factory(programme=programme)
    for factory in (ExecutiveTestFactory, TeamSkillFactory, DepartmentFactory, PainPointFactory):
        factory(programme=programme)
    DiagnosisAnswerFactory(diagnosis=DiagnosisFactory(programme=programme))
    scored(programme, *[UserFactory(name=name) for name in ("First", "Second")], V91="54", V92="43")


def _money(programme, stranger):
    """A cost, a benefit with an actual that somebody else recorded, and a statement that waits for finance."""
    CostFactory(programme=programme)
    benefit = BenefitFactory(programme=programme, owner=stranger)
    ActualFactory(benefit=benefit, recorded_by=stranger)
    statement = StatementFactory(programme=programme, quarter="2025Q4")
    request_signature(programme, subject=statement, meaning="I agree", role="FIN", actor=None)


def _budget(programme, stranger):
    """An order, an invoice without one, a wish for contingency, and the baseline."""
    CommitmentFactory(programme=programme, line=programme.budget_lines.first())
    ActualCostFactory(programme=programme, line=programme.budget_lines.first())
    DrawFactory(programme=programme, asked_by=stranger, line=programme.budget_lines.first())
    baselined(programme)


def _training(programme, stranger):
    """A person on the roster with a seat and a waiver; a room, a trainer, a requirement."""
    edition = published(programme, "C91")
    needs(edition, "sales")
    room, teacher = RoomFactory(programme=programme), trainer_for(edition)
    session = SessionFactory(programme=programme, edition=edition, code="S91", room=room, trainer=teacher)
    learner = person(programme, "sales", "W1", user=stranger)
    EnrolmentFactory(session=session, entry=learner)
    other = Course.objects.filter(programme=programme).exclude(code="C91").first()
    Waiver.objects.create(
        programme=programme,
        entry=learner,
        course=other,
        reason="Built it",
        approved_on=NOW.date(),
        approved_by=stranger,
    )


def _papers(programme, stranger):
    snapshot = take_snapshot(programme, occasion="asked", actor=None)
    paper = GeneratedDocument.objects.create(
        programme=programme, kind="charter", number=f"{programme.slug}-1", snapshot=snapshot, author=stranger,
        verify_code=programme.slug[:10],
    )  # fmt: skip
    DocumentFile.objects.create(
        document=paper, language="en", format="html", file=ContentFile(b"x", name="x.html"), size=1, sha256="0" * 64
    )
    ImportRun.objects.create(
        programme=programme, kind="risks", filename="a.csv", file=ContentFile(b"title\nx\n", name="a.csv"),
        sha256="0" * 64, reading={"headings": ["title"], "rows": 1, "encoding": "utf-8", "notes": []}, actor=stranger,
    )  # fmt: skip
    Job.objects.create(programme=programme, task="sample", actor=stranger)
    Comment.objects.create(
        programme=programme, kind="programme.Risk", text="Seen", author=stranger,
        object_id=Risk.objects.filter(programme=programme).first().public_id,
    )  # fmt: skip
    Attachment.objects.create(
        programme=programme, kind="programme.Risk", name="a.txt",
        object_id=Risk.objects.filter(programme=programme).first().public_id, size=1, author=stranger,
        file=ContentFile(b"x", name="a.txt"), sha256="0" * 64,
    )  # fmt: skip


def _of(model, **also):
    """Find a programme's row of this kind: its lookup by the column that leads to the programme."""
    names = {field.name for field in model._meta.get_fields()}
    paths = {
        "RiskScore": "risk__programme",
        "DocumentFile": "document__programme",
        "KpiReading": "kpi__programme",
        "BenefitActual": "benefit__programme",
        "VendorScore": "vendor__programme",
    }
    if model is Notification:
        also = {"text": LOOK}  # acts of the others have told people, too
    path = "programme" if "programme" in names else paths.get(model.__name__)
    return lambda programme: model.objects.filter(**({path: programme} if path else {}), **also).order_by("pk").first()


PAGES = {
    "checks:end": "programme.RuleWaiver",
    "exceptions:exception": "phases.ExceptionReport",
    "exceptions:tolerance": "phases.StageTolerance",
    "catalogue:course": "training.Course",
    "catalogue:requirement": "training.CurriculumItem",
    "catalogue:room": "training.Room",
    "catalogue:trainer": "training.Trainer",
    "learners:ask": "training.Session",
    "learners:attendance": "training.Session",
    "learners:enrol": "training.Session",
    "learners:enrolment": "training.Enrolment",
    "learners:person": "phases.RosterEntry",
    "learners:results": "training.Session",
    "learners:waive": "phases.RosterEntry",
    "learners:waiver": "training.Waiver",
    "timetable:session": "training.Session",
    "budget": "programme.BudgetLine",
    "budget:actual": "programme.ActualCost",
    "budget:change_apply": "programme.ChangeRequest",
    "budget:commitment": "programme.Commitment",
    "budget:draw": "programme.ContingencyDraw",
    "charter:goal": "programme.Goal",
    "charter:kpi": "programme.Kpi",
    "charter:row": "programme.ScopeItem",
    "charter:version": "programme.CharterVersion",
    "charter:workshop": "programme.Workshop",
    "gates:close_condition": "phases.Condition",
    "gates:tick": "phases.StageCheck",
    "capability:row": "programme.ExecutiveTest",
    "diagnosis:answer": "programme.Diagnosis",
    "diagnosis:pain": "programme.PainPoint",
    "landscape:row": "programme.SourceSystem",
    "landscape:interface": "programme.Interface",
    "landscape:record": "programme.MasterRecord",
    "landscape:data": "programme.TestDataSet",
    "needs:prompt": "programme.StrategyObjective",
    "needs:requirement": "programme.Requirement",
    "needs:row": "programme.UserGroup",
    "notices:endpoint": "programme.Endpoint",
    "notices:send_pack": "programme.GeneratedDocument",
    "people:absence": "programme.Away",
    "people:deactivate": "programme.User",
    "people:end_role": "programme.Membership",
    "people:raci_row": "programme.RaciCell",
    "people:seat": "programme.Seat",
    "people:unit": "programme.Unit",
    "plan": "phases.Task",
    "plan:baseline_": "phases.PlanBaseline",
    "plan:day_clear": "phases.CalendarDay",
    "plan:assignment": "phases.Assignment",
    "plan:calendar_": "phases.PlanCalendar",
    "plan:inserted": "phases.InsertedPlan",
    "plan:resource_": "phases.PlanResource",
    "plan:link_remove": "phases.TaskLink",
    "governance:change": "programme.ChangeRequest",
    "plan:change": "programme.ChangeRequest",
    "plan:simulation": "phases.Simulation",
    "governance:decision": "programme.Decision",
    "governance:action": "programme.ActionItem",
    "governance:meeting": "programme.Meeting",
    "governance:confirm": "programme.LightDeclaration",
    "governance:end_declaration": "programme.LightDeclaration",
    "ledger:actual": "roi.BenefitActual",
    "ledger:benefit": "roi.Benefit",
    "ledger:cost": "roi.CostLine",
    "raid:risk": "programme.Risk",
    "savedviews:forget": "programme.PersonalView",
    "raid:issue": "programme.Issue",
    "raid:assumption": "programme.Assumption",
    "raid:dependency": "programme.Dependency",
    "inbox:item": "feedback.FeedbackItem",
    "records:attachment": "programme.Attachment",
    "records:document": "programme.GeneratedDocument",
    "records:import": "programme.ImportRun",
    "records:job": "programme.Job",
    "signoff": "programme.SignatureRequest",
    "rollout:entry": "phases.RosterEntry",
    "rollout:wave": "phases.Wave",
    "uat:case": "phases.TestCase",
    "uat:cycle": "phases.UatCycle",
    "uat:defect": "phases.Defect",
    "uat:run": "phases.Execution",
    "statements:statement": "roi.RoiStatement",
    "statements:sign": "roi.RoiStatement",
    "closure:lesson": "programme.Lesson",
    "sourcing": "programme.Vendor",
    "sponsor:act": "programme.SponsorAct",
    "stakeholders:communication": "programme.CommunicationItem",
    "stakeholders:stakeholder": "programme.Stakeholder",
    "usage:person": "phases.RosterEntry",
}


def model_of(way):
    """Return the kind of row that this way names by its public id: the view set's own, else by the longest prefix."""
    queryset = getattr(way.view, "queryset", None)
    if way.api and queryset is not None:
        return queryset.model
    found = max((prefix for prefix in PAGES if way.name.startswith(prefix)), key=len, default=None)
    if found is None:
        raise LookupError(f"{way.key}: say in world.PAGES which row its public_id names")
    return apps.get_model(PAGES[found])


BOOKS = {
    "capability": "executives",
    "landscape": "systems",
    "sourcing": "vendors",
}  # the register that stands for all of a slice
WORDS = {
    "question": "complete",
    "seq": 1,
    "op": "new_scope",
    "moment": "start",
    "cause": "process",
    "name": "assess",
    "kind": "scope",
    "home": "pmo",
    "token": "unknown",
    "code": "unknown",
    "file_format": "csv",
    "suffix": "csv",
    "phase": "P1",
    "stage": "pilot",
    "item_kind": "question",
}


def kwargs_of(way, programme, **chosen):
    """Fill the address of a way with rows of this programme."""
    return {name: chosen.get(name) or _value(name, way, programme) for name in way.params}


def _value(name, way, programme):
    deliverable = Deliverable.objects.filter(programme=programme, parts__isnull=False).order_by("pk").first()
    gate = Gate.objects.filter(programme=programme).order_by("position").first()
    if name == "slug":
        return programme.slug
    if name == "public_id":
        row = _of(model_of(way))(programme)
        if row is None:
            raise LookupError(f"{way.key}: world.build makes no row of {model_of(way).__name__}")
        return row.public_id
    if name == "gate":
        return gate.key
    if name == "key":
        return Criterion.objects.filter(gate=gate).order_by("pk").first().key
    if name == "code" and way.name.startswith("gates:"):
        return deliverable.code
    if name == "code" and way.name.startswith("redesign:"):
        return ProcessNode.objects.filter(programme=programme).order_by("pk").first().code
    if name == "part":
        return deliverable.parts.order_by("pk").first().code
    if name == "object_id":
        return _of(apps.get_model("programme.Risk"))(programme).public_id
    if name == "file_id":
        return _of(DocumentFile)(programme).public_id
    if name == "kind" and way.name.startswith("records:"):
        return "programme.Risk" if "object_id" in way.params else "risks"
    if name == "kind" and way.name.partition(":")[0] in BOOKS:
        return BOOKS[way.name.partition(":")[0]]
    if name == "kind" and way.name.startswith("needs:"):
        return "groups"
    if name == "register":
        return "raid:risk_list" if "slug" in way.params else "portfolio:list"
    return WORDS[name]


def address(way, kwargs):
    """Give the URL of a way."""
    return reverse(way.name, kwargs=kwargs)
