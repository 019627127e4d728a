"""The register of exceptions with every tolerance beside its forecast, and the record with its acts."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Status
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from phases.exceptions import permissions
from phases.exceptions.filters import ExceptionFilter
from phases.exceptions.forms import CloseForm, DecideForm, ExceptionForm, NothingForm
from phases.exceptions.models import ExceptionReport
from phases.exceptions.permissions import ACTIONS
from phases.exceptions.rules import as_line
from phases.exceptions.selectors.forecasts import amount_text, figure_of, place_text, shown_standings
from phases.exceptions.selectors.reports import (
    exception_actions,
    exception_status,
    exceptions,
    gap_text,
    outcome_text,
    recommended,
)
from phases.exceptions.services import reports as services
from phases.exceptions.services.watching import Watched, watch_forecasts
from programme.records.selectors import history_of, notes_on
from programme.scope import ProgrammeMixin

OPEN = "state=proposed&state=raised&state=decided"


def _what(row: ExceptionReport) -> Cell:
    return Cell(row.get_dimension_display(), second=place_text(row.stage))


class ExceptionList(ProgrammeMixin, RegisterView):
    """The register, with the tolerances at its side."""

    reads = permissions.can_read
    template_name = "exceptions/exceptions.html"
    title = gettext_lazy("Exceptions")
    filterset_class = ExceptionFilter
    order = "-code"
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("Open"), OPEN),
        SavedView(gettext_lazy("To be decided"), "state=raised"),
    )
    columns = (
        Column("code", gettext_lazy("Number"), sort="code", nowrap=True),
        Column("dimension", gettext_lazy("Tolerance of"), _what, sort="dimension", title=True),
        Column("state", gettext_lazy("State"), exception_status, sort="state"),
        Column("limit", gettext_lazy("Tolerance"), lambda row: figure_of(row.dimension, row.limit), number=True),
        Column("forecast", gettext_lazy("Forecast"), lambda row: figure_of(row.dimension, row.forecast), number=True),
        Column("found", gettext_lazy("Found on"), "found_on", sort="found_on"),
        Column("decide_by", gettext_lazy("Decide by"), "decide_by", sort="decide_by"),
        Column("outcome", gettext_lazy("Outcome"), outcome_text),
    )

    def rows(self) -> QuerySet[ExceptionReport]:
        """The programme's."""
        return exceptions(self.programme)

    def row_url(self, row: Any) -> str:
        """The record."""
        return str(row.get_absolute_url())

    def acts(self) -> Sequence[Act]:
        """Look at the forecasts now, set a tolerance."""
        slug, found = self.programme.slug, []
        if allows(permissions.sets, self.person, self.programme):
            url = reverse("exceptions:tolerance_new", args=[slug])
            found.append(Act("tolerance", _("New stage tolerance"), url, "dialog"))
        if allows(permissions.watches, self.person, self.programme):
            watch = reverse("exceptions:watch", args=[slug])
            found.append(Act("watch", _("Look at the forecasts now"), watch, "dialog", primary=True))
        return found

    def empty(self) -> Empty:
        """Teach the first."""
        return Empty(
            _("No exception so far"),
            _("Every night each tolerance is read beside its forecast; one that is broken becomes an exception."),
            next(iter(self.acts()), None),
            _("Stage P2.2: the finish is forecast 9 working days late, the tolerance is 5."),
        )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tolerances."""
        told = shown_standings(self.programme, timezone.localdate())
        may = allows(permissions.sets, self.person, self.programme)
        rows = [(one, place_text(one.stage), *self._figures(one), self._edit(one) if may else "") for one in told]
        return super().get_context_data(**kwargs) | {"standings": rows}

    def _figures(self, one: Any) -> tuple[Any, Any]:
        return figure_of(one.dimension, one.limit), figure_of(one.dimension, one.forecast)

    def _edit(self, one: Any) -> str:
        if one.row is None:
            return ""
        return reverse("exceptions:tolerance_edit", args=[self.programme.slug, one.row.public_id])


class ExceptionMixin(ProgrammeMixin):
    """Pages of one exception."""

    reads = permissions.can_read
    nav = "exceptions.exceptions"

    def get_object(self, queryset: Any = None) -> ExceptionReport:  # noqa: ARG002
        """Fetch the exception of the address."""
        found: ExceptionReport = get_object_or_404(exceptions(self.programme), public_id=self.kwargs["public_id"])
        return found


class ExceptionDetail(ExceptionMixin, RecordView):
    """One exception: figure, cause, options, decision."""

    template_name = "exceptions/exception.html"
    object: ExceptionReport

    def status(self) -> Status:
        """Its state."""
        return exception_status(self.object)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The register above."""
        return ((_("Exceptions"), reverse("exceptions:exceptions", args=[self.programme.slug])),)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """The figures and the people; only what is known."""
        row = self.object
        told: list[tuple[Any, CellValue]] = [
            (_("Tolerance of"), f"{row.get_dimension_display()} · {place_text(row.stage)}"),
            (_("Tolerance"), amount_text(row.dimension, row.limit)),
            (_("Forecast"), amount_text(row.dimension, row.forecast)),
            (_("Forecast when it was found"), amount_text(row.dimension, row.first_forecast)),
            (_("Found on"), row.found_on),
            (_("Raised by"), str(row.raised_by or _("System")) if row.raised_at else None),
            (_("Decide by"), row.decide_by),
            (_("Decision"), outcome_text(row) or None),
            (_("Decided by"), str(row.decided_by or _("System")) if row.decided_at else None),
            (_("Decided"), row.decided_at),
            (_("Closed on"), row.closed_on),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Its acts."""
        return exception_actions(self.object, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Edit its words, draw its paper."""
        row, slug, found = self.object, self.programme.slug, []
        paper = f"{reverse('records:document_new', args=[slug])}?kind=exception&subject={row.code}"
        if row.is_written and allows(ACTIONS["edit"], self.person, row):
            found.append(Act("edit", _("Edit"), reverse("exceptions:exception_edit", args=[slug, row.public_id])))
        found.append(Act("paper", _("Draft the report"), paper, "dialog", quiet=True))
        return found

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add options with their effects, and notes."""
        row = self.object
        return super().get_context_data(**kwargs) | {
            "gap": gap_text(row),
            "recommended": recommended(row),
            "late": row.late(timezone.localdate()),
            **notes_on(row, self.person),
        }


class Watch(ProgrammeMixin, ActionView):
    """Look at the forecasts now, as every night does."""

    title = gettext_lazy("Look at the forecasts now")
    verb = gettext_lazy("Look")
    form_class = NothingForm
    reads = permissions.can_read
    acts = permissions.watches
    nav = "exceptions.exceptions"

    def consequence(self) -> str:
        """Say what it does."""
        return _("Each tolerance is read beside its forecast: new exceptions are proposed, those that came back close.")

    def act(self, form: Any) -> Watched:  # noqa: ARG002
        """Look."""
        return watch_forecasts(self.programme, actor=self.person)

    def done_text(self, result: Watched) -> str:
        """Say what was found."""
        said = {"found": result.found, "moved": result.moved, "recovered": result.recovered}
        return _("%(found)d proposed, %(moved)d moved, %(recovered)d closed") % said

    def back_url(self) -> str:
        """The register."""
        return reverse("exceptions:exceptions", args=[self.programme.slug])


class ExceptionAct(ExceptionMixin, ActionView):
    """Base of the acts on an exception."""

    form_class: type[Form] = NothingForm

    def acted_on(self) -> ExceptionReport:
        """The exception."""
        return self.get_object()

    def back_url(self) -> str:
        """The exception."""
        return self.get_object().get_absolute_url()


class ExceptionEdit(ExceptionAct):
    """Word it otherwise."""

    acts = ACTIONS["edit"]
    title = gettext_lazy("Edit the exception")
    form_class = ExceptionForm

    def get_initial(self) -> dict[str, Any]:
        """What stands, the draft included."""
        row = self.get_object()
        return {
            "cause": row.cause_text, "consequence": row.consequence_text, "reason": row.reason_text,
            "options": "\n".join(map(as_line, row.all_options)), "recommendation": recommended(row),
            "lesson": row.lesson, "version": row.version,
        }  # fmt: skip

    def act(self, form: Any) -> Any:
        """Save."""
        return services.edit_exception(self.get_object(), actor=self.person, **form.cleaned_data)


class ExceptionRaise(ExceptionAct):
    """Put it before the committee."""

    acts = ACTIONS["raise"]
    title = verb = gettext_lazy("Raise to the committee")

    def consequence(self) -> str:
        """Say what follows."""
        return _("Sponsor and committee are told, and decide within two working days.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Raise."""
        return services.raise_exception(self.get_object(), actor=self.person)


class ExceptionDecide(ExceptionAct):
    """Decide."""

    acts = ACTIONS["decide"]
    title = verb = gettext_lazy("Decide")
    form_class = DecideForm

    def consequence(self) -> str:
        """Say what is decided about."""
        return gap_text(self.get_object())

    def act(self, form: Any) -> Any:
        """Decide."""
        return services.decide_exception(self.get_object(), actor=self.person, **form.cleaned_data)


class ExceptionClose(ExceptionAct):
    """Close what was stopped."""

    acts = ACTIONS["close"]
    title = verb = gettext_lazy("Close")
    form_class = CloseForm

    def act(self, form: Any) -> Any:
        """Close."""
        return services.close_exception(self.get_object(), actor=self.person, **form.cleaned_data)
