"""The register of cases, one case, and the forms about it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import CellValue
from core.register import Column, SavedView
from phases.uat import permissions, selectors, services
from phases.uat.filters import CaseFilter
from phases.uat.forms import CaseForm, PlainForm
from phases.uat.models import Defect, Execution, TestCase
from phases.uat.views import cells
from phases.uat.views.shared import CaseMixin, RowAct, RowForm, UatList, UatRecord
from programme.landscape.selectors import coverage_kept
from programme.records.selectors import notes_on

SHOWN = 50


class CaseList(CaseMixin, UatList):
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
    import_kind = "test-cases"
    new_route = "case_new"
    new_label = gettext_lazy("New case")
    writes = permissions.can_write_cases
    teaches = (
        gettext_lazy("No case yet"),
        gettext_lazy("A case says what a person of one role does, step by step, and what they should see."),
        gettext_lazy("Approve a quote above the limit → the deal keeps its amount, its stage is “quoted”."),
    )

    def acts(self) -> Sequence[Act]:
        """Also write what the access matrix lacks."""
        found = list(super().acts())
        if allows(permissions.can_write_cases, self.person, self.programme):
            label = _("Cases of the access matrix")
            found.insert(0, Act("access", label, self.at("cases_of_access"), "dialog", quiet=True))
        return found


class CaseDetail(CaseMixin, UatRecord):
    """One case: its steps, its results in every cycle, its defects."""

    template_name = "uat/case.html"
    state_of = cells.of(cells.CASE)
    register = (gettext_lazy("Test cases"), "cases")
    edits = permissions.can_write_cases

    def told(self) -> Sequence[tuple[Any, CellValue]]:
        """Give where the case belongs and how much it matters."""
        row = self.row
        return [
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

    def actions(self) -> Sequence[Action]:
        """Acts on the case."""
        return selectors.case_actions(self.row, self.person)

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


class CasesOfAccess(CaseMixin, RowForm):
    """Write the cases that the access matrix still lacks."""

    title = gettext_lazy("Cases of the access matrix")
    verb = gettext_lazy("Write the cases")
    acts = permissions.can_write_cases
    form_class = PlainForm

    def consequence(self) -> Any:
        """Say what is written."""
        n = len(coverage_kept(self.programme).bare)
        return _("%(n)d rules have no case yet; each gets one, to be confirmed.") % {"n": n}

    def back_url(self) -> str:
        """Back to the register."""
        return self.at("cases")

    def act(self, form: Any) -> list[TestCase]:  # noqa: ARG002
        """Write them."""
        return services.cases_of_access(self.programme, actor=self.person)


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
