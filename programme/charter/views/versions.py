"""A charter version that stays readable, with what differs from another one."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from programme.charter import permissions
from programme.charter.selectors import before, version_diff, version_parts, versions
from programme.charter.views.base import charter_crumbs
from programme.scope import ProgrammeMixin
from programme.signoff import selectors as signoff


class VersionPage(ProgrammeMixin, TemplateView):
    """What a version says, who answers for it, and what differs from the one before or another that is chosen."""

    nav = "charter.overview"
    template_name = "charter/version.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fetch the version, the other one, and compare."""
        every = list(versions(self.programme))
        version = get_object_or_404(versions(self.programme), public_id=self.kwargs["public_id"])
        asked = self.request.GET.get("against", "")
        other = next((one for one in every if one.number == asked and one.pk != version.pk), None) or before(version)
        return super().get_context_data(**kwargs) | {
            "title": _("Charter, version %(number)s") % {"number": version.number},
            "crumbs": charter_crumbs(self.programme),
            "version": version,
            "other": other,
            "others": [one for one in every if one.pk != version.pk and one.content],
            "lines": version_diff(other, version) if other is not None else [],
            "parts": version_parts(version),
            "signatures": signoff.requests_of(version),
        }
