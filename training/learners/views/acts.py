"""The forms of the learners: seats, attendance, results, waivers, and a learner's own wish for a seat."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Predicate
from core.pages import ActionView
from phases.rollout.models import RosterEntry
from programme.scope import ProgrammeMixin
from training.learners import permissions, selectors, services
from training.learners.choices import EnrolmentState
from training.learners.forms import (
    ENROLMENT_FORMS,
    AttendanceForm,
    EnrolForm,
    PlainForm,
    ReasonForm,
    ResultsForm,
    SeatForm,
    WaiverForm,
    markable,
)
from training.learners.models import Enrolment, Waiver
from training.learners.selectors.acts import LABELS
from training.timetable.models import Session

TOLD = 3  # refusals that a toast names


class SessionForms(ProgrammeMixin, ActionView):
    """Base of the forms about everybody in a session."""

    nav = "training"
    reads = permissions.can_see
    acts: ClassVar[Any] = permissions.can_teach

    @cached_property
    def session(self) -> Session:
        """The session of the address."""
        rows = Session.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The session of the address."""
        return self.session

    def back_url(self) -> str:
        """Back to the session."""
        return self.session.get_absolute_url()


class EnrolPeople(SessionForms):
    """Give seats to those who need the course."""

    verb = gettext_lazy("Enrol")
    form_class: Any = EnrolForm

    @property
    def title(self) -> str:
        """Into which session."""
        return _("Enrol into %(session)s") % {"session": self.session}

    def consequence(self) -> str:
        """Say how many seats are free, and what happens to the rest."""
        return _("%(n)d seats are free; whoever is chosen beyond that waits in this order.") % {"n": self.free}

    @property
    def free(self) -> int:
        """Seats left."""
        return self.session.capacity - int(getattr(self.session, "taken", 0))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer those who need the course."""
        offered = selectors.needing(self.programme, self.session.course, self.session.wave)
        return super().get_form_kwargs() | {"offered": offered, "free": self.free, "programme": self.programme}

    def act(self, form: EnrolForm) -> services.Enrolled:
        """Enrol all who may; where nobody may, the reasons stand on the form."""
        return services.enrol_people(self.session, entries=form.entries(), actor=self.person)

    def done_text(self, result: services.Enrolled) -> str:
        """Count seats, waiting and refused, and say why."""
        told = {"seated": len(result.seated), "waiting": len(result.waiting), "refused": len(result.refused)}
        text = _("%(seated)d have a seat, %(waiting)d wait, %(refused)d were not enrolled.") % told
        reasons = [reason for _one, reasons in result.refused for reason in reasons][:TOLD]
        return " ".join([text, *reasons])


class Attendance(SessionForms):
    """Say who came."""

    title = gettext_lazy("Attendance")
    form_class: Any = AttendanceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form its people."""
        rows = markable(selectors.seats_of(self.session))
        return super().get_form_kwargs() | {"session": self.session, "rows": rows}

    def act(self, form: AttendanceForm) -> Session:
        """Call the service."""
        marks, complete = form.marks(), form.cleaned_data["complete"]
        return services.record_attendance(self.session, marks=marks, actor=self.person, complete=complete)


class Results(SessionForms):
    """Record scores or what was observed."""

    title = gettext_lazy("Results")
    form_class: Any = ResultsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form who attended."""
        rows = [row for row in selectors.seats_of(self.session) if row.state == EnrolmentState.ATTENDED]
        return super().get_form_kwargs() | {"session": self.session, "rows": rows}

    def consequence(self) -> str:
        """Say what a pass needs."""
        edition = self.session.edition
        told = {"mark": edition.pass_mark, "need": edition.attendance_need}
        if edition.pass_mark is None:
            return _("A pass needs %(need)d%% attendance.") % told
        return _("A pass needs %(mark)d of 100 and %(need)d%% attendance.") % told

    def act(self, form: ResultsForm) -> Session:
        """Call the service."""
        return services.record_results(self.session, results=form.results(), actor=self.person)


class EnrolmentForms(ProgrammeMixin, ActionView):
    """One act on one enrolment; a learner reaches only the own ones."""

    nav = "training"
    name = ""

    def rows(self) -> QuerySet[Enrolment]:
        """Give what this person sees: all of the programme, or the own."""
        rows = Enrolment.objects.filter(programme=self.programme).for_list()
        inside = permissions.can_see(self.person, self.programme)
        return rows if inside else rows.of(self.person)

    @cached_property
    def enrolment(self) -> Enrolment:
        """The enrolment of the address."""
        return get_object_or_404(self.rows(), public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The enrolment of the address."""
        return self.enrolment

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.ENROLMENT_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{LABELS[self.name]} – {self.enrolment}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(LABELS[self.name])

    def get_form_class(self) -> Any:
        """Choose the act's form."""
        return ENROLMENT_FORMS[self.name]

    def back_url(self) -> str:
        """Back to the session, the person, or one's own home."""
        if not permissions.can_see(self.person, self.programme):
            return reverse("people:overview", args=[self.programme.slug])
        session = self.enrolment.session
        return session.get_absolute_url() if session else self.enrolment.get_absolute_url()

    def act(self, form: Form) -> Any:
        """Call the act's service."""
        return services.ENROLMENT_ACTS[self.name](self.enrolment, actor=self.person, **form.cleaned_data)


class GiveSeat(EnrolmentForms):
    """Give an assigned person, or one who asked, a seat."""

    name = "seat"

    def get_form_class(self) -> Any:
        """A session is chosen."""
        return SeatForm

    def get_initial(self) -> dict[str, Any]:
        """The session that was asked for."""
        return {"session": self.enrolment.session.public_id} if self.enrolment.session else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the sessions ahead of the course."""
        found = selectors.open_sessions(self.programme, [self.enrolment.course])
        return super().get_form_kwargs() | {"sessions": found.get(self.enrolment.course_id, [])}


class WaiverForms(ProgrammeMixin, ActionView):
    """Waive a course for a person."""

    nav = "training"
    reads = permissions.can_see
    acts: ClassVar[Any] = permissions.can_waive
    title = gettext_lazy("Waive a course")
    verb = gettext_lazy("Waive")
    form_class: Any = WaiverForm

    @cached_property
    def entry(self) -> RosterEntry:
        """The person of the address."""
        rows = RosterEntry.objects.filter(programme=self.programme).persons().for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The person of the address."""
        return self.entry

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def back_url(self) -> str:
        """Back to the person."""
        return reverse("learners:person", args=[self.programme.slug, self.entry.public_id])

    def act(self, form: Form) -> Waiver:
        """Call the service."""
        return services.waive_course(self.entry, actor=self.person, **form.cleaned_data)


class WaiverEnd(ProgrammeMixin, ActionView):
    """Let a waiver count no longer."""

    nav = "training"
    reads = permissions.can_see
    acts: ClassVar[Any] = permissions.can_waive
    title = gettext_lazy("End the waiver")
    form_class: Any = ReasonForm

    @cached_property
    def waiver(self) -> Waiver:
        """The waiver of the address."""
        rows = Waiver.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The waiver of the address."""
        return self.waiver

    def back_url(self) -> str:
        """Back to the person."""
        return reverse("learners:person", args=[self.programme.slug, self.waiver.entry.public_id])

    def act(self, form: Form) -> Waiver:
        """Call the service."""
        return services.end_waiver(self.waiver, actor=self.person, **form.cleaned_data)


class AskForSeat(ProgrammeMixin, ActionView):
    """A learner asks for a seat; only who stands on the roster reaches it."""

    nav = "people.overview"
    title = gettext_lazy("Ask for a seat")
    verb = gettext_lazy("Ask")
    done = gettext_lazy("Your wish is with the trainers; you see here when you have the seat.")
    form_class: Any = PlainForm

    @cached_property
    def entry(self) -> RosterEntry:
        """The person's own entry on the roster."""
        rows = RosterEntry.objects.filter(programme=self.programme, user=self.person).persons().for_list()
        found = rows.first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def session(self) -> Session:
        """The session of the address, if people may be enrolled."""
        rows = Session.objects.filter(programme=self.programme, state__in=("open", "full")).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def right(self) -> Predicate:
        """Only for oneself."""
        return permissions.is_own

    def acted_on(self) -> Any:
        """The person's own entry."""
        return self.entry

    def consequence(self) -> str:
        """Name the session."""
        return self.session.label

    def back_url(self) -> str:
        """Back to one's own home."""
        return reverse("people:overview", args=[self.programme.slug])

    def act(self, form: Form) -> Enrolment:  # noqa: ARG002
        """Call the service."""
        return services.ask_for_seat(self.session, entry=self.entry, actor=self.person)
