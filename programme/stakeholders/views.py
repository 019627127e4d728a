"""Pages of stakeholders and the communication plan."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Status
from core.pages import ActionView
from core.personal import Personal
from core.register import Column, Empty, RegisterView, SavedView
from programme.scope import ProgrammeMixin
from programme.stakeholders import permissions, services
from programme.stakeholders.choices import Engagement, Level
from programme.stakeholders.filters import MessageFilter, StakeholderFilter
from programme.stakeholders.forms import MessageForm, SentForm, StakeholderForm
from programme.stakeholders.models import CommunicationItem, Stakeholder
from programme.stakeholders.selectors import (
    ALL,
    engagement_gap,
    grid,
    heat,
    of_level,
    stakeholders,
    steps_missing,
)


def _stand(row: Stakeholder) -> CellValue:
    missing = steps_missing(row)
    now, wanted = row.get_engagement_now_display(), row.get_engagement_wanted_display()
    if not missing:
        return Cell(now, status=Status("good", _("As wanted")))
    return Cell(f"{now} → {wanted}", status=Status("warn", _("%(n)d below") % {"n": missing}))


def _who(row: Stakeholder) -> CellValue:
    top = _("top executive") if row.top_executive else ""
    return Cell(row.name, second=" · ".join(filter(None, [top, row.role, row.organisation])))


def _sent(row: CommunicationItem) -> CellValue:
    return Cell(row.sent_on, status=Status("done", _("Sent")) if row.sent_on else Status("wait", _("To send")))


class StakeholderList(ProgrammeMixin, RegisterView):
    """The register with the power and interest grid."""

    nav = "charter.overview"
    template_name = "charter/register.html"
    reads = permissions.can_read
    title = gettext_lazy("Stakeholders")
    filterset_class = StakeholderFilter
    order = "-power"
    aside_name = "stakeholders/_grid.html"
    columns = (
        Column("code", gettext_lazy("No."), sort="code"),
        Column("name", gettext_lazy("Name"), _who, sort="name", title=True, personal=Personal.NAME),
        Column("unit", gettext_lazy("Business unit"), lambda s: s.unit.name if s.unit else None),
        Column("level", gettext_lazy("Management level"), "get_level_display", sort="level", shown=False),
        Column("power", gettext_lazy("Power"), sort="power", number=True, unit="1–5"),
        Column("interest", gettext_lazy("Interest"), sort="interest", number=True, unit="1–5"),
        Column("engagement", gettext_lazy("Engagement"), _stand),
        Column("action", gettext_lazy("Next step")),
        Column("contact", gettext_lazy("Contact"), shown=False, personal=Personal.PHONE),
    )

    def rows(self) -> QuerySet[Any]:
        """Stakeholders of the programme."""
        return Stakeholder.objects.filter(programme=self.programme).for_list()

    def row_url(self, row: Any) -> str:
        """The form, for those who may change it."""
        if not allows(permissions.can_edit, self.person, self.programme):
            return ""
        return reverse("stakeholders:stakeholder_edit", args=[self.programme.slug, row.public_id])

    def acts(self) -> Sequence[Act]:
        """Enter a stakeholder."""
        if not allows(permissions.can_edit, self.person, self.programme):
            return ()
        url = reverse("stakeholders:stakeholder_new", args=[self.programme.slug])
        return [Act("new", _("New stakeholder"), url, "dialog", primary=True, key="s")]

    def empty(self) -> Empty:
        """Teach who belongs here."""
        return Empty(
            _("No stakeholder yet"),
            _("Everyone who can help or stop the programme, with power, interest, and where they should stand."),
            next(iter(self.acts()), None),
            _("Head of sales: power 5, interest 4, neutral, should be leading"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the grid and the gap."""
        rows = stakeholders(self.programme)
        return super().get_context_data(**kwargs) | {"grid": grid(rows), "gap": engagement_gap(rows)}


class Resistance(ProgrammeMixin, TemplateView):
    """Where the people of a management level stand, by business unit: middle managers first."""

    nav = "charter.overview"
    template_name = "stakeholders/resistance.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count the chosen level."""
        asked = self.request.GET.get("level", Level.MIDDLE)
        level = asked if asked in {*Level.values, ALL} else Level.MIDDLE.value
        people = stakeholders(self.programme)
        named = [(value, label, len(of_level(people, value))) for value, label in Level.choices]
        return super().get_context_data(**kwargs) | {
            "title": _("Resistance by level"),
            "levels": [*named, (ALL, _("All"), len(people))],
            "level": level,
            "rows": heat(of_level(people, level)),
            "attitudes": list(Engagement),
        }


class CommunicationList(ProgrammeMixin, RegisterView):
    """The communication plan."""

    nav = "charter.overview"
    template_name = "charter/register.html"
    reads = permissions.can_read
    title = gettext_lazy("Communication plan")
    filterset_class = MessageFilter
    order = "code"
    views = (SavedView(gettext_lazy("All")), SavedView(gettext_lazy("To send"), "sent=false"))
    columns = (
        Column("code", gettext_lazy("No."), sort="code"),
        Column("message", gettext_lazy("Message"), title=True),
        Column("sender", gettext_lazy("Sender"), sort="sender"),
        Column("audience", gettext_lazy("Audience"), sort="audience"),
        Column("channel", gettext_lazy("Channel")),
        Column("when", gettext_lazy("When")),
        Column("due", gettext_lazy("Due"), "due_on", sort="due_on"),
        Column("sent", gettext_lazy("Sent"), _sent, sort="sent_on"),
    )

    def rows(self) -> QuerySet[Any]:
        """Messages of the programme."""
        return CommunicationItem.objects.filter(programme=self.programme).for_list()

    def row_url(self, row: Any) -> str:
        """The form, for those who may change it."""
        if row.sent_on is not None or not allows(permissions.can_edit, self.person, self.programme):
            return ""
        return reverse("stakeholders:communication_edit", args=[self.programme.slug, row.public_id])

    def acts(self) -> Sequence[Act]:
        """Plan a message."""
        if not allows(permissions.can_edit, self.person, self.programme):
            return ()
        url = reverse("stakeholders:communication_new", args=[self.programme.slug])
        return [Act("new", _("New message"), url, "dialog", primary=True, key="m")]


class StakeholderAct(ProgrammeMixin, ActionView):
    """Base of the acts on stakeholders and messages."""

    nav = "charter.overview"
    reads = permissions.can_read
    acts = permissions.can_edit
    form_class: Any = None
    row_model: ClassVar[Any] = Stakeholder
    page = "stakeholders:stakeholder_list"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the row as it is."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if "public_id" in self.kwargs and self.form_class is not SentForm:
            kwargs["instance"] = self.the_row()
        return kwargs

    def acted_on(self) -> Any:
        """The row of the address, else the programme."""
        return self.the_row() if "public_id" in self.kwargs else self.programme

    def the_row(self) -> Any:
        """The row of this programme."""
        return get_object_or_404(
            self.row_model._default_manager, programme=self.programme, public_id=self.kwargs["public_id"]
        )

    def back_url(self) -> str:
        """Back to the register."""
        return reverse(self.page, args=[self.programme.slug])


class StakeholderNew(StakeholderAct):
    """Enter a stakeholder."""

    title = gettext_lazy("New stakeholder")
    form_class = StakeholderForm

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_stakeholder(self.programme, values=form.values(), actor=self.person)


class StakeholderEdit(StakeholderAct):
    """Change a stakeholder."""

    title = gettext_lazy("Change the stakeholder")
    form_class = StakeholderForm

    def act(self, form: Any) -> Any:
        """Call the service."""
        seen = form.cleaned_data["version"]
        return services.update_stakeholder(self.the_row(), values=form.values(), actor=self.person, version=seen)


class CommunicationNew(StakeholderAct):
    """Plan a message."""

    title = gettext_lazy("New message")
    form_class = MessageForm
    page = "stakeholders:communication_list"

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_message(self.programme, values=form.values(), actor=self.person)


class CommunicationEdit(StakeholderAct):
    """Change a message, or say that it was sent."""

    template_name = "stakeholders/message.html"
    title = gettext_lazy("Change the message")
    form_class = MessageForm
    row_model: ClassVar[Any] = CommunicationItem
    page = "stakeholders:communication_list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way to say that it was sent."""
        url = reverse("stakeholders:communication_sent", args=[self.programme.slug, self.kwargs["public_id"]])
        return super().get_context_data(**kwargs) | {"sent_url": url, "sent_form": SentForm()}

    def act(self, form: Any) -> Any:
        """Call the service."""
        seen = form.cleaned_data["version"]
        return services.update_message(self.the_row(), values=form.values(), actor=self.person, version=seen)


class CommunicationSent(StakeholderAct):
    """Say that a message was sent."""

    title = gettext_lazy("The message was sent")
    verb = gettext_lazy("Mark as sent")
    done = gettext_lazy("Marked as sent.")
    form_class = SentForm
    row_model: ClassVar[Any] = CommunicationItem
    page = "stakeholders:communication_list"

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.mark_sent(self.the_row(), actor=self.person, on=form.cleaned_data["on"])
