"""The forms about waves and the roster."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import ActionView
from phases.gates.selectors.repeats import repeat_of
from phases.gates.services import cancel_wave
from phases.rollout import permissions, services
from phases.rollout.forms import AbsencesForm, EntryForm, LiveForm, PlainForm, ReasonForm, WaveForm
from phases.rollout.models import RosterEntry, Wave
from phases.rollout.selectors import Length, lengths_of, span_lines
from phases.rollout.views.registers import RolloutMixin, RosterMixin


class RolloutForm(RolloutMixin, ActionView):
    """Base of the forms about a wave or an entry."""

    acts: ClassVar[Any] = permissions.can_edit_waves
    form_class: Any = WaveForm

    def acted_on(self) -> Any:
        """The row of the address, else the programme."""
        return self.row if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form what may be chosen."""
        row = self.row if "public_id" in self.kwargs else None
        return super().get_form_kwargs() | {"programme": self.programme, "row": row}

    def get_initial(self) -> dict[str, Any]:
        """Show what the row says now."""
        if "public_id" not in self.kwargs:
            return {}
        shown: dict[str, Any] = self.form_class.initial_of(self.row)
        return shown | {"version": self.row.version}

    def back_url(self) -> str:
        """Back to the record, or to the register of a new one."""
        return str(self.row.get_absolute_url()) if "public_id" in self.kwargs else self.at("waves")

    def next_url(self, result: Any) -> str:
        """Go on to the record."""
        address = getattr(result, "get_absolute_url", None)
        return str(address()) if address else self.back_url()


class LengthReason(RolloutMixin, ActionView):
    """Say why pilot or rollout lasts shorter or longer than it should."""

    acts: ClassVar[Any] = permissions.ACTIONS["explain_length"]
    form_class = ReasonForm
    title = gettext_lazy("Reason for the length")
    verb = gettext_lazy("Keep the reason")

    def consequence(self) -> str:
        """Say what it is for."""
        found = next((one for one in lengths_of(self.programme) if one.stage == self.kwargs["stage"]), None)
        if found is None:
            raise Http404
        return _("The reason holds for %(first)s to %(last)s; other days need another one.") % {
            "first": found.first.isoformat(), "last": found.last.isoformat(),
        }  # fmt: skip

    def back_url(self) -> str:
        """The waves."""
        return self.at("waves")

    def act(self, form: ReasonForm) -> Length:
        """Keep it."""
        reason = form.cleaned_data["reason"]
        return services.explain_length(
            self.programme, stage=self.kwargs["stage"], reason=reason, actor=self.person
        )  # fmt: skip


class WaveNew(RolloutForm):
    """Plan a wave."""

    title = gettext_lazy("New wave")

    def act(self, form: WaveForm) -> Wave:
        """Create it."""
        return services.create_wave(self.programme, values=form.values(), actor=self.person)


class WaveEdit(RolloutForm):
    """Change a wave."""

    title = gettext_lazy("Edit the wave")

    def act(self, form: WaveForm) -> Wave:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_wave(self.row, values=form.values(), actor=self.person, version=version)


class WaveLive(RolloutForm):
    """Record the go-live."""

    title = gettext_lazy("Mark the wave live")
    form_class = LiveForm
    verb = gettext_lazy("Mark live")

    def get_initial(self) -> dict[str, Any]:
        """Offer today."""
        return {"on": timezone.localdate()}

    def consequence(self) -> str:
        """Say what follows."""
        return _("From that day its people are expected to work in the CRM, and adoption counts them.")

    def act(self, form: LiveForm) -> Wave:
        """Record it."""
        return services.mark_live(self.row, actor=self.person, **form.values())


class WaveRemove(RolloutForm):
    """Take a wave out."""

    title = gettext_lazy("Remove the wave")
    form_class = PlainForm
    verb = gettext_lazy("Remove")
    danger = True

    def consequence(self) -> str:
        """Say what is lost."""
        own = repeat_of(self.row)
        if own is None:
            return _("The wave goes; the history keeps what it said. Waves with gates or people stay.")
        return _(
            "The wave goes with its stage: %(n)d tasks, its gate and its deliverables. The history keeps them."
        ) % {"n": len(own.tasks)}

    def act(self, form: PlainForm) -> None:  # noqa: ARG002
        """Remove it."""
        cancel_wave(self.row, actor=self.person)

    def next_url(self, result: Any) -> str:  # noqa: ARG002
        """Back to the register."""
        return self.at("waves")


class EntryNew(RosterMixin, RolloutForm):
    """Enter somebody."""

    title = gettext_lazy("New entry")
    acts = permissions.can_edit_roster
    form_class = EntryForm

    def back_url(self) -> str:
        """Back to the register."""
        return self.at("roster")

    def act(self, form: EntryForm) -> RosterEntry:
        """Create it."""
        return services.create_entry(self.programme, values=form.values(), actor=self.person)


class EntryEdit(RosterMixin, RolloutForm):
    """Change an entry."""

    title = gettext_lazy("Edit the entry")
    acts = permissions.can_edit_roster
    form_class = EntryForm

    def act(self, form: EntryForm) -> RosterEntry:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_entry(self.row, values=form.values(), actor=self.person, version=version)


class EntryAbsences(RosterMixin, RolloutForm):
    """Write all absences of a person."""

    title = gettext_lazy("Absences")
    acts = permissions.can_edit_roster
    form_class = AbsencesForm

    def get_initial(self) -> dict[str, Any]:
        """Show those there are, one to a line."""
        return {"absences": span_lines(self.row)}

    def act(self, form: AbsencesForm) -> RosterEntry:
        """Replace them."""
        return services.set_absences(self.row, actor=self.person, **form.values())


class EntryRemove(RosterMixin, RolloutForm):
    """Take an entry out."""

    title = gettext_lazy("Remove the entry")
    acts = permissions.can_edit_roster
    form_class = PlainForm
    verb = gettext_lazy("Remove")
    danger = True

    def consequence(self) -> str:
        """Say what is lost, and what to do instead."""
        return _("Who left the company gets a last day of the licence instead; then the past stays countable.")

    def act(self, form: PlainForm) -> None:  # noqa: ARG002
        """Remove it."""
        services.remove_entry(self.row, actor=self.person)

    def next_url(self, result: Any) -> str:  # noqa: ARG002
        """Back to the register."""
        return self.at("roster")
