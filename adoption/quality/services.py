"""Every write of quality rules."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from adoption.quality.models import QualityRule
from adoption.quality.permissions import ACTIONS
from adoption.quality.selectors import COLUMNS
from core.access import require
from core.errors import BadInputError
from core.models import expect_version, save_validated
from programme.charter.services.rows import next_code
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def _assign(rule: QualityRule, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(COLUMNS)
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    for name, value in values.items():
        setattr(rule, name, value)


@writes
def create_rule(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> QualityRule:
    """Add a rule; the code is the next free one unless it is given."""
    require(ACTIONS["edit"], actor, programme)
    rule = QualityRule(programme=programme)
    with change(rule, "quality.rule_created", actor=actor):
        _assign(rule, values)
        rule.code = rule.code or next_code(QualityRule.objects.filter(programme=programme), "Q")
        save_validated(rule)
    return rule


@writes
def update_rule(
    rule: QualityRule, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> QualityRule:
    """Change a rule."""
    require(ACTIONS["edit"], actor, rule)
    expect_version(rule, version, dict(values))
    with change(rule, "quality.rule_changed", actor=actor):
        _assign(rule, values)
        save_validated(rule)
    return rule


@writes
def remove_rules(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take rules out; the audit keeps what they said."""
    require(ACTIONS["edit"], actor, programme)
    for rule in QualityRule.objects.filter(programme=programme, public_id__in=refs):
        append_event("quality.rule_removed", rule, actor=actor, changes={k: [v, None] for k, v in facts(rule).items()})
        rule.delete()
