"""Readings for gates: which share of a wave is ready, and which teams have no ambassador."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.seams import Evidence, EvidenceItem, Scope
from training.learners.rules import Share
from training.learners.selectors import Standing, WaveReadiness, teams_without_ambassador, wave_readiness


def _people_url(programme: Any, query: str = "") -> str:
    return reverse("learners:people", args=[programme.slug]) + (f"?{query}" if query else "")


@seams.evidence.provide("training.wave_readiness")
def readiness(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Persons with everything their role needs before the go-live, of all licensed persons of the wave.

    A wave without persons is not defined and so not met; a person of whose role nothing is required is not ready.
    Five queries for all scopes.
    """
    waves = wave_readiness(programme)
    return [_reading(programme, _meant(waves, scope), str(scope.get("wave") or "")) for scope in scopes]


def _meant(waves: Sequence[WaveReadiness], scope: Scope) -> list[WaveReadiness]:
    code = str(scope.get("wave") or "").casefold()
    return [one for one in waves if not code or one.wave.code.casefold() == code]


def _reading(programme: Any, waves: Sequence[WaveReadiness], code: str) -> Evidence:
    share = Share(sum(one.ready.numerator for one in waves), sum(one.ready.denominator for one in waves))
    query = f"wave={code}&lacks=course" if code else "lacks=course"
    return Evidence(
        value=share.value,
        numerator=share.numerator,
        denominator=share.denominator,
        unit="share",
        as_of=timezone.now(),
        source_url=_people_url(programme, query),
        detail=[_lacking(programme, one) for wave in waves for one in wave.missing] or _nobody(programme, share),
    )


def _lacking(programme: Any, one: Standing) -> EvidenceItem:
    """Say what a person lacks; by when is the day of the go-live."""
    url = reverse("learners:person", args=[programme.slug, one.entry.public_id])
    codes = ", ".join(item.course.code for item in one.missing)
    if not one.planned:
        text = _("%(name)s: no course is required of the role %(role)s; say which")
        url = reverse("catalogue:curricula", args=[programme.slug])
        return EvidenceItem(text % {"name": one.entry, "role": one.entry.crm_role or "–"}, url, due=one.go_live)
    text = _("%(name)s has not passed %(courses)s") % {"name": one.entry, "courses": codes}
    return EvidenceItem(text, url, one.entry.name, one.go_live)


def _nobody(programme: Any, share: Share) -> list[EvidenceItem]:
    if share.denominator:
        return []
    return [EvidenceItem(_("Put the persons of the wave on the roster"), _people_url(programme))]


@seams.evidence.provide("training.teams_without_ambassador")
def ambassadors(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """How many teams of the wave have no ambassador; not defined for a wave without teams."""
    return [_teams(programme, str(scope.get("wave") or "")) for scope in scopes]


def _teams(programme: Any, code: str) -> Evidence:
    bare, teams = teams_without_ambassador(programme, code)
    url = reverse("people:team", args=[programme.slug])
    detail = [EvidenceItem(_("Name an ambassador for %(team)s") % {"team": unit}, url) for unit in bare]
    return Evidence(
        len(bare) if teams else None, len(bare), teams, "count", timezone.now(), url, detail
    )  # fmt: skip
