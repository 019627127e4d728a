"""The team of a programme: seats, roles, responsibilities."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from core import seams
from core.access import allows
from core.errors import BadInputError
from core.forms import tell_form
from core.pages import ActionView
from programme.people.choices import RaciLetter, SalesRole
from programme.people.forms import (
    AbsenceForm,
    InviteForm,
    PlainForm,
    RaciRowForm,
    SeatForm,
)
from programme.people.models import Away, Membership, RaciCell, Seat, User
from programme.people.permissions import can_end_absence, can_manage_team, can_name_deputy, can_see_team
from programme.people.selectors import absences, mandatory_seats, pm_warnings, possible_deputies, raci_gaps, team
from programme.people.services import (
    add_ltc_raci,
    end_absence,
    end_role,
    fill_seat,
    invite,
    plan_absence,
    set_raci,
)
from programme.scope import ProgrammeMixin


class Team(ProgrammeMixin, TemplateView):
    """Seats, roles held, and the form to invite."""

    template_name = "people/team.html"
    reads = can_see_team
    acts = can_manage_team
    form: InviteForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give seats, roles and warnings."""
        return super().get_context_data(**kwargs) | {
            "title": _("Team"),
            "seats": list(Seat.objects.filter(programme=self.programme).for_list()),
            "vacant": [seat for seat in mandatory_seats(self.programme) if seat.vacant],
            "members": list(team(self.programme)),
            "warnings": pm_warnings(self.programme),
            "form": self.form or InviteForm(),
            "may_manage": allows(can_manage_team, self.person, self.programme),
            "may_plan": allows(can_name_deputy, self.person, self.programme),
            "today": timezone.localdate(),
            "absences": [(row, allows(can_end_absence, self.person, row)) for row in absences(self.programme)],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Invite; the link is shown once, to be sent or printed."""
        self.form = InviteForm(request.POST)
        if self.form.is_valid():
            try:
                membership, token = invite(self.programme, actor=self.person, **self.form.cleaned_data)
            except BadInputError as error:
                tell_form(self.form, error)
            else:
                link = request.build_absolute_uri(reverse("people:set_up", args=[token])) if token else ""
                return render(
                    request,
                    "people/invited.html",
                    {"title": _("Invited"), "membership": membership, "link": link, "programme": self.programme},
                )
        return self.render_to_response(self.get_context_data(**kwargs), status=400)


class EndRole(ProgrammeMixin, View):
    """End a role held."""

    acts = can_manage_team

    def post(self, request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
        """Call the service and go back."""
        membership = get_object_or_404(Membership, programme=self.programme, public_id=public_id)
        end_role(membership, actor=self.person, reason=request.POST.get("reason", ""))
        messages.success(request, _("%(role)s has ended.") % {"role": membership})
        return redirect("people:team", slug=slug)


class AbsencePlan(ProgrammeMixin, ActionView):
    """Write down an absence and its deputy."""

    reads = can_see_team
    acts = can_name_deputy
    title = gettext_lazy("An absence, and who deputises")
    verb = gettext_lazy("Write it down")
    done = gettext_lazy("The absence is written down.")
    form_class = AbsenceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the programme's people; who does not form the team tells of the own absence only."""
        members = (
            User.objects.active()
            .filter(memberships__programme=self.programme, memberships__ended_on=None)
            .distinct()
            .order_by("name", "pk")
        )
        manages = allows(can_manage_team, self.person, self.programme)
        people = members if manages else members.filter(pk=self.person.pk)
        return super().get_form_kwargs() | {"people": people, "deputies": possible_deputies(self.programme)}

    def get_initial(self) -> dict[str, Any]:
        """Begin with oneself and today."""
        return {"person": self.person.pk, "first_on": timezone.localdate()}

    def act(self, form: Any) -> Away:
        """Call the service."""
        return plan_absence(self.programme, actor=self.person, **form.cleaned_data)

    def back_url(self) -> str:
        """The team."""
        return reverse("people:team", args=[self.programme.slug])


class AbsenceEnd(ProgrammeMixin, ActionView):
    """End an absence early."""

    reads = can_see_team
    acts = can_end_absence
    title = gettext_lazy("End the absence")
    verb = gettext_lazy("End it today")
    done = gettext_lazy("The absence has ended.")
    form_class = PlainForm

    def acted_on(self) -> Away:
        """The absence of the address."""
        return get_object_or_404(Away.objects.for_list(), programme=self.programme, public_id=self.kwargs["public_id"])

    def consequence(self) -> Any:
        """Say what follows."""
        row = self.acted_on()
        if row.deputy is None:
            return str(row)
        return _("%(deputy)s no longer deputises for %(person)s from now on.") % {
            "deputy": row.deputy, "person": row.person,
        }  # fmt: skip

    def act(self, form: Any) -> Away:  # noqa: ARG002
        """Call the service."""
        return end_absence(self.acted_on(), actor=self.person)

    def back_url(self) -> str:
        """The team."""
        return reverse("people:team", args=[self.programme.slug])


class SeatEdit(ProgrammeMixin, FormView[SeatForm]):
    """Who sits on a seat."""

    template_name = "people/seat.html"
    form_class = SeatForm
    reads = can_see_team
    acts = can_manage_team

    @property
    def seat(self) -> Seat:
        """The seat of the URL."""
        found: Seat = get_object_or_404(
            Seat.objects.for_list(), programme=self.programme, public_id=self.kwargs["public_id"]
        )
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the programme's people."""
        return super().get_form_kwargs() | {"seat": self.seat}

    def get_initial(self) -> dict[str, Any]:
        """Start with what is kept."""
        seat = self.seat
        return {name: getattr(seat, name) for name in SeatForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the seat."""
        seat = self.seat
        return super().get_context_data(**kwargs) | {"title": seat.get_role_display(), "seat": seat}

    def form_valid(self, form: SeatForm) -> HttpResponse:
        """Fill or empty it."""
        try:
            fill_seat(self.seat, actor=self.person, **form.cleaned_data)
        except BadInputError as error:
            tell_form(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The seat is saved."))
        return redirect("people:team", slug=self.programme.slug)

    def form_invalid(self, form: SeatForm) -> HttpResponse:
        """Show every error at once; nothing was saved."""
        return self.render_to_response(self.get_context_data(form=form), status=400)


class Raci(ProgrammeMixin, TemplateView):
    """The responsibility matrix with IT's share of the A cells."""

    template_name = "people/raci.html"
    reads = can_see_team

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fold the cells into one row per subject."""
        rows: dict[str, dict[str, Any]] = {}
        cells = RaciCell.objects.filter(programme=self.programme).order_by("subject", "letter", "role")
        for cell in cells:
            row = rows.setdefault(
                cell.subject,
                {"title": cell.title, "ref": cell.public_id, **{letter: [] for letter in RaciLetter.values}},
            )
            row[cell.letter].append(cell.get_role_display())
        share = seams.evidence["people.it_share"](self.programme, [{}])[0]
        return super().get_context_data(**kwargs) | {
            "title": "RACI", "rows": rows, "share": share, "gaps": raci_gaps(self.programme),
            "triangle": SalesRole.choices, "may_write": allows(can_manage_team, self.person, self.programme),
        }  # fmt: skip


class RaciRow(ProgrammeMixin, ActionView):
    """Change one row of the matrix, named by any of its cells."""

    reads = can_see_team
    acts = can_manage_team
    form_class = RaciRowForm

    @cached_property
    def row(self) -> list[RaciCell]:
        """Every cell of the row."""
        cells = RaciCell.objects.filter(programme=self.programme)
        one = get_object_or_404(cells, public_id=self.kwargs["public_id"])
        return list(cells.filter(subject=one.subject).order_by("letter"))

    @property
    def title(self) -> str:
        """Name the row."""
        return f"{self.row[0].subject} {self.row[0].title}".strip()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say what each role holds now."""
        held: dict[str, str] = {}
        for cell in self.row:
            held[cell.role] = held.get(cell.role, "") + cell.letter
        return super().get_form_kwargs() | {"held": held}

    def act(self, form: Any) -> Any:
        """Call the service."""
        subject, title = self.row[0].subject, self.row[0].title
        cells = [(subject, title, role, letter) for role, letter in form.cells()]
        return set_raci(self.programme, cells=cells, actor=self.person)

    def back_url(self) -> str:
        """The matrix."""
        return reverse("people:raci", args=[self.programme.slug])


class RaciLeadToCash(ProgrammeMixin, ActionView):
    """Write the six steps of lead to cash with AR, SR and FR."""

    reads = can_see_team
    acts = can_manage_team
    title = gettext_lazy("Lead to cash with AR, SR and FR")
    verb = gettext_lazy("Write the rows")
    form_class = PlainForm

    def consequence(self) -> Any:
        """Say what is written."""
        return _("Six rows, one for each step, with account, solution and fulfilment responsible; they can be changed.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return add_ltc_raci(self.programme, actor=self.person)

    def back_url(self) -> str:
        """The matrix."""
        return reverse("people:raci", args=[self.programme.slug])
