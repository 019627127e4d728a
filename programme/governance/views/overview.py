"""The page of governance: lights, decisions, meetings, and the pack."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.acts import Act
from core.pages import ActionView
from programme.governance.forms import LightForm, NothingForm
from programme.governance.models import LightDeclaration, Meeting
from programme.governance.permissions import ACTIONS, can_see_governance
from programme.governance.selectors.decisions import decisions
from programme.governance.selectors.headline import sentence
from programme.governance.selectors.lights import board
from programme.governance.selectors.meetings import action_counts, came, meeting_status, meetings, names
from programme.governance.selectors.rhythm import overdue_reviews
from programme.governance.services import lights as services
from programme.records.selectors import last_issued
from programme.scope import ProgrammeMixin

SHOWN = 6


class Overview(ProgrammeMixin, TemplateView):
    """Lights left, decisions and meetings beside them."""

    template_name = "governance/overview.html"
    reads = can_see_governance

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compute the lights and read the registers."""
        stand = board(self.programme, live=False)
        return super().get_context_data(**kwargs) | {
            "title": _("Governance"),
            "sub": sentence(stand),
            "board": stand,
            "asked": list(decisions(self.programme)),
            "today": timezone.localdate(),
            "meetings": [(row, meeting_status(row), names(came(row))) for row in self.meetings()],
            "action_counts": action_counts(self.programme, self.person, timezone.localdate()),
            "pack": last_issued(self.programme, "steering"),
            "acts": self.acts(),
            "late_reviews": overdue_reviews(self.programme, timezone.localdate(), live=False),
            "may_declare": allows(ACTIONS["declare"], self.person, self.programme),
        }

    def meetings(self) -> Sequence[Meeting]:
        """The newest meetings."""
        return list(meetings(self.programme, self.person)[:SHOWN])

    def acts(self) -> Sequence[Act]:
        """What may be started here."""
        slug = self.programme.slug
        pack = reverse("records:document_new", args=[slug]) + "?kind=steering"
        changes = reverse("governance:changes", args=[slug])
        every = (
            ("hold_meeting", Act("meeting", _("Plan a meeting"), reverse("governance:meeting_plan", args=[slug]))),
            ("declare", Act("declare", _("Declare a light"), reverse("governance:declare", args=[slug]), "dialog")),
            ("ask", Act("ask", _("Ask for a decision"), reverse("governance:decision_new", args=[slug]), "get")),
            ("ask", Act("pack", _("Draft the pack"), pack, "dialog", primary=True)),
        )
        seen = [
            Act("meetings", _("Meetings"), reverse("governance:meetings", args=[slug]), quiet=True),
            Act("actions", _("Actions"), reverse("governance:actions", args=[slug]), quiet=True),
            Act("changes", _("Change requests"), changes, quiet=True),
        ]
        return seen + [act for name, act in every if allows(ACTIONS[name], self.person, self.programme)]


class GovernanceAct(ProgrammeMixin, ActionView):
    """Base of the acts that lead back to the page."""

    def back_url(self) -> str:
        """The page of governance."""
        return reverse("governance:overview", args=[self.programme.slug])


class Declare(GovernanceAct):
    """Declare a light other than computed."""

    title = gettext_lazy("Declare a light")
    verb = gettext_lazy("Declare")
    form_class = LightForm
    reads = can_see_governance
    acts = ACTIONS["declare"]

    def get_initial(self) -> dict[str, Any]:
        """The link may name the light."""
        return {"dimension": self.request.GET.get("light", "")}

    def consequence(self) -> str:
        """Say when it counts."""
        return _("A worse light counts at once. A better one counts when a second person has confirmed it. Both print.")

    def act(self, form: Any) -> Any:
        """Declare."""
        return services.declare_light(self.programme, actor=self.person, **form.cleaned_data)


class DeclarationAct(GovernanceAct):
    """Base of the acts on a declaration."""

    form_class = NothingForm
    reads = can_see_governance

    def acted_on(self) -> LightDeclaration:
        """The declaration."""
        return self.declaration()

    def declaration(self) -> LightDeclaration:
        """Fetch the declaration of the address."""
        found: LightDeclaration = get_object_or_404(
            LightDeclaration, programme=self.programme, public_id=self.kwargs["public_id"]
        )
        return found


class Confirm(DeclarationAct):
    """Confirm as the second person."""

    acts = ACTIONS["confirm"]
    title = verb = gettext_lazy("Confirm the light")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Confirm."""
        return services.confirm_light(self.declaration(), actor=self.person)


class EndDeclaration(DeclarationAct):
    """Let the computed light count again."""

    acts = ACTIONS["end_declaration"]
    title = verb = gettext_lazy("End the declaration")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """End."""
        return services.end_declaration(self.declaration(), actor=self.person)
