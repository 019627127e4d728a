"""The register of cases, one case, and the forms about it."""

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
from phases.uat.filters import CaseFilter
from phases.uat.forms import CaseForm, PlainForm
from phases.uat.models import Defect, Execution, TestCase
from phases.uat.views import cells
from phases.uat.views.shared import CaseMixin, RowAct, RowForm
from programme.records.selectors import history_of, notes_on

SHOWN = 50


class CaseList(CaseMixin, RegisterView):
    """Every case."""

    title = gettext_lazy("Test cases")
    filterset_class = CaseFilter
    order = "code"
    columns = (
        Column("code", pgettext_lazy("record", "Code"), sort="code", nowrap=True),
        Column("title", gettext_lazy("Case"), sort="title", title=True),
        Column("state", gettext_lazy("State"), cells.of(cells.CASE), sort="state"),
        Column("must", gettext_lazy("Must pass"), "must", sort="must"),
        Column("priority", gettext_lazy("Priority"), lambda row: str(row.priority.label)),
        Column("scenario", gettext_lazy("Scenario"), sort="scenario"),
        Column("unit", gettext_lazy("Business unit"), "unit"),
        Column("crm_role", gettext_lazy("Role in the CRM"), sort="crm_role"),
        Column("requirement", gettext_lazy("Requirement"), sort="requirement", shown=False),
        Column("process", gettext_lazy("Process"), "process", shown=False),
    )
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("To confirm"), "state=proposed&state=needs_update"),
        SavedView(gettext_lazy("Must pass"), "must=true"),
    )

    def rows(self) -> QuerySet[Any]:
        """Cases of the programme."""
        rows: QuerySet[Any] = self.all_of()
        return rows

    def acts(self) -> Sequence[Act]:
        """Buttons: import, and a new case."""
        found = []
        if allows(permissions.can_import, self.person, self.programme):
            bring = reverse("records:import_new", args=[self.programme.slug])
            found.append(Act("import", _("Import"), f"{bring}?kind=test-cases", quiet=True))
        if allows(permissions.can_write_cases, self.person, self.programme):
            found.append(Act("new", _("New case"), self.at("case_new"), "dialog", primary=True))
        return found

    def empty(self) -> Empty:
        """Teach the first case."""
        act = None
        if allows(permissions.can_write_cases, self.person, self.programme):
            act = Act("first", _("New case"), self.at("case_new"), "dialog", primary=True)
        text = _("A case says what a person of one role does, step by step, and what they should see.")
        example = _("Approve a quote above the limit → the deal keeps its amount, its stage is “quoted”.")
        return Empty(_("No case yet"), text, act, example)


class CaseDetail(CaseMixin, RecordView):
    """One case: its steps, its results in every cycle, its defects."""

    template_name = "uat/case.html"

    def get_object(self, queryset: Any = None) -> TestCase:  # noqa: ARG002
        """Give the case of the address."""
        case: TestCase = self.row
        return case

    def status(self) -> Status:
        """State."""
        found: Status = cells.of(cells.CASE)(self.row)
        return found

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("UAT cycles"), self.at("cycles")), (_("Test cases"), self.at("cases"))]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        row = self.row
        told: list[tuple[Any, CellValue]] = [
            (_("Scenario"), row.scenario or None),
            (_("Process"), str(row.process) if row.process else None),
            (_("Business unit"), str(row.unit) if row.unit else None),
            (_("Role in the CRM"), row.crm_role or None),
            (_("Requirement"), row.requirement or None),
            (_("Must pass"), row.must),
            (_("Priority"), _("%(priority)s (urgency %(urgency)s, importance %(importance)s)") % {
                "priority": row.priority.label, "urgency": row.get_urgency_display(),
                "importance": row.get_importance_display(),
            }),
        ]  # fmt: skip
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the case."""
        return selectors.case_actions(self.row, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the button to edit."""
        if not allows(permissions.can_write_cases, self.person, self.row):
            return ()
        return [Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """What happened to it."""
        return history_of(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add results, defects and notes."""
        runs = Execution.objects.filter(case=self.row).for_list().order_by("-cycle__number", "-attempt")[:SHOWN]
        defects = Defect.objects.filter(case=self.row).for_list()[:SHOWN]
        return super().get_context_data(**kwargs) | {
            "numbered": list(enumerate(self.row.steps, start=1)),
            "runs": [(run, cells.of(cells.RUN)(run)) for run in runs],
            "defects": [(one, cells.severity(one), cells.of(cells.DEFECT)(one)) for one in defects],
            **notes_on(self.row, self.person),
        }


class CaseNew(CaseMixin, RowForm):
    """Write a case."""

    title = gettext_lazy("New case")
    acts = permissions.can_write_cases
    form_class = CaseForm

    def back_url(self) -> str:
        """Back to the register."""
        return self.at("cases")

    def act(self, form: CaseForm) -> TestCase:
        """Create it."""
        return services.create_case(self.programme, values=form.values(), actor=self.person)


class CaseEdit(CaseMixin, RowForm):
    """Change a case."""

    title = gettext_lazy("Edit the case")
    acts = permissions.can_write_cases
    form_class = CaseForm

    def act(self, form: CaseForm) -> TestCase:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_case(self.row, values=form.values(), actor=self.person, version=version)


class CaseAct(CaseMixin, RowAct):
    """Confirm, question, disable or enable."""

    labels = selectors.CASE_LABELS
    rights = permissions.CASE_ACTS
    forms = dict.fromkeys(selectors.CASE_LABELS, PlainForm)

    def act(self, form: Any) -> TestCase:  # noqa: ARG002
        """Move it."""
        return services.move_case(self.row, name=self.name, actor=self.person)
