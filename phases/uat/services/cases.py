"""Writes of test cases."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from phases.uat import permissions
from phases.uat.choices import CaseState
from phases.uat.models import Execution, TestCase
from phases.uat.services.common import apply, locked, needed
from programme.charter.services.rows import next_code, require_alive
from programme.landscape.choices import Reach
from programme.landscape.models import AccessRule
from programme.landscape.selectors import coverage_of
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

CASE_FIELDS = frozenset(
    {"code", "title", "scenario", "process", "unit", "crm_role", "requirement", "preparation", "steps", "expected",
     "urgency", "importance", "must"}
)  # fmt: skip
TEXT = frozenset({"title", "preparation", "steps", "expected"})  # a change of these must be confirmed again


def read_steps(text: str) -> list[dict[str, str]]:
    """Read steps, one to a line, what is expected after → or ->."""
    steps = []
    for line in text.splitlines():
        action, _arrow, expected = line.replace("->", "→").partition("→")
        if action.strip():
            steps.append({"action": action.strip(), "expected": expected.strip()})
    return steps


@writes
def create_case(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> TestCase:
    """Write a case; it is proposed until it is confirmed."""
    require(permissions.can_write_cases, actor, programme)
    require_alive(programme)
    case = TestCase(programme=programme)
    with change(case, "uat.case_added", actor=actor):
        apply(case, values, CASE_FIELDS)
        _check_steps(case)
        case.code = case.code or next_code(TestCase.objects.filter(programme=programme), "UAT-", 3)
        save_validated(case)
    return case


@writes
def cases_of_access(programme: "Programme", *, actor: "User | None") -> list[TestCase]:
    """Write a case for every cell of the access matrix that no case tries yet: what the role sees, and what not."""
    require(permissions.can_write_cases, actor, programme)
    bare = set(coverage_of(programme).bare)
    cells = AccessRule.objects.filter(programme=programme, code__in=bare).select_related("programme")
    with override(programme.language):
        return [create_case(programme, values=_access_case(cell), actor=actor) for cell in cells]


def _access_case(cell: AccessRule) -> dict[str, Any]:
    told = {
        "role": cell.role,
        "deed": str(cell.get_deed_display()).lower(),
        "object": str(cell.get_object_display()).lower(),
    }
    seen = {
        Reach.OWN: _("It works with an own record; with one of a colleague it is refused, and lists do not show it."),
        Reach.TEAM: _("It works with a record of the team; with one of another team it is refused."),
        Reach.ALL: _("It works with every record."),
    }
    return {
        "title": _("%(role)s: %(deed)s %(object)s") % told,
        "scenario": _("Access"),
        "crm_role": cell.role,
        "requirement": cell.code,
        "steps": [{"action": _("Log in as %(role)s and try to %(deed)s %(object)s") % told, "expected": ""}],
        "expected": seen[Reach(cell.reach)],
        "must": True,
    }


@writes
def update_case(
    case: TestCase, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> TestCase:
    """Change a case; a confirmed one whose text changes needs its confirmation again."""
    require(permissions.can_write_cases, actor, case)
    require_alive(case.programme)
    case = locked(case)
    expect_version(case, version, dict(values))
    before = {name: getattr(case, name) for name in TEXT}
    with change(case, "uat.case_changed", actor=actor):
        apply(case, values, CASE_FIELDS)
        _check_steps(case)
        if case.state == CaseState.CONFIRMED and any(getattr(case, name) != old for name, old in before.items()):
            case.question()
        save_validated(case)
    return case


@writes
def move_case(case: TestCase, *, name: str, actor: "User | None") -> TestCase:
    """Confirm, question, disable or enable a case."""
    require(permissions.CASE_ACTS[name], actor, case)
    require_alive(case.programme)
    case = locked(case)
    if name == "confirm":
        needed(expected=case.expected or any(step.get("expected") for step in case.steps))
    with change(case, f"uat.case_{name}", actor=actor):
        getattr(case, name)()
        save_validated(case)
    return case


@writes
def mark_for_review(programme: "Programme", *, cases: Sequence[TestCase], reason: str, actor: "User | None") -> int:
    """Ask for an update of those of the cases that are confirmed; returns how many."""
    require(permissions.can_write_cases, actor, programme)
    found = [case for case in map(locked, cases) if case.state == CaseState.CONFIRMED]
    for case in found:
        with change(case, "uat.case_question", actor=actor, reason=reason):
            case.question()
            save_validated(case)
    return len(found)


@writes
def remove_cases(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take back cases that an import created; refused where one is in a cycle."""
    require(permissions.can_import, actor, programme)
    rows = TestCase.objects.filter(programme=programme, public_id__in=refs)
    used = (
        Execution.objects.filter(case__in=rows).order_by("case__code").values_list("case__code", flat=True).distinct()
    )
    if used:
        raise IllegalNowError(_("These cases are in a cycle: %(codes)s.") % {"codes": ", ".join(used)})
    for row in rows:
        append_event("uat.case_removed", row, actor=actor)
    rows.delete()


def _check_steps(case: TestCase) -> None:
    whole = isinstance(case.steps, list) and all(
        isinstance(step, dict)
        and set(step) <= {"action", "expected"}
        and all(isinstance(text, str) for text in step.values())
        and step.get("action", "").strip()
        for step in case.steps
    )
    if not whole:
        raise BadInputError({"steps": [_("Steps are a list of action and expected.")]})
