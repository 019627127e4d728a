"""The page of the plan check, and the acts on its findings."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core import seams
from core.access import allows
from core.acts import Act
from core.documents.values import Cell, Status
from core.documents.words import as_cell
from core.exports import table_response
from core.pages import ActionView
from programme.checks import permissions, services
from programme.checks.forms import PlainForm, WaiveForm
from programme.checks.models import RuleWaiver
from programme.checks.selectors import Check, Line, check_of
from programme.scope import ProgrammeMixin


class Overview(ProgrammeMixin, TemplateView):
    """What fails under each of the five pitfalls, and what holds."""

    template_name = "checks/overview.html"
    reads = permissions.can_see

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page or with a file."""
        kind = request.GET.get("export", "")
        if kind in {"csv", "xlsx"}:
            headings = [_("Rule"), _("Pitfall"), _("Severity"), _("Finding"), _("Remedy"), _("Waived until"),
                        _("Reason"), _("Link")]  # fmt: skip
            return table_response(_("Plan check"), headings, self.rows(), kind)
        return super().get(request, *args, **kwargs)

    @cached_property
    def check(self) -> Check:
        """The check as it stands."""
        return check_of(self.programme, live=False)

    def rows(self) -> Iterator[list[Cell]]:
        """Each finding as a row of the file."""
        for group in self.check.groups:
            for line in group.lines:
                found, waiver = line.finding, line.waiver
                values = (
                    found.rule, str(group.pitfall.label), severity(found.severity).word, str(found.text),
                    str(found.remedy), waiver.until if waiver else None, waiver.reason if waiver else "",
                    self.request.build_absolute_uri(found.url) if found.url else "",
                )  # fmt: skip
                yield [as_cell(value) for value in values]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the groups with the acts on each line."""
        url = reverse("checks:overview", args=[self.programme.slug])
        return super().get_context_data(**kwargs) | {
            "title": _("Plan check"),
            "check": self.check,
            "rules": len(seams.plan_rules.book),
            "groups": [
                (group, [(line, severity(line.finding.severity), self.act_on(line)) for line in group.lines])
                for group in self.check.groups
            ],
            "acts": [
                Act("radar", _("Pitfall radar"), reverse("charter:radar", args=[self.programme.slug]), quiet=True),
                Act("csv", "CSV", f"{url}?export=csv", icon="download", quiet=True),
                Act("xlsx", "XLSX", f"{url}?export=xlsx", icon="file-spreadsheet", quiet=True),
            ],
        }

    @cached_property
    def may(self) -> tuple[bool, bool]:
        """Whether this person waives amber rules, and red ones."""
        return tuple(  # type: ignore[return-value]
            allows(predicate, self.person, self.programme) for predicate in (permissions.waives, permissions.waives_red)
        )

    def act_on(self, line: Line) -> Act | None:
        """Waive it, or take the waiver back."""
        amber, red = self.may
        if not amber or line.rule is None:
            return None
        slug = self.programme.slug
        if line.waiver is not None:
            return Act("end", _("Take back"), reverse("checks:end", args=[slug, line.waiver.public_id]), "dialog")
        if line.rule.severity == "bad" and not red:
            return None
        query = urlencode({"rule": line.finding.rule, "place": line.finding.url})
        return Act("waive", _("Waive"), f"{reverse('checks:waive', args=[slug])}?{query}", "dialog")


def severity(code: str) -> Status:
    """A finding's severity as shape and word."""
    words = {"bad": ("bad", _("grave")), "warn": ("warn", _("weak spot"))}
    kind, word = words.get(code, ("wait", _("to note")))
    return Status(kind, word)  # type: ignore[arg-type]


class CheckAct(ProgrammeMixin, ActionView):
    """Base of the acts: back to the page of the check."""

    nav = "checks.overview"
    reads = permissions.can_see
    acts = permissions.waives

    def back_url(self) -> str:
        """The page of the check."""
        return reverse("checks:overview", args=[self.programme.slug])


class Waive(CheckAct):
    """Answer for a finding until a day."""

    title = gettext_lazy("Waive the finding")
    verb = gettext_lazy("Waive")
    done = gettext_lazy("Waived. It comes back by itself when the day has passed.")
    form_class = WaiveForm

    def get_initial(self) -> dict[str, Any]:
        """Take rule and page from the address."""
        asked = self.request.GET
        return {"rule": asked.get("rule", ""), "place": asked.get("place", "")}

    def consequence(self) -> Any:
        """Say which rule it is."""
        rule = seams.plan_rules.book.get(self.request.GET.get("rule", ""))
        if rule is None:
            return _("The rule does not count until the day you give. Your name and the reason stand beside it.")
        said = {"rule": rule.label}
        return _("“%(rule)s” does not count until the day you give. Your name and the reason stand beside it.") % said

    def act(self, form: Any) -> RuleWaiver:
        """Call the service."""
        return services.waive_rule(self.programme, actor=self.person, **form.values())


class End(CheckAct):
    """Take a waiver back."""

    title = gettext_lazy("Take the waiver back")
    verb = gettext_lazy("Take back")
    done = gettext_lazy("The finding counts again.")
    form_class = PlainForm

    @cached_property
    def waiver(self) -> RuleWaiver:
        """The waiver of the address."""
        return get_object_or_404(
            RuleWaiver.objects.for_list(), programme=self.programme, public_id=self.kwargs["public_id"]
        )

    def acted_on(self) -> RuleWaiver:
        """The waiver."""
        return self.waiver

    def consequence(self) -> Any:
        """Say what was excused, by whom."""
        return _("%(person)s gave the reason: %(reason)s") % {
            "person": self.waiver.granted_by or _("the system"), "reason": self.waiver.reason
        }  # fmt: skip

    def act(self, form: Form) -> RuleWaiver:  # noqa: ARG002
        """Call the service."""
        return services.end_waiver(self.waiver, actor=self.person)
