"""The plan's calendar: what it counts by, and the days an administrator changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from core.access import allows
from core.acts import Act
from core.pages import toast, went_to
from phases.plan import services
from phases.plan.forms import BasisForm, CalendarDayForm, CalendarForm, PlainForm, calendar_initial
from phases.plan.models import CalendarDay, InsertedPlan, PlanCalendar
from phases.plan.permissions import ACTIONS, can_edit_calendar, can_see_plan
from phases.plan.selectors import basis_of, calendar_of, calendars_of
from phases.plan.views.acts import PlanAct
from programme.scope import ProgrammeMixin


class PlanCalendarPage(ProgrammeMixin, TemplateView):
    """Calendar, first day, status date, and changed days."""

    template_name = "plan/calendar.html"
    reads = can_see_plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give basis, days and acts."""
        basis = basis_of(self.programme)
        url = reverse("plan:basis", args=[self.programme.slug])
        add = reverse("plan:day_add", args=[self.programme.slug])
        may = allows(can_edit_calendar, self.person, self.programme)
        acts = [Act("basis", _("Change"), url, "dialog"), Act("day", _("Change a day"), add, "dialog", primary=True)]
        return super().get_context_data(**kwargs) | {
            "title": _("Calendar of the plan"),
            "basis": basis,
            "official_until": calendar_of(self.programme, basis).official_until,
            "days": list(CalendarDay.objects.filter(programme=self.programme)),
            "may": may,
            "calendars": list(calendars_of(self.programme)),
            "inserted": list(InsertedPlan.objects.filter(programme=self.programme).select_related("calendar")),
            "may_edit": allows(ACTIONS["edit_calendar"], self.person, self.programme),
            "acts": acts if may else [],
        }


class InsertedSwitch(ProgrammeMixin, View):
    """Let an inserted plan count by its own file, or as the rest of the plan does."""

    reads = can_see_plan
    acts = ACTIONS["edit_calendar"]

    def post(self, request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Switch it to what the form says."""
        rows = InsertedPlan.objects.filter(programme=self.programme).select_related("programme")
        row = get_object_or_404(rows, public_id=public_id)
        services.set_inserted(row, apart=request.POST.get("apart") == "yes", actor=self.person)
        toast(request, _("Saved; the plan's dates follow."))
        return went_to(request, reverse("plan:calendar", args=[self.programme.slug]))


class CalendarAct(PlanAct):
    """An act of the administrator on the calendar."""

    action = "calendar"

    def back_url(self) -> str:
        """The calendar."""
        return reverse("plan:calendar", args=[self.programme.slug])


class BasisEdit(CalendarAct):
    """Change what the plan counts by."""

    title = gettext_lazy("What the plan counts by")
    form_class = BasisForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the calendars of the plan."""
        return super().get_form_kwargs() | {"calendars": calendars_of(self.programme)}

    def get_initial(self) -> dict[str, Any]:
        """Start with what holds."""
        basis = basis_of(self.programme)
        return {name: getattr(basis, name) for name in BasisForm.base_fields if basis.pk or name != "version"}

    def act(self, form: BasisForm) -> Any:
        """Set it."""
        return services.set_basis(self.programme, actor=self.person, **form.cleaned_data)


class CalendarDayAdd(CalendarAct):
    """Change a day."""

    title = gettext_lazy("Change a day")
    form_class = CalendarDayForm

    def act(self, form: CalendarDayForm) -> Any:
        """Set it."""
        values = form.cleaned_data | {"works": form.cleaned_data["works"] == "yes"}
        return services.set_calendar_day(self.programme, actor=self.person, **values)


class CalendarDayClear(ProgrammeMixin, View):
    """Let a day follow the calendar again."""

    reads = can_see_plan
    acts = can_edit_calendar

    def post(self, request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Clear it."""
        rows = CalendarDay.objects.filter(programme=self.programme).select_related("programme")
        services.clear_calendar_day(get_object_or_404(rows, public_id=public_id), actor=self.person)
        toast(request, _("The day follows the calendar again."))
        return went_to(request, reverse("plan:calendar", args=[self.programme.slug]))


class CalendarEditing(PlanAct):
    """An act of the PMO on a calendar of the plan."""

    action = "edit_calendar"

    @cached_property
    def row(self) -> PlanCalendar:
        """The calendar."""
        return get_object_or_404(calendars_of(self.programme), public_id=self.kwargs["public_id"])

    def back_url(self) -> str:
        """The calendars."""
        return reverse("plan:calendar", args=[self.programme.slug])


class CalendarAdd(CalendarEditing):
    """Add a calendar."""

    title = gettext_lazy("Add calendar")
    verb = gettext_lazy("Add calendar")
    form_class = CalendarForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what it may be based on."""
        return super().get_form_kwargs() | {"calendars": calendars_of(self.programme)}

    def act(self, form: CalendarForm) -> PlanCalendar:
        """Add it."""
        return services.save_calendar(self.programme, actor=self.person, **form.values())


class CalendarEdit(CalendarEditing):
    """Change a calendar; the seasons that a file gave stay."""

    title = gettext_lazy("Edit calendar")
    form_class = CalendarForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the other calendars; start with what it says."""
        others = calendars_of(self.programme).exclude(pk=self.row.pk)
        return super().get_form_kwargs() | {"calendars": others, "initial": calendar_initial(self.row)}

    def act(self, form: CalendarForm) -> PlanCalendar:
        """Change it."""
        values = form.values()
        values["exceptions"] = [one for one in self.row.exceptions if "week" in one] + values["exceptions"]
        version = form.cleaned_data["version"]
        return services.save_calendar(self.programme, row=self.row, version=version, actor=self.person, **values)


class CalendarDelete(CalendarEditing):
    """Delete a calendar that nothing uses."""

    title = gettext_lazy("Delete calendar")
    verb = gettext_lazy("Delete")
    danger = True
    done = gettext_lazy("Deleted.")
    form_class = PlainForm

    def confirm(self) -> str:
        """The calendar's name."""
        return self.row.name

    def act(self, form: Any) -> None:  # noqa: ARG002
        """Delete it."""
        services.delete_calendar(self.row, actor=self.person)
