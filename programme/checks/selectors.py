"""What the plan rules of all slices find in a programme, with the waivers that excuse some of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core import seams
from core.kept import kept
from core.memo import afresh
from core.seams import Finding, Rule
from programme.charter.choices import Pitfall
from programme.checks.models import RuleWaiver

if TYPE_CHECKING:
    from programme.charter.models import Programme

ORDER = {"bad": 0, "warn": 1}
LAST = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with its rule, and the waiver that excuses it now."""

    finding: Finding
    rule: Rule | None
    waiver: RuleWaiver | None = None

    @property
    def cause(self) -> str:
        """One of the five pitfalls: what the finding says, else what the book says."""
        return self.finding.cause or (self.rule.cause if self.rule else "")

    @property
    def red(self) -> bool:
        """Tell whether it is grave and nobody answers for it."""
        return self.finding.severity == "bad" and self.waiver is None


@dataclass(frozen=True, slots=True)
class Group:
    """A pitfall with what was found under it and the rules that hold."""

    pitfall: Pitfall
    lines: Sequence[Line]
    held: Sequence[Rule]

    @property
    def light(self) -> str:
        """``bad``, ``warn`` or ``good``; what is waived does not count."""
        open_lines = [line for line in self.lines if line.waiver is None]
        return "bad" if any(line.red for line in open_lines) else "warn" if open_lines else "good"


@dataclass(frozen=True, slots=True)
class Check:
    """The plan check of a programme."""

    groups: Sequence[Group]

    @property
    def lines(self) -> list[Line]:
        """Everything that was found, the worst first."""
        found = [line for group in self.groups for line in group.lines]
        return sorted(found, key=_weight)

    @property
    def red(self) -> int:
        """Grave findings that nobody answers for."""
        return sum(line.red for line in self.lines)

    @property
    def amber(self) -> int:
        """Other findings that nobody answers for."""
        return sum(line.waiver is None and not line.red for line in self.lines)

    @property
    def waived(self) -> int:
        """Findings that a waiver excuses."""
        return sum(line.waiver is not None for line in self.lines)

    @property
    def held(self) -> int:
        """Rules that hold."""
        return sum(len(group.held) for group in self.groups)


def findings(programme: "Programme") -> list[Finding]:
    """Everything that fails now, the worst first; at most 60 queries, whatever the programme has."""
    asked = afresh(programme)
    with seams.readings_kept():
        found = [finding for rule in seams.plan_rules.values() for finding in rule(asked)]
    return sorted(found, key=lambda finding: (ORDER.get(finding.severity, LAST), finding.rule, str(finding.text)))


def check_of(programme: "Programme", *, live: bool = True) -> Check:
    """The findings under the five pitfalls with their waivers; pages take what is kept since the last event."""
    found = findings(programme) if live else kept(programme, "checks.findings", lambda: findings(programme))
    book = seams.plan_rules.book
    excused = waivers_of(programme)
    lines = [Line(one, book.get(one.rule), excuse(one.rule, one.url, excused)) for one in found]
    failing = {line.finding.rule for line in lines}
    return Check([_group(pitfall, lines, failing) for pitfall in Pitfall])


def waivers_of(programme: "Programme") -> Mapping[tuple[str, str], RuleWaiver]:
    """The waivers that hold today, by rule and page; one query."""
    rows = RuleWaiver.objects.filter(programme=programme).alive(timezone.localdate()).for_list()
    return {(row.rule, row.place): row for row in rows}


def excuse(rule: str, url: str, excused: Mapping[tuple[str, str], RuleWaiver]) -> RuleWaiver | None:
    """Return the waiver that excuses a finding: of its page, else of its rule; no query."""
    return excused.get((rule, url)) or excused.get((rule, ""))


def _group(pitfall: Pitfall, lines: Iterable[Line], failing: set[str]) -> Group:
    here = sorted((line for line in lines if (line.cause or Pitfall.GOALS) == pitfall), key=_weight)
    held = [rule for rule in seams.plan_rules.book.values() if rule.cause == pitfall and rule.code not in failing]
    return Group(pitfall, here, sorted(held, key=lambda rule: rule.code))


def _weight(line: Line) -> tuple[bool, int, str, str]:
    return (
        line.waiver is not None, ORDER.get(line.finding.severity, LAST), line.finding.rule, str(line.finding.text)
    )  # fmt: skip


def check_json(programme: "Programme", *, live: bool = True) -> dict[str, Any]:
    """The shape that the command line and the API print."""
    check = check_of(programme, live=live)
    return {
        "findings": [
            {
                "rule": line.finding.rule,
                "cause": line.cause,
                "severity": line.finding.severity,
                "text": str(line.finding.text),
                "remedy": str(line.finding.remedy),
                "url": line.finding.url,
                "waived_until": line.waiver.until.isoformat() if line.waiver else None,
            }
            for line in check.lines
        ],
        "red": check.red,
        "amber": check.amber,
        "waived": check.waived,
        "rules": len(seams.plan_rules.book),
    }


def rule_book() -> list[dict[str, str]]:
    """Every rule of the house in the reader's language, by pitfall."""
    rules = sorted(seams.plan_rules.book.values(), key=lambda rule: (Pitfall.values.index(rule.cause), rule.code))
    return [
        {
            "rule": rule.code,
            "cause": rule.cause,
            "severity": rule.severity,
            "text": str(rule.label),
            "remedy": str(rule.remedy),
        }
        for rule in rules
    ]
