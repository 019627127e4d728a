"""The lights as they stand: computed from evidence, declared by people, with trend and weeks in colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.documents import words
from core.documents.model import Figure
from core.kept import read_evidence
from core.memo import read_once
from core.seams import Evidence
from programme.governance import rules
from programme.governance.choices import Colour, Dimension, Why
from programme.governance.models import LightDay, LightDeclaration
from programme.raid.selectors import counts, risk_light

if TYPE_CHECKING:
    from programme.charter.models import Programme

# The evidence that each light reads; a slice that gives one of these names lights it up.
SOURCES: Mapping[Dimension, tuple[str, ...]] = {
    Dimension.SCHEDULE: ("plan.spi_t", "plan.next_gate_slip"),
    Dimension.COST: ("budget.overrun_share",),
    Dimension.SCOPE: ("charter.scope_creep",),
    Dimension.QUALITY: ("uat.open_sev1",),
    Dimension.ADOPTION: ("usage.adoption_of_target",),
    Dimension.BENEFIT: ("ledger.benefit_forecast_share",),
}
NAMES = {
    "plan.spi_t": gettext_lazy("SPI(t)"),
    "plan.next_gate_slip": gettext_lazy("slip of the next gate"),
    "budget.overrun_share": gettext_lazy("overrun at completion"),
    "charter.scope_creep": gettext_lazy("scope creep"),
    "uat.open_sev1": gettext_lazy("open severity 1 defects"),
    "usage.adoption_of_target": gettext_lazy("share of the adoption target"),
    "ledger.benefit_forecast_share": gettext_lazy("forecast share of planned benefit"),
}
HISTORY = 400


@dataclass(frozen=True, slots=True)
class LightView:
    """One light as pages and the pack draw it."""

    dimension: Dimension
    computed: rules.Light
    counts: rules.Light  # what counts after a person's declaration
    declaration: LightDeclaration | None
    reason: str
    url: str
    trend: str
    weeks: int | None

    @property
    def pending(self) -> bool:
        """Tell whether a better declaration still waits for the second person."""
        return self.declaration is not None and self.counts is self.computed

    @property
    def word(self) -> str:
        """Say the colour that counts, or why there is none."""
        return light_word(self.counts)


def light_word(light: rules.Light) -> str:
    """Say a light in a word."""
    if light.colour == Colour.GREY and light.why:
        return str(Why(light.why).label)
    return str(Colour(light.colour).label)


@dataclass(frozen=True, slots=True)
class Board:
    """All lights with what they add up to."""

    lights: tuple[LightView, ...]
    overall: Colour
    technical: Colour
    human: Colour

    def named(self, *colours: Colour) -> list[LightView]:
        """Lights that count as one of these colours."""
        return [light for light in self.lights if light.counts.colour in colours]

    @property
    def stale(self) -> list[LightView]:
        """Lights whose source is older than agreed."""
        return [light for light in self.lights if light.counts.why == Why.STALE]


@read_once(words=True)
def board(programme: "Programme", today: date | None = None, *, live: bool = True) -> Board:
    """Compute every light now; reads each evidence once, and three queries of its own.

    Pages read with ``live=False``: evidence as kept since the programme's last event.
    """
    today = today or timezone.localdate()
    declared = {
        row.dimension: row
        for row in LightDeclaration.objects.filter(programme=programme, ended_at=None).select_related(
            "declared_by", "confirmed_by"
        )
    }
    history = _history(programme, today)
    lights = tuple(_view(programme, d, declared.get(d), history.get(d, []), today, live=live) for d in Dimension)
    counting = {light.dimension.value: light.counts for light in lights}
    technical, human = rules.two_lights(counting)
    return Board(lights, rules.overall(counting), technical, human)


def _history(programme: "Programme", today: date) -> dict[str, list[tuple[int, str]]]:
    """Earlier days by dimension, the newest first, as (days ago, colour)."""
    found: dict[str, list[tuple[int, str]]] = {}
    rows = LightDay.objects.filter(programme=programme, day__lt=today).order_by("-day")
    for dimension, day, colour in rows.values_list("dimension", "day", "colour")[: HISTORY * len(Dimension)]:
        found.setdefault(dimension, []).append(((today - day).days, colour))
    return found


def _view(
    programme: "Programme",
    dimension: Dimension,
    declaration: LightDeclaration | None,
    history: list[tuple[int, str]],
    today: date,
    *,
    live: bool,
) -> LightView:
    risk = dimension == Dimension.RISK
    computed, reason, url = _risk(programme, today) if risk else _computed(programme, dimension, live=live)
    confirmed = Colour(declaration.computed) if declaration and declaration.confirmed_by_id else None
    said = Colour(declaration.colour) if declaration else None
    counting = rules.effective(computed, said, confirmed_against=confirmed)
    return LightView(
        dimension=dimension,
        computed=computed,
        counts=counting,
        declaration=declaration,
        reason=reason,
        url=url,
        trend=rules.trend(history[0][1] if history else None, counting.colour),
        weeks=rules.weeks_in_colour(history, counting.colour),
    )


def _risk(programme: "Programme", today: date) -> tuple[rules.Light, str, str]:
    """F07 over the register; a programme without a live risk has no data."""
    stand = counts(programme, None, today)
    if not stand.live:
        return rules.Light(Colour.GREY, Why.NO_DATA), _("no open risk is recorded"), ""
    said = _("%(high)d of %(live)d open risks score 12 or more, %(late)d responses overdue")
    told = said % {"high": stand.high, "live": stand.live, "late": stand.response_overdue}
    return rules.Light(Colour(risk_light(programme, today))), told, f"/p/{programme.slug}/risks/"


def reading(programme: Any, name: str, *, live: bool = True) -> Evidence | None:
    """Read one evidence for the whole programme; None where nobody gives it or it says nothing."""
    found = read_evidence(programme, name, [{}], live=live) if name in seams.evidence else ()
    return found[0] if found else None


def _computed(programme: "Programme", dimension: Dimension, *, live: bool) -> tuple[rules.Light, str, str]:
    """The colour of a dimension from its evidence, with the sentence that explains it and where its records are."""
    read = {name: reading(programme, name, live=live) for name in SOURCES[dimension]}
    known = {name: one for name, one in read.items() if one is not None and one.value is not None}
    said = "; ".join(f"{NAMES[name]} {_figure(one)}" for name, one in known.items())
    url = next((one.source_url for one in known.values() if one.source_url), "")
    if any(one is not None and one.stale for one in read.values()):
        return rules.Light(Colour.GREY, Why.STALE), said, url
    if not known:
        given = any(one is not None for one in read.values())
        why = Why.NOT_DUE if given else Why.NO_DATA
        missing = ", ".join(str(NAMES[name]) for name in SOURCES[dimension])
        return rules.Light(Colour.GREY, why), _("waits for: %(names)s") % {"names": missing}, url
    values = [_number(read[name]) for name in SOURCES[dimension]]
    return rules.Light(_rule(dimension, values)), said, url


def _rule(dimension: Dimension, values: list[Decimal | None]) -> Colour:
    match dimension:
        case Dimension.SCHEDULE:
            return rules.schedule(values[0], values[1])
        case Dimension.COST:
            return rules.cost(values[0])
        case Dimension.SCOPE:
            return rules.scope(values[0])
        case Dimension.QUALITY:
            return rules.quality(values[0])
        case Dimension.ADOPTION:
            return rules.adoption(values[0])
        case _:
            return rules.benefit(values[0])


def _number(one: Evidence | None) -> Decimal | None:
    value = one.value if one is not None else None
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _figure(one: Evidence) -> str:
    figure = Figure(_number(one), one.unit, numerator=one.numerator, denominator=one.denominator)
    counted = words.counted(figure)
    return words.figure_text(figure) + (f" ({counted})" if counted else "")
