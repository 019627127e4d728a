"""Reads of the landscape, shaped for pages, papers and other slices."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core import seams
from core.access import Action, allows
from core.books import choices_in
from core.fsm import can_move
from core.kept import kept
from core.personal import masked
from programme.landscape import permissions, rules
from programme.landscape.choices import Deed, Held
from programme.landscape.models import (
    AccessRule,
    DataField,
    Interface,
    MasterRecord,
    PersonalData,
    SourceSystem,
    TestDataSet,
)
from programme.landscape.permissions import ACTIONS
from programme.landscape.selectors.books import BOOKS, lacking
from programme.landscape.selectors.reach import reach_of

if TYPE_CHECKING:
    from programme.charter.models import Programme

__all__ = [
    "BOOKS", "Cellrow", "Overlap", "access_matrix", "coverage_kept", "coverage_of", "hidden_fields", "hidden_kinds",
    "lacking", "may_export_personal", "mergeable", "overlap_matrix", "reach_of", "row_actions", "shown_values",
    "survival_rules", "tried", "unapproved_data", "veiled",
]  # fmt: skip


CASES = "uat.cases"  # the provider of the thread that names test cases


def unapproved_data(programme: "Programme") -> list[TestDataSet]:
    """Test data that are neither anonymised nor approved; one query."""
    rows = TestDataSet.objects.filter(programme=programme, anonymised=False, approved_by=None)
    return list(rows.select_related("programme"))


@dataclass(frozen=True, slots=True)
class Overlap:
    """A system's row of the overlap matrix: what it shares with each system, in their order; None with itself."""

    system: SourceSystem
    shared: tuple[tuple[str, tuple[str, ...] | None], ...]
    held: str

    @property
    def alone(self) -> bool:
        """Tell whether no other system holds the same."""
        return not any(items for _name, items in self.shared)


def overlap_matrix(rows: list[SourceSystem]) -> list[Overlap]:
    """Say for each pair of systems which objects both hold."""
    found = rules.overlap({row.code: row.objects_held for row in rows})
    return [
        Overlap(
            row,
            tuple(
                (
                    other.code,
                    None if other.code == row.code else tuple(choices_in(found[row.code, other.code], Held)),
                )
                for other in rows
            ),
            _(", ").join(choices_in(row.objects_held, Held)),
        )
        for row in rows
    ]


def tried(programme: "Programme") -> set[str]:
    """Codes that a test case names, as the acceptance test tells the thread; one query."""
    links = seams.trace[CASES](programme, "") if CASES in seams.trace else ()
    return {link.after.partition(":")[2] for link in links if link.kind == "case" and link.after}


def _tried_kept(programme: "Programme") -> set[str]:
    return kept(programme, "landscape.tried", lambda: tried(programme))


def coverage_of(programme: "Programme") -> rules.Coverage:
    """How many cells of the access matrix a test case tries, read now."""
    return rules.coverage(_codes(programme), tried(programme))


def coverage_kept(programme: "Programme") -> rules.Coverage:
    """The same as pages ask for it again and again: the test cases as kept since the last event."""
    return rules.coverage(_codes(programme), _tried_kept(programme))


def _codes(programme: "Programme") -> list[str]:
    return list(AccessRule.objects.filter(programme=programme).values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class Cellrow:
    """A role's row of the access matrix: for each object the deeds with their reach, and whether a case tries each."""

    role: str
    cells: tuple[tuple[str, tuple[tuple[AccessRule, bool], ...]], ...]


def access_matrix(programme: "Programme") -> tuple[list[str], list[Cellrow]]:
    """Objects as columns, roles as rows; one query beside the test cases."""
    rows = list(AccessRule.objects.filter(programme=programme).select_related("programme"))
    known = _tried_kept(programme)
    objects = [one for one in Held if any(row.object == one for row in rows)]
    order = list(Deed.values)
    lines = [
        Cellrow(
            role,
            tuple(
                (
                    str(one.label),
                    tuple(
                        (row, row.code in known)
                        for row in sorted(rows, key=lambda row: order.index(row.deed))
                        if row.role == role and row.object == one
                    ),
                )
                for one in objects
            ),
        )
        for role in dict.fromkeys(row.role for row in rows)
    ]
    return [str(one.label) for one in objects], lines


def mergeable(row: MasterRecord) -> list[MasterRecord]:
    """Records of the same object in the programme that stand for themselves; one query."""
    rows = MasterRecord.objects.filter(programme_id=row.programme_id, object=row.object, merged_into=None)
    return list(rows.exclude(pk=row.pk).select_related("system"))


def survival_rules(programme: "Programme", held: str) -> dict[str, str]:
    """Field → which value survives; one query."""
    return dict(DataField.objects.filter(programme=programme, object=held).values_list("name", "survival"))


def hidden_kinds(programme: "Programme") -> frozenset[str]:
    """What exports of the house's own registers hide; one query."""
    rows = PersonalData.objects.filter(programme=programme, masked_export=True).exclude(own="")
    return frozenset(rows.values_list("own", flat=True))


def may_export_personal(user: Any, programme: Any) -> bool:
    """Tell whether this person may have files with personal data in the open."""
    return permissions.can_export_personal(user, programme)


def hidden_fields(programme: "Programme") -> dict[str, set[str]]:
    """Fields that exports of golden records hide, by what is held; one query."""
    found: dict[str, set[str]] = {}
    rows = PersonalData.objects.filter(programme=programme, masked_export=True)
    for held, field in rows.values_list("object", "field"):
        found.setdefault(held, set()).add(field)
    return found


def shown_values(programme: "Programme", held: str, values: Mapping[str, str]) -> dict[str, str]:
    """Values as an export shows them: what the register of personal data masks is masked; one query."""
    return veiled(values, hidden_fields(programme).get(held, set()))


def veiled(values: Mapping[str, str], hidden: Collection[str]) -> dict[str, str]:
    """Values with the hidden fields masked."""
    return {name: masked(value) if name in hidden else value for name, value in values.items()}


def row_actions(row: Any, user: Any) -> list[Action]:
    """What this person may do with a row beside writing it, with the reasons that block it."""
    found: list[Action] = []
    if isinstance(row, Interface):
        reasons = tuple(text for texts in lacking(row).values() for text in texts)
        named = {"specify": ("specify", _("Specified"), reasons)}
        named |= {"pass": ("pass_test", _("Test passed"), ()), "fail": ("fail_test", _("Test failed"), ())}
        found = [
            Action(name, label, why, primary=name in {"specify", "pass"}, danger=name == "fail")
            for name, (move, label, why) in named.items()
            if can_move(row, move)
        ]
    if isinstance(row, MasterRecord) and not row.is_alias:
        found = [Action("merge", _("Merge"), primary=True)]
    if isinstance(row, TestDataSet) and not row.usable:
        found = [Action("approve", _("Approve as they are"), primary=True)]
    return [action for action in found if allows(ACTIONS[action.name], user, row)]
