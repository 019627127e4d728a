"""The rollout in the map, the rules on how long pilot and rollout last, and whom the units in scope send."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.seams import Finding, PageEntry
from phases.rollout.permissions import can_see
from phases.rollout.selectors import lengths_of, units_without_member
from programme.charter.choices import Pitfall

WORDS = {
    ("pilot", "short"): gettext_lazy("The pilot from %(first)s to %(last)s is shorter than one calendar month."),
    ("pilot", "long"): gettext_lazy("The pilot from %(first)s to %(last)s is longer than three calendar months."),
    ("rollout", "short"): gettext_lazy("The rollout from %(first)s to %(last)s is shorter than three calendar months."),
    ("rollout", "long"): gettext_lazy("The rollout from %(first)s to %(last)s is longer than six calendar months."),
}
REMEDIES = {
    ("pilot", "short"): gettext_lazy("Let the pilot run long enough to be judged, or give the reason."),
    ("pilot", "long"): gettext_lazy("Decide on the pilot, or give the reason why it goes on."),
    ("rollout", "short"): gettext_lazy("Plan more time for each wave."),
    ("rollout", "long"): gettext_lazy("Cut the scope into further increments."),
}


def _length(programme: Any, stage: str) -> list[Finding]:
    found = next((one for one in lengths_of(programme) if one.stage == stage), None)
    if found is None or not found.verdict or found.reason:
        return []
    key = (stage, found.verdict)
    text = str(WORDS[key]) % {"first": found.first.isoformat(), "last": found.last.isoformat()}
    url = reverse("rollout:waves", args=[programme.slug])
    return [Finding(f"rollout.{RULES[stage]}", "warn", text, url, str(REMEDIES[key]), Pitfall.PROCESS)]


RULES = {"pilot": "pilot_length", "rollout": "length"}


@seams.plan_rules.provide("rollout.length")
def length(programme: Any) -> list[Finding]:
    """A rollout planned shorter than three or longer than six calendar months, without a reason for these days."""
    return _length(programme, "rollout")


@seams.plan_rules.provide("rollout.pilot_length")
def pilot_length(programme: Any) -> list[Finding]:
    """A pilot planned shorter than one or longer than three calendar months, without a reason for these days."""
    return _length(programme, "pilot")


@seams.plan_rules.provide("rollout.units_without_member")
def nobody_of_unit(programme: Any) -> list[Finding]:
    """Business units of the waves from which nobody holds a role in the programme."""
    units = units_without_member(programme)
    if not units:
        return []
    names = _(", ").join(unit.name for unit in units)
    return [
        Finding(
            "rollout.units_without_member",
            "warn",
            _("Nobody in the programme is from these units in scope: %(units)s.") % {"units": names},
            reverse("people:team", args=[programme.slug]),
            _("Name a member of each unit, with a role."),
            Pitfall.USERS,
        )
    ]


seams.pages.add(
    "rollout",
    PageEntry(
        label=gettext_lazy("Rollout"), url_name="rollout:waves", icon="plane-arrival", order=90, group=2,
        visible=can_see,
    ),
)  # fmt: skip
