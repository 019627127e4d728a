"""The acts of needs, through both fronts."""

import datetime as dt

from programme.charter.models import StrategyObjective
from programme.needs.models import Capability, Elicitation, Requirement, UserGroup
from programme.people.models import Unit
from tests.contracts.fronts import Pair
from tests.contracts.parity import at
from tests.contracts.world import _of

ASKED = {
    "code": "RQX", "title": "Leads return to the pool", "text": "After a day", "family": "leads", "moscow": "must",
    "fit": "custom", "increment": "sales", "effort": "3.0", "acceptance": "Seen in the pool", "reason": "No rule",
    "upgrade_impact": "Tested at each release",
}  # fmt: skip


def links(world, _row):
    """A goal and a group, by code."""
    return {"goals": [world.programme.goals.order_by("pk").first().code], "groups": ["UG991"]}


def keys(world, _row):
    """The same two, as the form's boxes name them."""
    goal, group = world.programme.goals.order_by("pk").first(), _of(UserGroup)(world.programme)
    return {"goals": [goal.pk], "groups": [group.pk]}


def ready(world):
    """A requirement that lacks nothing."""
    row = at(Requirement, acceptance="Seen", fit="standard")(world)
    row.goals.set([world.programme.goals.order_by("pk").first()])
    return row


def _objective(world):
    return _of(StrategyObjective)(world.programme)


def rows(kind, api, model, same=None, form=None, body=None):
    """The three acts on a plain row."""
    given = {"same": same, "form": form, "body": body}
    return [
        Pair("needs:row_new POST", f"{api} create", page={"kind": kind}, **given),
        Pair("needs:row_edit POST", f"{api} partial_update", page={"kind": kind}, row=at(model), **given),
        Pair("needs:row_remove POST", f"{api} destroy", page={"kind": kind}, row=at(model)),
    ]


NEEDS = [
    Pair("needs:requirement_new POST", "api-requirements create", same=ASKED, form=keys, body=links),
    Pair("needs:requirement_edit POST", "api-requirements partial_update", row=at(Requirement), same=ASKED, form=keys,
         body=links),
    Pair("needs:requirement_approve POST", "api-requirements approve", role="BO", row=ready),
    Pair("needs:requirement_drop POST", "api-requirements drop", row=at(Requirement), same={"reason": "Not needed"}),
    *rows("groups", "api-user-groups", UserGroup,
          {"code": "UGX", "name": "Service desk", "kind": "service", "headcount": 12, "impact": "high", "needs": "Phone"}),
    *rows("elicitations", "api-elicitations", Elicitation,
          {"held_on": dt.date(2026, 3, 3).isoformat(), "method": "survey", "people": 9, "summary": "Sheets"},
          form=lambda _w, _r: {"unit": Unit.objects.order_by("pk").first().pk},
          body=lambda _w, _r: {"unit": Unit.objects.order_by("pk").first().code}),
    *rows("capabilities", "api-capabilities", Capability, {"name": "Decision map"},
          form=lambda w, _r: {"objective": _objective(w).pk}, body=lambda w, _r: {"objective": _objective(w).code}),
    Pair("needs:prompt POST", "api-capabilities prompt", row=at(StrategyObjective), same={"theme": "key_accounts"},
         body=lambda w, _r: {"objective": _objective(w).code}),
]  # fmt: skip
