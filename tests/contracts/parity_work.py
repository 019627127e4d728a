"""The acts of gates, plan, governance, people, papers and signatures, through both fronts."""

import datetime as dt
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from phases.gates.models import Condition, Deliverable
from phases.gates.services import assess_gate, decide_gate, state_criterion, submit_gate
from phases.plan.models import CalendarDay, InsertedPlan, PlanBaseline, PlanCalendar, PlanResource, Task, TaskLink
from phases.plan.selectors import levelling_of
from phases.plan.services import accept_levelling, add_task, assign, link_tasks, save_calendar, save_resource
from phases.redesign.models import ProcessNode
from programme.budget.services import request_authorisation
from programme.governance.models import ChangeRequest, Decision, LightDeclaration
from programme.people.models import Away, Membership, Seat
from programme.raid.models import Risk
from programme.records.models import GeneratedDocument, Job
from programme.signoff import rules, selectors, services
from programme.signoff.models import SignatureRequest
from tests.contracts.fronts import Pair
from tests.contracts.parity import DAY, at
from tests.contracts.world import World, _of
from tests.factories.phases import (
    CriterionFactory,
    DeliverableFactory,
    GateFactory,
    PartFactory,
    PhaseFactory,
    StageFactory,
)
from tests.factories.programme import (
    PASSWORD,
    MembershipFactory,
    ProgrammeFactory,
    SeatFactory,
    UnitFactory,
)


def small(world):
    """A programme of the same people with one phase."""
    programme = ProgrammeFactory(slug="small", name="Small")
    for role in ("PM", "SP", "FIN", "BO", "PO"):
        MembershipFactory(programme=programme, user=world.people[role], role=role)
        world.people[role].forget_roles()
    SeatFactory(programme=programme, role="PM", holder=world.people["PM"])
    return World(programme, world.people), PhaseFactory(programme=programme, code="P1", position=0)


def gate(*steps):
    """Make a gate that holds, and take it so far: stated, submitted, in review, recycled."""

    def arrange(world):
        row = GateFactory(phase=small(world)[1], code="G0", position=0)
        must = CriterionFactory(gate=row, key="g0.one", label="M1")
        people = world.people
        for step in steps:
            if step == "stated":
                state_criterion(must, actor=people["PM"], text="Seen", link="https://example.com/m")
            elif step == "submitted":
                row = submit_gate(row, actor=people["PM"])
            elif step == "reviewed":
                row = assess_gate(row, actor=people["SP"])
            else:
                decide_gate(row, decision=step, note="Not yet", actor=people["SP"], review_on=_later())
                decide_gate(row, decision=step, note="Not yet", actor=people["FIN"], review_on=_later())
        row.refresh_from_db()
        return row

    return arrange


def _later():
    return dt.date.fromisoformat(DAY)


def by_key(_world, row):
    return {"gate": row.key}


def terms(world, _row):
    return {"text_0": "Do it", "owner_0": world.people["PM"].public_id, "due_0": DAY}


REVIEW = ("stated", "submitted", "reviewed")
GATES = [
    Pair("gates:submit POST", "api-gates submit", row=gate("stated"), page=by_key),
    Pair("gates:assess POST", "api-gates assess", role="SP", row=gate("stated", "submitted"), page=by_key),
    Pair("gates:decide POST", "api-gates decide", role="SP", row=gate(*REVIEW), page=by_key,
         same={"decision": "go", "note": "Fine"}, name="gates: the first vote"),
    Pair("gates:decide POST", "api-gates decide", role="SP", row=gate(*REVIEW), page=by_key,
         same={"decision": "hold", "note": "Wait", "review_on": DAY}, name="gates: a vote for a hold"),
    Pair("gates:decide POST", "api-gates decide", role="SP", row=gate(*REVIEW), page=by_key,
         same={"decision": "conditional", "note": "If"}, form=terms, name="gates: a conditional vote",
         body=lambda w, _r: {"conditions": [{"text": "Do it", "owner": w.people["PM"].public_id, "due": DAY}]}),
    Pair("gates:reschedule POST", "api-gates reschedule", row=gate(*REVIEW, "recycle"), page=by_key,
         same={"review_on": DAY}),
    Pair("gates:exception POST", "api-gates exception", role="SP", row=gate("stated"), page=by_key,
         same={"reason": "Nobody else"}),
    Pair("gates:concede POST", "api-gates concede", role="SP", row=gate("stated"), page=by_key,
         same={"item": "Test data", "limit": "5 %", "expires_on": DAY}),
    Pair("gates:state POST", "api-gates state", row=gate(), page=lambda _w, r: {"gate": r.key, "key": "g0.one"},
         same={"text": "Seen", "link": "https://example.com/m"}, form={"fulfilled": "yes"},
         body={"fulfilled": True, "criterion": "g0.one"}),
    Pair("gates:close_condition POST", "api-gate-conditions close", row=at(Condition), same={"note": "Done"}),
    Pair("gates:start_phase POST", "api-phases start", row=lambda w: small(w)[1], page=lambda _w, r: {"phase": r.code}),
]  # fmt: skip


def work(**values):
    """Make a deliverable in a state."""

    def arrange(world):
        stage = StageFactory(phase=small(world)[1])
        return DeliverableFactory(stage=stage, code="DEL-X", author=world.people["PO"], **values)

    return arrange


def part(**values):
    """Make a deliverable with one output in a state; the deliverable is what the API names."""

    def arrange(world):
        whole = work()(world)
        PartFactory(deliverable=whole, code="out", author=world.people["PO"], **values)
        return whole

    return arrange


def deliverables(name, state, role, **same):
    """An act on a deliverable, and the same on one of its outputs."""
    whole = {"page": lambda _w, r: {"code": r.code}, "same": same, "role": role}
    output = whole | {"page": lambda _w, r: {"code": r.code, "part": "out"}, "body": {"part": "out"}}
    return [
        Pair(f"gates:{name}_work POST", f"api-deliverables {name}", row=work(state=state), **whole),
        Pair(f"gates:{name}_part POST", f"api-deliverables {name}", row=part(state=state), **output),
    ]


DELIVERABLES = [
    *deliverables("submit", "draft", "PO", link="https://example.com/d", note="Here"),
    *deliverables("approve", "submitted", "BO", reason="Good"),
    *deliverables("reject", "submitted", "BO", reason="Thin"),
    *deliverables("revise", "approved", "PO", reason="New law"),
]


def task(world):
    """A task of two days after another."""
    before = add_task(world.programme, name="Before", minutes=480, actor=None)
    row = add_task(world.programme, name="After", minutes=960, actor=None)
    link_tasks(row, earlier=before, actor=None)
    row.refresh_from_db()
    return row


def undated(world):
    """A task whose dates were never computed."""
    row = task(world)
    Task.objects.filter(pk=row.pk).update(early_start=None, early_finish=None)
    row.refresh_from_db()
    return row


def link(world):
    return TaskLink.objects.get(later=task(world))


def other(world, row):
    return Task.objects.filter(programme=world.programme, summary=False).exclude(pk=row.pk).order_by("pk").first()


def made(world):
    """A deliverable of the programme."""
    return Deliverable.objects.filter(programme=world.programme).order_by("pk").first() or DeliverableFactory(
        programme=world.programme, stage=StageFactory(phase=PhaseFactory(programme=world.programme))
    )


def hand(world):
    """A resource of the programme."""
    row = PlanResource.objects.filter(programme=world.programme, name="Ann").first()
    return row or save_resource(world.programme, name="Ann", actor=None)


def hours(world):
    """A calendar of the programme."""
    row = PlanCalendar.objects.filter(programme=world.programme, name="Own").first()
    return row or save_calendar(world.programme, name="Own", week={"0": [[540, 720]]}, actor=None)


def inserted(world):
    """A plan inside the plan that counts by its own file."""
    values = {"calendar": hours(world), "starts_on": dt.date(2026, 5, 4)}
    return InsertedPlan.objects.get_or_create(programme=world.programme, source="Theirs", defaults=values)[0]


def assigned(world):
    return assign(task(world), resource=hand(world), units=Decimal(100), actor=None)


def crowded(world):
    """Three tasks, of which two ask for the same person at once."""
    for name, days in (("One", 3), ("Two", 2)):
        row = add_task(world.programme, name=name, minutes=days * 480, actor=None)
        assign(row, resource=hand(world), units=Decimal(100), actor=None)
    return add_task(world.programme, name="Long", minutes=90 * 480, actor=None)


def levelled(world):
    row = crowded(world)
    accept_levelling(world.programme, stamp=levelling_of(world.programme).stamp, actor=None)
    return row


PLAN = [
    Pair("plan:task_add POST", "api-tasks create",
         same={"name_zh": "培训", "name_en": "Train", "deadline": DAY, "responsible_role": "TR"},
         form={"days": "2"}, body={"minutes": 960}),
    Pair("plan:edit POST", "api-tasks partial_update", row=task, same={"name_en": "Renamed", "deadline": DAY},
         form={"days": "3"}, body={"minutes": 1440}),
    Pair("plan:scheduling POST", "api-tasks partial_update", row=task,
         same={"priority": 700, "note": "By night", "elapsed": True}, form={"active": "on", "pessimistic": "9"},
         body={"active": True, "pessimistic": 4320, "optimistic": None, "calendar": None, "manual": False, "fixed": False,
               "planned_start": None, "planned_finish": None}),
    Pair("plan:serves POST", "api-tasks serves", row=task, form=lambda w, _r: {"deliverables": [made(w).pk]},
         body=lambda w, _r: {"deliverables": [made(w).code]}),
    Pair("plan:assign POST", "api-assignments create", row=task, form=lambda w, _r: {"resource": hand(w).pk, "units": "50"},
         body=lambda w, r: {"task": r.public_id, "resource": hand(w).public_id, "units": "50"}),
    Pair("plan:assignment_remove POST", "api-assignments destroy", row=assigned),
    Pair("plan:resource_add POST", "api-resources create", same={"name": "Data team", "kind": "work", "max_units": "200"}),
    Pair("plan:resource_edit POST", "api-resources partial_update", row=hand,
         same={"name": "Bo", "kind": "work", "max_units": "80", "team": "IT"}, body={"calendar": None, "person": None}),
    Pair("plan:resource_delete POST", "api-resources destroy", row=hand, form={"confirm": "Ann"}),
    Pair("plan:calendar_add POST", "api-plan-calendars create", same={"name": "Nights"}, form={"day_0": "22:00-24:00"},
         body={"week": {"0": "22:00-24:00"}, "base": None, "exceptions": []}),
    Pair("plan:calendar_edit POST", "api-plan-calendars partial_update", row=hours, same={"name": "Late"},
         form={"day_1": "20:00-24:00", "exceptions": "2026-05-01 | off"},
         body={"week": {"0": "9:00-12:00", "1": "20:00-24:00"}, "base": None, "exceptions": ["2026-05-01 | off"]}),
    Pair("plan:calendar_delete POST", "api-plan-calendars destroy", row=hours, form={"confirm": "Own"}),
    Pair("plan:inserted POST", "api-inserted-plans partial_update", row=inserted, form={"apart": "no"},
         body={"apart": False}),
    Pair("plan:levelling_accept POST", "api-plan-levelling accept", row=crowded,
         form=lambda w, _r: {"stamp": levelling_of(w.programme).stamp},
         body=lambda w, _r: {"stamp": levelling_of(w.programme).stamp}),
    Pair("plan:levelling_clear POST", "api-plan-levelling clear", row=levelled),
    Pair("plan:progress POST", "api-tasks progress", row=task, same={"actual_start": "2026-03-03", "percent": 40}),
    Pair("plan:link POST", "api-tasks link", row=task, form=lambda w, r: {"earlier": other(w, r).pk, "kind": "SS", "lag": "1"},
         body=lambda w, r: {"earlier": other(w, r).public_id, "type": "SS", "lag": 480}),
    Pair("plan:link_remove POST", "api-task-links destroy", row=link),
    Pair("plan:move POST", "api-tasks move", row=task, form=lambda w, r: {"parent": None, "before": other(w, r).pk},
         body=lambda w, r: {"before": other(w, r).public_id}),
    Pair("plan:delete POST", "api-tasks destroy", row=task, form={"confirm": "After"}),
    Pair("plan:baseline POST", "api-baselines create", same={"name": "Third", "note": "Board"}),
    Pair("plan:baseline_use POST", "api-baselines use", row=at(PlanBaseline), same={"note": "Back"}),
    Pair("plan:reschedule POST", "api-plan reschedule", row=undated),
    Pair("plan:simulate POST", "api-simulations create",
         same={"runs": 1000, "seed": 7, "distribution": "pert", "correlation": 20}, form={"risks": "on"},
         body={"risks": True}),
    Pair("plan:day_add POST", "api-calendar-days create", role="ADM", same={"day": DAY, "note": "Stocktaking"},
         form={"works": "yes"}, body={"works": True}),
    Pair("plan:day_clear POST", "api-calendar-days destroy", role="ADM", row=at(CalendarDay)),
    Pair("redesign:edit POST", "api-processes partial_update", row=at(ProcessNode), page=lambda _w, r: {"code": r.code},
         same={"as_is": "Paper", "to_be": "Screen"}),
]  # fmt: skip

OPTIONS = [{"key": "A", "text": "Yes"}, {"key": "B", "text": "No"}]
QUESTION = {"question": "Buy?", "context": "Late", "recommendation": "A", "reason": "Cheap", "cost_of_delay": "1 day",
            "due_on": DAY}  # fmt: skip
BOTH = {"form": {"options": "Yes\nNo", "delay_week": "12.50"}, "body": {"options": ["Yes", "No"], "delay_week_minor": 1250},
        "same": lambda w, r: QUESTION | _aim(w, r)}  # fmt: skip


def asked(state="requested"):
    """A decision with two options in a state."""
    return at(Decision, state=state, options=OPTIONS, recommendation="A", reason="Cheap", due_on=DAY, cost_of_delay="1")


def citing(arrange):
    """The row of an arrangement, which cites a goal."""

    def arranged(world):
        row = arrange(world)
        row.goals.set([world.programme.goals.order_by("pk").first()])
        return row

    return arranged


GOVERNANCE = [
    Pair("governance:decision_new POST", "api-decisions create", **BOTH),
    Pair("governance:decision_edit POST", "api-decisions update", row=asked("draft"), **BOTH),
    Pair("governance:decision_request POST", "api-decisions-request ask_committee", row=citing(asked("draft"))),
    Pair("governance:decision_ask_back POST", "api-decisions ask_back", role="SP", row=asked(), same={"text": "Why?"}),
    Pair("governance:decision_answer POST", "api-decisions-answer answer_question", row=asked("questioned"),
         same={"text": "So"}),
    Pair("governance:decision_approve POST", "api-decisions approve", role="SP", row=citing(asked()),
         same={"chosen": "A", "outcome": "Buy"}),
    Pair("governance:decision_reject POST", "api-decisions reject", role="SP", row=citing(asked()),
         same={"outcome": "No money"}),
    Pair("governance:declare POST", "api-lights create", same={"dimension": "cost", "colour": "bad", "reason": "Bill"}),
    Pair("governance:confirm POST", "api-lights confirm", role="SP", row=at(LightDeclaration)),
    Pair("governance:end_declaration POST", "api-lights end", row=at(LightDeclaration)),
]  # fmt: skip


ASKED = {"title": "Sign", "wanted": "Contracts", "reason": "Speed", "cause": "law", "upgrade_note": "none"}
EFFECT = dict.fromkeys(("scope", "benefit", "risk", "training", "data"), "none") | {"days": "2", "effort": "3"}
LINKS = dict.fromkeys(("customer", "business", "process", "organisation", "system"), "none")


def wish(state, **values):
    """A change request in a state, which cites a goal."""

    def arrange(world):
        row = at(ChangeRequest, state=state, **values)(world)
        row.goals.set([world.programme.goals.order_by("pk").first()])
        return row

    return arrange


def change_act(name, state, **more):
    """An act on a change request: the page and the call are named alike."""
    return Pair(f"governance:change_{name} POST", f"api-changes {name}", row=wish(state), **more)


NEW_ITEM = {"op": "new_scope", "set": {"side": "in", "text": "Dealers"}}


def signed_charter(world, **values):
    """A draft of a change request where all have signed the charter."""
    frozen = {"title": "Charter", "parts": []}
    now = timezone.now()
    world.programme.charter_versions.update(state="approved", content=frozen, approved_at=now)
    return wish("draft", **values)(world)


def _aim(world, _row):
    return {"goals": [world.programme.goals.order_by("pk").first().code]}


CHANGES = [
    Pair("governance:change_new POST", "api-changes create", same=lambda w, r: ASKED | _aim(w, r),
         form={"touches": "P1 P2"}, body={"touches": ["P1", "P2"]}),
    Pair("governance:change_edit POST", "api-changes partial_update", row=wish("draft"),
         same=lambda w, r: ASKED | _aim(w, r), form={"touches": ""}, body={"touches": [], "custom_code": False}),
    change_act("submit", "draft"),
    change_act("assess", "submitted", same=EFFECT, form=LINKS | {"cost": "20.50", "upgrade_note": ""},
               body={"chain": LINKS, "cost_minor": 2050, "custom_code": False, "upgrade_note": ""}),
    change_act("approve", "assessed", role="SP", same={"note": "Fine"}),
    change_act("reject", "assessed", role="SP", same={"note": "No money"}),
    change_act("defer", "assessed", role="SP", same={"note": "Later", "until": DAY}),
    change_act("emergency", "assessed", same={"note": "Now"}),
    change_act("implement", "approved"),
    change_act("verify", "implementing", role="BO", same={"note": "Seen"}),
    change_act("close", "verified"),
    change_act("withdraw", "submitted", same={"note": "Not needed"}),
    Pair("governance:change_charter_add POST", "api-changes partial_update", row=signed_charter, page={"op": "new_scope"},
         form={"side": "in", "text": "Dealers"}, body={"charter_edits": [NEW_ITEM]}),
    Pair("governance:change_charter_drop POST", "api-changes partial_update",
         row=lambda world: signed_charter(world, charter_edits=[NEW_ITEM]), form={"number": 1}, body={"charter_edits": []}),
    Pair("plan:change_edits POST", "api-changes partial_update", row=wish("draft"),
         form=lambda w, _r: {"op": "remove", "task": _leaf(w).public_id},
         body=lambda w, _r: {"edits": [{"op": "remove", "task": _leaf(w).public_id}]}),
    Pair("plan:change_drop POST", "api-changes partial_update", row=wish("draft", edits=[{"op": "remove", "task": "T02"}]),
         form={"number": 1}, body={"edits": []}),
]  # fmt: skip


def _leaf(world):
    return world.programme.tasks.filter(summary=False, code="T02").first()


def membership(world):
    return Membership.objects.get(programme=world.programme, user=world.people["TR"])


def unit(world):
    return UnitFactory(code="UX", name="Unit X")


PEOPLE = [
    Pair("people:team POST", "api-roles create", same={"email": "new@example.com", "name": "New", "role": "TL"}),
    Pair("people:end_role POST", "api-roles end", row=membership, same={"reason": "Moved"}),
    Pair("people:absence_plan POST", "api-absences create",
         same={"first_on": "2027-03-02", "last_on": "2027-03-05", "authority": "Mail of 1 March"},
         form=lambda w, _r: {"person": w.people["TR"].pk, "deputy": w.people["IT"].pk},
         body=lambda w, _r: {"person": w.people["TR"].public_id, "deputy": w.people["IT"].public_id}),
    Pair("people:absence_end POST", "api-absences end", row=at(Away)),
    Pair("people:seat POST", "api-seats partial_update", row=at(Seat),
         same={"allocation": 60, "starts_on": "2026-03-02", "certificate": "PMP", "similar_years": 4},
         form=lambda w, _r: {"holder": w.people["TL"].pk}, body=lambda w, _r: {"holder": w.people["TL"].public_id}),
    Pair("people:deactivate POST", "api-people deactivate", role="ADM", row=lambda w: w.people["TR"],
         same={"reason": "Left"}),
    Pair("people:unit_new POST", "api-units create", role="ADM", same={"name": "South", "code": "UY"}),
    Pair("people:unit_edit POST", "api-units update", role="ADM", row=unit, same={"name": "North", "code": "UX"}),
]  # fmt: skip

PAPERS = [
    Pair("records:document_new POST", "api-documents create", same={"languages": ["en"], "formats": ["pdf"]},
         form={"paper": "charter|", "moment": "now"}, body={"kind": "charter", "moment": "now"}),
    Pair("records:document_submit POST", "api-documents submit", row=at(GeneratedDocument)),
    Pair("records:document_approve POST", "api-documents approve", role="SP", row=at(GeneratedDocument, state="in_review"),
         same={"note": "Read"}),
    Pair("records:document_send_back POST", "api-documents send_back", role="SP",
         row=at(GeneratedDocument, state="in_review"), same={"reason": "Thin"}),
    Pair("records:document_issue POST", "api-documents issue", row=at(GeneratedDocument, state="approved")),
    Pair("records:document_withdraw POST", "api-documents withdraw", row=at(GeneratedDocument, state="issued"),
         same={"reason": "Wrong"}),
    Pair("records:job_cancel POST", "api-jobs cancel", role="ADM", row=at(Job)),
    Pair("records:job_requeue POST", "api-jobs requeue", role="ADM", row=at(Job, state="quarantined", attempts=3)),
]  # fmt: skip


def on_risk(world, _row):
    risk = _of(Risk)(world.programme)
    return {"kind": "programme.Risk", "object_id": risk.public_id}


def upload(*_args):
    return {"file": SimpleUploadedFile("note.txt", b"Seen")}


NOTES = [
    Pair(
        "records:comment POST", "api-comments create", page=on_risk, form={"text": "Seen"},
        body=lambda w, r: on_risk(w, r) | {"text": "Seen"},
    ),
    Pair(
        "records:attach POST", "api-attachments create", page=on_risk, form=upload,
        body=lambda w, r: on_risk(w, r) | {"content": "U2Vlbg==", "filename": "note.txt"},
    ),
]  # fmt: skip


def request(*, read):
    """Ask the sponsor to sign a budget, read or not yet."""

    def arrange(world):
        paper = request_authorisation(world.programme, actor=world.people["PM"])
        row = SignatureRequest.objects.get(object_id=paper.public_id)
        if row.signer_id is None:
            row = services.readdress(row, actor=world.people["PM"], signer=world.people["SP"])
        return services.mark_viewed(row, actor=world.people["SP"]) if read else row

    return arrange


def words(decision, **more):
    """What the signer sends."""

    def said(_world, row):
        seen = rules.fingerprint(selectors.content_now(row))
        return {"decision": decision, "seen_hash": seen, "password": PASSWORD} | more

    return said


SIGNATURES = [
    Pair("signoff:read POST", "api-signatures view", role="SP", row=request(read=False)),
    Pair("signoff:sign POST", "api-signatures sign", role="SP", row=request(read=True), name="signoff: signed",
         same=words("sign", comment="Fine")),
    Pair("signoff:sign POST", "api-signatures sign", role="SP", row=request(read=True), name="signoff: declined",
         same=words("decline", comment="Too dear")),
    Pair("signoff:withdraw POST", "api-signatures withdraw", row=request(read=False), same={"reason": "Anew"}),
    Pair("signoff:readdress POST", "api-signatures readdress", row=request(read=False),
         same=lambda w, _r: {"signer": w.people["BO"].public_id}),
]  # fmt: skip
WORK = [*GATES, *DELIVERABLES, *PLAN, *GOVERNANCE, *CHANGES, *PEOPLE, *PAPERS, *NOTES, *SIGNATURES]
