"""Governance over the API: the committee's records, meetings with their actions, and change requests."""

from programme.governance.api.changes import ChangeViewSet
from programme.governance.api.committee import DecisionViewSet, LightViewSet
from programme.governance.api.meetings import ActionItemViewSet, MeetingViewSet

__all__ = ["ActionItemViewSet", "ChangeViewSet", "DecisionViewSet", "LightViewSet", "MeetingViewSet"]
