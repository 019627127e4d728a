"""The register of defects, one defect, and the forms about it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import CellValue, Status
from core.pages import RecordView
from core.register import Column, Empty, RegisterView, SavedView
from phases.uat import permissions, selectors, services
from phases.uat.filters import DefectFilter
from phases.uat.forms import DEFECT_FORMS, DefectForm
from phases.uat.models import Defect
from phases.uat.views import cells
from phases.uat.views.shared import DefectMixin, RowAct, RowForm
from programme.records.selectors import history_of, notes_on


class DefectList(DefectMixin, RegisterView):
    """Every defect, the worst first."""

    title = gettext_lazy("Defects")
    filterset_class = DefectFilter
    order = "severity"
    columns = (
        Column("code", pgettext_lazy("record", "Code"), sort="code", nowrap=True),
        Column("title", gettext_lazy("Defect"), sort="title", title=True),
        Column("severity", gettext_lazy("Severity"), cells.severity, sort="severity"),
        Column("priority", gettext_lazy("Priority"), sort="priority"),
        Column("state", gettext_lazy("State"), cells.of(cells.DEFECT), sort="state"),
        Column("fixer", gettext_lazy("Repaired by"), "fixer", "fixer__name"),
        Column("due", gettext_lazy("Due"), "due_on", "due_on", number=True),
        Column("case", gettext_lazy("Case"), "case.code", "case__code"),
        Column("cycle", gettext_lazy("Cycle"), "cycle.number", "cycle__number", number=True, shown=False),
        Column("reported", gettext_lazy("Reported"), "reported_on", "reported_on", number=True, shown=False),
        Column("reopened", gettext_lazy("Times reopened"), "reopened", "reopened", number=True, shown=False),
    )
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("Open"), "open=true"),
        SavedView(gettext_lazy("Severity 1 and 2, open"), "severity=1&severity=2&open=true"),
        SavedView(gettext_lazy("Deferral asked"), "asked=true"),
    )

    def rows(self) -> QuerySet[Any]:
        """Defects of the programme."""
        rows: QuerySet[Any] = self.all_of()
        return rows

    def acts(self) -> Sequence[Act]:
        """Buttons: import, and a new defect."""
        found = []
        if allows(permissions.can_import, self.person, self.programme):
            bring = reverse("records:import_new", args=[self.programme.slug])
            found.append(Act("import", _("Import"), f"{bring}?kind=defects", quiet=True))
        if allows(permissions.can_report, self.person, self.programme):
            found.append(Act("new", _("Report a defect"), self.at("defect_new"), "dialog", primary=True))
        return found

    def empty(self) -> Empty:
        """Teach the first defect."""
        act = None
        if allows(permissions.can_report, self.person, self.programme):
            act = Act("first", _("Report a defect"), self.at("defect_new"), "dialog", primary=True)
        text = _("A failed execution reports its defect itself; others are reported here.")
        example = _("Severity 3: the quote's PDF has a narrow column; export to a sheet until it is repaired.")
        return Empty(_("No defect yet"), text, act, example)


class DefectDetail(DefectMixin, RecordView):
    """One defect: what was seen, how bad it is, who repairs it, what blocks its closing."""

    template_name = "uat/defect.html"

    def get_object(self, queryset: Any = None) -> Defect:  # noqa: ARG002
        """Give the defect of the address."""
        defect: Defect = self.row
        return defect

    def status(self) -> Status:
        """State."""
        found: Status = cells.of(cells.DEFECT)(self.row)
        return found

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("UAT cycles"), self.at("cycles")), (_("Defects"), self.at("defects"))]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        row = self.row
        told: list[tuple[Any, CellValue]] = [
            (_("Severity"), cells.severity(row)),
            (_("Priority"), row.priority or None),
            (_("Repaired by"), row.fixer.name if row.fixer else None),
            (_("Due"), row.due_on),
            (_("Repaired in build"), row.fixed_build or None),
            (_("Reported by"), row.reporter.name if row.reporter else None),
            (_("Reported"), row.reported_on),
            (_("Business unit"), str(row.unit) if row.unit else None),
            (_("Environment"), row.environment or None),
            (_("Build"), row.build or None),
            (_("Times reopened"), row.reopened or None),
            (_("Deferral asked"), row.deferral_asked_on),
            (_("Target release"), row.target_release or None),
            (_("Why it is none"), row.get_rejection_display() or None),
            (_("Duplicate of"), str(row.duplicate_of) if row.duplicate_of_id else None),
            (_("Outcome"), row.outcome or None),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the defect."""
        return selectors.defect_actions(self.row, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the button to edit."""
        if not allows(permissions.can_edit_defect, self.person, self.row):
            return ()
        return [Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """What happened to it."""
        return history_of(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add comments and attachments."""
        return super().get_context_data(**kwargs) | notes_on(self.row, self.person)


class DefectNew(DefectMixin, RowForm):
    """Report a defect."""

    title = gettext_lazy("Report a defect")
    acts = permissions.can_report
    form_class = DefectForm

    def back_url(self) -> str:
        """Back to the register."""
        return self.at("defects")

    def act(self, form: DefectForm) -> Defect:
        """Report it."""
        return services.report_defect(self.programme, values=form.values(), actor=self.person)


class DefectEdit(DefectMixin, RowForm):
    """Change what a defect says."""

    title = gettext_lazy("Edit the defect")
    acts = permissions.can_edit_defect
    form_class = DefectForm

    def act(self, form: DefectForm) -> Defect:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_defect(self.row, values=form.values(), actor=self.person, version=version)


class DefectAct(DefectMixin, RowAct):
    """One act on the defect."""

    labels = selectors.DEFECT_LABELS
    rights = permissions.DEFECT_ACTS
    forms = DEFECT_FORMS

    def get_initial(self) -> dict[str, Any]:
        """Show what the defect says of the same fields, never an old reason."""
        shown = super().get_initial()
        return {name: value for name, value in shown.items() if name not in {"reason", "note", "build", "version"}}

    def act(self, form: Any) -> Defect:
        """Call the act's service."""
        service: Any = services.DEFECT_ACTS[self.name]
        found: Defect = service(self.row, actor=self.person, **form.values())
        return found
