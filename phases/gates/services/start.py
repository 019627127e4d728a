"""Start a programme from a blueprint: one transaction, everything or nothing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import seams
from core.errors import BadInputError, IllegalNowError
from core.imports.kinds import Batch, Change
from phases.gates.models import Criterion, Deliverable, Gate, Phase, Stage
from phases.gates.rules.blueprint import available_blueprints, load_blueprint
from phases.gates.rules.rows import Blueprint
from phases.gates.rules.tailoring import tailor
from phases.gates.services import feeding
from phases.gates.services.building import build_gates, build_phases
from phases.plan.models import Task
from phases.plan.services import reschedule
from programme.charter.models import Kpi
from programme.charter.services import create_programme
from programme.raid.models import Risk
from programme.records.services import append_event, writes
from programme.stakeholders.models import CommunicationItem

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

DEFAULT_BLUEPRINT = "crm-four-phase-v1"
UPPER_KINDS = {"courses": feeding.course_rows, "quality-rules": feeding.quality_rows}


@dataclass(frozen=True, slots=True)
class Started:
    """A new programme, what was made, and the ends of its plan (None for an empty one)."""

    programme: "Programme"
    counts: dict[str, int]
    start: date | None
    finish: date | None
    unofficial_from: date | None

    def as_json(self) -> dict[str, Any]:
        """Give the shape of the command."""
        return {
            "slug": self.programme.slug,
            "language": self.programme.language,
            "blueprint": self.programme.blueprint,
            "profile": self.programme.profile,
            "counts": self.counts,
            "start": self.start.isoformat() if self.start else None,
            "finish": self.finish.isoformat() if self.finish else None,
            "calendar_not_official_after": self.unofficial_from.isoformat() if self.unofficial_from else None,
        }


@writes
def start_programme(
    *,
    slug: str,
    name: str,
    language: str,
    actor: "User | None",
    blueprint: str = DEFAULT_BLUEPRINT,
    profile: str = "enterprise",
    start: date | None = None,
    waves: int = 1,
    owner: "User | None" = None,
    is_demo: bool = False,
) -> Started:
    """Make a programme with everything its blueprint holds, dated by its calendar.

    Texts that have one language only are written in the programme's. The owner becomes project manager. Risks come
    as proposed, KPI figures as examples. Raises ``BadInputError``; about 1,500 queries.
    """
    rows = _chosen(blueprint, profile, waves)
    programme = create_programme(
        slug=slug,
        name=name,
        language=language,
        profile=profile,
        blueprint=rows.code,
        blueprint_version=rows.version,
        starts_on=start or timezone.localdate(),
        owner=owner,
        actor=actor,
        is_demo=is_demo,
    )
    with translation.override(language):
        return _fill(programme, rows, actor=actor)


def _chosen(blueprint: str, profile: str, waves: int) -> Blueprint:
    problems: dict[str, list[Any]] = {}
    if blueprint not in available_blueprints():
        problems["blueprint"] = [_("Choose one of %(names)s.") % {"names": ", ".join(available_blueprints())}]
    if waves not in range(1, 51):
        problems["waves"] = [_("There are 1 to 50 waves.")]
    if problems:
        raise BadInputError(problems)
    loaded = load_blueprint(blueprint)
    if profile not in {row.code for row in loaded.profiles}:
        raise BadInputError({"profile": [_("Choose sme or enterprise.")]})
    fitted = tailor(loaded, profile=profile, waves=waves)
    return replace(fitted, stages=loaded.stages)  # both depths are kept; pages show that of the profile


def _fill(programme: "Programme", rows: Blueprint, *, actor: "User | None") -> Started:
    build_phases(programme, rows)
    build_gates(programme, rows)
    feeding.feed_tasks(programme, rows)
    feeding.feed_charter(programme, rows)
    feeding.feed_slices(programme, rows)
    for code, make in UPPER_KINDS.items():
        _feed_kind(programme, code, make(programme, rows))
    append_event("programme.started", programme, actor=actor, changes={"blueprint": [None, rows.code]})
    ends = reschedule(programme, actor=None) if rows.tasks else None
    last_official = ends.calendar.official_until if ends else None
    return Started(
        programme=programme,
        counts=count_rows(programme),
        start=ends.start if ends else None,
        finish=ends.finish if ends else None,
        unofficial_from=last_official if ends and last_official and ends.finish > last_official else None,
    )


def _feed_kind(programme: "Programme", code: str, rows: list[dict[str, Any]]) -> None:
    """Give rows to a kind of an upper floor through its seam; raises with what it refuses."""
    if not rows:
        return
    batch = Batch([Change(line=number, row=row) for number, row in enumerate(rows, start=1)])
    refused = [outcome for outcome in seams.kinds[code].write(programme, batch, None) if outcome.refused]
    if refused:
        raise IllegalNowError(*[f"{code} {one.line}: {dict(one.refused)}" for one in refused])


def count_rows(programme: "Programme") -> dict[str, int]:
    """Count what the programme holds, by the words of the command."""
    own = {
        "phases": Phase,
        "stages": Stage,
        "tasks": Task,
        "deliverables": Deliverable,
        "gates": Gate,
        "criteria": Criterion,
        "risks": Risk,
        "kpis": Kpi,
        "courses": None,
        "communications": CommunicationItem,
        "quality_rules": None,
        "cutover_steps": feeding.CutoverStep,
    }
    return {
        name: model._base_manager.filter(programme=programme).count() if model else _count_kind(programme, name)
        for name, model in own.items()
    }


def _count_kind(programme: "Programme", name: str) -> int:
    return len(seams.kinds[name.replace("_", "-")].existing(programme))
