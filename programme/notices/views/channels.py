"""The channels of a programme and what was sent over them."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action
from core.acts import Act
from core.documents.values import CellValue, Status
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.notices.choices import DELIVERY_STATUS, DeliveryState, Topic
from programme.notices.filters import DeliveryFilter
from programme.notices.forms import EndpointEditForm, EndpointForm, PlainForm
from programme.notices.models import Delivery, Endpoint
from programme.notices.permissions import sets_channels
from programme.notices.services.endpoints import add_endpoint, change_endpoint, try_endpoint
from programme.scope import ProgrammeMixin

RECENT = 20


def delivery_status(row: Delivery) -> Status:
    """How it ended, as a shape with its word."""
    kind: Any = DELIVERY_STATUS[DeliveryState(row.state)]
    return Status(kind, str(DeliveryState(row.state).label))


def endpoint_status(row: Endpoint) -> Status:
    """Whether it is told."""
    return Status("good", _("in use")) if row.in_use else Status("none", _("not in use"))


def topic_of(row: Delivery) -> str:
    """The topic in words."""
    return str(Topic(row.topic).label) if row.topic in Topic.values else "–"


class Channels(ProgrammeMixin, RegisterView):
    """Group robots and webhooks of the programme."""

    title = gettext_lazy("Channels")
    reads = sets_channels
    order = "name"
    columns = (
        Column("name", gettext_lazy("Group or server"), sort="name", title=True),
        Column("channel", gettext_lazy("Channel"), "get_channel_display", sort="channel"),
        Column("host", gettext_lazy("Host")),
        Column("topics", gettext_lazy("Topics"), lambda row: _(", ").join(row.topic_names)),
        Column("language", gettext_lazy("Language"), "get_language_display"),
        Column("in_use", gettext_lazy("State"), endpoint_status, sort="in_use"),
    )

    def rows(self) -> Any:
        """Those of the programme."""
        return Endpoint.objects.filter(programme=self.programme).for_list()

    def acts(self) -> Sequence[Act]:
        """What was sent; set a channel."""
        slug = [self.programme.slug]
        return (
            Act("deliveries", _("What was sent"), reverse("notices:deliveries", args=slug), quiet=True),
            Act("new", _("Set a channel"), reverse("notices:endpoint_new", args=slug), primary=True),
        )

    def empty(self) -> Empty:
        """Say what a channel is for."""
        text = _("A group in WeCom, DingTalk or Feishu, or a server of yours, hears of decisions, gates and packs.")
        return Empty(_("No channel yet"), text, act=self.acts()[-1], example=_("Steering group, WeCom group robot"))


class Deliveries(ProgrammeMixin, RegisterView):
    """What was sent, to whom, and how it ended."""

    title = gettext_lazy("What was sent")
    nav = "notices.channels"
    reads = sets_channels
    filterset_class = DeliveryFilter
    order = "-created"
    views = (SavedView(gettext_lazy("All")), SavedView(gettext_lazy("Not sent"), "state=failed"))
    columns = (
        Column("subject", gettext_lazy("Subject"), sort="subject", title=True),
        Column("recipient", gettext_lazy("To")),
        Column("channel", gettext_lazy("Channel"), "get_channel_display", sort="channel"),
        Column("topic", gettext_lazy("Topic"), topic_of),
        Column("state", gettext_lazy("State"), delivery_status, sort="state"),
        Column("attempts", gettext_lazy("Attempts"), number=True),
        Column("reason", gettext_lazy("Reason")),
        Column("created", pgettext_lazy("time", "Written"), "created_at", sort="created_at"),
        Column("sent", gettext_lazy("Sent"), "sent_at", sort="sent_at"),
    )

    def rows(self) -> Any:
        """Those of the programme."""
        return Delivery.objects.filter(programme=self.programme).for_list()

    def row_url(self, row: Any) -> str:
        """What it was about."""
        return str(row.url)

    def empty(self) -> Empty:
        """Say when something stands here."""
        return Empty(_("Nothing was sent yet"), _("Each mail and each message to a channel stands here, as it ended."))


class EndpointMixin(ProgrammeMixin):
    """Pages of one channel."""

    nav = "notices.channels"
    reads = sets_channels

    @cached_property
    def endpoint(self) -> Endpoint:
        """The channel of the address."""
        rows = Endpoint.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])


class EndpointDetail(EndpointMixin, RecordView):
    """One channel: where it leads, what it is told, what was sent last."""

    template_name = "notices/endpoint.html"

    def get_object(self, queryset: Any = None) -> Endpoint:  # noqa: ARG002
        """The channel."""
        return self.endpoint

    def status(self) -> Status:
        """Whether it is in use."""
        return endpoint_status(self.object)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """What is known of it; its address and secret are not among that."""
        row = self.object
        return (
            (_("Channel"), row.get_channel_display()),
            (_("Host"), row.host),
            (_("Topics"), _(", ").join(row.topic_names)),
            (_("Language"), row.get_language_display()),
            (_("Signing"), _("secret is set") if row.sealed_secret else _("without a secret")),
            (_("Address or secret set"), row.secret_set_at or "–"),
        )

    def actions(self) -> Sequence[Action]:
        """Try it out, change it."""
        blocked = () if self.object.in_use else (_("The channel is no longer in use."),)
        return (Action("edit", _("Edit")), Action("test", _("Try it out"), blocked, primary=True))

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The register above."""
        return ((_("Channels"), reverse("notices:channels", args=[self.programme.slug])),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was sent last."""
        sent = self.object.deliveries.for_list()[:RECENT]
        return super().get_context_data(**kwargs) | {"sent": [(row, delivery_status(row)) for row in sent]}


class EndpointNew(ProgrammeMixin, ActionView):
    """Set a channel; a webhook's secret is shown once."""

    nav = "notices.channels"
    reads = acts = sets_channels
    title = gettext_lazy("Set a channel")
    verb = gettext_lazy("Set")
    done = gettext_lazy("The channel is set.")
    form_class = EndpointForm
    made: tuple[Endpoint, str]

    def get_initial(self) -> dict[str, Any]:
        """What a group most often wants to hear of, in the programme's language."""
        return {"topics": [Topic.DECISION, Topic.GATE, Topic.DOCUMENT], "language": self.programme.language}

    def act(self, form: Any) -> Endpoint:
        """Call the service."""
        self.made = add_endpoint(self.programme, actor=self.person, **form.cleaned_data)
        return self.made[0]

    def form_valid(self, form: Form) -> HttpResponse:
        """Show the secret once where one was made."""
        answer = super().form_valid(form)
        row, secret = getattr(self, "made", (None, ""))
        if row is None or not secret:
            return answer
        context = {"title": _("The secret of %(name)s") % {"name": row}, "row": row, "secret": secret}
        shown = render(self.request, "notices/secret.html", context | {"programme": self.programme})
        shown.headers["Cache-Control"] = "no-store"
        return shown

    def next_url(self, result: Endpoint) -> str:
        """The channel's page."""
        return result.get_absolute_url()

    def back_url(self) -> str:
        """The register."""
        return reverse("notices:channels", args=[self.programme.slug])


class EndpointAct(EndpointMixin, ActionView):
    """Base of the acts on a channel."""

    acts = sets_channels
    form_class: type[Form] = PlainForm

    def acted_on(self) -> Endpoint:
        """The channel."""
        return self.endpoint

    def back_url(self) -> str:
        """Its page."""
        return self.endpoint.get_absolute_url()


class EndpointEdit(EndpointAct):
    """Change what it is told, where it leads, or take it out of use."""

    title = gettext_lazy("Edit the channel")
    form_class = EndpointEditForm

    def get_initial(self) -> dict[str, Any]:
        """What is set, but address and secret."""
        row = self.endpoint
        return {"name": row.name, "topics": row.topics, "language": row.language, "in_use": row.in_use}

    def act(self, form: Any) -> Endpoint:
        """Call the service."""
        return change_endpoint(self.endpoint, actor=self.person, **form.cleaned_data)


class EndpointTry(EndpointAct):
    """Send one message."""

    title = verb = gettext_lazy("Try it out")
    done = gettext_lazy("A message is on its way; how it ended stands below.")

    def consequence(self) -> str:
        """Say what happens."""
        return _("One message goes to %(host)s and says that the channel works.") % {"host": self.endpoint.host}

    def act(self, form: Form) -> Delivery:  # noqa: ARG002
        """Call the service."""
        return try_endpoint(self.endpoint, actor=self.person)
