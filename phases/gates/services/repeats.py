"""Waves of a running programme: plan the stage for one more, take it away, change their order and overlap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import allows, require
from core.errors import IllegalNowError
from core.models import save_validated
from phases.gates.models import Criterion, Deliverable, DeliverablePart, Gate
from phases.gates.permissions import ACTIONS
from phases.gates.rules.repetition import ends_of_stage
from phases.gates.selectors.proposals import Proposal, propose_overlap, propose_removal, propose_repeat
from phases.gates.selectors.repeats import (
    binding_reasons,
    own_blueprint,
    repeat_blocked,
    repeat_of,
    repeats_of,
    wanted_overlap,
    works_of_repeat,
)
from phases.gates.services.building import build_repeat
from phases.gates.services.feeding import raci_cells, task_seeds
from phases.plan.selectors.ripple import read_edits
from phases.plan.services import add_blueprint_tasks, reschedule, write_edits
from phases.rollout.models import Wave, WaveOverlap
from phases.rollout.services import remove_wave
from programme.charter.services.rows import require_alive
from programme.people.models import RaciCell
from programme.people.services import set_raci
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done, and the values that take it back."""

    proposal: Proposal
    undo: Mapping[str, Any]


@writes
def add_repeat(wave: Wave, *, actor: "User | None", mark: str = "") -> Proposal:
    """Plan the stage for a wave of a running programme: tasks, links, deliverables, gates with criteria.

    ``mark`` is that of the proposal that was looked at: refused where the plan would move otherwise by now. Raises
    ``IllegalNowError``, ``BadInputError``.
    """
    require(ACTIONS["repeat"], actor, wave)
    require_alive(wave.programme)
    wave = Wave.objects.select_related("programme").get(pk=wave.pk)
    programme = wave.programme
    if reasons := repeat_blocked(wave):
        raise IllegalNowError(*reasons)
    heads = _heads_of_first(programme)
    proposal = _expected(propose_repeat(wave), mark)
    blueprint = own_blueprint(programme)
    if proposal.adds is None or blueprint is None:
        raise IllegalNowError(_("The programme's blueprint repeats no stage for each wave."))
    rows = proposal.adds.rows
    made = build_repeat(programme, rows, blueprint.criteria)
    tasks = add_blueprint_tasks(programme, seeds=task_seeds(rows.tasks), actor=actor)
    refs = {f"+{row.code.removesuffix(f'.{wave.code}')}": tasks[row.code, wave.code].public_id for row in rows.tasks}
    _write(programme, proposal.edits, refs, actor)
    set_raci(programme, cells=raci_cells(programme, rows.tasks, rows.deliverables), actor=actor)
    _move_gates(programme, heads, actor)
    reschedule(programme, actor=None)
    made["tasks"] = [row.code for row in rows.tasks]
    append_event(
        "wave.stage_planned", wave, actor=actor, changes={name: [None, codes] for name, codes in sorted(made.items())}
    )
    return proposal


@writes
def remove_repeat(wave: Wave, *, actor: "User | None", mark: str = "") -> Proposal:
    """Take the stage of a wave away while nothing binds it; raises ``IllegalNowError`` with everything that does."""
    require(ACTIONS["repeat"], actor, wave)
    require_alive(wave.programme)
    wave = Wave.objects.select_related("programme").get(pk=wave.pk)
    programme = wave.programme
    if reasons := binding_reasons(wave):
        raise IllegalNowError(*reasons)
    heads = _heads_of_first(programme)
    proposal = _expected(propose_removal(wave), mark)
    own, blueprint = repeat_of(wave), own_blueprint(programme)
    if own is None or blueprint is None:
        raise IllegalNowError(_("The stage is not planned for the wave %(wave)s.") % {"wave": wave.code})
    works = [work.pk for work in works_of_repeat(own, blueprint)]
    _write(programme, proposal.edits, {}, actor)
    gates = Gate.objects.filter(programme=programme, wave=wave.code)
    gone = {
        "tasks": [task.code for task in own.tasks.values()],
        "gates": [gate.key for gate in gates],
        "deliverables": list(Deliverable.objects.filter(pk__in=works).values_list("code", flat=True)),
    }
    Criterion.objects.filter(gate__in=gates).delete()
    gates.delete()
    RaciCell.objects.filter(programme=programme, subject__in=gone["deliverables"]).delete()
    DeliverablePart.objects.filter(deliverable__in=works).delete()
    Deliverable.objects.filter(pk__in=works).delete()
    _move_gates(programme, heads, actor)
    reschedule(programme, actor=None)
    append_event(
        "wave.stage_removed", wave, actor=actor, changes={name: [codes, None] for name, codes in sorted(gone.items())}
    )
    return proposal


@writes
def cancel_wave(wave: Wave, *, actor: "User | None") -> None:
    """Take a wave out together with its stage, where it has one and nothing binds it.

    For whoever may not plan stages a wave that has one stays: ``IllegalNowError``.
    """
    if allows(ACTIONS["repeat"], actor, wave) and repeat_of(wave) is not None:
        remove_repeat(wave, actor=actor)
    remove_wave(wave, actor=actor)


@writes
def set_overlap(
    programme: "Programme",
    *,
    actor: "User | None",
    kind: str,
    lag: int | None,
    at_once: int | None,
    order: Sequence[str],
    mark: str = "",
) -> Settled:
    """Let the waves follow one another in this order and by this rule, and link the plan anew.

    ``lag`` is in working days, None takes the blueprint's. ``mark`` as for ``add_repeat``. Raises ``BadInputError``
    with everything that is wrong.
    """
    require(ACTIONS["repeat"], actor, programme)
    require_alive(programme)
    blueprint = own_blueprint(programme)
    if blueprint is None:
        raise IllegalNowError(_("The programme's blueprint repeats no stage for each wave."))
    heads = _heads_of_first(programme)
    wanted = wanted_overlap(programme, kind, lag, at_once)
    proposal = _expected(propose_overlap(programme, overlap=wanted, order=order), mark)
    kept = WaveOverlap.objects.filter(programme=programme).first() or WaveOverlap(programme=programme)
    before = [one.wave.code for one in repeats_of(programme, blueprint)]
    undo = {"kind": kept.kind, "lag": kept.lag, "at_once": kept.at_once, "order": before}
    _write(programme, proposal.edits, {}, actor)
    with change(kept, "waves.overlap_set", actor=actor):
        kept.kind, kept.lag, kept.at_once = kind, lag, at_once
        save_validated(kept)
    if list(order) != before:
        _reorder(programme, order)
        append_event("waves.reordered", programme, actor=actor, changes={"order": [before, list(order)]})
    _move_gates(programme, heads, actor)
    reschedule(programme, actor=None)
    return Settled(proposal, undo)


def _expected(proposal: Proposal, mark: str) -> Proposal:
    if mark and mark != proposal.mark:
        raise IllegalNowError(_("The plan changed since this was computed; look at what moves now."))
    return proposal


def _write(
    programme: "Programme", edits: Sequence[Mapping[str, Any]], refs: Mapping[str, str], actor: "User | None"
) -> None:
    """Make the edits; ``refs`` gives the ids of tasks that were added meanwhile."""
    named = [
        {name: refs.get(value, value) if isinstance(value, str) else value for name, value in edit.items()}
        for edit in edits
    ]
    write_edits(programme, read_edits(programme, named), actor=actor)


def _heads_of_first(programme: "Programme") -> dict[str, str]:
    """Codes of the tasks with which the first wave's stage begins, by their code in the blueprint."""
    blueprint = own_blueprint(programme)
    repeats = repeats_of(programme, blueprint) if blueprint else []
    if blueprint is None or not repeats:
        return {}
    heads, _tails = ends_of_stage(blueprint)
    return {code: repeats[0].tasks[code].code for code in heads if code in repeats[0].tasks}


def _move_gates(programme: "Programme", before: Mapping[str, str], actor: "User | None") -> None:
    """Let a gate that held the first wave hold the one that is first now, unless the gate is decided."""
    after = _heads_of_first(programme)
    names = {old: after[code] for code, old in before.items() if code in after and after[code] != old}
    for gate in Gate.objects.filter(programme=programme):
        held = list(dict.fromkeys(names.get(code, code) for code in gate.holds))
        if held != gate.holds and not gate.is_decided:
            with change(gate, "gate.holds_moved", actor=actor):
                gate.holds = held
                save_validated(gate)


def _reorder(programme: "Programme", order: Sequence[str]) -> None:
    """Let the waves of the stage change places among themselves; those without it stay where they are."""
    waves = list(Wave.objects.filter(programme=programme).order_by("position", "pk"))
    by_code = {wave.code: wave for wave in waves}
    turn = iter(order)
    for place, wave in enumerate(waves):
        row = by_code[next(turn)] if wave.code in order else wave
        row.position = place
    Wave.objects.bulk_update(waves, ["position"])
