"""Change requests made through their services, for tests."""

from programme.governance.services.changes import assess_change, request_change, submit_change
from tests.factories.charter import GoalFactory

WORDS = {"title": "Sign contracts in the CRM", "wanted": "An interface to the signing service.", "reason": "Speed."}
CHAIN = dict.fromkeys(("customer", "business", "process", "organisation", "system"), "none")
EFFECTS = dict.fromkeys(("scope", "benefit", "risk", "training", "data"), "none")


def drafted(programme, *, requester, **values):
    goal = programme.goals.order_by("pk").first() or GoalFactory(programme=programme)
    return request_change(programme, actor=requester, goals=[goal], **(WORDS | values))


def submitted(programme, *, requester, **values):
    return submit_change(drafted(programme, requester=requester, **values), actor=requester)


def assessed(programme, *, requester, by=None, effects=None, **values):
    row = submitted(programme, requester=requester, **values)
    return assess_change(row, actor=by, chain=CHAIN, **(EFFECTS | (effects or {})))
