"""Rows of phases, stages, deliverables, gates and criteria from a blueprint."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from phases.gates.models import Criterion, Deliverable, DeliverablePart, Gate, Phase, Stage, StageCheck
from phases.gates.rules.rows import Blueprint, CriterionRow, DeliverableRow, GateRow, Words
from phases.gates.rules.tailoring import RepeatRows
from programme.records.services import append_event

if TYPE_CHECKING:
    from programme.charter.models import Programme


def _named(words: Words) -> dict[str, str]:
    return {"name_zh": words.zh, "name_en": words.en}


def build_phases(programme: "Programme", rows: Blueprint) -> None:
    """Create phases, stages with both depths' checks, deliverables with their parts; one audit event."""
    phases = {
        row.code: Phase(programme=programme, code=row.code, position=n, **_named(row.name),
                        duration_zh=row.duration.zh, duration_en=row.duration.en)
        for n, row in enumerate(rows.phases)
    }  # fmt: skip
    Phase.objects.bulk_create(phases.values())
    stages = {
        row.code: Stage(programme=programme, phase=phases[row.phase], code=row.code, position=n, **_named(row.name))
        for n, row in enumerate(rows.stages)
    }
    Stage.objects.bulk_create(stages.values())
    StageCheck.objects.bulk_create(
        StageCheck(programme=programme, stage=stages[row.code], position=n, depth=check.depth, **_named(check.text))
        for row in rows.stages
        for n, check in enumerate(row.checks)
    )
    deliverables = [_deliverable(programme, row, stages[row.stage], n) for n, row in enumerate(rows.deliverables)]
    Deliverable.objects.bulk_create(deliverables)
    DeliverablePart.objects.bulk_create(
        DeliverablePart(programme=programme, deliverable=kept, code=part.code, position=n, **_named(part.name))
        for kept, row in zip(deliverables, rows.deliverables, strict=True)
        for n, part in enumerate(row.parts)
    )
    made = {"phases": len(phases), "stages": len(stages), "deliverables": len(deliverables)}
    append_event("phases.seeded", programme, actor=None, changes={name: [None, n] for name, n in made.items()})


def _deliverable(programme: "Programme", row: DeliverableRow, stage: Stage, position: int) -> Deliverable:
    return Deliverable(
        programme=programme,
        stage=stage,
        code=row.code,
        position=position,
        wave=row.wave,
        mandatory=row.mandatory,
        doer_roles=list(row.doers),
        approver_role=row.approver,
        **_named(row.name),
    )


def build_gates(programme: "Programme", rows: Blueprint) -> None:
    """Create gates, one for each wave where they come per wave, with their criteria; one audit event."""
    phases = {phase.code: phase for phase in Phase.objects.filter(programme=programme)}
    order = {code: n for n, code in enumerate(dict.fromkeys(gate.code for gate in rows.gates))}
    gates = [_gate(programme, row, phases[row.phase], order[row.code]) for row in rows.gates]
    Gate.objects.bulk_create(gates)
    criteria = [
        criterion
        for gate in gates
        for criterion in _criteria(programme, gate, [row for row in rows.criteria if row.gate == gate.code])
    ]
    Criterion.objects.bulk_create(criteria)
    made = {"gates": len(gates), "criteria": len(criteria)}
    append_event("gates.seeded", programme, actor=None, changes={name: [None, n] for name, n in made.items()})


def build_repeat(programme: "Programme", rows: RepeatRows, criteria: Sequence[CriterionRow]) -> dict[str, list[str]]:
    """Create the deliverables, gates and criteria of one more wave beside those there are; returns their codes.

    They stand where their first ones do. The caller's event tells of them.
    """
    stages = {stage.code: stage for stage in Stage.objects.filter(programme=programme)}
    phases = {phase.code: phase for phase in Phase.objects.filter(programme=programme)}
    works = Deliverable.objects.filter(programme=programme).order_by("-pk").values_list("code", "position")
    gates = Gate.objects.filter(programme=programme).order_by("-pk").values_list("code", "position")
    places, order = dict(works), dict(gates)
    for row in rows.deliverables:
        first = row.code.removesuffix(f".{row.wave}")
        kept = _deliverable(programme, row, stages[row.stage], places.get(first, len(places)))
        kept.save()
        DeliverablePart.objects.bulk_create(
            DeliverablePart(programme=programme, deliverable=kept, code=part.code, position=n, **_named(part.name))
            for n, part in enumerate(row.parts)
        )
    made = [_gate(programme, row, phases[row.phase], order.get(row.code, len(order))) for row in rows.gates]
    for gate in made:
        gate.save()
        asked = _criteria(programme, gate, [row for row in criteria if row.gate == gate.code])
        Criterion.objects.bulk_create(asked)
    return {"deliverables": [row.code for row in rows.deliverables], "gates": [gate.key for gate in made]}


def _gate(programme: "Programme", row: GateRow, phase: Phase, position: int) -> Gate:
    return Gate(
        programme=programme,
        phase=phase,
        code=row.code,
        wave=row.wave,
        position=position,
        keepers=list(row.keepers),
        after=list(row.after),
        holds=list(row.holds),
        **_named(row.name),
    )


def _criteria(programme: "Programme", gate: Gate, rows: list[CriterionRow]) -> list[Criterion]:
    numbers = {True: 0, False: 0}
    made = []
    for position, row in enumerate(sorted(rows, key=lambda one: not one.must)):
        numbers[row.must] += 1
        made.append(
            Criterion(
                programme=programme,
                gate=gate,
                key=row.key,
                label=f"{'M' if row.must else 'S'}{numbers[row.must]}",
                position=position,
                must=row.must,
                binding=row.source.binding,
                evidence=row.source.evidence,
                deliverables=list(row.source.deliverables),
                until_binding=row.until.binding if row.until else "",
                until_deliverables=list(row.until.deliverables) if row.until else [],
                op=row.op,
                threshold=[_kept(each) for each in row.threshold],
                scope=dict(row.scope),
                weight=row.weight,
                also=list(row.also),
                **_named(row.text),
            )
        )
    return made


def next_label(gate: Gate, *, must: bool) -> str:
    """Number one more criterion of a gate after those there are."""
    letter = "M" if must else "S"
    numbers = [int(label[1:]) for label in gate.criteria.filter(must=must).values_list("label", flat=True)
               if label[1:].isdigit()]  # fmt: skip
    return f"{letter}{max(numbers, default=0) + 1}"


def _kept(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
