"""Import and export of requirements and user groups."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from core.imports.kinds import Column, Kind, Objection, Row, Rows, Type, row_by_row
from core.imports.words import say
from core.seams import kinds
from programme.charter.selectors import current_version
from programme.governance.models import ChangeRequest
from programme.needs import permissions, services
from programme.needs.choices import Family, Fit, GroupKind, Impact, Increment, Moscow
from programme.needs.models import Requirement, UserGroup
from programme.people.models import Unit

CODES = re.compile(r"[\w.@#-]+")
DEFAULTED = frozenset({"family", "moscow", "fit", "increment", "effort", "kind", "impact", "headcount"})


def _codes(text: Any) -> list[str]:
    return CODES.findall(str(text or ""))


def _requirements(programme: Any) -> Rows:
    """Requirements that stand, as rows."""
    plain = ("code", "title", "text", "family", "moscow", "fit", "increment", "effort", "reason", "upgrade_impact", "acceptance")  # fmt: skip  # noqa: E501
    return {
        row.public_id: {name: getattr(row, name) for name in plain}
        | {
            "goals": " ".join(goal.code for goal in row.goals.all()),
            "groups": " ".join(group.code for group in row.groups.all()),
            "by_change": row.by_change.code if row.by_change else "",
        }
        for row in Requirement.objects.filter(programme=programme).standing().for_list()
    }


def _values(programme: Any, row: Row) -> dict[str, Any]:
    values = {key: value for key, value in row.items() if not (value is None and key in DEFAULTED)}
    if "goals" in values:
        values["goals"] = list(programme.goals.filter(code__in=_codes(values["goals"])))
    if "groups" in values:
        values["groups"] = list(programme.user_groups.filter(code__in=_codes(values["groups"])))
    if "by_change" in values:
        values["by_change"] = programme.change_requests.filter(code=values["by_change"] or "").first()
    return values


def _check(programme: Any, rows: Sequence[Row]) -> Iterable[Objection]:
    """Refuse codes that no record has, and what joins a signed scope without a granted change request."""
    goals = list(programme.goals.current().values_list("code", flat=True))
    groups = list(programme.user_groups.values_list("code", flat=True))
    changes = {row.code: row for row in ChangeRequest.objects.filter(programme=programme)}
    granted = [code for code, row in changes.items() if row.is_granted]
    version = current_version(programme)
    held = dict(Requirement.objects.filter(programme=programme).values_list("code", "title"))
    titles = set(held.values())
    for index, row in enumerate(rows):
        for key, known in (("goals", goals), ("groups", groups)):
            if unknown := [code for code in _codes(row.get(key)) if code not in known]:
                text = say(gettext_lazy("No record has this code: {codes}."), codes=", ".join(unknown))
                yield index, key, text, known
        change = row.get("by_change")
        if change and change not in changes:
            yield index, "by_change", say(gettext_lazy("No record has this code: {codes}."), codes=change), granted
        fresh = row.get("code") not in held and row.get("title") not in titles
        if version is not None and fresh and row.get("moscow") != Moscow.WONT and change not in granted:
            text = say(
                gettext_lazy("Version {number} of the charter is signed: name the granted change request."),
                number=version.number,
            )
            yield index, "by_change", text, granted


def _update(programme: Any, ref: str, row: Row, actor: Any) -> None:
    record = Requirement.objects.get(programme=programme, public_id=ref)
    services.update_requirement(record, values=_values(programme, row), actor=actor)


kinds.add(
    "requirements",
    Kind(
        code="requirements",
        label=gettext_lazy("Requirements"),
        columns=(
            Column("code", "编号", "Code", max_length=20, aliases=("需求编号",), example_zh="RQ001",
                   example_en="RQ001"),
            Column("title", "需求", "Requirement", required=True, max_length=200, aliases=("需求名称", "Title"),
                   example_zh="线索超时自动回收", example_en="Leads return to the pool when their time is over"),
            Column("text", "说明", "In words", max_length=4000),
            Column("family", "需求族", "Family", Type.CHOICE, choices=Family),
            Column("moscow", "MoSCoW 优先级", "MoSCoW priority", Type.CHOICE, choices=Moscow,
                   aliases=("优先级", "Needed")),
            Column("fit", "实现方式", "Met by", Type.CHOICE, choices=Fit),
            Column("increment", "增量", "Increment", Type.CHOICE, choices=Increment),
            Column("effort", "工作量（人天）", "Effort (person-days)", Type.DECIMAL, minimum=0, example_zh="3",
                   example_en="3"),
            Column("reason", "定制原因", "Why custom code", max_length=2000),
            Column("upgrade_impact", "对升级的影响", "Effect on upgrades", max_length=2000),
            Column("acceptance", "验收标准", "Acceptance criteria", max_length=4000,
                   example_zh="24小时未跟进的线索回到公海", example_en="A lead untouched for 24 hours is in the pool"),
            Column("goals", "目标编号", "Goal codes", max_length=200, example_zh="GL01", example_en="GL01"),
            Column("groups", "用户群编号", "User group codes", max_length=200, example_zh="UG01", example_en="UG01"),
            Column("by_change", "变更申请编号", "Change request", max_length=12),
        ),
        id_column="code",
        natural_key=("title",),
        existing=_requirements,
        write=row_by_row(
            lambda programme, row, actor: services.create_requirement(
                programme, values=_values(programme, row), actor=actor
            ).public_id,
            _update,
        ),
        remove=lambda programme, refs, actor: services.remove_requirements(programme, refs=refs, actor=actor),
        check=_check,
        can=permissions.can_write,
        order=44,
    ),
)  # fmt: skip


def _groups(programme: Any) -> Rows:
    """User groups as rows."""
    plain = ("code", "name", "kind", "headcount", "impact", "needs")
    return {
        row.public_id: {name: getattr(row, name) for name in plain} | {"unit": row.unit.code if row.unit else ""}
        for row in UserGroup.objects.filter(programme=programme).select_related("unit")
    }


def _group_values(row: Row) -> dict[str, Any]:
    values = {key: value for key, value in row.items() if not (value is None and key in DEFAULTED)}
    if "unit" in values:
        values["unit"] = Unit.objects.filter(code=values["unit"]).first() if values["unit"] else None
    return values


def _known_units(_programme: Any, rows: Sequence[Row]) -> Iterable[Objection]:
    known = list(Unit.objects.values_list("code", flat=True))
    for index, row in enumerate(rows):
        if row.get("unit") and row["unit"] not in known:
            yield index, "unit", gettext_lazy("No business unit has this code."), known


def _update_group(programme: Any, ref: str, row: Row, actor: Any) -> None:
    record = UserGroup.objects.get(programme=programme, public_id=ref)
    services.update_row(record, "groups", values=_group_values(row), actor=actor)


def _remove_groups(programme: Any, refs: Sequence[str], actor: Any) -> None:
    for row in UserGroup.objects.filter(programme=programme, public_id__in=refs):
        services.remove_row(row, "groups", actor=actor)


kinds.add(
    "user-groups",
    Kind(
        code="user-groups",
        label=gettext_lazy("User groups"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="UG01", example_en="UG01"),
            Column("name", "用户群", "User group", required=True, max_length=120, example_zh="客户经理",
                   example_en="Account managers"),
            Column("kind", "所属职能", "Works in", Type.CHOICE, choices=GroupKind),
            Column("unit", "业务单元编号", "Business unit code", max_length=40),
            Column("headcount", "人数", "Headcount", Type.INTEGER, minimum=0, example_zh="38", example_en="38"),
            Column("impact", "影响程度", "Work changes", Type.CHOICE, choices=Impact),
            Column("needs", "需要", "What it needs", max_length=2000),
        ),
        id_column="code",
        natural_key=("name",),
        existing=_groups,
        write=row_by_row(
            lambda programme, row, actor: services.create_row(
                programme, "groups", values=_group_values(row), actor=actor
            ).public_id,
            _update_group,
        ),
        remove=_remove_groups,
        check=_known_units,
        can=permissions.can_write,
        order=45,
    ),
)  # fmt: skip
