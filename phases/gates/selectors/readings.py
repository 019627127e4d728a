"""What each criterion reads now: live evidence, deliverables, or a statement; whole gates in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import seams
from core.kept import read_evidence
from core.memo import shared
from core.seams import Evidence, EvidenceItem
from phases.gates.choices import Binding, DeliverableState, Op
from phases.gates.models import Criterion, Deliverable, DeliverablePart, Gate, ManualStatement

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Bound:
    """What a criterion is bound to at this moment, and what that says."""

    binding: str
    reading: Evidence | None
    name: str  # the evidence's dotted name, or the codes of the deliverables
    op: str
    threshold: tuple[Any, ...]
    waiting: bool = False  # reads its ``until`` because nobody provides its evidence yet
    deliverables: tuple[Deliverable, ...] = ()
    also: tuple[tuple[str, Evidence | None], ...] = ()  # what must count zero, or hold, as well, by dotted name


def deliverable_url(deliverable: Deliverable) -> str:
    """Return the page of a deliverable."""
    return reverse("gates:deliverable", args=[deliverable.programme.slug, deliverable.code])


def gate_url(gate: Gate) -> str:
    """Return the page of a gate."""
    return reverse("gates:gate", args=[gate.programme.slug, gate.key])


def statement_url(criterion: Criterion, gate: Gate) -> str:
    """Return the page where a statement about the criterion is made."""
    return reverse("gates:state", args=[gate.programme.slug, gate.key, criterion.key])


def read_criteria(programme: "Programme", gates: Sequence[Gate], *, live: bool = True) -> dict[int, Bound]:
    """Return what every criterion of the gates reads, by primary key.

    Costs three queries for deliverables, parts and statements, and what the providers of the evidence cost: each is
    asked once with all its scopes; nothing where not ``live`` and the programme has not changed since.
    """
    pairs = [(criterion, gate) for gate in gates for criterion in gate.criteria.all()]
    evidence = _evidence(programme, pairs, live=live)
    deliverables = _deliverables(programme, pairs)
    statements = _statements(pairs)
    return {
        criterion.pk: replace(
            _bind(criterion, gate, evidence, deliverables, statements),
            also=tuple((name, evidence.get((criterion.pk, name))) for name in criterion.also),
        )
        for criterion, gate in pairs
    }


def active_binding(criterion: Criterion) -> tuple[str, list[str], bool]:
    """Return what is read now, the deliverables meant, and whether that is only until the evidence exists."""
    if criterion.binding != Binding.EVIDENCE:
        return criterion.binding, criterion.deliverables, False
    if criterion.evidence in seams.evidence:
        return Binding.EVIDENCE, [], False
    if criterion.until_binding:
        return criterion.until_binding, criterion.until_deliverables, True
    return Binding.NOTHING, [], True


def scope_of(criterion: Criterion, gate: Gate) -> dict[str, Any]:
    """Return what narrows the evidence: the criterion's own scope and the gate's wave."""
    return {**criterion.scope, **({"wave": gate.wave} if gate.wave else {})}


def codes_of(codes: Iterable[str], gate: Gate, known: Mapping[str, Deliverable]) -> list[Deliverable]:
    """Return the deliverables meant; a further wave has its own, under the code with the wave's suffix."""
    found = [known.get(f"{code}.{gate.wave}", known.get(code)) for code in codes]
    return [deliverable for deliverable in found if deliverable is not None]


def _evidence(
    programme: "Programme", pairs: Sequence[tuple[Criterion, Gate]], *, live: bool
) -> dict[tuple[int, str], Evidence | None]:
    """Read everything asked for, by criterion and name; what must hold as well is asked of the whole."""
    asked: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for criterion, gate in pairs:
        if active_binding(criterion)[0] == Binding.EVIDENCE:
            asked.setdefault(criterion.evidence, []).append((criterion.pk, scope_of(criterion, gate)))
        for name in criterion.also:
            if name in seams.evidence:
                asked.setdefault(name, []).append((criterion.pk, {}))
    found: dict[tuple[int, str], Evidence | None] = {}
    for name, rows in asked.items():
        answers = dict(enumerate(read_evidence(programme, name, [scope for _pk, scope in rows], live=live)))
        found |= {(pk, name): answers.get(index) for index, (pk, _scope) in enumerate(rows)}
    return found


def deliverables_by_code(programme: "Programme") -> dict[str, Deliverable]:
    """Return all deliverables with their parts; two queries, once for criteria and readiness of an evaluation."""
    rows = Deliverable.objects.filter(programme=programme)
    return shared(programme, "gates.deliverables", lambda: {row.code: row for row in rows.for_list()})


def _deliverables(programme: "Programme", pairs: Sequence[tuple[Criterion, Gate]]) -> dict[str, Deliverable]:
    wanted = any(active_binding(criterion)[1] for criterion, _gate in pairs)
    return deliverables_by_code(programme) if wanted else {}


def _statements(pairs: Sequence[tuple[Criterion, Gate]]) -> dict[int, ManualStatement]:
    manual = [criterion.pk for criterion, _gate in pairs if active_binding(criterion)[0] == Binding.MANUAL]
    if not manual:
        return {}
    rows = ManualStatement.objects.filter(criterion__in=manual).select_related("by", "attachment").order_by("at", "pk")
    return {row.criterion_id: row for row in rows}  # the latest one counts


def _bind(
    criterion: Criterion,
    gate: Gate,
    evidence: Mapping[tuple[int, str], Evidence | None],
    deliverables: Mapping[str, Deliverable],
    statements: Mapping[int, ManualStatement],
) -> Bound:
    binding, codes, waiting = active_binding(criterion)
    if binding == Binding.DELIVERABLE:
        rows = codes_of(codes, gate, deliverables)
        op = Op.SIGNED if waiting else criterion.op
        reading = read_deliverables(rows, op)
        return Bound(binding, reading, ", ".join(row.code for row in rows) or ", ".join(codes), op,
                     () if waiting else criterion.bounds, waiting, tuple(rows))  # fmt: skip
    if binding == Binding.MANUAL:
        op = Op.SIGNED if waiting else criterion.op
        reading = read_statement(statements.get(criterion.pk), criterion, gate)
        return Bound(binding, reading, "", op, () if waiting else criterion.bounds, waiting)
    reading = evidence.get((criterion.pk, criterion.evidence))
    return Bound(binding, reading, criterion.evidence, criterion.op, criterion.bounds, waiting)


def outputs_of(deliverable: Deliverable) -> Sequence[Deliverable | DeliverablePart]:
    """Return what is approved one by one: the parts, or the deliverable itself where it has none."""
    parts: list[Deliverable | DeliverablePart] = list(deliverable.parts.all())
    return parts or [deliverable]


def read_deliverables(rows: Sequence[Deliverable], op: str) -> Evidence | None:
    """Read the approval of deliverables: a count for a comparison, true or false for ``signed`` and ``exists``."""
    if not rows:
        return None
    outputs = [(row, output) for row in rows for output in outputs_of(row)]
    if op == Op.EXISTS:
        done = [output for _row, output in outputs if output.state != DeliverableState.DRAFT]
    else:
        done = [output for _row, output in outputs if output.is_approved]
    left = [(row, output) for row, output in outputs if output not in done]
    dated = [at for output in done if (at := output.approved_at or output.submitted_at)]
    whole: bool | int = len(done) if op not in {Op.SIGNED, Op.EXISTS} else not left
    return Evidence(
        value=whole,
        numerator=len(done),
        denominator=len(outputs),
        unit="count",
        as_of=max(dated, default=None),
        source_url=deliverable_url(rows[0]),
        detail=tuple(_to_do(row, output) for row, output in left),
    )


def _to_do(row: Deliverable, output: Deliverable | DeliverablePart) -> EvidenceItem:
    texts = {
        DeliverableState.DRAFT: _("Write and submit %(output)s"),
        DeliverableState.SUBMITTED: _("Approve %(output)s"),
        DeliverableState.REJECTED: _("Rework and submit %(output)s"),
        DeliverableState.APPROVED: "%(output)s",
    }
    person = output.author.name if output.author and output.state == DeliverableState.REJECTED else ""
    return EvidenceItem(texts[DeliverableState(output.state)] % {"output": output}, deliverable_url(row), person)


def read_statement(statement: ManualStatement | None, criterion: Criterion, gate: Gate) -> Evidence | None:
    """Read the latest statement; without one there is no evidence."""
    if statement is None:
        return None
    return Evidence(
        value=statement.fulfilled,
        as_of=statement.at,
        source_url=statement.link or _file_url(statement) or statement_url(criterion, gate),
    )


def _file_url(statement: ManualStatement) -> str:
    if statement.attachment is None:
        return ""
    return reverse("records:attachment", args=[statement.programme.slug, statement.attachment.public_id])
