"""The register of cycles, the board of one, and the forms about it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import CellValue, Status
from core.pages import RecordView
from core.register import Column, Empty, RegisterView
from phases.uat import permissions, selectors, services
from phases.uat.choices import OPEN_CYCLE, PLANNING, CycleState, RunState
from phases.uat.filters import CycleFilter
from phases.uat.forms import CYCLE_FORMS, ConcedeForm, CycleForm, EntryForm, PlanForm, WaiveEntryForm
from phases.uat.models import Defect, Execution, UatConcession, UatCycle
from phases.uat.rules import Counts
from phases.uat.views import cells
from phases.uat.views.shared import RowAct, RowForm, UatMixin
from programme.records.selectors import history_of
from programme.signoff.selectors import requests_of, staleness

SHOWN = 30  # cards of a column; the register has all
COLUMNS = (
    (RunState.NOT_RUN, RunState.INVALIDATED),
    (RunState.IN_PROGRESS,),
    (RunState.BLOCKED,),
    (RunState.FAILED, RunState.ERROR),
    (RunState.PASSED,),
    (RunState.NOT_APPLICABLE, RunState.WAIVED),
)


class CycleList(UatMixin, RegisterView):
    """Every cycle with its figures."""

    title = gettext_lazy("UAT cycles")
    filterset_class = CycleFilter
    order = "number"

    @property
    def columns(self) -> list[Column]:  # type: ignore[override]
        """Columns; the counts of all cycles are read once."""
        counts = selectors.counts_of_all(self.programme)

        def share(name: str, part: str, whole: str) -> Any:
            def cell(row: UatCycle) -> CellValue:
                one = counts.get(row.pk, Counts())
                return selectors.figure(getattr(one, name), getattr(one, part), getattr(one, whole))

            return cell

        return [
            Column("number", gettext_lazy("Cycle"), str, sort="number", title=True),
            Column("state", gettext_lazy("State"), cells.of(cells.CYCLE), sort="state"),
            Column("build", gettext_lazy("Build")),
            Column("starts", gettext_lazy("From"), "starts_on", "starts_on", number=True),
            Column("ends", gettext_lazy("Until"), "ends_on", "ends_on", number=True),
            Column("n", gettext_lazy("Cases (N)"), lambda row: counts.get(row.pk, Counts()).n, number=True),
            Column("run", gettext_lazy("Run"), share("run_share", "run", "n"), number=True),
            Column("passed", gettext_lazy("Passed of N"), share("passed_share", "passed", "n"), number=True),
            Column("of_run", gettext_lazy("Passed of run"), share("passed_of_run", "passed", "run"), number=True),
            Column("lead", gettext_lazy("Test lead"), "lead", shown=False),
        ]

    def rows(self) -> QuerySet[Any]:
        """Cycles of the programme."""
        rows: QuerySet[Any] = self.all_of()
        return rows

    def acts(self) -> Sequence[Act]:
        """Buttons: cases, executions, defects, and a new cycle."""
        found = [
            Act("cases", _("Cases"), self.at("cases"), quiet=True),
            Act("executions", _("Executions"), self.at("executions"), quiet=True),
            Act("defects", _("Defects"), self.at("defects"), quiet=True),
        ]
        if allows(permissions.leads, self.person, self.programme):
            found.append(Act("new", _("New cycle"), self.at("cycle_new"), "dialog", primary=True))
        return found

    def empty(self) -> Empty:
        """Teach the first cycle."""
        act = None
        if allows(permissions.leads, self.person, self.programme):
            act = Act("first", _("New cycle"), self.at("cycle_new"), "dialog", primary=True)
        text = _("A cycle runs confirmed cases on one build; business owners sign what came out.")
        example = _("Cycle 1, build 2.3.1, 120 cases, 10 working days, six departments.")
        return Empty(_("No cycle yet"), text, act, example)


class CycleBoard(UatMixin, RecordView):
    """One cycle: figures, entry, what the exit misses, its cases by result, defects, signatures."""

    template_name = "uat/cycle.html"

    def get_object(self, queryset: Any = None) -> UatCycle:  # noqa: ARG002
        """Give the cycle of the address."""
        cycle: UatCycle = self.row
        return cycle

    def status(self) -> Status:
        """State."""
        found: Status = cells.of(cells.CYCLE)(self.row)
        return found

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("UAT cycles"), self.at("cycles"))]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        row = self.row
        told: list[tuple[Any, CellValue]] = [
            (_("Build"), row.build or None),
            (_("Environment"), row.environment or None),
            (_("Data set"), row.data_set or None),
            (_("From"), row.starts_on),
            (_("Until"), row.ends_on),
            (_("Test lead"), row.lead.name if row.lead else None),
            (_("Wave"), str(row.wave) if row.wave else None),
            (_("Reason"), row.state_reason or None),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the cycle."""
        return selectors.cycle_actions(self.row, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Buttons that are no moves: plan cases, concede, edit."""
        row, at = self.row, self.request.path
        found = []
        if row.state in OPEN_CYCLE and row.state != CycleState.SIGN_OFF and allows(
            permissions.leads, self.person, row
        ):  # fmt: skip
            found.append(Act("edit", _("Edit"), f"{at}edit/", "dialog", quiet=True))
            if row.state in PLANNING:
                found.append(Act("plan", _("Plan cases"), f"{at}plan/", "dialog"))
        if row.state in {CycleState.EXECUTED, CycleState.SIGN_OFF} and allows(permissions.owns, self.person, row):
            found.append(Act("concede", _("Write a concession"), f"{at}concede/", "dialog"))
        return found

    def history(self) -> Sequence[Any]:
        """What happened to it."""
        return history_of(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add figures, entry, exit, board, defects and signatures; a number of queries that does not grow."""
        row = self.row
        counts, musts = found = selectors.counts_with_musts(row)
        lacks = selectors.exit_of(row, counts=found) if row.state in OPEN_CYCLE else []
        signing = row.state in {CycleState.PLANNED, CycleState.ENTRY_CHECK}
        return super().get_context_data(**kwargs) | {
            "figures": _figures(counts, musts),
            "counts": counts,
            "entry": selectors.entry_lines(row) if signing else [],
            "may_state": signing and allows(permissions.leads, self.person, row),
            "may_waive": signing and allows(permissions.owns, self.person, row),
            "lacks": [selectors.lack_text(lack) for lack in lacks],
            "board": _board(row),
            "all_url": f"{self.at('executions')}?cycle={row.number}",
            "defects": [
                (one, cells.severity(one), cells.of(cells.DEFECT)(one))
                for one in Defect.objects.filter(cycle=row).for_list()[:SHOWN]
            ],
            "defects_url": f"{self.at('defects')}?cycle={row.number}",
            "concessions": list(UatConcession.objects.filter(cycle=row).for_list()),
            "signatures": [(one, staleness(one)) for one in requests_of(row)],
        }


def _figures(counts: Counts, musts: Counts) -> list[tuple[Any, CellValue, str]]:
    return [
        (_("Run"), selectors.figure(counts.run_share, counts.run, counts.n), _("need 95 %")),
        (_("Passed of N"), selectors.figure(counts.passed_share, counts.passed, counts.n), _("need 95 %")),
        (_("Passed of run"), selectors.figure(counts.passed_of_run, counts.passed, counts.run), ""),
        (_("Must-cases"), selectors.figure(musts.passed_share, musts.passed, musts.n), _("need 100 %")),
    ]


def _board(cycle: UatCycle) -> list[dict[str, Any]]:
    """Give the columns with their first cards; one query."""
    rows: Any = Execution.objects.filter(cycle=cycle).counting().first_of_each(COLUMNS, SHOWN)
    found: list[list[Any]] = [[] for _states in COLUMNS]
    for row in rows:
        found[row.column].append(row)
    columns = []
    for states, shown in zip(COLUMNS, found, strict=True):
        count = shown[0].held if shown else 0
        shape = Status(cells.RUN[states[0]], str(states[0].label))  # type: ignore[arg-type]
        columns.append({"status": shape, "count": count, "cards": shown, "more": count - len(shown)})
    return columns


class CycleNew(RowForm):
    """Plan a cycle."""

    title = gettext_lazy("New cycle")
    form_class = CycleForm

    def back_url(self) -> str:
        """Back to the register."""
        return self.at("cycles")

    def act(self, form: CycleForm) -> UatCycle:
        """Create it."""
        return services.create_cycle(self.programme, values=form.values(), actor=self.person)


class CycleEdit(RowForm):
    """Change a cycle; another build makes what passed invalid."""

    title = gettext_lazy("Edit the cycle")
    form_class = CycleForm

    def consequence(self) -> str:
        """Say what another build does."""
        return _("Another build makes invalid what has passed: it is retested.")

    def act(self, form: CycleForm) -> UatCycle:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_cycle(self.row, values=form.values(), actor=self.person, version=version)


class CyclePlan(RowForm):
    """Put confirmed cases into the cycle."""

    title = gettext_lazy("Plan cases")
    form_class = PlanForm

    def get_initial(self) -> dict[str, Any]:
        """Nothing is chosen."""
        return {}

    def act(self, form: PlanForm) -> int:
        """Plan them."""
        return services.plan_cases(self.row, actor=self.person, **form.values())


class CycleEntry(RowForm):
    """State an item of the entry."""

    title = gettext_lazy("State an entry item")
    form_class: Any = EntryForm

    def get_initial(self) -> dict[str, Any]:
        """The item comes along."""
        return {"item": self.request.GET.get("item", "")}

    def act(self, form: EntryForm) -> Any:
        """State it."""
        return services.state_entry(self.row, actor=self.person, **form.values())

    def next_url(self, result: Any) -> str:  # noqa: ARG002
        """Back to the board."""
        return self.back_url()


class CycleWaive(CycleEntry):
    """Let an item of the entry go, as the business owner."""

    title = gettext_lazy("Waive an entry item")
    acts = permissions.owns
    form_class = WaiveEntryForm

    def act(self, form: Any) -> Any:
        """Waive it."""
        return services.state_entry(self.row, actor=self.person, waived=True, **form.values())


class CycleConcede(RowForm):
    """Write a concession, as the business owner."""

    title = gettext_lazy("Write a concession")
    acts = permissions.owns
    form_class = ConcedeForm

    def get_initial(self) -> dict[str, Any]:
        """Start empty."""
        return {}

    def act(self, form: ConcedeForm) -> Any:
        """Keep it."""
        return services.concede(self.row, actor=self.person, **form.values())


class CycleAct(RowAct):
    """One move of the cycle."""

    labels = selectors.CYCLE_LABELS
    rights = permissions.CYCLE_ACTS
    forms = CYCLE_FORMS

    def get_initial(self) -> dict[str, Any]:
        """Start empty."""
        return {}

    def act(self, form: Any) -> UatCycle:
        """Move it."""
        return services.move_cycle(self.row, name=self.name, actor=self.person, **form.values())
