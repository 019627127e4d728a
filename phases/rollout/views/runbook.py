"""The page of the cutover runbook."""

from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from phases.rollout.permissions import can_see
from phases.rollout.selectors import ROLLBACK_MINUTES, WINDOW_MINUTES, runbook
from programme.scope import ProgrammeMixin


class Runbook(ProgrammeMixin, TemplateView):
    """The steps in order with the clock before each."""

    nav = "rollout"
    template_name = "rollout/runbook.html"
    reads = can_see

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the steps."""
        rows = runbook(self.programme)
        used = sum(line.step.minutes for line in rows)
        return super().get_context_data(**kwargs) | {
            "title": _("Cutover runbook"),
            "rows": rows,
            "used": used,
            "window": WINDOW_MINUTES,
            "rollback": ROLLBACK_MINUTES,
        }
