"""The rhythm of the steering pack, and sending one to the distribution list."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import ActionView
from programme.notices.forms import PackForm, PlainForm
from programme.notices.models import Delivery, PackPlan
from programme.notices.permissions import sets_channels
from programme.notices.selectors.packs import KIND, may_receive, plan_of
from programme.notices.services.packs import send_pack, set_pack_plan
from programme.records.models import GeneratedDocument
from programme.records.selectors.documents import formats_of
from programme.scope import ProgrammeMixin


class PackRhythmEdit(ProgrammeMixin, ActionView):
    """When the pack is made by itself, as what, and who gets its link."""

    nav = "records.documents"
    reads = acts = sets_channels
    title = gettext_lazy("Rhythm of the steering pack")
    done = gettext_lazy("The rhythm is set.")
    form_class = PackForm

    @cached_property
    def plan(self) -> PackPlan:
        """What is set, or how it starts."""
        usual = PackPlan(programme=self.programme, languages=[self.programme.language], formats=["pdf", "html"])
        return plan_of(self.programme) or usual

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the members and the formats."""
        return super().get_form_kwargs() | {"people": may_receive(self.programme), "formats": formats_of(KIND)}

    def get_initial(self) -> dict[str, Any]:
        """What is set."""
        plan = self.plan
        readers = list(plan.readers.all()) if plan.pk else []
        names = ("rhythm", "day", "languages", "formats", "mode", "attach")
        return {name: getattr(plan, name) for name in names} | {"readers": [one.public_id for one in readers]}

    def act(self, form: Any) -> PackPlan:
        """Call the service."""
        return set_pack_plan(self.programme, actor=self.person, **form.cleaned_data)

    def back_url(self) -> str:
        """The register of documents."""
        return reverse("records:documents", args=[self.programme.slug])


class PackSend(ProgrammeMixin, ActionView):
    """Send the paper's link to the list."""

    nav = "records.documents"
    reads = acts = sets_channels
    title = verb = gettext_lazy("Send to the distribution list")
    form_class = PlainForm

    @cached_property
    def paper(self) -> GeneratedDocument:
        """The paper of the address."""
        rows = GeneratedDocument.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> GeneratedDocument:
        """The paper."""
        return self.paper

    def consequence(self) -> str:
        """Say to whom it goes."""
        plan = plan_of(self.programme)
        names = [person.name for person in plan.readers.order_by("name")] if plan else []
        if not names:
            return _("Nobody stands on the distribution list.")
        return _("Its link goes by mail to: %(names)s.") % {"names": _(", ").join(names)}

    def act(self, form: Form) -> Sequence[Delivery]:  # noqa: ARG002
        """Call the service."""
        return send_pack(self.paper, actor=self.person)

    def done_text(self, result: Sequence[Delivery]) -> str:
        """Say how many mails are on their way."""
        return _("Mails on their way: %(n)d.") % {"n": len(result)}

    def back_url(self) -> str:
        """The paper's page."""
        return reverse("records:document", args=[self.programme.slug, self.paper.public_id])
