"""The acts of assumptions, dependencies, meetings and actions, through both fronts."""

import datetime as dt

from programme.governance.models import Attendance
from programme.stakeholders.models import Stakeholder
from tests.contracts.fronts import Pair
from tests.factories.governance import ActionItemFactory, AgendaItemFactory, MeetingFactory
from tests.factories.raid import AssumptionFactory, DependencyFactory

DAY = (dt.date.today() + dt.timedelta(30)).isoformat()
PAST = "2026-03-03"


def owner(world, _row):
    return {"owner": world.people["CM"].public_id}


def assumption(**values):
    """Make an assumption that the project manager owns."""
    return lambda world: AssumptionFactory(programme=world.programme, code="A900", owner=world.people["PM"], **values)


def dependency(**values):
    """Make a dependency that the project manager owns."""
    return lambda world: DependencyFactory(programme=world.programme, code="X900", owner=world.people["PM"], **values)


def said(register, many, name, row, **more):
    """An act of a register: the page and the call are named alike."""
    return Pair(f"raid:{register}_{name} POST", f"api-{many} {name}", row=row, **more)


NEW_ASSUMPTION = {"title": "Codes are unique", "test": "Count", "effect": "Keys break", "expires_on": DAY}
NEW_DEPENDENCY = {"title": "Interface", "giver": "ERP", "taker": "Us", "needed_on": DAY, "promised_on": DAY}
STANDS = [
    Pair("raid:assumption_new POST", "api-assumptions create", same=lambda w, r: NEW_ASSUMPTION | owner(w, r)),
    Pair("raid:assumption_edit POST", "api-assumptions partial_update", row=assumption(), same={"title": "Other"}),
    said("assumption", "assumptions", "confirm", assumption(), same={"finding": "None twice"}),
    said("assumption", "assumptions", "refute", assumption(), same={"finding": "Forty twice", "becomes": "issue"}),
    said("assumption", "assumptions", "renew", assumption(state="expired"), same={"until": DAY, "note": "Late extract"}),
    Pair("records:comment POST", "api-assumptions comment", row=assumption(), same={"text": "Seen"},
         page=lambda _w, r: {"kind": "programme.Assumption", "object_id": r.public_id}),
    Pair("raid:dependency_new POST", "api-dependencies create", same=lambda w, r: NEW_DEPENDENCY | owner(w, r)),
    Pair("raid:dependency_edit POST", "api-dependencies partial_update", row=dependency(), same={"giver": "Carrier"}),
    said("dependency", "dependencies", "promise", dependency(), same={"promised_on": DAY, "note": "By mail"}),
    said("dependency", "dependencies", "deliver", dependency(), same={"delivered_on": PAST, "note": "Here"}),
    said("dependency", "dependencies", "drop", dependency(), same={"reason": "Other way"}),
    said("dependency", "dependencies", "reopen", dependency(state="delivered", delivered_on=PAST),
         same={"reason": "Wrong one"}),
    Pair("records:comment POST", "api-dependencies comment", row=dependency(), same={"text": "Seen"},
         page=lambda _w, r: {"kind": "programme.Dependency", "object_id": r.public_id}),
]  # fmt: skip


def guest(world):
    return Stakeholder.objects.filter(programme=world.programme).order_by("pk").first()


def meeting(state="draft", **values):
    """Make a meeting with one guest and one point."""

    def arrange(world):
        row = MeetingFactory(programme=world.programme, state=state, title="Board", **values)
        Attendance.objects.create(meeting=row, stakeholder=guest(world), presence="invited")
        AgendaItemFactory(meeting=row)
        return row

    return arrange


def act(name, row, **more):
    """An act on a meeting: the page and the call are named alike."""
    return Pair(f"governance:meeting_{name} POST", f"api-meetings {name}", row=row, **more)


def people(name):
    return lambda w, _r: {name: [guest(w).public_id]}


PLAN = {"kind": "team", "title": "Weekly", "held_on": DAY, "begins": "09:30", "length": 45, "place": "Room 3"}
MEETINGS = [
    Pair("governance:meeting_new POST", "api-meetings create",
         same=lambda w, r: {"kind": "steering", "held_on": PAST, "minutes": "Talked"} | people("present")(w, r)),
    Pair("governance:meeting_plan POST", "api-meetings plan", same=lambda w, r: PLAN | people("invited")(w, r)),
    Pair("governance:meeting_edit POST", "api-meetings partial_update", row=meeting("called"),
         same=lambda w, r: PLAN | people("invited")(w, r)),
    act("agenda", meeting(), form={"items": "10 | Lights | PMO\n20 | Money"},
        body={"items": [{"text": "Lights", "minutes": 10, "speaker": "PMO"}, {"text": "Money", "minutes": 20}]}),
    act("call", meeting()),
    act("cancel", meeting("called"), same={"reason": "Holiday"}),
    act("hold", meeting("called"), same=people("present")),
    act("minutes", meeting("held"), same={"minutes": "Agreed"}, form={"point_1": "Amber"},
        body={"outcomes": {"1": "Amber"}}),
    act("send_out", meeting("held", minutes="Agreed")),
    act("take_back", meeting("minuted", minutes="Agreed"), same={"reason": "Wrong name"}),
]  # fmt: skip


def action(state="open"):
    """Make an action in a state."""
    return lambda world: ActionItemFactory(
        programme=world.programme, code="AC-900", state=state, owner=world.people["CM"]
    )


def act_on(name, row, **more):
    return Pair(f"governance:action_{name} POST", f"api-actions {name}", row=row, **more)


ACTIONS = [
    Pair("governance:action_new POST", "api-actions create",
         same=lambda w, r: {"text": "Send the contract", "due_on": DAY} | owner(w, r)),
    Pair("governance:action_edit POST", "api-actions partial_update", row=action(), same={"text": "Send it"}),
    act_on("finish", action(), same={"note": "Sent"}),
    act_on("drop", action(), same={"note": "Not needed"}),
    act_on("reopen", action("done"), same={"note": "Sent back"}),
]  # fmt: skip
COMMITTEE = [*STANDS, *MEETINGS, *ACTIONS]
