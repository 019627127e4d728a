"""The registers and records of waves and of the roster."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import CellValue, Status
from core.kept import kept
from core.pages import RecordView
from core.personal import Personal
from core.register import Column, Empty, RegisterView, SavedView
from phases.gates.selectors.repeats import repeat_of
from phases.rollout import permissions
from phases.rollout.choices import AccountKind
from phases.rollout.filters import RosterFilter, WaveFilter
from phases.rollout.models import RosterEntry, Wave
from phases.rollout.selectors import Length, covered, entry_actions, lengths_of, wave_actions
from programme.records.selectors import history_of
from programme.scope import ProgrammeMixin

SHOWN = 100


class RolloutMixin(ProgrammeMixin):
    """Pages of the rollout."""

    reads = permissions.can_see
    nav = "rollout"
    rows_of: ClassVar[Any] = Wave

    def all_of(self) -> Any:
        """Give the rows of the programme."""
        return self.rows_of.objects.filter(programme=self.programme).for_list()

    @cached_property
    def row(self) -> Any:
        """The row of the address."""
        return get_object_or_404(self.all_of(), public_id=self.kwargs["public_id"])

    def at(self, name: str) -> str:
        """Give the address of a page of the programme."""
        return reverse(f"rollout:{name}", args=[self.programme.slug])


class RosterMixin(RolloutMixin):
    """Pages of the roster."""

    rows_of = RosterEntry


def wave_status(wave: Wave) -> Status:
    """Say how a wave stands: live, planned, late, or without a day."""
    if wave.live_on is not None:
        return Status("good", _("live"))
    if wave.planned_on is None:
        return Status("none", _("no day yet"))
    return Status("warn", _("late")) if wave.planned_on < timezone.localdate() else Status("wait", _("planned"))


def length_status(length: Length) -> Status:
    """Say whether a stage lasts as long as it should: a pilot one to three months, a rollout three to six."""
    if not length.verdict:
        return Status("good", _("as long as it should be"))
    word = _("shorter than it should be") if length.verdict == "short" else _("longer than it should be")
    return Status("done" if length.reason else "warn", word)


def _units(wave: Wave) -> str:
    return ", ".join(unit.name for unit in wave.units.all())


class WaveList(RolloutMixin, RegisterView):
    """The waves with their units, people and days."""

    title = gettext_lazy("Waves")
    template_name = "rollout/waves.html"
    filterset_class = WaveFilter
    order = "code"
    columns = (
        Column("code", pgettext_lazy("record", "Code"), sort="position", nowrap=True),
        Column("name", gettext_lazy("Wave"), str, title=True),
        Column("state", gettext_lazy("State"), wave_status),
        Column("units", gettext_lazy("Business units"), _units),
        Column("people", gettext_lazy("People"), "people", "people", number=True),
        Column("planned", gettext_lazy("Go-live planned"), "planned_on", "planned_on", number=True),
        Column("live", gettext_lazy("Live since"), "live_on", "live_on", number=True),
    )

    @property
    def sub(self) -> str:
        """Say how far the rollout covers its scope."""
        found = covered(self.programme, timezone.localdate())
        if not found.units:
            return ""
        told = {
            "live": found.live_units, "units": found.units, "in": found.live_people, "people": found.people,
        }  # fmt: skip
        return _("live: %(live)d of %(units)d units in scope, %(in)d of %(people)d licensed persons") % told

    def rows(self) -> QuerySet[Any]:
        """Waves with the number of their persons."""
        person = Q(roster__account=AccountKind.PERSON)
        rows: QuerySet[Any] = self.all_of().annotate(people=Count("roster", filter=person, distinct=True))
        return rows

    def acts(self) -> Sequence[Act]:
        """Buttons: runbook, roster, import, and a new wave."""
        found = [
            Act("runbook", _("Cutover runbook"), self.at("runbook"), quiet=True),
            Act("roster", _("Roster"), self.at("roster"), quiet=True),
        ]
        if allows(permissions.can_edit_waves, self.person, self.programme):
            bring = reverse("records:import_new", args=[self.programme.slug])
            found.append(Act("import", _("Import"), f"{bring}?kind=waves", quiet=True))
            if allows(permissions.can_plan_stage, self.person, self.programme):
                found.append(Act("overlap", _("Order and overlap"), self.at("overlap"), quiet=True))
            found.append(Act("new", _("New wave"), self.at("wave_new"), "dialog", primary=True))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how long pilot and rollout last, and whether that is as it should be."""
        may = allows(permissions.can_edit_waves, self.person, self.programme)
        lengths = [(one, length_status(one)) for one in lengths_of(self.programme)]
        return super().get_context_data(**kwargs) | {"lengths": lengths, "may_explain": may}

    def empty(self) -> Empty:
        """Teach the first wave."""
        act = None
        if allows(permissions.can_edit_waves, self.person, self.programme):
            act = Act("first", _("New wave"), self.at("wave_new"), "dialog", primary=True)
        text = _("A wave is a group of business units that goes live on one day.")
        return Empty(
            _("No wave yet"), text, act, _("Wave 1: south region and service centre, 112 people, 1 September.")
        )


class WaveDetail(RolloutMixin, RecordView):
    """One wave: its units, its days, its people."""

    template_name = "rollout/wave.html"

    def get_object(self, queryset: Any = None) -> Wave:  # noqa: ARG002
        """Give the wave of the address."""
        wave: Wave = self.row
        return wave

    def status(self) -> Status:
        """How it stands."""
        return wave_status(self.row)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("Waves"), self.at("waves"))]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        before = Wave.objects.filter(programme=self.programme, position__lt=self.row.position).last()
        return [
            (_("Business units"), _units(self.row)),
            (_("Go-live planned"), self.row.planned_on),
            (_("Live since"), self.row.live_on),
            (_("After"), str(before) if before else None),
            (_("Stage in the plan"), kept(self.programme, f"rollout.stage:{self.row.pk}", self.stage)),
        ]

    def stage(self) -> str:
        """Say from when to when its stage of the rollout is planned."""
        own = repeat_of(self.row)
        if own is None or own.span is None:
            return _("not planned")
        return _("%(first)s to %(last)s") % {"first": own.span[0].isoformat(), "last": own.span[1].isoformat()}

    def actions(self) -> Sequence[Action]:
        """Acts on the wave."""
        name = f"rollout.actions:{self.row.pk}:{self.person.pk}"
        return kept(self.programme, name, lambda: wave_actions(self.row, self.person))

    def history(self) -> Sequence[Any]:
        """What happened to it."""
        return history_of(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its people, counted by role in the CRM."""
        rows = RosterEntry.objects.filter(wave=self.row).persons()
        roles = rows.order_by("crm_role").values_list("crm_role").annotate(n=Count("pk"))
        return super().get_context_data(**kwargs) | {
            "roles": [(role or _("no role"), n) for role, n in roles],
            "people": rows.count(),
            "roster_url": f"{self.at('roster')}?wave={self.row.code}",
        }


class RosterList(RosterMixin, RegisterView):
    """Who holds a licence."""

    title = gettext_lazy("Roster")
    filterset_class = RosterFilter
    order = "key"
    columns = (
        Column("key", gettext_lazy("Personnel number"), sort="key", nowrap=True),
        Column("name", gettext_lazy("Name"), sort="name", title=True, personal=Personal.NAME),
        Column("wave", gettext_lazy("Wave"), "wave.code", "wave__position"),
        Column("unit", gettext_lazy("Business unit"), "unit", "unit__name"),
        Column("crm_role", gettext_lazy("Role in the CRM"), sort="crm_role"),
        Column("manager", gettext_lazy("Manager"), "manager", "manager__name", personal=Personal.NAME),
        Column("account", gettext_lazy("Kind of account"), "get_account_display", "account"),
        Column("licensed", gettext_lazy("Licensed from"), "licensed_on", "licensed_on", number=True),
        Column("unlicensed", gettext_lazy("Licensed until"), "unlicensed_on", "unlicensed_on", number=True),
        Column("email", gettext_lazy("E-mail"), sort="email", shown=False, personal=Personal.MAIL),
        Column("crm_id", gettext_lazy("Account in the CRM"), sort="crm_id", shown=False),
        Column("user", gettext_lazy("Account here"), "user", shown=False),
    )
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("Without a wave"), "no_wave=true"),
        SavedView(gettext_lazy("Away today"), "away=true"),
        SavedView(gettext_lazy("Machines and tests"), "account=integration&account=test"),
    )

    def rows(self) -> QuerySet[Any]:
        """Entries of the programme."""
        rows: QuerySet[Any] = self.all_of()
        return rows

    def acts(self) -> Sequence[Act]:
        """Buttons: waves, import, and a new entry."""
        found = [Act("waves", _("Waves"), self.at("waves"), quiet=True)]
        if allows(permissions.can_edit_roster, self.person, self.programme):
            bring = reverse("records:import_new", args=[self.programme.slug])
            found.append(Act("import", _("Import"), f"{bring}?kind=roster", quiet=True))
            found.append(Act("new", _("New entry"), self.at("entry_new"), "dialog", primary=True))
        return found

    def empty(self) -> Empty:
        """Teach the first entry."""
        act = None
        if allows(permissions.can_edit_roster, self.person, self.programme):
            bring = reverse("records:import_new", args=[self.programme.slug])
            act = Act("first", _("Import the roster"), f"{bring}?kind=roster", primary=True)
        text = _("The roster names who works in the CRM, in which unit, role and wave; training and adoption read it.")
        return Empty(_("Nobody is on the roster yet"), text, act, _("CJ-1042, Wang Fang, EAST, sales, W1."))


class EntryDetail(RosterMixin, RecordView):
    """One entry: who, where, in which role, away when."""

    template_name = "rollout/entry.html"

    def get_object(self, queryset: Any = None) -> RosterEntry:  # noqa: ARG002
        """Give the entry of the address."""
        entry: RosterEntry = self.row
        return entry

    def status(self) -> Status:
        """Licensed today, or not."""
        held = self.row.is_licensed(timezone.localdate())
        return Status("good", _("licensed")) if held else Status("none", _("no licence today"))

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("Waves"), self.at("waves")), (_("Roster"), self.at("roster"))]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        row = self.row
        return [
            (_("Personnel number"), row.key),
            (_("E-mail"), row.email),
            (_("Account here"), row.user.name if row.user else None),
            (_("Business unit"), str(row.unit) if row.unit else None),
            (_("Wave"), str(row.wave) if row.wave else None),
            (_("Role in the CRM"), row.crm_role),
            (_("Account in the CRM"), row.crm_id),
            (_("Kind of account"), row.get_account_display()),
            (_("Manager"), str(row.manager) if row.manager else None),
            (_("Licensed from"), row.licensed_on),
            (_("Licensed until"), row.unlicensed_on),
        ]

    def actions(self) -> Sequence[Action]:
        """Acts on the entry."""
        return entry_actions(self.row, self.person)

    def history(self) -> Sequence[Any]:
        """What happened to it."""
        return history_of(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add absences and team."""
        return super().get_context_data(**kwargs) | {
            "absences": list(self.row.absences.all()),
            "team": list(self.row.team.select_related("programme").order_by("key")[:SHOWN]),
        }
