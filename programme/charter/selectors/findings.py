"""The plan linter: what every slice's plan rules find in a programme."""

from typing import TYPE_CHECKING, Any

from core import seams
from core.seams import Finding

if TYPE_CHECKING:
    from programme.charter.models import Programme

ORDER = {"bad": 0, "warn": 1}


def findings(programme: "Programme") -> list[Finding]:
    """Everything that fails now, the worst first."""
    found = [finding for rule in seams.plan_rules.values() for finding in rule(programme)]
    return sorted(found, key=lambda finding: (ORDER.get(finding.severity, 2), finding.rule, finding.text))


def findings_json(programme: "Programme") -> dict[str, Any]:
    """The shape that the command line prints."""
    return {
        "findings": [
            {
                "rule": finding.rule,
                "cause": finding.cause,
                "severity": finding.severity,
                "text": str(finding.text),
                "remedy": str(finding.remedy),
                "url": finding.url,
                "waived_until": None,
            }
            for finding in findings(programme)
        ]
    }
