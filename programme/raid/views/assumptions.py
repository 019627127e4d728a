"""The register of assumptions, its records and the forms that change them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, Predicate, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Status, StatusKind
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.raid import permissions, selectors, services
from programme.raid.choices import UNTESTED, AssumptionState
from programme.raid.filters import AssumptionFilterSet
from programme.raid.forms import ASSUMPTION_FORMS, AssumptionForm, RaidForm
from programme.raid.models import Assumption
from programme.raid.selectors.assumptions import (
    ASSUMPTION_LABELS,
    AssumptionCounts,
    assumption_actions,
    assumption_counts,
)
from programme.raid.views.cells import beside, late_day
from programme.records.selectors import notes_on
from programme.scope import ProgrammeMixin

SHAPES: dict[str, StatusKind] = {
    AssumptionState.OPEN: "wait",
    AssumptionState.CONFIRMED: "good",
    AssumptionState.BROKEN: "bad",
    AssumptionState.EXPIRED: "warn",
}
UNTESTED_QUERY = "&".join(f"state={state}" for state in UNTESTED)


def assumption_status(row: Assumption) -> Status:
    """Say the state, or that its day has passed."""
    if row.past(timezone.localdate()):
        return Status("warn", str(AssumptionState.EXPIRED.label))
    return Status(SHAPES[row.state], str(row.get_state_display()))


def became(row: Assumption) -> Cell:
    """What a broken one became."""
    found = row.risk or row.issue
    return Cell(found.code, url=found.get_absolute_url()) if found is not None else Cell()


class AssumptionMixin(ProgrammeMixin):
    """The assumptions that this person sees in the programme."""

    nav: ClassVar[str] = "raid.risks"

    def assumptions(self) -> QuerySet[Assumption]:
        """Give them with what a row needs."""
        return Assumption.objects.filter(programme=self.programme).visible_to(self.person).for_list()

    @cached_property
    def assumption(self) -> Assumption:
        """The assumption of the address."""
        return get_object_or_404(self.assumptions(), public_id=self.kwargs["public_id"])

    @property
    def list_url(self) -> str:
        """Address of the register."""
        return reverse("raid:assumption_list", args=[self.programme.slug])


class AssumptionList(AssumptionMixin, RegisterView):
    """The register of assumptions."""

    title = gettext_lazy("Assumptions")
    filterset_class = AssumptionFilterSet
    columns = (
        Column("code", pgettext_lazy("record", "Code"), sort="code", nowrap=True),
        Column(
            "title", gettext_lazy("Assumption"), lambda row: Cell(row.title, second=row.test[:160]), sort="title",
            title=True,
        ),
        Column("state", gettext_lazy("State"), assumption_status, sort="state"),
        Column("owner", gettext_lazy("Owner"), "owner_text", sort="owner__name", nowrap=True),
        Column(
            "expires", gettext_lazy("To be tested by"),
            lambda row: late_day(row.expires_on, late=row.past(timezone.localdate())), "expires_on", number=True,
        ),
        Column("finding", gettext_lazy("What the test showed"), "finding"),
        Column("became", gettext_lazy("Became"), became, nowrap=True),
        Column("effect", gettext_lazy("What follows if it is wrong"), "effect", shown=False),
        Column("raised", gettext_lazy("Raised"), "raised_on", "raised_on", shown=False),
    )  # fmt: skip

    def rows(self) -> QuerySet[Assumption]:
        """Rows of the register."""
        return self.assumptions()

    @cached_property
    def counted(self) -> AssumptionCounts:
        """How the register stands; one query."""
        return assumption_counts(self.programme, self.person, timezone.localdate())

    @property
    def sub(self) -> str:
        """One sentence: tested, of how many, past their day."""
        told = {"tested": self.counted.tested, "every": self.counted.every, "past": self.counted.past}
        return _("%(tested)d of %(every)d tested, %(past)d past their day") % told

    def counted_views(self) -> Sequence[tuple[SavedView, int]]:
        """Count the standing views in one query."""
        counted = self.counted
        return [
            (SavedView(_("All")), counted.every),
            (SavedView(_("To be tested"), UNTESTED_QUERY), counted.untested),
            (SavedView(_("Mine"), f"{UNTESTED_QUERY}&mine=true"), counted.mine),
            (SavedView(_("Past its day"), "past=true"), counted.past),
            (SavedView(str(AssumptionState.BROKEN.label), f"state={AssumptionState.BROKEN}"), counted.broken),
        ]

    def acts(self) -> Sequence[Act]:
        """Buttons of the page."""
        slug = self.programme.slug
        found = beside(slug, "assumptions")
        if allows(permissions.can_import, self.person, self.programme):
            bring = reverse("records:import_new", args=[slug])
            found.insert(0, Act("import", _("Import"), f"{bring}?kind=assumptions", quiet=True))
        if allows(permissions.can_raise, self.person, self.programme):
            new = reverse("raid:assumption_new", args=[slug])
            found.append(Act("new", _("New assumption"), new, "dialog", primary=True))
        return found

    def empty(self) -> Empty:
        """Teach the first assumption."""
        act = None
        if allows(permissions.can_raise, self.person, self.programme):
            new = reverse("raid:assumption_new", args=[self.programme.slug])
            act = Act("first", _("New assumption"), new, "dialog", True)
        return Empty(
            _("No assumptions yet"),
            _("An assumption says what the plan takes as true, how it is tested, by whom and by when."),
            act,
            _("Customer codes in ERP are unique. Test: count duplicates in the extract of 1 June."),
        )


class AssumptionDetail(AssumptionMixin, RecordView):
    """One assumption: what is taken as true, how it is tested, what came of it."""

    template_name = "raid/assumption_detail.html"

    def get_object(self, queryset: Any = None) -> Assumption:  # noqa: ARG002
        """Give the assumption of the address."""
        return self.assumption

    def status(self) -> Status:
        """State, or that its day has passed."""
        return assumption_status(self.assumption)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("Assumptions"), self.list_url)]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        row = self.assumption
        told: list[tuple[Any, CellValue]] = [
            (_("Owner"), row.owner_text or None),
            (_("To be tested by"), row.expires_on),
            (_("Tested by"), str(row.settled_by) if row.settled_by else None),
            (_("Tested on"), row.settled_on),
            (_("Raised by"), str(row.raised_by) if row.raised_by else None),
            (_("Raised"), row.raised_on),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the assumption."""
        return assumption_actions(self.assumption, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the button to edit."""
        row = self.assumption
        if row.state == AssumptionState.BROKEN or not allows(permissions.can_edit, self.person, row):
            return ()
        return [Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """Newest events."""
        return selectors.history(self.assumption)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add comments and files."""
        return super().get_context_data(**kwargs) | notes_on(self.assumption, self.person)


class AssumptionForms(AssumptionMixin, ActionView):
    """Base of the forms about one assumption."""

    acts: ClassVar[Any] = permissions.can_edit

    def acted_on(self) -> Any:
        """The assumption of the address, else the programme."""
        return self.assumption if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def back_url(self) -> str:
        """Back to the record."""
        return self.assumption.get_absolute_url()


class AssumptionNew(AssumptionForms):
    """Put an assumption on the register."""

    acts = permissions.can_raise
    title = gettext_lazy("New assumption")
    form_class = AssumptionForm

    def back_url(self) -> str:
        """Back to the register."""
        return self.list_url

    def act(self, form: AssumptionForm) -> Assumption:
        """Create it."""
        return services.create_assumption(self.programme, values=form.values(), actor=self.person)

    def next_url(self, result: Assumption) -> str:
        """Go on to the record."""
        return result.get_absolute_url()


class AssumptionEdit(AssumptionForms):
    """Edit an assumption; a stale edit shows both values."""

    title = gettext_lazy("Edit the assumption")
    form_class = AssumptionForm

    def get_initial(self) -> dict[str, Any]:
        """Show what it says now."""
        return AssumptionForm.initial_of(self.assumption) | {"version": self.assumption.version}

    def act(self, form: AssumptionForm) -> Assumption:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_assumption(self.assumption, values=form.values(), actor=self.person, version=version)


class AssumptionAct(AssumptionForms):
    """One act on an assumption: the form it needs, then its service."""

    name = ""

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.ASSUMPTION_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{ASSUMPTION_LABELS[self.name]} – {self.assumption.code}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(ASSUMPTION_LABELS[self.name])

    def consequence(self) -> str:
        """Say what follows."""
        if self.name != "refute":
            return ""
        return _("The risk or issue is put on its register at once, with this owner and this effect.")

    def get_form_class(self) -> type[RaidForm]:
        """Choose the act's form."""
        return ASSUMPTION_FORMS[self.name]

    def act(self, form: RaidForm) -> Assumption:
        """Call the act's service."""
        return services.ASSUMPTION_ACTS[self.name](self.assumption, actor=self.person, **form.values())
