"""The landscape on one page, and the access matrix."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.documents.blocks import KeyFigure
from core.documents.values import Figure
from core.documents.words import as_cell
from core.exports import table_response
from programme.landscape import permissions
from programme.landscape.models import DataField, Interface, PersonalData, SourceSystem, TestDataSet
from programme.landscape.selectors import access_matrix, coverage_kept, overlap_matrix
from programme.landscape.selectors.books import fate_status, interface_status, test_data_status
from programme.landscape.views.books import NAV
from programme.scope import ProgrammeMixin


class Overview(ProgrammeMixin, TemplateView):
    """Systems with their overlap and fate, interfaces with their test, data with their protection."""

    nav = NAV
    template_name = "landscape/overview.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect it."""
        programme = self.programme
        systems = list(SourceSystem.objects.filter(programme=programme).select_related("programme"))
        interfaces = list(Interface.objects.filter(programme=programme).select_related("programme"))
        inside = [row for row in interfaces if row.in_scope]
        fields = list(DataField.objects.filter(programme=programme))
        cover = coverage_kept(programme)
        decided, passed = sum(row.fate != "open" for row in systems), sum(row.state == "passed" for row in inside)
        return super().get_context_data(**kwargs) | {
            "title": _("Systems and data"),
            "figures": [
                KeyFigure(_("Systems with a fate"), Figure(decided, "count", denominator=len(systems))),
                KeyFigure(_("Interfaces passed"), Figure(passed, "count", denominator=len(inside))),
                KeyFigure(_("Fields with an owner"),
                          Figure(sum(bool(row.owner) for row in fields), "count", denominator=len(fields))),
                KeyFigure(_("Access rules tried by a test case"),
                          Figure(cover.covered, "count", denominator=cover.every)),
            ],
            "systems": [(row, fate_status(row)) for row in systems],
            "overlap": overlap_matrix(systems),
            "interfaces": [(row, interface_status(row)) for row in interfaces],
            "personal": PersonalData.objects.filter(programme=programme).count(),
            "bare_export": PersonalData.objects.filter(programme=programme, masked_outside=False).count(),
            "test_data": [
                (row, test_data_status(row))
                for row in TestDataSet.objects.filter(programme=programme).select_related("programme")
            ],
        }  # fmt: skip


class MatrixPage(ProgrammeMixin, TemplateView):
    """Roles against objects: what each may do with whose records, and which cells no test case tries."""

    nav = NAV
    template_name = "landscape/matrix.html"
    reads = permissions.can_read

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or give it as a file."""
        kind = request.GET.get("export", "")
        if kind in {"csv", "xlsx"}:
            return self.export(kind)
        return super().get(request, *args, **kwargs)

    def export(self, kind: str) -> HttpResponse:
        """Write one line a role, one column an object."""
        objects, lines = access_matrix(self.programme)
        told = [
            [line.role, *("; ".join(f"{rule.get_deed_display()}: {rule.get_reach_display()}" for rule, _t in cells)
                          for _name, cells in line.cells)]
            for line in lines
        ]  # fmt: skip
        rows = ([as_cell(value) for value in line] for line in told)
        return table_response(_("Access matrix"), [_("Role in the CRM"), *objects], rows, kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw it."""
        objects, lines = access_matrix(self.programme)
        return super().get_context_data(**kwargs) | {
            "title": _("Access matrix"),
            "crumbs": [(_("Systems and data"), reverse("landscape:overview", args=[self.programme.slug]))],
            "objects": objects,
            "lines": lines,
            "cover": coverage_kept(self.programme),
        }
