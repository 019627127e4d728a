"""Acts of the plan check and of channels that both fronts offer."""

import datetime as dt

from programme.checks.models import RuleWaiver
from programme.notices.models import Endpoint
from tests.contracts.fronts import Pair
from tests.contracts.world import _of

UNTIL = (dt.date.today() + dt.timedelta(30)).isoformat()


def waiver(world):
    """The world's waiver."""
    return _of(RuleWaiver)(world.programme)


def channel(world):
    """The world's channel."""
    return _of(Endpoint)(world.programme)


REACH = [
    Pair(
        "checks:waive POST",
        "api-rule-waivers create",
        same={"rule": "charter.no_tolerances", "place": "/p/a/charter/", "reason": "Pilot first", "until": UNTIL},
    ),
    Pair("checks:end POST", "api-rule-waivers end", row=waiver),
    Pair("notices:endpoint_new POST", "api-channels create", same={
        "name": "Board", "channel": "dingtalk", "address": "https://example.com/robot?access_token=T", "secret": "S",
        "topics": ["gate", "decision"], "language": "en",
    }),
    Pair("notices:endpoint_edit POST", "api-channels partial_update", row=channel, same={
        "name": "Renamed", "address": "https://example.org/x", "topics": ["risk"],
    }),
    Pair("notices:endpoint_test POST", "api-channels test", row=channel),
]  # fmt: skip
