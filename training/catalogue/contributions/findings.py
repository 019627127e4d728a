"""Plan rules about courses: too little practice, nobody's pain, and roles that need nothing."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.seams import Finding, Rule, plan_rules
from programme.charter.choices import Pitfall
from training.catalogue.choices import HELD
from training.catalogue.selectors import courses_of, matrix, without_practice

PRACTICE = Rule(
    "training.little_practice", "warn", Pitfall.USERS,
    gettext_lazy("Courses in which people learn to work give half of their hours to practice"),
    gettext_lazy("Give at least half of the hours to practice."),
)  # fmt: skip
PLANNED = Rule(
    "training.role_without_course", "warn", Pitfall.USERS,
    gettext_lazy("A course is required of every role that people hold"),
    gettext_lazy("Say which courses the role needs."),
)  # fmt: skip


@plan_rules.provide("training.little_practice", PRACTICE, on_radar=True)
def little_practice(programme: Any) -> list[Finding]:
    """A published course in which people learn to work, with less than half of its hours as practice."""
    rows = without_practice(one for one in courses_of(programme) if one.state in HELD)
    return [
        Finding(
            "training.little_practice", "warn",
            _("%(course)s has %(hands)s of %(hours)s hours of practice.")
            % {"course": one, "hands": one.hands_on, "hours": one.hours},
            one.get_absolute_url(), _("Give at least half of the hours to practice."), Pitfall.USERS,
        )
        for one in rows
    ]  # fmt: skip


@plan_rules.provide("training.role_without_course", PLANNED, on_radar=True)
def role_without_course(programme: Any) -> list[Finding]:
    """A role that people of the roster hold, and of which no course is required."""
    found = matrix(programme)
    if any(row.role == "" and any(row.cells) for row in found.rows):
        return []
    url = reverse("catalogue:curricula", args=[programme.slug])
    return [
        Finding(
            "training.role_without_course", "warn",
            _("No course is required of the role %(role)s (%(n)d people).") % {"role": row.role, "n": row.people},
            url, _("Say which courses the role needs."), Pitfall.USERS,
        )
        for row in found.rows if row.unplanned
    ]  # fmt: skip
