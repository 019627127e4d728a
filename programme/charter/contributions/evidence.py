"""Live readings for gate criteria."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.memo import once
from core.seams import Evidence, EvidenceItem, Scope
from programme.charter.choices import Cause, Moment, ProgrammeState
from programme.charter.selectors import goal_figures, readiness, value_ways
from programme.charter.selectors.readiness import Readiness, readiness_checks, reference_flags

Provider = Callable[[Any, Sequence[Scope]], list[Evidence]]


def same_for_all(name: str) -> Callable[[Callable[[Any], Evidence]], Provider]:
    """Provide a reading that knows no scope: one computation, the same answer for each."""

    def register(read: Callable[[Any], Evidence]) -> Provider:
        def provider(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
            reading = read(programme)
            return [reading for _scope in scopes]

        seams.evidence.add(name, provider)
        return provider

    return register


def _missing(found: Readiness, url: str) -> list[EvidenceItem]:
    """What stands between a readiness check and its pass."""
    items = []
    for line in found.lines:
        if line.score is None:
            items.append(EvidenceItem(_("Answer the cause: %(cause)s") % {"cause": Cause(line.cause).label}, url))
        elif line.cause in found.conclusion.unmet:
            reason = f" {line.ceiling.reason}" if line.ceiling else ""
            items.append(
                EvidenceItem(
                    _("Meet the cause: %(cause)s, score %(score)d of 4.")
                    % {"cause": Cause(line.cause).label, "score": line.score}
                    + reason,
                    url,
                )
            )
    return items or [EvidenceItem(_("Draw the conclusion, or let the sponsor sign a waiver"), url)]


def _readiness(programme: Any, moment: Moment) -> Evidence:
    found = readiness(programme, moment, once(programme, "charter.checks", lambda: readiness_checks(programme)))
    url = reverse("charter:readiness_at", args=[programme.slug, moment.value])
    at = None
    if found.check is not None:
        at = found.check.waived_at or found.check.concluded_at
    return Evidence(
        value=found.signed,
        numerator=sum(line.score or 0 for line in found.lines),
        denominator=4 * len(Cause),
        as_of=at or timezone.now(),
        source_url=url,
        detail=[] if found.signed else _missing(found, url),
    )


@same_for_all("charter.readiness_start")
def readiness_start(programme: Any) -> Evidence:
    """Whether readiness at start is passed, or waived by the sponsor."""
    return _readiness(programme, Moment.START)


@same_for_all("charter.readiness_build")
def readiness_build(programme: Any) -> Evidence:
    """Whether readiness before build is passed, or waived by the sponsor."""
    return _readiness(programme, Moment.BUILD)


@same_for_all("charter.goals_smart_share")
def goals_smart_share(programme: Any) -> Evidence:
    """Share of goals that are SMART and have a signed baseline; undefined without goals."""
    rows = once(programme, "charter.goals", lambda: goal_figures(programme))
    items = []
    for row in rows:
        url = reverse("charter:goal", args=[programme.slug, row.goal.public_id])
        owner = row.goal.owner.name if row.goal.owner else ""
        if not row.smart.enough:
            text = _("Close the gaps of %(goal)s: %(score)d of 5.") % {"goal": row.goal.code, "score": row.smart.score}
            items.append(EvidenceItem(text, url, owner, row.goal.due_on))
        if row.signed is None:
            text = _("Let the owner sign the baseline of %(goal)s.") % {"goal": row.goal.code}
            items.append(EvidenceItem(text, url, owner, row.goal.due_on))
    fit = sum(row.fit for row in rows)
    register = reverse("charter:goal_list", args=[programme.slug])
    if not rows:
        items.append(EvidenceItem(_("Write at least one goal."), register))
    return Evidence(
        value=Decimal(fit) / len(rows) if rows else None,
        numerator=fit,
        denominator=len(rows),
        unit="share",
        as_of=timezone.now(),
        source_url=register,
        detail=items,
    )


@same_for_all("charter.reference_cases")
def reference_cases(programme: Any) -> Evidence:
    """How many recorded reference cases are similar."""
    rows = reference_flags(programme)
    similar = sum(rows)
    url = reverse("charter:readiness_at", args=[programme.slug, Moment.START.value])
    return Evidence(
        value=similar,
        numerator=similar,
        denominator=len(rows),
        unit="count",
        as_of=timezone.now(),
        source_url=url,
        detail=[] if similar else [EvidenceItem(_("Record a similar reference case"), url)],
    )


@same_for_all("charter.kpi_progress")
def kpi_progress(programme: Any) -> Evidence:
    """Mean progress (F01) of this company's value KPIs that have a baseline, a target and a reading."""
    rows = value_ways(programme)
    read = [way.progress for _kpi, way in rows if way.progress is not None]
    latest = max((way.read_on for _kpi, way in rows if way.progress is not None and way.read_on), default=None)
    items = []
    for kpi, way in rows:
        url = reverse("charter:kpi", args=[programme.slug, kpi.public_id])
        owner = kpi.owner.name if kpi.owner else ""
        if way.progress is None:
            items.append(EvidenceItem(_("Read %(kpi)s against baseline and target.") % {"kpi": kpi}, url, owner))
        elif way.progress <= 0:
            items.append(EvidenceItem(_("%(kpi)s has not moved toward its target.") % {"kpi": kpi}, url, owner))
    register = reverse("charter:kpi_list", args=[programme.slug])
    if not rows:
        items.append(EvidenceItem(_("Enter the KPIs by which success is read."), register))
    moved = sum(progress > 0 for progress in read)
    return Evidence(
        value=sum(read, Decimal(0)) / len(read) if read else None,
        numerator=moved,
        denominator=len(rows),
        unit="share",
        as_of=timezone.make_aware(datetime.combine(latest, time.min)) if latest else timezone.now(),
        source_url=register,
        detail=items,
    )


@same_for_all("charter.reference_record")
def reference_record(programme: Any) -> Evidence:
    """Whether the finished programme left its own record for later ones: its end date and reason."""
    written = programme.state == ProgrammeState.CLOSED and programme.ended_on is not None
    url = reverse("charter:overview", args=[programme.slug])
    return Evidence(
        value=written or None,
        as_of=timezone.now(),
        source_url=url,
        detail=[] if written else [EvidenceItem(_("Close the programme; its record is written then"), url)],
    )
