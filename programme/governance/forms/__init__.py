"""Shapes of what people type about governance."""

from programme.governance.forms.meetings import (
    ActionForm,
    AgendaForm,
    AttendanceForm,
    MeetingForm,
    MinutesForm,
    PlanForm,
    ReasonForm,
    RemarkForm,
)
from programme.governance.forms.papers import (
    ApproveForm,
    AssessForm,
    ChangeForm,
    DecisionForm,
    DeferForm,
    LightForm,
    NoteForm,
    NothingForm,
    RejectForm,
    TalkForm,
    WhyForm,
)

__all__ = [
    "ActionForm",
    "AgendaForm",
    "ApproveForm",
    "AssessForm",
    "AttendanceForm",
    "ChangeForm",
    "DecisionForm",
    "DeferForm",
    "LightForm",
    "MeetingForm",
    "MinutesForm",
    "NoteForm",
    "NothingForm",
    "PlanForm",
    "ReasonForm",
    "RejectForm",
    "RemarkForm",
    "TalkForm",
    "WhyForm",
]
