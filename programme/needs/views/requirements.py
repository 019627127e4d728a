"""The catalogue of requirements: the register, the record, and one page for each act."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.access import Action, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Figure, Status
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.needs import permissions, services
from programme.needs.choices import Fit, NeedState
from programme.needs.filters import RequirementFilter
from programme.needs.forms import DropForm, PlainForm, RequirementForm
from programme.needs.models import Requirement
from programme.needs.selectors import approval_lacks, customised, requirement_actions, requirement_status, trace_kept
from programme.records.selectors import history_of, notes_on
from programme.scope import ProgrammeMixin

NAV = "needs.overview"


def _title(row: Requirement) -> Cell:
    return Cell(row.title, second=", ".join(goal.code for goal in row.goals.all()) or _("no goal"))


def _fit(row: Requirement) -> CellValue:
    if row.fit != Fit.CUSTOM:
        return str(row.get_fit_display())
    return Cell(row.get_fit_display(), second=_("no reason yet") if not row.reason.strip() else "")


class RequirementList(ProgrammeMixin, RegisterView):
    """The catalogue."""

    nav = NAV
    template_name = "needs/register.html"
    reads = permissions.can_read
    title = gettext_lazy("Requirements")
    filterset_class = RequirementFilter
    order = "code"
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("In scope"), "inside=true"),
        SavedView(gettext_lazy("Custom code"), "fit=custom"),
        SavedView(gettext_lazy("To approve"), "state=proposed"),
    )
    columns = (
        Column("code", gettext_lazy("No."), sort="code", nowrap=True),
        Column("title", gettext_lazy("Requirement"), _title, sort="title", title=True),
        Column("family", gettext_lazy("Family"), "get_family_display", sort="family"),
        Column("moscow", gettext_lazy("Needed"), "get_moscow_display", sort="moscow"),
        Column("fit", gettext_lazy("Met by"), _fit, sort="fit"),
        Column("increment", gettext_lazy("Increment"), "get_increment_display", sort="increment"),
        Column("effort", gettext_lazy("Effort"), lambda row: Figure(row.effort, places=1), sort="effort", number=True,
               unit=gettext_lazy("person-days")),
        Column("state", gettext_lazy("State"), requirement_status, sort="state"),
        Column("groups", gettext_lazy("User groups"), lambda row: ", ".join(one.name for one in row.groups.all()),
               shown=False),
    )  # fmt: skip

    def rows(self) -> QuerySet[Any]:
        """The programme's."""
        return Requirement.objects.filter(programme=self.programme).for_list()

    @property
    def sub(self) -> str:
        """In scope, and the share of custom code."""
        found = customised(self.programme)
        if found.by_count is None:
            return ""
        told = {"every": found.every, "custom": found.custom, "share": f"{found.by_count * 100:.1f}"}
        return _("%(every)d in scope, %(custom)d of them custom code (%(share)s%%)") % told

    def acts(self) -> Sequence[Act]:
        """Write one."""
        if not allows(permissions.can_write, self.person, self.programme):
            return ()
        url = reverse("needs:requirement_new", args=[self.programme.slug])
        return [Act("new", _("New requirement"), url, primary=True)]

    def empty(self) -> Empty:
        """Teach what belongs here."""
        return Empty(
            _("No requirement yet"),
            _("What the CRM must be able to do: for which goal and user group, how much it is needed, how it is met."),
            next(iter(self.acts()), None),
            _("Leads that nobody touched for 24 hours go back to the pool; must have, configuration, 2 person-days"),
        )


class RequirementMixin(ProgrammeMixin):
    """Pages of one requirement."""

    nav = NAV
    reads = permissions.can_read

    def get_object(self, queryset: Any = None) -> Requirement:  # noqa: ARG002
        """The requirement of the address."""
        rows = Requirement.objects.filter(programme=self.programme).for_list()
        found: Requirement = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return found


class RequirementRecord(RequirementMixin, RecordView):
    """One requirement with what it lacks and what hangs from it."""

    template_name = "needs/requirement.html"
    object: Requirement

    def status(self) -> Status:
        """Its state."""
        return requirement_status(self.object)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """What needs a line each."""
        row = self.object
        told: list[tuple[Any, CellValue]] = [
            (_("Family"), row.get_family_display()),
            (_("Needed"), row.get_moscow_display()),
            (_("Met by"), row.get_fit_display()),
            (_("Increment"), row.get_increment_display()),
            (_("Effort (person-days)"), Figure(row.effort, places=1)),
            (_("User groups"), ", ".join(one.name for one in row.groups.all()) or "–"),
            (_("Pain point behind it"), str(row.pain) if row.pain else None),
            (_("Written by"), str(row.written_by) if row.written_by else _("System")),
            (pgettext("person", "Approved by"), str(row.approved_by) if row.approved_by else None),
            (_("Granted by the change request"), str(row.by_change) if row.by_change else None),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Its acts."""
        return requirement_actions(self.object, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Word it otherwise."""
        if self.object.state == NeedState.DROPPED or not allows(permissions.can_write, self.person, self.object):
            return ()
        return (Act("edit", _("Edit"), f"{self.request.path}edit/"),)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The register above."""
        slug = self.programme.slug
        return (
            (_("Requirements"), reverse("needs:overview", args=[slug])),
            (_("Catalogue"), reverse("needs:requirement_list", args=[slug])),
        )

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it lacks, its goals, its part of the thread, comments and files."""
        row, trace = self.object, trace_kept(self.programme)
        name = f"requirement:{row.code}"
        return super().get_context_data(**kwargs) | {
            "lacks": [text for texts in approval_lacks(row).values() for text in texts]
            if row.state == NeedState.PROPOSED
            else [],
            "goals": list(row.goals.all()),
            "branch": next((one for one in trace.branches("requirement") if one.node.node == name), None),
            **notes_on(row, self.person),
        }


class RequirementAct(RequirementMixin, ActionView):
    """Base of the acts on a requirement."""

    form_class: Any = PlainForm
    acts: ClassVar[Any] = permissions.can_write

    def acted_on(self) -> Any:
        """The requirement."""
        return self.get_object()

    def back_url(self) -> str:
        """The requirement."""
        return self.get_object().get_absolute_url()


class RequirementNew(ProgrammeMixin, ActionView):
    """Write a requirement."""

    nav = NAV
    reads = permissions.can_read
    acts = permissions.can_write
    title = gettext_lazy("New requirement")
    form_class: Any = RequirementForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_requirement(self.programme, values=form.values(), actor=self.person)

    def back_url(self) -> str:
        """The register."""
        return reverse("needs:requirement_list", args=[self.programme.slug])

    def next_url(self, result: Any) -> str:
        """The requirement."""
        return str(result.get_absolute_url())


class RequirementEdit(RequirementAct):
    """Word it otherwise."""

    title = gettext_lazy("Edit the requirement")
    form_class = RequirementForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme and the row."""
        return super().get_form_kwargs() | {"programme": self.programme, "instance": self.get_object()}

    def consequence(self) -> Any:
        """Say that what was approved is approved anew."""
        approved = self.get_object().state == NeedState.APPROVED
        return _("It was approved; after the change it is approved anew.") if approved else ""

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.update_requirement(
            self.get_object(), values=form.values(), actor=self.person, version=form.seen
        )


class RequirementApprove(RequirementAct):
    """Approve it."""

    acts = permissions.approves
    title = verb = gettext_lazy("Approve")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.approve_requirement(self.get_object(), actor=self.person)


class RequirementDrop(RequirementAct):
    """Drop it."""

    title = verb = gettext_lazy("Drop")
    form_class = DropForm
    danger = True

    def consequence(self) -> Any:
        """Say what goes and what stays."""
        return _("It leaves the scope, the figures and the thread; it stays readable.")

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.drop_requirement(self.get_object(), actor=self.person, **form.cleaned_data)
