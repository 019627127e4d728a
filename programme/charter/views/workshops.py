"""Goal workshops: pain, problem, goal, and who was not there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from core.access import allows
from core.documents.words import as_cell
from core.exports import table_response
from programme.charter import permissions, services
from programme.charter.forms import WorkshopEntryForm, WorkshopForm
from programme.charter.models import Workshop
from programme.charter.selectors.workshops import absent, trace_rows
from programme.charter.views.base import CharterAct, charter_crumbs
from programme.scope import ProgrammeMixin


class WorkshopNew(CharterAct):
    """Record a workshop."""

    title = gettext_lazy("Record a workshop")
    form_class = WorkshopForm
    acts = permissions.can_edit_goals

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_workshop(self.programme, actor=self.person, **form.values())

    def next_url(self, result: Any) -> str:
        """On to the record."""
        return reverse("charter:workshop", args=[self.programme.slug, result.public_id])


class WorkshopRecord(ProgrammeMixin, TemplateView):
    """A workshop with its lines and the departments that were absent."""

    nav = "charter.overview"
    template_name = "charter/workshop.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect lines and absentees."""
        row = get_object_or_404(Workshop, programme=self.programme, public_id=self.kwargs["public_id"])
        return super().get_context_data(**kwargs) | {
            "title": row.title,
            "row": row,
            "entries": row.entries.select_related("unit", "goal"),
            "absent": absent(row),
            "may_edit": allows(permissions.can_edit_goals, self.person, self.programme),
            "crumbs": charter_crumbs(self.programme),
        }


class WorkshopAdd(CharterAct):
    """Record a pain, its problem and its goal."""

    title = gettext_lazy("Add a line")
    form_class = WorkshopEntryForm
    acts = permissions.can_edit_goals
    back = "charter:workshop"

    def the_workshop(self) -> Workshop:
        """The workshop of this programme."""
        return get_object_or_404(Workshop, programme=self.programme, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Workshop:
        """The workshop."""
        return self.the_workshop()

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_workshop_entry(self.the_workshop(), values=form.values(), actor=self.person)


class WorkshopExport(ProgrammeMixin, View):
    """The trace as a file, with the absent departments."""

    reads = permissions.can_read

    def get(self, request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
        """Write one row for each line, then one for each absent department."""
        row = get_object_or_404(Workshop, programme=self.programme, public_id=public_id)
        headings = [_("Department"), _("Pain point"), _("Problem"), _("Goal"), _("Present")]
        kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
        rows = ([as_cell(value) for value in line] for line in trace_rows(row))
        return table_response(f"{slug}-{row.title}", headings, rows, kind)
