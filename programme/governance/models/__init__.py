"""Records of governance: the committee's, meetings with their actions, and the change requests."""

from programme.governance.models.changes import ChangeRequest
from programme.governance.models.committee import DECLARABLE, Decision, LightDay, LightDeclaration
from programme.governance.models.meetings import MAX_LENGTH, ActionItem, AgendaItem, Attendance, Meeting

__all__ = [
    "DECLARABLE",
    "MAX_LENGTH",
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "ChangeRequest",
    "Decision",
    "LightDay",
    "LightDeclaration",
    "Meeting",
]
