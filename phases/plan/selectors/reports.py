"""The health of a plan as the command and the API print it."""

from typing import Any

from django.utils.translation import gettext as _

from core.documents.words import figure_text, status_word
from phases.plan.rules.schedule import LinkPlan
from phases.plan.selectors.checks import ASKED, limit, shown, verdict
from phases.plan.selectors.health import PlanHealth


def health_report(found: PlanHealth) -> dict[str, Any]:
    """Give every test with what fails it, by what files call the tasks."""
    return {
        "status_on": found.status.isoformat(),
        "passed": found.tested - len(found.failed),
        "tested": found.tested,
        "checks": [
            {
                "key": one.key,
                "label": str(ASKED[one.key].label),
                "value": None if one.value is None else round(float(one.value), 4),
                "limit": float(one.limit),
                "at_least": one.at_least,
                "counted": one.counted,
                "of": one.of,
                "met": one.met,
                "fails": [*_refs(found, one.tasks), *(_link(found, link) for link in one.links)],
            }
            for one in found.checks
        ],
        "dangling": _refs(found, found.dangling),
        "redundant": [_link(found, link) for link in found.redundant],
    }


def _refs(found: PlanHealth, keys: Any) -> list[str]:
    return [found.tasks[key].ref or found.tasks[key].public_id for key in keys if key in found.tasks]


def _link(found: PlanHealth, link: LinkPlan) -> str:
    return " → ".join(_refs(found, (link.earlier, link.later)))


def health_text(found: PlanHealth) -> str:
    """Write the tests for people: verdict, value and limit, and how many fail."""
    lines = [
        _("%(passed)s of %(tested)s tests passed on %(day)s")
        % {"passed": found.tested - len(found.failed), "tested": found.tested, "day": found.status.isoformat()}
    ]
    for one in found.checks:
        fails = len(one.tasks) + len(one.links)
        state = verdict(one)
        lines.append(
            f"{status_word(state)}  {ASKED[one.key].label}  {figure_text(shown(one))} ({limit(one)})"
            + (f"  {fails}" if fails and not one.met else "")
        )
    return "\n".join(lines)
