"""The runbook with its clock, the days of the rollout, how far it covers, and rows as files carry them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from core.access import Action, allows
from core.memo import once, read_once, shared
from phases.gates.models import Gate
from phases.gates.selectors.repeats import binding_reasons, repeat_blocked, repeat_of
from phases.plan.models import Task
from phases.plan.selectors import gate_dates
from phases.rollout.models import CutoverStep, RosterEntry, Wave, WaveOverlap
from phases.rollout.permissions import ACTIONS
from phases.rollout.rules import Clock, Coverage, Span, clocks, coverage, length_verdict
from programme.people.models import Unit
from programme.people.selectors import roles_and_units
from programme.records.models import AuditEvent

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

BETWEEN = {"pilot": ("G2", "G3"), "rollout": ("G4", "G5")}  # the gates a stage begins and ends with
EXPLAINED = "rollout.length_explained"
WINDOW_MINUTES = 720
ROLLBACK_MINUTES = 60


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with the clock before it."""

    step: CutoverStep
    clock: Clock


def runbook(programme: "Programme") -> list[StepLine]:
    """Return the steps in order, each with minutes used and left before it; one query."""
    steps = list(CutoverStep.objects.filter(programme=programme).for_list())
    no_return = next((index for index, step in enumerate(steps) if step.point_of_no_return), None)
    times = clocks(
        [step.minutes for step in steps], window=WINDOW_MINUTES, rollback=ROLLBACK_MINUTES, no_return=no_return
    )
    return [StepLine(step, clock) for step, clock in zip(steps, times, strict=True)]


@dataclass(frozen=True, slots=True)
class Length:
    """How long a stage lasts, what that is ("", short, long), and the reason that was given for these very days."""

    stage: str
    first: date
    last: date
    verdict: str
    reason: str = ""
    person: str = ""

    @property
    def span(self) -> str:
        """The days as a reason is kept for them."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


def lengths_of(programme: "Programme") -> list[Length]:
    """Pilot and rollout with their days; three queries, one more where one lasts too short or too long."""
    days = gate_dates(programme)
    found = []
    for stage, gates in BETWEEN.items():
        first, last = (days.get(gate) for gate in gates)
        if first and last:
            found.append(Length(stage, first, last, length_verdict(stage, first, last)))
    return [_explained(programme, one) if one.verdict else one for one in found]


def _explained(programme: "Programme", length: Length) -> Length:
    """Add the newest reason that was given for these days; other days need another reason."""
    rows = AuditEvent.objects.filter(programme=programme, action=EXPLAINED).order_by("-seq").select_related("actor")
    events: list[AuditEvent] = shared(programme, "rollout.explained", lambda: list(rows))
    for event in events:
        if event.changes.get(length.stage) == [None, length.span]:
            return replace(length, reason=event.reason, person=event.actor.name if event.actor else "")
    return length


def units_without_member(programme: "Programme") -> list[Unit]:
    """Business units of the waves from which nobody holds a role, in the unit or one below it; two queries."""
    here = Exists(Wave.units.through.objects.filter(wave__programme=programme, unit=OuterRef("pk")))
    units = list(Unit.objects.annotate(within=here).order_by("code"))
    parents = {unit.pk: unit.parent_id for unit in units}
    held = [(unit, home) for _role, unit, home in roles_and_units(programme)]
    reached: set[int | None] = set()
    for at in {unit for pair in held for unit in pair}:
        above: int | None = at
        while above is not None and above not in reached:
            reached.add(above)
            above = parents.get(above)
    return [unit for unit in units if unit.within and unit.pk not in reached]


def manning(programme: "Programme") -> list[tuple[int | None, str, int]]:
    """How many persons the roster has by wave and role in the CRM; one query, read once within an evaluation."""
    persons = RosterEntry.objects.filter(programme=programme).persons().order_by("wave", "crm_role")
    counted = persons.values("wave", "crm_role").annotate(n=Count("pk")).values_list("wave", "crm_role", "n")
    return shared(programme, "rollout.manning", lambda: list(counted))


def waves_of(programme: "Programme") -> list[Wave]:
    """Return the waves in order; one query, once for a page."""
    rows = Wave.objects.filter(programme=programme).select_related("programme")
    return once(programme, "rollout.waves", lambda: list(rows))


@read_once()
def covered(programme: "Programme", day: date) -> Coverage:
    """Count how far the rollout covers its scope on that day; four queries, three where waves hold every unit."""
    live = {wave.pk for wave in waves_of(programme) if wave.live_on is not None and wave.live_on <= day}
    units = Wave.units.through.objects.filter(wave__programme=programme).values_list("unit_id", "wave_id")
    held = {unit: wave in live for unit, wave in units}
    rows = RosterEntry.objects.filter(programme=programme).persons().licensed(day).order_by("pk")
    people = [(unit, wave in live) for unit, wave in rows.values_list("unit_id", "wave_id")]
    outside = any(unit is not None and unit not in held for unit, _live in people)
    return coverage(held, people, dict(Unit.objects.values_list("pk", "parent_id")) if outside else {})


def wave_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Return the waves as a file carries them, by public id; two queries."""
    return {
        wave.public_id: {
            "code": wave.code,
            "name_zh": wave.name_zh,
            "name_en": wave.name_en,
            "units": tuple(sorted(unit.code for unit in wave.units.all())),
            "planned_on": wave.planned_on,
            "live_on": wave.live_on,
        }
        for wave in Wave.objects.filter(programme=programme).for_list()
    }


def roster_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Return the roster as a file carries it, by public id; two queries."""
    rows = RosterEntry.objects.filter(programme=programme).for_list().prefetch_related("absences")
    return {
        row.public_id: {
            "key": row.key,
            "name": row.name,
            "email": row.email or None,
            "unit": row.unit.code if row.unit else "",
            "crm_role": row.crm_role,
            "crm_id": row.crm_id,
            "wave": row.wave.code if row.wave else "",
            "manager": row.manager.key if row.manager else "",
            "account": row.account,
            "licensed_on": row.licensed_on,
            "unlicensed_on": row.unlicensed_on,
            "absences": tuple(str(Span(one.first, one.last, one.reason)) for one in row.absences.all()),
        }
        for row in rows
    }


def headcounts(programme: "Programme") -> dict[int, int]:
    """Count the persons of each wave, by primary key; one query."""
    rows = RosterEntry.objects.filter(programme=programme).persons().exclude(wave=None).order_by()
    return dict(rows.values_list("wave").annotate(Count("pk")))


def bound_reasons(wave: Wave) -> list[str]:
    """Say why a wave cannot be taken out alone: gates, tasks and people that belong to it; three queries."""
    reasons = []
    if Gate.objects.filter(programme=wave.programme, wave=wave.code).exists():
        reasons.append(_("Gates are decided for the wave %(wave)s.") % {"wave": wave.code})
    if Task.objects.filter(programme=wave.programme, wave=wave.code).exists():
        reasons.append(_("Tasks of the plan belong to the wave %(wave)s.") % {"wave": wave.code})
    if RosterEntry.objects.filter(wave=wave).exists():
        reasons.append(_people_stay(wave))
    return reasons


def _people_stay(wave: Wave) -> str:
    return _("People of the roster belong to the wave %(wave)s.") % {"wave": wave.code}


def kept_overlap(programme: "Programme") -> WaveOverlap:
    """Return the programme's own rule of overlap, unsaved where it has none; one query."""
    return WaveOverlap.objects.filter(programme=programme).first() or WaveOverlap(programme=programme)


def planned_codes(programme: "Programme") -> set[str]:
    """Return the codes of waves that tasks or gates of the programme carry; two queries."""
    found = set(Gate.objects.filter(programme=programme).exclude(wave="").values_list("wave", flat=True))
    return found | set(Task.objects.filter(programme=programme).exclude(wave="").values_list("wave", flat=True))


def bound_codes(wave: Wave) -> bool:
    """Tell whether gates or tasks carry the wave's code; two queries."""
    return wave.code in planned_codes(wave.programme)


def wave_actions(wave: Wave, user: "User") -> list[Action]:
    """List what this person may do with the wave now; up to 20 queries."""
    if not allows(ACTIONS["edit_waves"], user, wave):
        return []
    found = [Action("edit", _("Edit"))]
    own = repeat_of(wave) if allows(ACTIONS["plan_stage"], user, wave) else None
    reasons = tuple(bound_reasons(wave))
    if own is not None:
        bonds = tuple(binding_reasons(wave))
        people = [_people_stay(wave)] if RosterEntry.objects.filter(wave=wave).exists() else []
        found.append(Action("unrepeat", _("Take the stage out"), bonds, danger=True))
        reasons = (*bonds, *people)
    elif allows(ACTIONS["plan_stage"], user, wave):
        found.append(Action("repeat", _("Plan the stage"), tuple(repeat_blocked(wave))))
    if wave.live_on is None:
        found.append(Action("live", _("Mark live"), primary=True))
    return [*found, Action("remove", _("Remove"), reasons, danger=True)]


def entry_actions(entry: RosterEntry, user: "User") -> list[Action]:
    """List what this person may do with the entry."""
    if not allows(ACTIONS["edit_roster"], user, entry):
        return []
    return [
        Action("edit", _("Edit"), primary=True),
        Action("absences", _("Absences")),
        Action("remove", _("Remove"), danger=True),
    ]


def span_lines(entry: RosterEntry) -> str:
    """Write the absences one to a line."""
    return "\n".join(str(Span(one.first, one.last, one.reason)) for one in entry.absences.all())
