"""What a newer version of its blueprint offers a running programme: what it would add and change, what stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import seams
from phases.gates.choices import DECIDED, DeliverableState, GateState
from phases.gates.models import (
    BlueprintLine,
    Criterion,
    Deliverable,
    DeliverablePart,
    Gate,
    ManualStatement,
    Phase,
    Stage,
    StageCheck,
)
from phases.gates.rules.blueprint import load_blueprint
from phases.gates.rules.rows import Blueprint, Words
from phases.gates.rules.tailoring import first_wave, tailor, with_repeats
from phases.gates.rules.updates import (
    ADD,
    BOUND,
    CHANGE,
    DROPPED,
    GONE,
    KEPT,
    OWN,
    Key,
    Line,
    Row,
    check_key,
    differ,
    ends_of,
    mark_of,
    rows_of,
    without_new_ends,
)
from phases.gates.selectors.repeats import repeats_of
from phases.plan.models import MINUTES_PER_DAY, Task, TaskLink
from phases.rollout.models import CutoverStep
from programme.charter.models import Kpi
from programme.raid.models import Risk
from programme.signoff.models import SignatureRequest
from programme.stakeholders.models import CommunicationItem

if TYPE_CHECKING:
    from programme.charter.models import Programme

STATUS_WORDS: Mapping[str, Any] = {
    ADD: gettext_lazy("new"),
    CHANGE: gettext_lazy("changed in the blueprint"),
    KEPT: gettext_lazy("changed in the blueprint, your own stays"),
    BOUND: gettext_lazy("bound: stays"),
    GONE: gettext_lazy("changed in the blueprint, removed here: stays away"),
    DROPPED: gettext_lazy("no longer in the blueprint: stays"),
    OWN: gettext_lazy("new, but there is one of your own: stays"),
}
KIND_WORDS: Mapping[str, Any] = {
    "phase": gettext_lazy("Phase"),
    "stage": gettext_lazy("Stage"),
    "check": gettext_lazy("Check"),
    "deliverable": gettext_lazy("Deliverable"),
    "part": gettext_lazy("Output"),
    "gate": gettext_lazy("Gate"),
    "criterion": gettext_lazy("Criterion"),
    "task": gettext_lazy("Task"),
    "link": gettext_lazy("Link"),
    "risks": gettext_lazy("Risk"),
    "kpis": gettext_lazy("KPI"),
    "communications": gettext_lazy("Message"),
    "courses": gettext_lazy("Course"),
    "quality_rules": gettext_lazy("Quality rule"),
    "cutover_steps": gettext_lazy("Cutover step"),
}


FIELD_WORDS: Mapping[str, Any] = {
    "name_zh": gettext_lazy("name in Chinese"),
    "name_en": gettext_lazy("name in English"),
    "minutes": gettext_lazy("working days"),
    "lag": gettext_lazy("lag (working days)"),
    "type": gettext_lazy("kind of link"),
    "responsible_role": gettext_lazy("responsible role"),
    "accountable_role": gettext_lazy("accountable role"),
    "standing": gettext_lazy("comes back"),
    "mandatory": gettext_lazy("mandatory"),
    "doer_roles": gettext_lazy("done by"),
    "approver_role": gettext_lazy("approved by"),
    "keepers": gettext_lazy("keepers"),
    "after": gettext_lazy("after tasks"),
    "holds": gettext_lazy("holds tasks"),
    "phase": gettext_lazy("phase"),
    "stage": gettext_lazy("stage"),
    "must": gettext_lazy("must"),
    "binding": gettext_lazy("reads"),
    "evidence": gettext_lazy("evidence"),
    "deliverables": gettext_lazy("deliverables"),
    "until_binding": gettext_lazy("reads until then"),
    "until_deliverables": gettext_lazy("deliverables until then"),
    "op": gettext_lazy("comparison"),
    "threshold": gettext_lazy("threshold"),
    "scope": gettext_lazy("scope"),
    "weight": gettext_lazy("weight"),
    "also": gettext_lazy("must hold as well"),
}


@dataclass(frozen=True, slots=True)
class Update:
    """The offer: the version the programme runs by, the newest, its lines, those it chose to keep, and its mark."""

    code: str
    version: int
    newest: int
    lines: Sequence[Line]
    declined: frozenset[str]
    mark: str

    @property
    def open(self) -> list[Line]:
        """Lines that can be taken and were not answered yet."""
        return [line for line in self.lines if line.takeable and line.id not in self.declined]


def blueprint_rows(programme: "Programme", version: int | None = None) -> Blueprint:
    """Return the blueprint in a version, in the programme's depth and with the waves it has; raises ``KeyError``."""
    loaded = load_blueprint(programme.blueprint, version)
    fitted = replace(tailor(loaded, profile=programme.profile), stages=loaded.stages)
    first = first_wave(loaded)
    waves = [one.wave.code for one in repeats_of(programme, loaded) if one.wave.code != first or not one.plain]
    return with_repeats(fitted, waves)


def update_of(programme: "Programme") -> Update | None:
    """Say what the newest blueprint offers the programme; None where it runs by none. About 20 queries."""
    try:
        template = rows_of(blueprint_rows(programme))
    except KeyError:
        return None
    newest = load_blueprint(programme.blueprint).version
    answered = list(BlueprintLine.objects.filter(programme=programme))
    base = _base(programme, answered)
    lines = []
    if newest != programme.blueprint_version:
        lines = without_new_ends(differ(base, template, local_rows(programme), bonds_of(programme, template)))
    declined = {f"{one.kind}:{one.key}" for one in answered if not one.taken and one.answered == newest}
    return Update(
        programme.blueprint, programme.blueprint_version, newest, lines, frozenset(declined), mark_of(lines, newest)
    )


def _base(programme: "Programme", answered: Sequence[BlueprintLine]) -> dict[Key, Row]:
    """What the programme was given: its version's rows, and of a line taken since those of that version."""
    versions = {one.answered for one in answered if one.taken and one.answered > programme.blueprint_version}
    known = {number: _rows(programme, number) for number in {programme.blueprint_version, *versions}}
    base = dict(known[programme.blueprint_version])
    for one in answered:
        key = (one.kind, one.key)
        if one.taken and one.answered in versions and key in known[one.answered]:
            base[key] = known[one.answered][key]
    return base


def _rows(programme: "Programme", version: int) -> dict[Key, Row]:
    try:
        return rows_of(blueprint_rows(programme, version))
    except KeyError:
        return {}  # a version nobody kept: everything that differs counts as the programme's own


def local_rows(programme: "Programme") -> dict[Key, Row]:
    """Return what the programme has by now, with the fields of ``rows_of``; sixteen queries."""
    found: dict[Key, Row] = {}
    of = {"programme": programme}
    for phase in Phase.objects.filter(**of):
        found["phase", phase.code] = _fields(phase)
    for stage in Stage.objects.filter(**of).select_related("phase"):
        found["stage", stage.code] = {**_fields(stage), "phase": stage.phase.code}
    for check in StageCheck.objects.filter(**of).select_related("stage"):
        key = check_key(check.stage.code, Words(check.name_zh, check.name_en))
        found["check", key] = {**_fields(check, "depth"), "stage": check.stage.code}
    for work in Deliverable.objects.filter(**of).select_related("stage"):
        fields = _fields(work, "mandatory", "doer_roles", "approver_role")
        found["deliverable", work.code] = {**fields, "stage": work.stage.code}
    for part in DeliverablePart.objects.filter(**of).select_related("deliverable"):
        found["part", f"{part.deliverable.code}/{part.code}"] = {**_fields(part), "deliverable": part.deliverable.code}
    for gate in Gate.objects.filter(**of).select_related("phase"):
        found["gate", gate.key] = {**_fields(gate, "keepers", "after", "holds"), "phase": gate.phase.code}
    for row in Criterion.objects.filter(**of).select_related("gate"):
        asked = _fields(row, "must", "binding", "evidence", "deliverables", "until_binding", "until_deliverables", "op",
                        "threshold", "scope", "weight", "also")  # fmt: skip
        found["criterion", f"{row.gate.key}/{row.key}"] = {**asked, "gate": row.gate.key}
    return found | _local_plan(programme) | _local_content(programme)


def _fields(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("name_zh", "name_en", *names)}


def _local_plan(programme: "Programme") -> dict[Key, Row]:
    found: dict[Key, Row] = {}
    for task in Task.objects.filter(programme=programme).exclude(code=""):
        fields = _fields(task, "minutes", "responsible_role", "accountable_role", "standing")
        found["task", task.code] = fields
    links = TaskLink.objects.filter(programme=programme).exclude(earlier__code="").exclude(later__code="")
    for link in links.select_related("earlier", "later"):
        name = f"{link.earlier.code} → {link.later.code}"
        lag = link.lag if link.unit == "work" else link.lag_text
        found["link", f"{link.earlier.code}>{link.later.code}"] = {
            "name_zh": name, "name_en": name, "type": link.type, "lag": lag,
        }  # fmt: skip
    return found


def _local_content(programme: "Programme") -> dict[Key, Row]:
    found: dict[Key, Row] = {}
    for kind, model in (
        ("risks", Risk), ("kpis", Kpi), ("communications", CommunicationItem), ("cutover_steps", CutoverStep),
    ):  # fmt: skip
        codes = model._default_manager.filter(programme=programme).values_list("code", flat=True)
        found |= {(kind, code): {} for code in codes}
    for kind in ("courses", "quality_rules"):
        rows = seams.kinds[kind.replace("_", "-")].existing(programme).values()
        found |= {(kind, str(row["code"])): {} for row in rows}
    return found


def bonds_of(programme: "Programme", template: Mapping[Key, Row]) -> dict[Key, str]:
    """Say of rows why a newer blueprint may not touch them: progress, evidence, signature, a gate that is decided."""
    bonds = _Bonds(programme)
    told = {key: getattr(bonds, key[0])(key[1], row) for key, row in template.items() if hasattr(bonds, key[0])}
    return {key: said for key, said in told.items() if said}


class _Bonds:
    """What binds rows of a programme, read once; each kind of row has its method."""

    def __init__(self, programme: "Programme") -> None:
        moved = Q(percent__gt=0) | Q(actual_start__isnull=False) | Q(actual_finish__isnull=False)
        self.begun = set(Task.objects.filter(moved, programme=programme).values_list("code", flat=True))
        self.phases = {phase.code: phase for phase in Phase.objects.filter(programme=programme)}
        self.gates = {gate.key: gate for gate in Gate.objects.filter(programme=programme)}
        self.works = {work.code: work for work in Deliverable.objects.filter(programme=programme)}
        self.asked = set(SignatureRequest.objects.filter(programme=programme).values_list("object_id", flat=True))
        stated = ManualStatement.objects.filter(programme=programme)
        self.stated = set(stated.values_list("criterion__key", "criterion__gate_id"))

    def phase(self, key: str, _row: Row) -> str:
        return "" if key in self.phases else _("A running programme keeps its phases.")

    def task(self, key: str, _row: Row) -> str:
        return _("Work was recorded on it.") if key in self.begun else ""

    def link(self, key: str, _row: Row) -> str:
        return _("The later task has begun.") if ends_of(key)[1] in self.begun else ""

    def deliverable(self, key: str, _row: Row) -> str:
        return _work_bond(self.works[key], self.asked) if key in self.works else ""

    def part(self, _key: str, row: Row) -> str:
        return self.deliverable(row["deliverable"], row)

    def gate(self, key: str, row: Row) -> str:
        if key in self.gates:
            return _gate_bond(self.gates[key], self.asked)
        phase = self.phases.get(row["phase"])
        if phase is None:
            return ""
        places = {one.pk: one.position for one in self.phases.values()}
        passed = any(gate.is_passed and places[gate.phase_id] >= phase.position for gate in self.gates.values())
        return _("A later gate is decided already.") if passed else ""

    def criterion(self, key: str, row: Row) -> str:
        gate = self.gates.get(row["gate"])
        if gate is None:
            return ""
        said = _gate_bond(gate, self.asked)
        stated = (key.partition("/")[2], gate.pk) in self.stated
        return said or (_("It was stated already.") if stated else "")


def _work_bond(work: Deliverable, asked: set[str]) -> str:
    if work.public_id in asked:
        return _("A signature was asked for on it.")
    if work.state != DeliverableState.DRAFT or work.edition > 1 or work.link or work.note:
        return _("Work was handed in for it.")
    return ""


def _gate_bond(gate: Gate, asked: set[str]) -> str:
    if gate.state in DECIDED:
        return _("The gate is decided.")
    if gate.state != GateState.SCHEDULED:
        return _("The gate is under review.")
    if gate.public_id in asked:
        return _("A signature was asked for on it.")
    return ""


def shown_value(name: str, value: Any) -> str:
    """Write a field's value as a page shows it; lengths in working days."""
    if name in {"minutes", "lag"} and isinstance(value, int):
        return f"{value / MINUTES_PER_DAY:g}"
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "–"
    return str(value)


def update_json(update: Update) -> dict[str, Any]:
    """Give the offer as the API and the command print it, names in the language of the reader."""
    language = get_language() or "zh-hans"
    return {
        "blueprint": update.code,
        "version": update.version,
        "newest": update.newest,
        "mark": update.mark,
        "lines": [
            {
                "id": line.id,
                "kind": line.kind,
                "key": line.key,
                "name": line.name.pick(language),
                "status": line.status,
                "takeable": line.takeable,
                "declined": line.id in update.declined,
                "reason": line.reason,
                "fields_changed": [
                    {"name": f.name, "base": f.base, "template": f.template, "here": f.here, "takes": f.takes}
                    for f in line.fields
                ],
            }
            for line in update.lines
        ],
    }


def newer_version(programme: "Programme") -> int | None:
    """Return the newest version of the programme's blueprint where it runs by an older one; no query."""
    try:
        newest = load_blueprint(programme.blueprint).version
    except KeyError:
        return None
    return newest if newest > programme.blueprint_version else None
