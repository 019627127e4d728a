"""Meetings: the list, one meeting from its agenda to its signed minutes, and a page for each act."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.access import Action, Predicate, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Status
from core.pages import ActionView, RecordView
from core.personal import Personal
from core.register import Column, Empty, RegisterView
from programme.governance.choices import MeetingKind, MeetingState
from programme.governance.filters import MeetingFilter
from programme.governance.forms import (
    AgendaForm,
    AttendanceForm,
    MeetingForm,
    MinutesForm,
    NothingForm,
    PlanForm,
    ReasonForm,
)
from programme.governance.models import Meeting
from programme.governance.permissions import ACTIONS, MEETING_ACTS, can_see_governance
from programme.governance.querysets import MeetingQuerySet
from programme.governance.selectors.meetings import (
    MEETING_LABELS,
    actions,
    calendar_of_meeting,
    came,
    meeting_actions,
    meeting_status,
    meetings,
    names,
    open_before,
    timing_of,
)
from programme.governance.services import meetings as services
from programme.records.selectors import history_of, notes_on
from programme.scope import ProgrammeMixin
from programme.stakeholders.models import Stakeholder

FORMS: dict[str, type[Form]] = {
    "agenda": AgendaForm,
    "call": NothingForm,
    "cancel": ReasonForm,
    "hold": AttendanceForm,
    "minutes": MinutesForm,
    "send_out": NothingForm,
    "take_back": ReasonForm,
}


class MeetingMixin(ProgrammeMixin):
    """The meetings that this person sees in the programme."""

    reads = can_see_governance

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting of the address."""
        found: Meeting = get_object_or_404(meetings(self.programme, self.person), public_id=self.kwargs["public_id"])
        return found

    @property
    def people(self) -> Any:
        """The stakeholders of the programme."""
        return Stakeholder.objects.filter(programme=self.programme)


class MeetingList(MeetingMixin, RegisterView):
    """All meetings, the newest first."""

    title = gettext_lazy("Meetings")
    filterset_class = MeetingFilter
    columns = (
        Column("held_on", gettext_lazy("Day"), "held_on", "held_on", nowrap=True),
        Column(
            "title", gettext_lazy("Meeting"),
            lambda row: Cell(row.title or row.get_kind_display(), second=row.get_kind_display() if row.title else ""),
            "kind", title=True,
        ),
        Column("state", gettext_lazy("State"), meeting_status, "state"),
        Column("begins", gettext_lazy("Begins at"), lambda row: f"{row.begins:%H:%M}" if row.begins else None),
        Column("length", gettext_lazy("Length"), "length", "length", number=True, unit=gettext_lazy("minutes")),
        Column("people", gettext_lazy("Who was there"), lambda row: names(came(row)) or None, personal=Personal.NAME),
    )  # fmt: skip
    saved = ()

    def rows(self) -> MeetingQuerySet:
        """Rows of the list."""
        return meetings(self.programme, self.person)

    def acts(self) -> Sequence[Act]:
        """Buttons of the page."""
        slug = self.programme.slug
        found = [Act("actions", _("Actions"), reverse("governance:actions", args=[slug]), quiet=True)]
        if allows(ACTIONS["hold_meeting"], self.person, self.programme):
            record = reverse("governance:meeting_new", args=[slug])
            found.append(Act("record", _("Record one that was held"), record, "dialog", quiet=True))
            plan = reverse("governance:meeting_plan", args=[slug])
            found.append(Act("plan", _("Plan a meeting"), plan, primary=True))
        return found

    def empty(self) -> Empty:
        """Teach the first meeting."""
        act = None
        if allows(ACTIONS["hold_meeting"], self.person, self.programme):
            act = Act("first", _("Plan a meeting"), reverse("governance:meeting_plan", args=[self.programme.slug]))
        return Empty(
            _("No meetings yet"),
            _("A meeting has an agenda that fits its length, minutes that are signed, and actions that are followed."),
            act,
            _("Steering committee, 60 minutes: lights 10, decisions 35, next steps 15."),
        )


class MeetingDetail(MeetingMixin, RecordView):
    """One meeting: agenda and time, who comes, minutes, decisions and actions."""

    template_name = "governance/meeting.html"

    def get_object(self, queryset: Any = None) -> Meeting:  # noqa: ARG002
        """Give the meeting of the address."""
        return self.meeting

    def status(self) -> Status:
        """Its state."""
        return meeting_status(self.meeting)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The pages above."""
        slug = self.programme.slug
        return (
            (_("Governance"), reverse("governance:overview", args=[slug])),
            (_("Meetings"), reverse("governance:meetings", args=[slug])),
        )

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """When, where, how long."""
        row = self.meeting
        told: list[tuple[Any, CellValue]] = [
            (_("Kind"), str(row.get_kind_display())),
            (_("Day"), row.held_on),
            (_("Begins at"), f"{row.begins:%H:%M}" if row.begins else None),
            (_("Length (minutes)"), row.length),
            (_("Place or link"), row.place or None),
            (_("Minutes by"), str(row.minuted_by) if row.minuted_by else None),
            (_("Minutes signed"), row.approved_at),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Its acts."""
        return meeting_actions(self.meeting, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Edit it, take it into one's calendar, agree an action."""
        row, here = self.meeting, self.request.path
        found = []
        if row.begins is not None and row.state != MeetingState.DRAFT:
            found.append(Act("calendar", _("Calendar file"), f"{here}meeting.ics", quiet=True))
        if row.is_ahead and allows(MEETING_ACTS["edit"], self.person, row):
            found.append(Act("edit", _("Edit"), f"{here}edit/", quiet=True))
        if row.took_place and allows(ACTIONS["hold_meeting"], self.person, row):
            new = reverse("governance:action_new", args=[self.programme.slug])
            found.append(Act("action", _("Agree an action"), f"{new}?meeting={row.public_id}", "dialog"))
        return found

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add agenda, people, actions, comments and attachments."""
        row = self.meeting
        return super().get_context_data(**kwargs) | {
            "points": list(row.agenda.select_related("decision__programme")),
            "timing": timing_of(row),
            "people": list(row.attendances.all()),
            "agreed": list(actions(self.programme).filter(meeting=row)),
            "carried": list(open_before(row) if row.is_ahead else actions(self.programme).filter(carried_to=row)),
            "today": timezone.localdate(),
            **notes_on(row, self.person),
        }


class MeetingCalendar(MeetingMixin, View):
    """The meeting as a file that calendars read."""

    def get(self, request: HttpRequest, slug: str, public_id: str) -> HttpResponse:  # noqa: ARG002
        """Send the file; a draft or a meeting without a time has none."""
        row = self.meeting
        if row.begins is None or row.state == MeetingState.DRAFT:
            raise Http404
        answer = HttpResponse(calendar_of_meeting(row), content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
        return answer


class MeetingNew(MeetingMixin, ActionView):
    """Record a meeting that was held without having been planned here."""

    title = gettext_lazy("Record a meeting")
    verb = gettext_lazy("Record")
    form_class = MeetingForm
    acts = ACTIONS["hold_meeting"]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the programme's stakeholders."""
        return super().get_form_kwargs() | {"people": self.people}

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"held_on": timezone.localdate()}

    def back_url(self) -> str:
        """The page of governance."""
        return reverse("governance:overview", args=[self.programme.slug])

    def act(self, form: Any) -> Any:
        """Record."""
        return services.hold_meeting(self.programme, actor=self.person, **form.cleaned_data)


class MeetingPlan(MeetingMixin, ActionView):
    """Plan a meeting: a draft that tells nobody."""

    title = gettext_lazy("Plan a meeting")
    verb = gettext_lazy("Save the draft")
    form_class = PlanForm
    acts = ACTIONS["hold_meeting"]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the programme's stakeholders."""
        return super().get_form_kwargs() | {"people": self.people}

    def get_initial(self) -> dict[str, Any]:
        """Invite those who came to the last meeting of the committee."""
        last = meetings(self.programme, self.person).took_place().filter(kind=MeetingKind.STEERING).first()
        return {"invited": came(last) if last is not None else []}

    def back_url(self) -> str:
        """The list."""
        return reverse("governance:meetings", args=[self.programme.slug])

    def act(self, form: Any) -> Meeting:
        """Plan."""
        form.cleaned_data.pop("version")
        return services.plan_meeting(self.programme, actor=self.person, **form.cleaned_data)

    def next_url(self, result: Meeting) -> str:
        """The meeting, where the agenda is written."""
        return result.get_absolute_url()


class MeetingForms(MeetingMixin, ActionView):
    """Base of the acts on a meeting."""

    def acted_on(self) -> Meeting:
        """The meeting."""
        return self.meeting

    def back_url(self) -> str:
        """The meeting."""
        return self.meeting.get_absolute_url()


class MeetingEdit(MeetingForms):
    """Change day, time, place, people."""

    title = gettext_lazy("Edit the meeting")
    form_class = PlanForm
    acts = MEETING_ACTS["edit"]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the programme's stakeholders."""
        return super().get_form_kwargs() | {"people": self.people}

    def get_initial(self) -> dict[str, Any]:
        """What is planned."""
        return PlanForm.initial_of(self.meeting)

    def consequence(self) -> str:
        """Say who is told."""
        called = self.meeting.state == MeetingState.CALLED
        return _("Those invited are told of the change.") if called else ""

    def act(self, form: Any) -> Meeting:
        """Save."""
        return services.edit_meeting(self.meeting, actor=self.person, **form.cleaned_data)


class MeetingAct(MeetingForms):
    """One act on a meeting: the form it needs, then its service."""

    name = ""

    def right(self) -> Predicate:
        """The right of this act."""
        return MEETING_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act."""
        return str(MEETING_LABELS[self.name])

    verb = title

    def consequence(self) -> str:
        """Say what follows."""
        said = {
            "call": _("Everybody invited is told, and finds the calendar file on the meeting's page."),
            "send_out": _("The sponsor is asked to sign them; they no longer change."),
        }
        return said.get(self.name, "")

    def get_form_class(self) -> type[Form]:
        """Choose the act's form."""
        return FORMS[self.name]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form what it offers."""
        extra = {"hold": {"people": self.people}, "minutes": {"meeting": self.meeting}}
        return super().get_form_kwargs() | extra.get(self.name, {})

    def get_initial(self) -> dict[str, Any]:
        """What is there."""
        form: Any = FORMS[self.name]
        return form.initial_of(self.meeting) if hasattr(form, "initial_of") else {}

    def act(self, form: Any) -> Meeting:
        """Call the act's service."""
        row, actor, given = self.meeting, self.person, form.cleaned_data
        match self.name:
            case "agenda":
                return services.set_agenda(row, items=given["items"], actor=actor)
            case "call":
                return services.call_meeting(row, actor=actor)
            case "cancel":
                return services.cancel_meeting(row, reason=given["reason"], actor=actor)
            case "hold":
                return services.record_attendance(row, actor=actor, **given)
            case "minutes":
                return services.write_minutes(row, minutes=given["minutes"], outcomes=form.outcomes(), actor=actor)
            case "send_out":
                return services.send_out_minutes(row, actor=actor)
            case _:
                return services.take_back_minutes(row, reason=given["reason"], actor=actor)
