"""The register of executions, the page on which one is run (made for a phone), and its acts."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import Status
from core.pages import RecordView
from core.register import Column, Empty, RegisterView, SavedView
from phases.uat import permissions, selectors, services
from phases.uat.choices import OPEN_RUN
from phases.uat.filters import ExecutionFilter
from phases.uat.forms import RUN_FORMS, TesterForm
from phases.uat.models import Execution
from phases.uat.views import cells
from phases.uat.views.shared import RowAct, RowForm, RunMixin
from programme.records.selectors import history_of, notes_on


class ExecutionList(RunMixin, RegisterView):
    """The attempts that count; one's own first where one asks."""

    title = gettext_lazy("Executions")
    filterset_class = ExecutionFilter
    order = "code"
    columns = (
        Column("cycle", gettext_lazy("Cycle"), "cycle.number", "cycle__number", number=True),
        Column("code", pgettext_lazy("record", "Code"), "case.code", "case__code", nowrap=True),
        Column("title", gettext_lazy("Case"), "case.title", "case__title", title=True),
        Column("state", gettext_lazy("Result"), cells.of(cells.RUN), sort="state"),
        Column("attempt", gettext_lazy("Attempt"), sort="attempt", number=True),
        Column("must", gettext_lazy("Must pass"), "case.must"),
        Column("tester", gettext_lazy("Tester"), "tester", "tester__name"),
        Column("unit", gettext_lazy("Business unit"), "case.unit", shown=False),
        Column("comment", gettext_lazy("Comment"), shown=False),
    )
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("Mine, without a result"), "mine=true&open=true"),
        SavedView(gettext_lazy("Failed or blocked"), "state=failed&state=blocked"),
    )

    def rows(self) -> QuerySet[Any]:
        """The latest attempt of each case and cycle."""
        rows: QuerySet[Any] = self.all_of().counting()
        return rows

    def acts(self) -> Sequence[Act]:
        """Give the button to import results."""
        if not allows(permissions.can_import, self.person, self.programme):
            return ()
        bring = reverse("records:import_new", args=[self.programme.slug])
        return [Act("import", _("Import results"), f"{bring}?kind=executions", quiet=True)]

    def empty(self) -> Empty:
        """Say where executions come from."""
        text = _("When the test lead plans confirmed cases into a cycle, each is an execution of its tester.")
        return Empty(_("Nothing to run yet"), text)


class Run(RunMixin, RecordView):
    """One execution: the steps, what should be seen, and large buttons for the result."""

    template_name = "uat/run.html"

    def get_object(self, queryset: Any = None) -> Execution:  # noqa: ARG002
        """Give the execution of the address."""
        run: Execution = self.row
        return run

    def title(self) -> str:
        """The case."""
        return str(self.row.case)

    def status(self) -> Status:
        """Result."""
        found: Status = cells.of(cells.RUN)(self.row)
        return found

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the executions."""
        return [(_("Executions"), f"{self.at('executions')}?cycle={self.row.cycle.number}")]

    def actions(self) -> Sequence[Action]:
        """Acts on the execution."""
        return selectors.run_actions(self.row, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the button to name a tester."""
        if self.row.state not in OPEN_RUN or not allows(permissions.leads, self.person, self.row):
            return ()
        return [Act("tester", _("Name the tester"), f"{self.request.path}tester/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """What happened to it."""
        return history_of(self.row) if allows(permissions.sees_inside, self.person, self.row) else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text as it is run, earlier attempts, defects and notes."""
        row = self.row
        text = row.text or {"steps": row.case.steps, "expected": row.case.expected}
        earlier = Execution.objects.filter(cycle=row.cycle, case=row.case).exclude(pk=row.pk).for_list()
        mine = (
            self.all_of().filter(tester=self.person, cycle=row.cycle, state__in=OPEN_RUN).counting().exclude(pk=row.pk)
        )
        return super().get_context_data(**kwargs) | {
            "steps": list(enumerate(text.get("steps", []), start=1)),
            "expected": text.get("expected", ""),
            "earlier": [(one, cells.of(cells.RUN)(one)) for one in earlier],
            "defects": [(one, cells.severity(one)) for one in row.defects.select_related("programme").order_by("code")],
            "next_run": mine.exclude(pk=row.pk).first(),
            **notes_on(row, self.person),
        }


class RunTester(RunMixin, RowForm):
    """Give it to a tester."""

    title = gettext_lazy("Name the tester")
    form_class = TesterForm

    def act(self, form: TesterForm) -> Execution:
        """Name them."""
        return services.name_tester(self.row, actor=self.person, **form.values())


class RunAct(RunMixin, RowAct):
    """One act on the execution; a failed one goes on to its defect."""

    labels = selectors.RUN_LABELS
    rights = permissions.RUN_ACTS
    forms = RUN_FORMS

    def get_initial(self) -> dict[str, Any]:
        """Offer the tester again for a retest, and the case's title for its defect."""
        shown = {"retest": {"tester": self.row.tester.public_id if self.row.tester else ""},
                 "fail": {"title": self.row.case.title}}  # fmt: skip
        return shown.get(self.name, {})

    def act(self, form: Any) -> Any:
        """Call the act's service."""
        given = form.values()
        if self.name == "fail":
            return services.fail_with_defect(self.row, actor=self.person, **given)
        if self.name == "retest":
            return services.retest(self.row, actor=self.person, **given)
        return services.record_run(self.row, name=self.name, actor=self.person, **given)
