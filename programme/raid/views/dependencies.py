"""The register of external dependencies, its records and the forms that change them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from core.access import Action, Predicate, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Status, StatusKind
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.raid import permissions, selectors, services
from programme.raid.choices import AWAITED, DependencyState
from programme.raid.filters import DependencyFilterSet
from programme.raid.forms import DEPENDENCY_FORMS, DependencyForm, RaidForm
from programme.raid.models import Dependency
from programme.raid.selectors.dependencies import (
    DEPENDENCY_LABELS,
    DependencyCounts,
    Standing,
    dependency_actions,
    dependency_counts,
    standing,
)
from programme.raid.views.cells import beside
from programme.records.selectors import notes_on
from programme.scope import ProgrammeMixin

SHAPES: dict[str, StatusKind] = {
    DependencyState.OPEN: "wait",
    DependencyState.PROMISED: "run",
    DependencyState.DELIVERED: "good",
    DependencyState.DROPPED: "done",
}
AWAITED_QUERY = "&".join(f"state={state}" for state in AWAITED)


def now(row: Dependency) -> Standing:
    """Hold the promise against the need today."""
    return standing(row, timezone.localdate())


def dependency_status(row: Dependency) -> Status:
    """Say the state, or that it comes too late."""
    verdict = now(row).verdict
    if verdict == "bad":
        return Status("bad", _("Comes too late"))
    if verdict == "warn" and row.promised_on is not None:
        return Status("warn", _("Promise has passed"))
    return Status(SHAPES[row.state], str(row.get_state_display()))


def promised(row: Dependency) -> Cell:
    """The day it is promised for, with how far that slipped."""
    slip = now(row).slip
    moved = "" if not slip else _("%(n)s wd against the first promise") % {"n": f"{slip:+d}".replace("-", "−")}
    return Cell(row.promised_on, second=moved)


def needed(row: Dependency) -> Cell:
    """The day it is needed, with the task that needs it."""
    return Cell(row.needed_on, second=row.needed_by)


def margin(row: Dependency) -> Cell:
    """Working days between arrival and need."""
    found = now(row)
    if found.margin is None:
        return Cell()
    return Cell(f"{found.margin:+d}".replace("-", "−"), tone="bad" if found.margin < 0 and row.is_awaited else "")


def days_text(n: int | None) -> str | None:
    """Write working days with their sign."""
    if n is None:
        return None
    said = f"{n:+d}".replace("-", "−") if n else "0"
    return ngettext("%(n)s working day", "%(n)s working days", abs(n)) % {"n": said}


class DependencyMixin(ProgrammeMixin):
    """The dependencies that this person sees in the programme."""

    nav: ClassVar[str] = "raid.risks"

    def dependencies(self) -> QuerySet[Dependency]:
        """Give them with what a row needs."""
        return Dependency.objects.filter(programme=self.programme).visible_to(self.person).for_list()

    @cached_property
    def dependency(self) -> Dependency:
        """The dependency of the address."""
        return get_object_or_404(self.dependencies(), public_id=self.kwargs["public_id"])

    @property
    def list_url(self) -> str:
        """Address of the register."""
        return reverse("raid:dependency_list", args=[self.programme.slug])


class DependencyList(DependencyMixin, RegisterView):
    """The register of external dependencies."""

    title = gettext_lazy("External dependencies")
    filterset_class = DependencyFilterSet
    columns = (
        Column("code", pgettext_lazy("record", "Code"), sort="code", nowrap=True),
        Column(
            "title", gettext_lazy("What is given"),
            lambda row: Cell(row.title, second=f"{row.giver} → {row.taker}"), sort="title", title=True,
        ),
        Column("state", gettext_lazy("State"), dependency_status, sort="state"),
        Column("owner", gettext_lazy("Owner"), "owner_text", sort="owner__name", nowrap=True),
        Column("promised", gettext_lazy("Promised for"), promised, "promised_on", number=True),
        Column("needed", gettext_lazy("Needed on"), needed, "needed_on", number=True),
        Column(
            "margin", pgettext_lazy("of time", "Margin"), margin, number=True, unit=gettext_lazy("wd"),
            hint=gettext_lazy("Working days between arrival and need; negative: it comes too late."),
        ),
        Column("delivered", gettext_lazy("Delivered on"), "delivered_on", "delivered_on", number=True, shown=False),
        Column("giver", gettext_lazy("Giver"), "giver", "giver", shown=False),
        Column("taker", gettext_lazy("Taker"), "taker", "taker", shown=False),
        Column("raised", gettext_lazy("Raised"), "raised_on", "raised_on", shown=False),
    )  # fmt: skip

    def rows(self) -> QuerySet[Dependency]:
        """Rows of the register."""
        return self.dependencies()

    @cached_property
    def counted(self) -> DependencyCounts:
        """How the register stands; one query."""
        return dependency_counts(self.programme, self.person, timezone.localdate())

    @property
    def sub(self) -> str:
        """One sentence: awaited, too late, unpromised."""
        counted = self.counted
        told = {"n": counted.awaited, "late": counted.too_late, "bare": counted.unpromised}
        return _("%(n)d awaited, %(late)d come too late, %(bare)d without a promise") % told

    def counted_views(self) -> Sequence[tuple[SavedView, int]]:
        """Count the standing views in one query."""
        counted = self.counted
        return [
            (SavedView(_("All")), counted.every),
            (SavedView(_("Awaited"), AWAITED_QUERY), counted.awaited),
            (SavedView(_("Mine"), f"{AWAITED_QUERY}&mine=true"), counted.mine),
            (SavedView(_("Comes too late"), "late=true"), counted.too_late),
            (SavedView(_("Promise has passed"), "broken=true"), counted.overdue),
        ]

    def acts(self) -> Sequence[Act]:
        """Buttons of the page."""
        slug = self.programme.slug
        found = beside(slug, "dependencies")
        if allows(permissions.can_import, self.person, self.programme):
            bring = reverse("records:import_new", args=[slug])
            found.insert(0, Act("import", _("Import"), f"{bring}?kind=dependencies", quiet=True))
        if allows(permissions.can_raise, self.person, self.programme):
            new = reverse("raid:dependency_new", args=[slug])
            found.append(Act("new", _("New dependency"), new, "dialog", primary=True))
        return found

    def empty(self) -> Empty:
        """Teach the first dependency."""
        act = None
        if allows(permissions.can_raise, self.person, self.programme):
            new = reverse("raid:dependency_new", args=[self.programme.slug])
            act = Act("first", _("New dependency"), new, "dialog", True)
        return Empty(
            _("No dependencies yet"),
            _("A dependency says who gives what to whom, for which day it is promised and when it is needed."),
            act,
            _("The ERP team gives the programme a test interface; promised for 1 June, needed by task T28."),
        )


class DependencyDetail(DependencyMixin, RecordView):
    """One dependency: who gives what, what was promised, when it is needed."""

    template_name = "raid/dependency_detail.html"

    def get_object(self, queryset: Any = None) -> Dependency:  # noqa: ARG002
        """Give the dependency of the address."""
        return self.dependency

    def status(self) -> Status:
        """State, or that it comes too late."""
        return dependency_status(self.dependency)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("External dependencies"), self.list_url)]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        row, stands = self.dependency, now(self.dependency)
        told: list[tuple[Any, CellValue]] = [
            (_("Giver"), row.giver),
            (_("Taker"), row.taker),
            (_("Owner"), row.owner_text or None),
            (_("First promised for"), row.first_promised_on),
            (_("Promised for"), row.promised_on),
            (_("Slip of the promise"), days_text(stands.slip)),
            (_("Needed by the task"), row.needed_by or None),
            (_("Needed on"), row.needed_on),
            (pgettext("of time", "Margin"), days_text(stands.margin)),
            (_("Delivered on"), row.delivered_on),
            (_("Raised by"), str(row.raised_by) if row.raised_by else None),
            (_("Raised"), row.raised_on),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the dependency."""
        return dependency_actions(self.dependency, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the button to edit."""
        if not self.dependency.is_awaited or not allows(permissions.can_edit, self.person, self.dependency):
            return ()
        return [Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """Newest events."""
        return selectors.history(self.dependency)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add comments and files."""
        return super().get_context_data(**kwargs) | notes_on(self.dependency, self.person)


class DependencyForms(DependencyMixin, ActionView):
    """Base of the forms about one dependency."""

    acts: ClassVar[Any] = permissions.can_edit

    def acted_on(self) -> Any:
        """The dependency of the address, else the programme."""
        return self.dependency if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def back_url(self) -> str:
        """Back to the record."""
        return self.dependency.get_absolute_url()


class DependencyNew(DependencyForms):
    """Put a dependency on the register."""

    acts = permissions.can_raise
    title = gettext_lazy("New dependency")
    form_class = DependencyForm

    def back_url(self) -> str:
        """Back to the register."""
        return self.list_url

    def act(self, form: DependencyForm) -> Dependency:
        """Create it."""
        return services.create_dependency(self.programme, values=form.values(), actor=self.person)

    def next_url(self, result: Dependency) -> str:
        """Go on to the record."""
        return result.get_absolute_url()


class DependencyEdit(DependencyForms):
    """Edit a dependency; a stale edit shows both values."""

    title = gettext_lazy("Edit the dependency")
    form_class = DependencyForm

    def get_initial(self) -> dict[str, Any]:
        """Show what it says now."""
        return DependencyForm.initial_of(self.dependency) | {"version": self.dependency.version}

    def act(self, form: DependencyForm) -> Dependency:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_dependency(self.dependency, values=form.values(), actor=self.person, version=version)


class DependencyAct(DependencyForms):
    """One act on a dependency: the form it needs, then its service."""

    name = ""

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.DEPENDENCY_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{DEPENDENCY_LABELS[self.name]} – {self.dependency.code}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(DEPENDENCY_LABELS[self.name])

    def get_initial(self) -> dict[str, Any]:
        """Offer today for a delivery."""
        return {"delivered_on": timezone.localdate()} if self.name == "deliver" else {}

    def get_form_class(self) -> type[RaidForm]:
        """Choose the act's form."""
        return DEPENDENCY_FORMS[self.name]

    def act(self, form: RaidForm) -> Dependency:
        """Call the act's service."""
        return services.DEPENDENCY_ACTS[self.name](self.dependency, actor=self.person, **form.values())
