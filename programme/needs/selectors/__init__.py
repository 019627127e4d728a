"""Reads of needs, shaped for pages, papers and other slices."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import Action, allows
from core.documents.values import Status
from core.fsm import can_move
from core.kept import kept
from core.memo import read_once
from programme.needs import rules
from programme.needs.choices import FAMILIES, Family, Fit, Increment, Method, Moscow, NeedState
from programme.needs.models import Capability, Elicitation, Requirement, UserGroup
from programme.needs.permissions import ACTIONS
from programme.needs.selectors.trace import Trace, trace_of

if TYPE_CHECKING:
    from core.documents.values import StatusKind
    from programme.charter.models import Programme

__all__ = [
    "Trace", "approval_lacks", "asked_matrix", "bare_groups", "capability_gaps", "customised", "families", "increments",
    "requirement_actions", "requirement_status", "trace_kept", "trace_of",
]  # fmt: skip

STATUS: dict[str, "StatusKind"] = {NeedState.PROPOSED: "wait", NeedState.APPROVED: "good", NeedState.DROPPED: "done"}


def requirement_status(row: Requirement) -> Status:
    """Say how a requirement stands, as shape and word."""
    return Status(STATUS[row.state], str(row.get_state_display()))


def approval_lacks(row: Requirement) -> dict[str, list[str]]:
    """What is missing before it can be approved, by field: criteria, a goal, and the reason of custom code."""
    found: dict[str, list[str]] = {}
    if not row.acceptance.strip():
        found["acceptance"] = [_("Say by what it will be accepted.")]
    if not row.goals.all():
        found["goals"] = [_("A requirement serves at least one goal.")]
    if row.fit == Fit.CUSTOM:
        if not row.reason.strip():
            found["reason"] = [_("Custom code says why nothing less will do.")]
        if not row.upgrade_impact.strip():
            found["upgrade_impact"] = [_("Custom code says what it does to upgrades.")]
    return found


def requirement_actions(row: Requirement, user: Any) -> list[Action]:
    """What this person may do with a requirement, with the reasons that block it."""
    labels = {"approve": _("Approve"), "drop": _("Drop")}
    return [
        Action(
            name,
            label,
            tuple(text for texts in approval_lacks(row).values() for text in texts) if name == "approve" else (),
            primary=name == "approve",
            danger=name == "drop",
        )
        for name, label in labels.items()
        if can_move(row, name) and allows(ACTIONS[name], user, row)
    ]


@read_once()
def customised(programme: "Programme") -> rules.Customisation:
    """How much of what is in scope is custom code; one query."""
    rows = Requirement.objects.filter(programme=programme).in_scope().values_list("fit", "effort")
    return rules.customisation(rows)


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """A family with its requirements in scope, the approved among them, and those that a test case covers."""

    family: str
    label: Any
    every: int
    approved: int
    covered: int

    @property
    def share(self) -> Decimal | None:
        """Covered ÷ every; None without any."""
        return None if not self.every else (Decimal(self.covered) / self.every).quantize(rules.PLACES)


def families(programme: "Programme", trace: Trace) -> list[FamilyLine]:
    """The five families and, where it has any, the rest; one query."""
    rows = list(Requirement.objects.filter(programme=programme).in_scope().values_list("family", "state", "code"))
    shown = [*FAMILIES, *([Family.OTHER] if any(family == Family.OTHER for family, _s, _c in rows) else [])]
    return [
        FamilyLine(
            family.value,
            family.label,
            sum(one == family for one, _state, _code in rows),
            sum(one == family and state == NeedState.APPROVED for one, state, _code in rows),
            sum(one == family and trace.leads(f"requirement:{code}", "case") for one, _state, code in rows),
        )
        for family in shown
    ]


@dataclass(frozen=True, slots=True)
class IncrementLine:
    """What an increment brings: requirements in scope, those left out this time, person-days in scope."""

    increment: str
    label: Any
    inside: int
    outside: int
    effort: Decimal


def increments(programme: "Programme") -> list[IncrementLine]:
    """Scope in and out, step by step; one query."""
    rows = list(Requirement.objects.filter(programme=programme).standing().values_list("increment", "moscow", "effort"))
    return [
        IncrementLine(
            step.value,
            step.label,
            sum(one == step and moscow != Moscow.WONT for one, moscow, _e in rows),
            sum(one == step and moscow == Moscow.WONT for one, moscow, _e in rows),
            sum((effort for one, moscow, effort in rows if one == step and moscow != Moscow.WONT), Decimal(0)),
        )
        for step in Increment
    ]


@read_once()
def bare_groups(programme: "Programme") -> list[UserGroup]:
    """User groups with people and without a requirement that stands; two queries."""
    tagged = set(
        Requirement.objects.filter(programme=programme).standing().values_list("groups__pk", flat=True).distinct()
    )
    rows = UserGroup.objects.filter(programme=programme, headcount__gt=0)
    return [row for row in rows if row.pk not in tagged]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A department's row of the matrix with one count for each method."""

    department: str
    counts: tuple[int, ...]
    gap: bool


def asked_matrix(programme: "Programme") -> list[MatrixRow]:
    """Departments of the user groups and of the log, by method; a department neither interviewed nor surveyed is a gap.

    Two queries.
    """
    groups = UserGroup.objects.filter(programme=programme, headcount__gt=0).exclude(unit=None)
    names = list(dict.fromkeys(groups.order_by("unit__name").values_list("unit__name", flat=True)))
    records = Elicitation.objects.filter(programme=programme).values_list("unit__name", "method")
    return [
        MatrixRow(row.department, tuple(row.counts.get(method, 0) for method in Method.values), row.gap)
        for row in rules.asked(names, records)
    ]


@read_once()
def capability_gaps(programme: "Programme") -> list[Capability]:
    """Capabilities that no requirement in scope gives; one query."""
    return [row for row in Capability.objects.filter(programme=programme).for_list() if row.is_gap]


def trace_kept(programme: "Programme") -> Trace:
    """The thread as kept since the last event: pages ask for it again and again."""
    return kept(programme, "needs.trace", lambda: trace_of(programme))
