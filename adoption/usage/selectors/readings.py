"""Readings that gates, lights and the pack ask for: daily update, share of target, the adoption index."""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.usage.rules.figures import Figures, Ratio, figures_of
from adoption.usage.selectors.figures import latest, read_population
from adoption.usage.selectors.periods import Reach, reach_of
from adoption.usage.selectors.targets import DAILY_KPI, target_of
from core.memo import once
from core.seams import Evidence, EvidenceItem

if TYPE_CHECKING:
    from programme.charter.models import Programme

# F15: the parts of the adoption index with their weights; the last two are measured by slices that do not exist yet.
COMPONENTS = (
    ("access", gettext_lazy("Access: logged in ÷ licensed and scheduled"), Decimal("0.25")),
    ("daily", gettext_lazy("Daily update"), Decimal("0.25")),
    ("process", gettext_lazy("Process compliance"), Decimal("0.30")),
    ("value", gettext_lazy("Value use"), Decimal("0.20")),
)


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the adoption index; without a share it is not measured."""

    code: str
    label: str
    weight: Decimal
    share: Ratio | None


def components_of(figures: Figures | None) -> list[Component]:
    """Give the parts of the index; what nobody measures is missing, not invented."""
    known = {} if figures is None else {"access": figures.access, "daily": figures.daily}
    found = []
    for code, label, weight in COMPONENTS:
        share = known.get(code)
        measured = share is not None and share.value is not None
        found.append(Component(code, str(label), weight, share if measured else None))
    return found


def index_of(components: list[Component]) -> Decimal | None:
    """Give the weighted mean; None while a part is missing."""
    total = Decimal(0)
    for one in components:
        if one.share is None or one.share.value is None:
            return None
        total += one.weight * one.share.value
    return total


def scoped_figures(programme: "Programme", scope: Any) -> Figures | None:
    """Give the figures of the last four weeks, of a wave where the scope names one; None without data or people."""
    days = latest(programme)
    if days is None:
        return None
    found = read_population(programme, *days)
    wave = scope.get("wave")
    rows = [row for row, person in enumerate(found.people) if wave in {None, "", person.wave}]
    figures = figures_of(found.facts, np.array(rows, dtype=np.intp))
    return figures if figures.eligible else None


def url_of(programme: "Programme") -> str:
    """Address of the page on which these figures stand."""
    return reverse("usage:overview", args=[programme.slug])


def _reach(programme: "Programme") -> Reach | None:
    return once(programme, "usage.reach", lambda: reach_of(programme))


def evidence(
    programme: "Programme", value: Decimal | None, ratio: Ratio | None, detail: list[EvidenceItem]
) -> Evidence:
    """Give a reading as of the last event; older than agreed it is stale."""
    reach = _reach(programme)
    return Evidence(
        value,
        numerator=ratio.numerator if ratio else None,
        denominator=ratio.denominator if ratio else None,
        unit="share",
        as_of=reach.last_at if reach else None,
        source_url=url_of(programme),
        detail=detail,
        stale=reach is not None and value is not None and reach.stale(timezone.now()),
    )


def _what_is_missing(programme: "Programme") -> list[EvidenceItem]:
    if _reach(programme) is None:
        url = reverse("records:import_new", args=[programme.slug])
        return [EvidenceItem(_("Import a file of CRM usage"), f"{url}?kind=usage")]
    return [
        EvidenceItem(
            _("Nobody of the roster is in a wave that is live"), reverse("rollout:runbook", args=[programme.slug])
        )
    ]


def _short_of(daily: Ratio, target: Decimal) -> str:
    need = math.ceil(target * Decimal(daily.denominator or 0)) - (daily.numerator or 0)
    text = _("%(n)s more updates on working days of the last four weeks would have reached %(target)s%%")
    return text % {"n": need, "target": format((target * 100).normalize(), "f")}


def daily_update(programme: "Programme", scope: Any) -> Evidence:
    """The daily update rate of the last four weeks of data."""
    figures = scoped_figures(programme, scope)
    if figures is None:
        return evidence(programme, None, None, _what_is_missing(programme))
    target = target_of(programme, DAILY_KPI)
    detail = []
    if figures.daily.value is None:
        text = _("Import files that say what was worked on; without it nobody can say who updated a customer")
        detail.append(EvidenceItem(text, url_of(programme)))
    elif not figures.daily.reaches(target):
        detail.append(EvidenceItem(_short_of(figures.daily, target), url_of(programme)))
    return evidence(programme, figures.daily.value, figures.daily, detail)


def adoption_index(programme: "Programme", scope: Any) -> Evidence:
    """The adoption index with its parts: those measured with their share, those missing by name."""
    figures = scoped_figures(programme, scope)
    parts = components_of(figures)
    detail = []
    for one in parts:
        told: dict[str, Any] = {"part": one.label, "weight": round(one.weight * 100)}
        if one.share is None:
            said = _("%(part)s (%(weight)s%%) is not measured yet") % told
        else:
            told |= {"num": one.share.numerator, "den": one.share.denominator}
            said = _("%(part)s (%(weight)s%%): %(num)s/%(den)s") % told
        detail.append(EvidenceItem(said, url_of(programme)))
    return evidence(programme, index_of(parts), None, detail)


def adoption_of_target(programme: "Programme", scope: Any) -> Evidence:
    """The daily update rate as a share of its target, which the adoption light reads."""
    figures = scoped_figures(programme, scope)
    if figures is None or figures.daily.value is None:
        return evidence(programme, None, None, _what_is_missing(programme) if figures is None else [])
    value = figures.daily.value / target_of(programme, DAILY_KPI)
    return evidence(programme, value, figures.daily, [])
