"""The rollout in the map, and the rule on how long a rollout lasts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.seams import Finding, PageEntry
from phases.rollout.permissions import can_see
from phases.rollout.rules import rollout_length
from phases.rollout.selectors import rollout_days
from programme.charter.choices import Pitfall


@seams.plan_rules.provide("rollout.length")
def length(programme: Any) -> list[Finding]:
    """A rollout planned shorter than three or longer than six calendar months."""
    days = rollout_days(programme)
    verdict = rollout_length(*days) if days else ""
    if not days or not verdict:
        return []
    text = (
        _("The rollout from %(first)s to %(last)s is shorter than three calendar months.")
        if verdict == "short"
        else _("The rollout from %(first)s to %(last)s is longer than six calendar months.")
    ) % {"first": days[0].isoformat(), "last": days[1].isoformat()}
    remedy = _("Plan more time for each wave.") if verdict == "short" else _("Cut the scope into further increments.")
    return [
        Finding(
            "rollout.length", "warn", text, reverse("plan:timeline", args=[programme.slug]), remedy, Pitfall.PROCESS
        )
    ]


seams.pages.add(
    "rollout",
    PageEntry(
        label=gettext_lazy("Rollout"), url_name="rollout:waves", icon="plane-arrival", order=90, group=2,
        visible=can_see,
    ),
)  # fmt: skip
