"""The register of defects, one defect, and the forms about it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action
from core.documents.values import CellValue
from core.register import Column, SavedView
from phases.uat import permissions, selectors, services
from phases.uat.filters import DefectFilter
from phases.uat.forms import DEFECT_FORMS, DefectForm
from phases.uat.models import Defect
from phases.uat.views import cells
from phases.uat.views.shared import DefectMixin, RowAct, RowForm, UatList, UatRecord
from programme.records.selectors import notes_on


class DefectList(DefectMixin, UatList):
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
    import_kind = "defects"
    new_route = "defect_new"
    new_label = gettext_lazy("Report a defect")
    writes = permissions.can_report
    teaches = (
        gettext_lazy("No defect yet"),
        gettext_lazy("A failed execution reports its defect itself; others are reported here."),
        gettext_lazy("Severity 3: the quote's PDF has a narrow column; export to a sheet until it is repaired."),
    )


class DefectDetail(DefectMixin, UatRecord):
    """One defect: what was seen, how bad it is, who repairs it, what blocks its closing."""

    template_name = "uat/defect.html"
    state_of = cells.of(cells.DEFECT)
    register = (gettext_lazy("Defects"), "defects")
    edits = permissions.can_edit_defect

    def told(self) -> Sequence[tuple[Any, CellValue]]:
        """Give how bad it is, who repairs it, and what became of it."""
        row = self.row
        return [
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

    def actions(self) -> Sequence[Action]:
        """Acts on the defect."""
        return selectors.defect_actions(self.row, self.person)

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
