"""Reads of quality rules for the import and the register."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from adoption.quality.models import QualityRule
from adoption.quality.permissions import ACTIONS
from core.access import Action, allows

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

COLUMNS = ("code", "name_zh", "name_en", "dimension", "rule_zh", "rule_en", "severity", "active")


def rule_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Return every rule by public id in the form of the import; one query."""
    rows = QualityRule.objects.filter(programme=programme)
    return {row.public_id: {name: getattr(row, name) for name in COLUMNS} for row in rows}


def rule_actions(rule: QualityRule, user: "User | None") -> list[Action]:
    """Return the acts on a rule for this person."""
    return [Action("edit", _("Edit"), primary=True)] if allows(ACTIONS["edit"], user, rule) else []
