"""Chainable reads of requirements and what surrounds them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from programme.needs.choices import Moscow, NeedState

if TYPE_CHECKING:
    from programme.needs.models import Capability, Elicitation, Requirement, UserGroup


class RequirementQuerySet(QuerySet["Requirement"]):
    """Reads of requirements."""

    def standing(self) -> "RequirementQuerySet":
        """Not dropped."""
        return self.exclude(state=NeedState.DROPPED)

    def in_scope(self) -> "RequirementQuerySet":
        """Standing, and to be had this time."""
        return self.standing().exclude(moscow=Moscow.WONT)

    def for_list(self) -> "RequirementQuerySet":
        """With people, goals and groups."""
        people = ("written_by", "approved_by", "by_change", "pain")
        return self.select_related("programme", *people).prefetch_related("goals", "groups")


class GroupQuerySet(QuerySet["UserGroup"]):
    """Reads of user groups."""

    def for_list(self) -> "GroupQuerySet":
        """With their requirements."""
        return self.select_related("programme", "unit").prefetch_related("requirements")


class ElicitationQuerySet(QuerySet["Elicitation"]):
    """Reads of the elicitation log."""

    def for_list(self) -> "ElicitationQuerySet":
        """With the department."""
        return self.select_related("programme", "unit")


class CapabilityQuerySet(QuerySet["Capability"]):
    """Reads of capabilities."""

    def for_list(self) -> "CapabilityQuerySet":
        """With objective and requirement."""
        return self.select_related("programme", "objective", "requirement")
