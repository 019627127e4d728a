"""The charter's own page, its plain rows, its moves, and the radar."""

from typing import Any

from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.acts import Act, acts_of
from core.errors import IllegalNowError
from core.kept import kept
from programme.charter import permissions, services
from programme.charter.choices import ProgrammeState, Purpose, ScopeSide
from programme.charter.forms import ROW_FORMS, HoldForm, KickoffForm, PlainForm, PurposeForm, ReasonForm
from programme.charter.models import CharterVersion
from programme.charter.selectors import (
    available_actions,
    charter_gaps,
    charter_warnings,
    current_version,
    goal_figures,
    latest_version,
    radar,
    versions,
)
from programme.charter.selectors.history import history_of
from programme.charter.selectors.life import LABELS
from programme.charter.services.rows import KINDS
from programme.charter.views.base import CharterAct, charter_crumbs
from programme.closure.selectors import lessons_offered
from programme.scope import ProgrammeMixin
from programme.signoff import selectors as signoff

TITLES: dict[str, Any] = {
    "scope": gettext_lazy("Scope item"),
    "statements": gettext_lazy("Charter statement"),
    "tolerances": gettext_lazy("Tolerance"),
    "strategy": gettext_lazy("Strategic objective"),
    "reference-cases": gettext_lazy("Reference case"),
    "consultants": gettext_lazy("Consultant"),
    "feature-gaps": gettext_lazy("Undeployed function"),
}
READINESS_ROWS = {"reference-cases", "consultants", "feature-gaps"}


DRAFTED = (ProgrammeState.DRAFT, ProgrammeState.READINESS)


class Overview(ProgrammeMixin, TemplateView):
    """Purpose, state, what the charter still lacks, who signs, and everything it says."""

    nav = "charter.overview"
    template_name = "charter/overview.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect the charter."""
        programme = self.programme
        version, in_force = latest_version(programme), current_version(programme)
        gaps = kept(programme, "charter.gaps", lambda: charter_gaps(programme))
        may_edit = allows(permissions.can_edit_charter, self.person, programme)
        scope = list(programme.scope_items.all())
        cases = [case for case in programme.reference_cases.all() if case.similar]
        return super().get_context_data(**kwargs) | {
            "title": _("Charter & goals"),
            "acts": self.buttons(),
            "gaps": [text for texts in gaps.values() for text in texts],
            "warnings": kept(programme, "charter.warnings", lambda: charter_warnings(programme)),
            "version": version,
            "in_force": in_force,
            "signatures": signoff.requests_of(version) if version else [],
            "versions": versions(programme),
            "promised": in_force is not None,
            "may_ask": in_force is not None and allows(permissions.can_ask_change, self.person, programme),
            "goals": goal_figures(programme),
            "scope_in": [row for row in scope if row.side == ScopeSide.IN],
            "scope_out": [row for row in scope if row.side == ScopeSide.OUT],
            "statements": programme.statements.all(),
            "tolerances": programme.tolerances.all(),
            "strategy": programme.strategy.all(),
            "cases": cases,
            "cited": [case for case in cases if case.cited],
            "uncited": [case for case in cases if not case.cited],
            "workshops": programme.workshops.all(),
            "may_edit": may_edit,
            "history": history_of(programme),
            "earlier": self.earlier_lessons(),
        }

    def earlier_lessons(self) -> list[Any]:
        """What earlier programmes learned, while this charter is being written; one query."""
        return lessons_offered(self.programme, self.person) if self.programme.state in DRAFTED else []

    def buttons(self) -> list[Act]:
        """Moves of the programme, the primary one last."""
        here = reverse("charter:overview", args=[self.programme.slug])
        moves = kept(
            self.programme, f"charter.moves:{self.person.pk}", lambda: available_actions(self.programme, self.person)
        )
        acts = acts_of(moves, here)
        return sorted(acts, key=lambda act: act.primary)


class PurposeEdit(CharterAct):
    """Say why the company wants a CRM."""

    title = gettext_lazy("Why we want a CRM")
    form_class = PurposeForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        return {"purposes": self.programme.purposes, "purpose_text": self.programme.purpose_text}

    def act(self, form: Form) -> Any:
        """Call the service."""
        values = form.cleaned_data
        return services.set_purpose(
            self.programme,
            purposes=[code for code in Purpose.values if code in values["purposes"]],
            purpose_text=values["purpose_text"],
            actor=self.person,
        )


class KickoffEdit(CharterAct):
    """Record the kick-off."""

    title = gettext_lazy("Record the kick-off")
    form_class = KickoffForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        return {
            "held_on": self.programme.kickoff_on,
            "executive": bool(self.programme.kickoff_executive),
            "waiver": self.programme.kickoff_waiver,
        }

    def act(self, form: Form) -> Any:
        """Call the service."""
        return services.record_kickoff(self.programme, actor=self.person, **form.cleaned_data)


class Submit(CharterAct):
    """Put the charter to its signers."""

    title = gettext_lazy("Put the charter to its signers")
    verb = gettext_lazy("Put it to them")
    form_class = PlainForm
    acts = permissions.can_manage

    def consequence(self) -> Any:
        """Say who will be asked."""
        return _("Sponsor, business owners, finance and the project manager are asked to sign what stands now.")

    def act(self, form: Form) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.submit_charter(self.programme, actor=self.person)


class WithdrawVersion(CharterAct):
    """Take a version back."""

    title = gettext_lazy("Withdraw the version")
    verb = gettext_lazy("Withdraw")
    form_class = ReasonForm
    acts = permissions.can_manage
    danger = True

    def consequence(self) -> Any:
        """Say what is lost."""
        return _("Signatures given so far are voided; they stay readable in the history.")

    def act(self, form: Form) -> Any:
        """Call the service."""
        version = CharterVersion.objects.filter(programme=self.programme, state="in_review").first()
        if version is None:
            raise IllegalNowError(_("No version is with its signers."))
        return services.withdraw_charter(version, actor=self.person, reason=form.cleaned_data["reason"])


class Move(CharterAct):
    """Move the programme on."""

    acts = permissions.can_move

    def right(self) -> Any:
        """The right of this move."""
        return permissions.MOVES[self.kwargs["name"]]

    def get_form_class(self) -> Any:
        """A hold asks for its review, a cancellation for its reason."""
        return {"hold": HoldForm, "cancel": ReasonForm}.get(self.kwargs["name"], PlainForm)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the move."""
        label = LABELS[self.kwargs["name"]]
        return super().get_context_data(**kwargs) | {"title": label, "verb": label}

    def act(self, form: Form) -> Any:
        """Call the service."""
        return services.move_programme(self.programme, self.kwargs["name"], actor=self.person, **form.cleaned_data)


class RowAct(CharterAct):
    """Base of the acts on plain rows."""

    def kind(self) -> str:
        """The kind in the address; raises ``Http404`` for another word."""
        kind: str = self.kwargs["kind"]
        if kind not in ROW_FORMS:
            raise Http404
        return kind

    def the_row(self) -> Any:
        """Fetch the row of this programme once."""
        if self.row is None:
            model: Any = KINDS[self.kind()][0]
            self.row = get_object_or_404(model, programme=self.programme, public_id=self.kwargs["public_id"])
        return self.row

    def get_form_class(self) -> Any:
        """The form of the kind."""
        return ROW_FORMS[self.kind()]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the programme, and the row where there is one."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        kwargs["programme"] = self.programme
        return kwargs | ({"instance": self.the_row()} if "public_id" in self.kwargs else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the kind."""
        return super().get_context_data(**kwargs) | {"title": TITLES[self.kind()]}

    def back_url(self) -> str:
        """Rows of readiness go back to readiness."""
        page = "charter:readiness" if self.kind() in READINESS_ROWS else "charter:overview"
        return reverse(page, args=[self.programme.slug])


class RowNew(RowAct):
    """Write a plain row of the charter."""

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_row(self.programme, self.kind(), values=form.values(), actor=self.person)


class RowEdit(RowAct):
    """Change a plain row of the charter."""

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.update_row(
            self.the_row(), self.kind(), values=form.values(), actor=self.person, version=form.seen
        )


class RowRemove(RowAct):
    """Take a plain row out."""

    verb = gettext_lazy("Remove")
    done = gettext_lazy("Removed.")
    danger = True

    def get_form_class(self) -> Any:
        """No words are needed."""
        return PlainForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """A plain form takes nothing."""
        kwargs = super().get_form_kwargs()
        return {name: value for name, value in kwargs.items() if name not in {"programme", "instance"}}

    def consequence(self) -> Any:
        """Say what goes and what stays."""
        return _("“%(row)s” is taken out of the charter; the history keeps what it said.") % {"row": self.the_row()}

    def act(self, form: Form) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.remove_row(self.the_row(), self.kind(), actor=self.person)


class Radar(ProgrammeMixin, TemplateView):
    """The pitfall radar: five axes, every test with its answer."""

    nav = "charter.overview"
    template_name = "charter/radar.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the questions."""
        axes = kept(self.programme, "charter.radar", lambda: radar(self.programme))
        return super().get_context_data(**kwargs) | {
            "title": _("Pitfall radar"),
            "acts": [Act("checks", _("Plan check"), reverse("checks:overview", args=[self.programme.slug]))],
            "axes": axes,
            "failed": sum(result.passed is False for axis in axes for result in axis.results),
            "asked": sum(result.passed is not None for axis in axes for result in axis.results),
            "crumbs": charter_crumbs(self.programme),
        }
