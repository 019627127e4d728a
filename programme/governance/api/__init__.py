"""Governance over the API: the committee's records, and change requests."""

from programme.governance.api.changes import ChangeViewSet
from programme.governance.api.committee import DecisionViewSet, LightViewSet, MeetingViewSet

__all__ = ["ChangeViewSet", "DecisionViewSet", "LightViewSet", "MeetingViewSet"]
