"""The overview of training, the register of learners, and one person's training."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import Action, allows
from core.documents.values import CellValue, Status
from core.pages import RecordView
from core.personal import Personal
from core.register import Column, Empty, RegisterView, SavedView
from phases.rollout.models import RosterEntry
from programme.scope import ProgrammeMixin
from training.catalogue.selectors import matrix
from training.learners import permissions, selectors
from training.learners.filters import LearnerFilter
from training.learners.models import Enrolment, EnrolmentChange, Waiver
from training.learners.selectors import Standing
from training.learners.selectors.waves import NEEDED


class Overview(ProgrammeMixin, TemplateView):
    """Which wave is ready, who is missing, and what to plan next."""

    nav = "training"
    template_name = "learners/overview.html"
    reads = permissions.can_see

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give waves, courses short of seats, and roles that need nothing."""
        waves = selectors.wave_readiness(self.programme)
        found = matrix(self.programme)
        needed = selectors.people_by_need(self.programme)
        short = [(course, needed[course.pk]) for course in found.courses if needed.get(course.pk)]
        return super().get_context_data(**kwargs) | {
            "title": _("Training"),
            "waves": waves,
            "threshold": NEEDED.numerator * 100 // NEEDED.denominator,
            "short": short,
            "sessions": selectors.open_sessions(self.programme, [course for course, _n in short]),
            "unplanned": [row for row in found.rows if row.unplanned] if not any(found.rows[0].cells) else [],
            "may_teach": allows(permissions.can_teach, self.person, self.programme),
        }


class PeopleMixin(ProgrammeMixin):
    """The persons of the roster."""

    nav = "training"

    def people(self) -> QuerySet[RosterEntry]:
        """Give those whose training this person sees, with unit and wave."""
        rows = RosterEntry.objects.filter(selectors.seen_by(self.programme, self.person), programme=self.programme)
        return rows.persons().for_list()

    @cached_property
    def entry(self) -> RosterEntry:
        """The person of the address."""
        return get_object_or_404(self.people(), public_id=self.kwargs["public_id"])


class PeopleList(PeopleMixin, RegisterView):
    """Everybody on the roster with what the role needs; the standings of a page cost three queries."""

    template_name = "learners/register.html"
    title = gettext_lazy("Learners")
    reads = permissions.can_see
    filterset_class = LearnerFilter
    order = "name"
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("Not ready"), "lacks=course"),
        SavedView(gettext_lazy("Without a seat"), "lacks=seat"),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.found: dict[int, Standing] = {}
        self.columns = (
            Column("key", gettext_lazy("Number"), sort="key", nowrap=True),
            Column("name", gettext_lazy("Name"), sort="name", title=True, personal=Personal.NAME),
            Column("stands", gettext_lazy("Stands"), lambda row: selectors.person_status(self.standing(row))),
            Column("done", gettext_lazy("Passed"), self._done, number=True),
            Column("missing", gettext_lazy("Missing"), self._missing),
            Column("role", gettext_lazy("Role in the CRM"), "crm_role", sort="crm_role"),
            Column("unit", gettext_lazy("Business unit"), "unit", sort="unit__name"),
            Column(
                "wave", gettext_lazy("Wave"), lambda row: row.wave.code if row.wave else None, sort="wave__position"
            ),
            Column("go_live", gettext_lazy("Go-live"), lambda row: row.wave.goes_live_on if row.wave else None),
        )

    def rows(self) -> QuerySet[RosterEntry]:
        """Persons of the roster."""
        return self.people()

    def standing(self, row: RosterEntry) -> Standing:
        """How a person of this page stands; read for the whole page at once."""
        if row.pk not in self.found:
            page = self.get_queryset() if self.request.GET.get("export") else self.page_rows
            self.found |= selectors.standings(self.programme, page)
        return self.found[row.pk]

    page_rows: Sequence[RosterEntry] = ()

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Keep the rows of the page, for their standings."""
        found = super().paginate_queryset(queryset, page_size)
        self.page_rows = list(found[2])
        return found[0], found[1], self.page_rows, found[3]

    def _done(self, row: RosterEntry) -> CellValue:
        one = self.standing(row)
        return f"{one.done}/{len(one.gate_items)}"

    def _missing(self, row: RosterEntry) -> CellValue:
        return ", ".join(item.course.code for item in self.standing(row).missing) or None

    def row_url(self, row: RosterEntry) -> str:
        """The person's training."""
        return reverse("learners:person", args=[self.programme.slug, row.public_id])

    def empty(self) -> Empty:
        """Teach where learners come from."""
        return Empty(
            _("Nobody on the roster yet"),
            _("Who will work in the CRM comes from the roster; role and wave say what each person needs."),
            None,
            _("Wang Li, account manager, east region, wave W1: needs C02, C03 and C12"),
        )


class PersonDetail(PeopleMixin, RecordView):
    """One person's training: what the role needs, seats, results, history."""

    template_name = "learners/person.html"
    reads = permissions.can_see

    def get_object(self, queryset: Any = None) -> RosterEntry:  # noqa: ARG002
        """Give the person of the address."""
        return self.entry

    @cached_property
    def standing(self) -> Standing:
        """How the person stands."""
        return selectors.standing_of(self.entry)

    def status(self) -> Status:
        """In one word."""
        return selectors.person_status(self.standing)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("Learners"), reverse("learners:people", args=[self.programme.slug]))]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say who the person is."""
        one = self.entry
        told: list[tuple[Any, CellValue]] = [
            (_("Number"), one.key),
            (_("Role in the CRM"), one.crm_role or None),
            (_("Business unit"), str(one.unit) if one.unit else None),
            (_("Manager"), str(one.manager) if one.manager else None),
            (_("Wave"), str(one.wave) if one.wave else None),
            (_("Go-live"), one.wave.goes_live_on if one.wave else None),
            (_("Licensed from"), one.licensed_on),
            (_("Licensed until"), one.unlicensed_on),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the person's training."""
        return selectors.person_actions(self.entry, self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add items, enrolments with their acts, waivers and the steps."""
        rows = list(Enrolment.objects.filter(entry=self.entry).for_list().order_by("course__code", "pk"))
        shown = allows(permissions.sees_scores, self.person, self.entry)
        return super().get_context_data(**kwargs) | {
            "items": [(item, selectors.item_status_of(item)) for item in self.standing.items],
            "enrolments": [
                (row, selectors.status_of(row), selectors.enrolment_actions(row, self.person)) for row in rows
            ],
            "waivers": Waiver.objects.filter(entry=self.entry, ended_on=None).for_list(),
            "may_waive": allows(permissions.can_waive, self.person, self.entry),
            "scores_shown": shown,
            "steps": EnrolmentChange.objects.filter(enrolment__entry=self.entry).for_list()[:12],
        }
