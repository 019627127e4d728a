"""The register of sessions, the week, a session's record and its acts."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import Action, Predicate, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Figure, Status
from core.errors import BadInputError
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.records.selectors import history_of
from programme.scope import ProgrammeMixin
from training.learners.selectors import session_people
from training.timetable import permissions, selectors, services
from training.timetable.filters import SessionFilter
from training.timetable.forms import SESSION_FORMS, SessionForm
from training.timetable.models import Session


def seats(session: Session) -> Cell:
    """Seats taken of those there are, and who waits."""
    taken, waiting = getattr(session, "taken", 0), getattr(session, "waiting", 0)
    second = _("%(n)d waiting") % {"n": waiting} if waiting else ""
    return Cell(f"{taken}/{session.capacity}", second=second)


class SessionMixin(ProgrammeMixin):
    """The sessions of the programme."""

    nav = "training"

    def sessions(self) -> QuerySet[Session]:
        """Give them with what a row needs."""
        return Session.objects.filter(programme=self.programme).for_list()

    @cached_property
    def session(self) -> Session:
        """The session of the address."""
        return get_object_or_404(self.sessions(), public_id=self.kwargs["public_id"])

    @property
    def list_url(self) -> str:
        """Address of the register."""
        return reverse("timetable:sessions", args=[self.programme.slug])


class SessionList(SessionMixin, RegisterView):
    """All sessions."""

    template_name = "learners/register.html"
    title = gettext_lazy("Sessions")
    reads = permissions.can_see
    filterset_class = SessionFilter
    order = "begins"
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("Ahead"), "when=ahead"),
        SavedView(gettext_lazy("Attendance missing"), "when=unconfirmed"),
        SavedView(gettext_lazy("Held"), "when=held"),
    )
    columns = (
        Column("code", gettext_lazy("Code"), sort="code", nowrap=True),
        Column("course", gettext_lazy("Course"), lambda row: f"{row.course.code} {row.course.name}", title=True),
        Column("begins", gettext_lazy("When"), "when", sort="starts_at", nowrap=True),
        Column("state", gettext_lazy("State"), selectors.session_status, sort="state"),
        Column("seats", gettext_lazy("Seats taken"), seats, sort="taken", number=True),
        Column("place", gettext_lazy("Place")),
        Column("trainer", gettext_lazy("Trainer"), "trainer", sort="trainer__name"),
        Column("wave", gettext_lazy("Wave"), lambda row: row.wave.code if row.wave else None),
        Column("language", gettext_lazy("Language"), lambda row: str(row.get_language_display()), shown=False),
        Column("reaction", gettext_lazy("Reaction"), "reaction_score", sort="reaction_score", number=True, shown=False),
    )

    def rows(self) -> QuerySet[Session]:
        """Sessions of the programme."""
        return self.sessions()

    def acts(self) -> Sequence[Act]:
        """Plan a session, or import some."""
        slug = self.programme.slug
        found = [Act("week", _("Week"), reverse("timetable:week", args=[slug]), quiet=True)]
        if allows(permissions.can_plan, self.person, self.programme):
            bring = f"{reverse('records:import_new', args=[slug])}?kind=sessions"
            found.append(Act("import", _("Import"), bring, quiet=True))
            new = reverse("timetable:session_new", args=[slug])
            found.append(Act("new", _("New session"), new, "dialog", primary=True, key="s"))
        return found

    def empty(self) -> Empty:
        """Teach what a session needs."""
        return Empty(
            _("No sessions yet"),
            _("A session gives a published course at one time, with a trainer who may give it and a room or a link."),
            next((act for act in self.acts() if act.primary), None),
            _("C02 on 12 May, 09:00–12:00, Lab 1 in Suzhou, He Jing, 12 seats, wave W1"),
        )


class WeekPage(ProgrammeMixin, TemplateView):
    """A week of everybody's sessions as a calendar."""

    nav = "training"
    template_name = "timetable/week.html"
    reads = permissions.can_see

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the week around the day asked for."""
        try:
            day = date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            day = timezone.localdate()
        week = selectors.week_of(self.programme, day)
        return super().get_context_data(**kwargs) | {
            "title": _("Week"),
            "week": week,
            "days": selectors.drawn(week),
            "hours": selectors.HOURS,
            "before": week.first - timedelta(days=7),
            "after": week.first + timedelta(days=7),
        }


class SessionDetail(SessionMixin, RecordView):
    """One session: what, where, who sits in it, what may be done."""

    template_name = "timetable/session.html"
    reads = permissions.can_see

    def get_object(self, queryset: Any = None) -> Session:  # noqa: ARG002
        """Give the session of the address."""
        return self.session

    def status(self) -> Status:
        """State of the session."""
        return selectors.session_status(self.session)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("Sessions"), self.list_url)]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        one = self.session
        score = None if one.reaction_score is None else Figure(one.reaction_score, "", 2, n=one.reaction_n)
        told: list[tuple[Any, CellValue]] = [
            (_("When"), one.when),
            (_("Course"), Cell(str(one.edition), url=one.course.get_absolute_url())),
            (_("Place"), one.place or None),
            (_("Link"), Cell(one.link, url=one.link) if one.link else None),
            (_("Trainer"), str(one.trainer) if one.trainer else None),
            (_("Seats taken"), seats(one)),
            (_("Language"), str(one.get_language_display())),
            (_("Wave"), str(one.wave) if one.wave else None),
            (_("Reaction"), score),
            (_("Why it was cancelled"), one.cancel_reason or None),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the session."""
        return selectors.session_actions(self.session, self.person)

    def history(self) -> Sequence[Any]:
        """Newest events."""
        return history_of(self.session)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who sits in it."""
        return super().get_context_data(**kwargs) | session_people(self.session, self.person)


class SessionForms(SessionMixin, ActionView):
    """Base of the forms about a session."""

    acts: ClassVar[Any] = permissions.can_plan
    reads = permissions.can_see

    def acted_on(self) -> Any:
        """The session of the address, else the programme."""
        return self.session if "public_id" in self.kwargs else self.programme

    def back_url(self) -> str:
        """Back to the record, else to the register."""
        return self.session.get_absolute_url() if "public_id" in self.kwargs else self.list_url


class SessionNew(SessionForms):
    """Plan a session."""

    title = gettext_lazy("New session")
    form_class: Any = SessionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """Take the course along where one was chosen."""
        return {"course": self.request.GET["course"]} if "course" in self.request.GET else {}

    def act(self, form: Any) -> Session:
        """Create it."""
        try:
            return services.create_session(self.programme, values=form.values(), actor=self.person)
        except BadInputError as error:
            raise SessionForm.in_fields(error) from error

    def next_url(self, result: Session) -> str:
        """Go on to the record."""
        return result.get_absolute_url()


class SessionEdit(SessionForms):
    """Plan a session otherwise."""

    title = gettext_lazy("Change the session")
    form_class: Any = SessionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme and the session."""
        return super().get_form_kwargs() | {"programme": self.programme, "session": self.session}

    def get_initial(self) -> dict[str, Any]:
        """Show what it says now."""
        return SessionForm.initial_of(self.session)

    def act(self, form: Any) -> Session:
        """Save it."""
        seen = form.cleaned_data["version"]
        try:
            return services.update_session(self.session, values=form.values(), actor=self.person, version=seen)
        except BadInputError as error:
            raise SessionForm.in_fields(error) from error


class SessionAct(SessionForms):
    """One act on a session."""

    name = ""

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.SESSION_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{selectors.LABELS[self.name]} – {self.session.code}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(selectors.LABELS[self.name])

    def get_form_class(self) -> Any:
        """Choose the act's form."""
        return SESSION_FORMS[self.name]

    def consequence(self) -> str:
        """Say who loses a seat."""
        if self.name != "cancel":
            return ""
        n = getattr(self.session, "taken", 0) + getattr(self.session, "waiting", 0)
        return _("%(n)d people lose their place and need another session; nothing of theirs is lost.") % {"n": n}

    def act(self, form: Any) -> Session:
        """Call the act's service."""
        return services.SESSION_ACTS[self.name](self.session, actor=self.person, **form.cleaned_data)
