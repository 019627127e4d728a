"""Acts of the plan check that both fronts offer."""

import datetime as dt

from programme.checks.models import RuleWaiver
from tests.contracts.fronts import Pair
from tests.contracts.world import _of

UNTIL = (dt.date.today() + dt.timedelta(30)).isoformat()


def waiver(world):
    """The world's waiver."""
    return _of(RuleWaiver)(world.programme)


REACH = [
    Pair(
        "checks:waive POST",
        "api-rule-waivers create",
        same={"rule": "charter.no_tolerances", "place": "/p/a/charter/", "reason": "Pilot first", "until": UNTIL},
    ),
    Pair("checks:end POST", "api-rule-waivers end", row=waiver),
]
