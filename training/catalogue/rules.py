"""What a course must say before it is published."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from training.catalogue.choices import PassedBy, Tier


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What the rules read of a course; ``after_tier`` is the tier of the course it comes after, empty without one."""

    tier: str
    passed_by: str
    objectives: str
    pain_points: str
    audience: str
    pass_mark: int | None
    after_tier: str = ""


def missing_to_publish(course: CourseFacts) -> dict[str, Any]:
    """Name every field that a course lacks: objectives, whom it serves and which pain it takes away, its pass mark.

    An advanced course builds on a basic or an advanced one, so that nobody sits in it without the basics.
    """
    scored = course.passed_by != PassedBy.SCORE or course.pass_mark is not None
    builds = course.tier != Tier.ADVANCED or course.after_tier in {Tier.BASIC, Tier.ADVANCED}
    needed = {
        "objectives": (course.objectives.strip(), _("Say what a learner can do afterwards.")),
        "audience": (course.audience.strip(), _("Say for whom the course is.")),
        "pain_points": (course.pain_points.strip(), _("Say which pain of daily work the course takes away.")),
        "pass_mark": (scored, _("A scored course needs its pass mark.")),
        "prerequisite": (builds, _("An advanced course comes after a basic one: name it.")),
    }
    return {name: text for name, (value, text) in needed.items() if not value}


def practice_share(hands_on: Any, hours: Any) -> float:
    """Return which part of the hours is practice; hours are never 0."""
    return float(hands_on) / float(hours)


def little_practice(tier: str, hands_on: Any, hours: Any) -> bool:
    """Tell whether a course in which people learn to work has less than half of its hours as practice."""
    return tier in {Tier.BASIC, Tier.ADVANCED, Tier.ADMIN} and hands_on * 2 < hours
