"""Records of governance: the committee's, and the change requests."""

from programme.governance.models.changes import ChangeRequest
from programme.governance.models.committee import (
    DECLARABLE,
    Attendance,
    Decision,
    LightDay,
    LightDeclaration,
    Meeting,
)

__all__ = ["DECLARABLE", "Attendance", "ChangeRequest", "Decision", "LightDay", "LightDeclaration", "Meeting"]
