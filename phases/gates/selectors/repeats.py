"""The stage that each wave of the rollout repeats: which waves have it, and what binds it to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from phases.gates.choices import DeliverableState, GateState
from phases.gates.models import Concession, Deliverable, DeliverablePart, Gate, GateVote, ManualStatement
from phases.gates.rules.blueprint import load_blueprint
from phases.gates.rules.repetition import START, Overlap
from phases.gates.rules.rows import Blueprint
from phases.gates.rules.tailoring import first_wave, in_wave, tailor
from phases.plan.models import Assignment, Task
from phases.rollout.models import Wave, WaveOverlap
from programme.records.models import Attachment, Comment
from programme.signoff.models import SignatureRequest

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Repeat:
    """A wave's own run through the stage: its tasks by their codes in the blueprint."""

    wave: Wave
    tasks: Mapping[str, Task]

    @property
    def plain(self) -> bool:
        """Tell whether it is the one that the programme was started with, under the blueprint's own codes."""
        return any(task.code == code for code, task in self.tasks.items())

    @property
    def begun(self) -> bool:
        """Tell whether work on it was recorded."""
        return any(task.started or task.percent for task in self.tasks.values())

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day, recorded or computed; None before the plan was."""
        starts = [day for task in self.tasks.values() if (day := task.actual_start or task.early_start)]
        ends = [day for task in self.tasks.values() if (day := task.actual_finish or task.early_finish)]
        return (min(starts), max(ends)) if starts and ends else None


def own_blueprint(programme: "Programme") -> Blueprint | None:
    """Return the blueprint in the version and depth the programme runs by; None where there is none, or no stage."""
    try:
        loaded = load_blueprint(programme.blueprint, programme.blueprint_version)
    except KeyError:
        return None
    return tailor(loaded, profile=programme.profile) if loaded.wave_tasks else None


def overlap_of(programme: "Programme", blueprint: Blueprint | None = None) -> Overlap:
    """Return how waves follow one another: what the programme set, else what its blueprint says. One query."""
    blueprint = blueprint or own_blueprint(programme)
    usual = blueprint.wave_lag if blueprint else 0
    kept = WaveOverlap.objects.filter(programme=programme).first()
    if kept is None:
        return Overlap(START, usual)
    return Overlap(kept.kind, usual if kept.lag is None else kept.lag, kept.at_once)


def wanted_overlap(programme: "Programme", kind: str, lag: int | None, most: int | None) -> Overlap:
    """Give a rule as it was asked for; without a lag it takes the blueprint's."""
    blueprint = own_blueprint(programme)
    usual = blueprint.wave_lag if blueprint else 0
    return Overlap(kind, usual if lag is None else lag, most)


def works_of_repeat(own: Repeat, blueprint: Blueprint) -> list[Deliverable]:
    """Return what the wave's tasks of the stage make; one query."""
    made = {task.deliverable for task in blueprint.tasks if task.code in blueprint.wave_tasks}
    wave = own.wave.code
    codes = {code if own.plain else in_wave(code, wave) for code in made}
    rows = Deliverable.objects.filter(programme=own.wave.programme, code__in=codes)
    return list(rows.order_by("position", "pk"))


def repeats_of(programme: "Programme", blueprint: Blueprint | None = None) -> list[Repeat]:
    """Return the waves that have the stage in the plan, in their order; two queries."""
    blueprint = blueprint or own_blueprint(programme)
    if blueprint is None:
        return []
    tasks: dict[str, dict[str, Task]] = {}
    for task in Task.objects.filter(programme=programme).exclude(code="").order_by("position", "pk"):
        wave = task.wave or first_wave(blueprint)
        code = task.code.removesuffix(f".{wave}")
        if code in blueprint.wave_tasks:
            tasks.setdefault(wave, {})[code] = task
    waves = Wave.objects.filter(programme=programme).select_related("programme").order_by("position", "pk")
    return [Repeat(wave, tasks[wave.code]) for wave in waves if wave.code in tasks]


def repeat_of(wave: Wave) -> Repeat | None:
    """Return the wave's run through the stage; None where it has none. Two queries."""
    return next((one for one in repeats_of(wave.programme) if one.wave.pk == wave.pk), None)


def repeat_blocked(wave: Wave) -> list[str]:
    """Say why the stage cannot be planned for the wave now; two queries."""
    blueprint = own_blueprint(wave.programme)
    if blueprint is None:
        return [_("The programme's blueprint repeats no stage for each wave.")]
    if wave.live_on is not None:
        return [_("The wave is live since %(day)s.") % {"day": wave.live_on.isoformat()}]
    repeats = repeats_of(wave.programme, blueprint)
    if any(one.wave.pk == wave.pk for one in repeats):
        return [_("The stage is planned for the wave %(wave)s already.") % {"wave": wave.code}]
    if not repeats:
        return [_("The plan has no tasks of the stage that waves repeat.")]
    return []


def binding_reasons(wave: Wave) -> list[str]:
    """Say everything that binds the stage of a wave: progress, signatures, votes, work handed in. Up to 14 queries."""
    blueprint = own_blueprint(wave.programme)
    repeats = repeats_of(wave.programme, blueprint)
    own = next((one for one in repeats if one.wave.pk == wave.pk), None)
    if own is None or blueprint is None:
        return [_("The stage is not planned for the wave %(wave)s.") % {"wave": wave.code}]
    reasons = []
    if wave.live_on is not None:
        reasons.append(_("The wave is live since %(day)s.") % {"day": wave.live_on.isoformat()})
    if len(repeats) == 1:
        reasons.append(_("It is the only wave with this stage; a step may be made lighter, never skipped."))
    gates = list(Gate.objects.filter(programme=wave.programme, wave=wave.code).order_by("position", "pk"))
    works = works_of_repeat(own, blueprint)
    return [*reasons, *_task_bonds(own), *_gate_bonds(gates), *_work_bonds(works), *_paper_bonds(own, gates, works)]


def _task_bonds(own: Repeat) -> list[str]:
    tasks = list(own.tasks.values())
    begun = [task.code for task in tasks if task.started or task.percent]
    rows = Assignment.objects.filter(task__in=tasks)
    staffed = rows.order_by("task__position").values_list("task__code", flat=True)
    every = Task.objects.filter(programme=own.wave.programme, wave=own.wave.code)
    more = every.exclude(pk__in=[task.pk for task in tasks]).order_by("position", "pk")
    said = (
        (_("Work was recorded on %(what)s."), begun),
        (_("Resources are assigned to %(what)s."), list(dict.fromkeys(staffed))),
        (_("Other tasks belong to the wave: %(what)s."), [task.ref or task.name for task in more]),
    )
    return [text % {"what": ", ".join(what)} for text, what in said if what]


def _gate_bonds(gates: Sequence[Gate]) -> list[str]:
    moved = [gate.key for gate in gates if gate.state != GateState.SCHEDULED or gate.round > 1]
    voted = GateVote.objects.filter(gate__in=gates).order_by("gate__position")
    stated = ManualStatement.objects.filter(criterion__gate__in=gates).order_by("criterion__gate__position")
    conceded = Concession.objects.filter(gate__in=gates).order_by("gate__position")
    said = (
        (_("The gate %(what)s was submitted for review."), moved),
        (_("Votes were given at %(what)s."), _keys(gates, voted.values_list("gate_id", flat=True))),
        (_("Criteria were stated at %(what)s."), _keys(gates, stated.values_list("criterion__gate_id", flat=True))),
        (_("Departures were accepted at %(what)s."), _keys(gates, conceded.values_list("gate_id", flat=True))),
    )
    return [text % {"what": ", ".join(what)} for text, what in said if what]


def _keys(gates: Sequence[Gate], found: Iterable[int]) -> list[str]:
    names = {gate.pk: gate.key for gate in gates}
    return [names[pk] for pk in dict.fromkeys(found)]


def _work_bonds(works: Sequence[Deliverable]) -> list[str]:
    handed = Deliverable.objects.filter(pk__in=[work.pk for work in works]).filter(
        ~Q(state=DeliverableState.DRAFT) | Q(edition__gt=1) | ~Q(link="") | ~Q(note="")
        | Q(parts__in=_touched_parts(works))
    )  # fmt: skip
    codes = list(handed.order_by("position", "pk").values_list("code", flat=True))
    return [_("Work was handed in for %(what)s.") % {"what": ", ".join(dict.fromkeys(codes))}] if codes else []


def _touched_parts(works: Sequence[Deliverable]) -> QuerySet[DeliverablePart]:
    rows = DeliverablePart.objects.filter(deliverable__in=works)
    return rows.filter(~Q(state=DeliverableState.DRAFT) | Q(edition__gt=1) | ~Q(link="") | ~Q(note=""))


def _paper_bonds(own: Repeat, gates: Sequence[Gate], works: Sequence[Deliverable]) -> list[str]:
    """Signatures, files and comments on the wave itself or on a row of its stage."""
    rows = [own.wave, *own.tasks.values(), *gates, *works]
    named = {(row._meta.label, row.public_id): str(row) for row in rows}
    said = (
        (_("Signatures were asked for on %(what)s."), SignatureRequest),
        (_("Files are attached to %(what)s."), Attachment),
        (_("Comments stand on %(what)s."), Comment),
    )
    found = []
    for text, model in said:
        marks = model._default_manager.filter(
            programme=own.wave.programme, object_id__in=[public_id for _kind, public_id in named]
        ).order_by("pk")
        what = [named[mark] for mark in dict.fromkeys(marks.values_list("kind", "object_id")) if mark in named]
        if what:
            found.append(text % {"what": "; ".join(what)})
    return found
