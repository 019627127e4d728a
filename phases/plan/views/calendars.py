"""The plan's calendar: what it counts by, and the days an administrator changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from core.access import allows
from core.acts import Act
from core.pages import toast, went_to
from phases.plan import services
from phases.plan.forms import BasisForm, CalendarDayForm
from phases.plan.models import CalendarDay
from phases.plan.permissions import can_edit_calendar, can_see_plan
from phases.plan.selectors import basis_of, calendar_of
from phases.plan.views.acts import PlanAct
from programme.scope import ProgrammeMixin


class PlanCalendar(ProgrammeMixin, TemplateView):
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
            "acts": acts if may else [],
        }


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
