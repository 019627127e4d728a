"""Pages of the sponsor's acts."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Figure, Status
from core.pages import ActionView, RecordView
from core.personal import Personal
from core.register import Column, Empty, RegisterView, SavedView
from programme.records.selectors import history_of, notes_on
from programme.scope import ProgrammeMixin
from programme.sponsor import permissions, services
from programme.sponsor.filters import SponsorActFilter
from programme.sponsor.forms import DoneForm, DropForm, SponsorActForm
from programme.sponsor.models import SponsorAct
from programme.sponsor.selectors import act_actions, act_status, acts, standing


def _name(row: SponsorAct) -> Cell:
    return Cell(row.name, second=" · ".join(filter(None, [row.get_kind_display() if row.title else "", row.audience])))


def _who(row: SponsorAct) -> str | None:
    return row.person.name if row.person else None


def _stands(row: SponsorAct) -> Status:
    return act_status(row, timezone.localdate())


class ActList(ProgrammeMixin, RegisterView):
    """The plan, under the index and the months."""

    nav = "charter.overview"
    template_name = "sponsor/acts.html"
    reads = permissions.can_read
    title = gettext_lazy("Sponsor's activity plan")
    filterset_class = SponsorActFilter
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(pgettext_lazy("sponsor", "Ahead"), "stands=planned"),
        SavedView(gettext_lazy("Missed"), "stands=missed"),
    )
    columns = (
        Column("code", gettext_lazy("No."), sort="code"),
        Column("title", pgettext_lazy("sponsor", "Act"), _name, title=True),
        Column("person", pgettext_lazy("sponsor", "Done by"), _who, personal=Personal.NAME),
        Column("due", gettext_lazy("Planned for"), "due_on", sort="due_on"),
        Column("done", gettext_lazy("Done on"), "done_on", sort="done_on"),
        Column("stands", gettext_lazy("State"), _stands),
        Column("evidence", gettext_lazy("Evidence")),
    )

    def rows(self) -> QuerySet[SponsorAct]:
        """The programme's."""
        return acts(self.programme)

    def row_url(self, row: Any) -> str:
        """The record."""
        return str(row.get_absolute_url())

    def acts(self) -> Sequence[Act]:
        """Plan an act; look at who resists."""
        slug = self.programme.slug
        heat = Act("heat", _("Resistance by level"), reverse("stakeholders:resistance", args=[slug]), quiet=True)
        if not allows(permissions.can_edit, self.person, self.programme):
            return [heat]
        return [heat, Act("new", _("New act"), reverse("sponsor:act_new", args=[slug]), "dialog", primary=True)]

    def empty(self) -> Empty:
        """Teach what belongs here."""
        may = allows(permissions.can_edit, self.person, self.programme)
        return Empty(
            _("No act is planned yet"),
            _("What the top executive does in person: opens the kick-off, hears the monthly briefing."),
            self.acts()[-1] if may else None,
            _("Hears the monthly briefing before all directors, on the first Monday of each month"),
        )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how the sponsor stands."""
        stand = standing(self.programme, timezone.localdate())
        index = stand.index
        share = Figure(index.share, "share", numerator=index.done, denominator=index.due)
        return super().get_context_data(**kwargs) | {"stand": stand, "stands": stand.status, "share": share}


class ActMixin(ProgrammeMixin):
    """Pages of one act."""

    reads = permissions.can_read
    nav = "charter.overview"

    def get_object(self, queryset: Any = None) -> SponsorAct:  # noqa: ARG002
        """Fetch the act of the address."""
        found: SponsorAct = get_object_or_404(acts(self.programme), public_id=self.kwargs["public_id"])
        return found


class ActDetail(ActMixin, RecordView):
    """One act."""

    template_name = "sponsor/act.html"
    object: SponsorAct

    def status(self) -> Status:
        """How it stands."""
        return act_status(self.object, timezone.localdate())

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The plan above."""
        return ((_("Sponsor's activity plan"), reverse("sponsor:acts", args=[self.programme.slug])),)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """What is known of it."""
        row = self.object
        told: list[tuple[Any, CellValue]] = [
            (_("Kind"), row.get_kind_display()),
            (pgettext("sponsor", "Done by"), row.person.name if row.person else None),
            (_("Audience"), row.audience),
            (_("Planned for"), row.due_on),
            (_("Done on"), row.done_on),
            (_("Evidence"), row.evidence or None),
            (_("Dropped on"), row.dropped_on),
            (_("Reason"), row.reason or None),
            (_("Escalated on"), row.escalated_on),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Its acts."""
        return act_actions(self.object, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Plan it otherwise."""
        if not self.object.is_open or not allows(permissions.can_edit, self.person, self.object):
            return ()
        url = reverse("sponsor:act_edit", args=[self.programme.slug, self.object.public_id])
        return (Act("edit", _("Edit"), url, "dialog"),)

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add notes and files: the evidence."""
        return super().get_context_data(**kwargs) | notes_on(self.object, self.person)


class ActNew(ProgrammeMixin, ActionView):
    """Plan an act."""

    nav = "charter.overview"
    reads = permissions.can_read
    acts = permissions.can_edit
    title = gettext_lazy("New act")
    form_class: Any = SponsorActForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the stakeholders."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def act(self, form: Any) -> Any:
        """Plan."""
        values = form.values()
        return services.plan_act(self.programme, values=values, actor=self.person)

    def back_url(self) -> str:
        """The plan."""
        return reverse("sponsor:acts", args=[self.programme.slug])


class ActAct(ActMixin, ActionView):
    """Base of what is done with an act."""

    acts = permissions.can_edit
    form_class: Any = DoneForm

    def acted_on(self) -> SponsorAct:
        """The act."""
        return self.get_object()

    def back_url(self) -> str:
        """The act."""
        return self.get_object().get_absolute_url()


class ActEdit(ActAct):
    """Plan it otherwise."""

    title = gettext_lazy("Change the act")
    form_class = SponsorActForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the row as it is."""
        return super().get_form_kwargs() | {"programme": self.programme, "instance": self.get_object()}

    def act(self, form: Any) -> Any:
        """Save."""
        seen = form.cleaned_data["version"]
        return services.replan_act(self.get_object(), values=form.values(), actor=self.person, version=seen)


class ActDone(ActAct):
    """Say that it was done."""

    title = verb = gettext_lazy("It was done")

    def act(self, form: Any) -> Any:
        """Record."""
        return services.record_act(self.get_object(), actor=self.person, **form.cleaned_data)


class ActDrop(ActAct):
    """Drop it."""

    title = verb = gettext_lazy("Drop it")
    form_class = DropForm
    danger = True

    def act(self, form: Any) -> Any:
        """Drop."""
        return services.drop_act(self.get_object(), actor=self.person, **form.cleaned_data)
