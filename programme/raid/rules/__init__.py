"""Pure rules of risks: bands (F08), the risk light (F07), contingency (F09), guards and codes; terms, promises."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from programme.raid.choices import LIVE_RISK, Band, RiskState
from programme.raid.rules import promises, terms

__all__ = ["promises", "terms"]

MEDIUM_FROM, HIGH_FROM, CRITICAL_FROM = 6, 12, 20
RESIDUAL_REPORTS = 3
STALE_PROPOSAL = timedelta(days=14)
NUMERIC_PROBABILITY = {n: Decimal(p) for n, p in zip(range(1, 6), ("0.1", "0.3", "0.5", "0.7", "0.9"), strict=True)}
NUMERIC_IMPACT = {n: Decimal(i) for n, i in zip(range(1, 6), ("0.05", "0.10", "0.20", "0.40", "0.80"), strict=True)}

Light = Literal["good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What the rules read of one risk."""

    code: str = ""
    state: str = RiskState.PROPOSED
    cause: str = ""
    event: str = ""
    effect: str = ""
    probability: int | None = None
    impact: int | None = None
    residual: int | None = None
    residual_reports: int = 0  # reports issued while the residual score stood at 12 or more
    has_owner: bool = False
    strategy: str = ""
    response: str = ""
    response_due: date | None = None
    response_done: bool = False
    next_review: date | None = None

    @property
    def score(self) -> int | None:
        """Probability times impact."""
        return score(self.probability, self.impact)

    @property
    def live(self) -> bool:
        """Tell whether it is open, being answered, or watched."""
        return self.state in LIVE_RISK

    @property
    def answered(self) -> bool:
        """Tell whether there is a response with a date."""
        return bool(self.response.strip()) and self.response_due is not None

    def overdue(self, today: date) -> bool:
        """Tell whether a live risk's response passed its date undone."""
        return self.live and self.response_due is not None and not self.response_done and self.response_due < today

    def review_overdue(self, today: date) -> bool:
        """Tell whether a live risk should have been looked at again before today."""
        return self.live and self.next_review is not None and self.next_review < today


def score(probability: int | None, impact: int | None) -> int | None:
    """Multiply; None where either was not given."""
    return None if probability is None or impact is None else probability * impact


def band(value: int) -> Band:
    """F08: 1–5 low, 6–11 medium, 12–19 high, 20–25 critical."""
    if value >= CRITICAL_FROM:
        return Band.CRITICAL
    if value >= HIGH_FROM:
        return Band.HIGH
    return Band.MEDIUM if value >= MEDIUM_FROM else Band.LOW


def numeric_score(probability: int, impact: int) -> Decimal:
    """F08, numeric variant: the scale's probability times the scale's impact."""
    return NUMERIC_PROBABILITY[probability] * NUMERIC_IMPACT[impact]


def contingency(risks: Iterable[tuple[Decimal, Decimal | int]]) -> Decimal:
    """F09: the sum of probability × impact."""
    return sum((probability * impact for probability, impact in risks), Decimal(0))


def risk_light(risks: Iterable[RiskFacts], today: date) -> Light:
    """F07, the risk dimension.

    Red where a live score of 20 or more has no dated response or its response is overdue; amber where a live score of
    12 or more has none or an overdue one, or its residual stood at 12 or more for three reports; else green.
    """
    worst: Light = "good"
    for risk in risks:
        if not risk.live:
            continue
        value = risk.score or 0
        open_flank = not risk.answered or risk.overdue(today)
        if value >= CRITICAL_FROM and open_flank:
            return "bad"
        lasting = (risk.residual or 0) >= HIGH_FROM and risk.residual_reports >= RESIDUAL_REPORTS
        if (value >= HIGH_FROM and open_flank) or lasting:
            worst = "warn"
    return worst


def missing_to_open(risk: RiskFacts) -> dict[str, Any]:
    """Name every field that a risk must have before it is opened."""
    needed = {
        "cause": (risk.cause.strip(), _("Say what it comes from (cause).")),
        "event": (risk.event.strip(), _("Say what may happen (event).")),
        "effect": (risk.effect.strip(), _("Say what it leads to (effect).")),
        "probability": (risk.probability, _("Give the probability, 1 to 5.")),
        "impact": (risk.impact, _("Give the impact, 1 to 5.")),
        "owner": (risk.has_owner, _("Name who owns it.")),
    }
    return {name: text for name, (value, text) in needed.items() if not value}


def missing_to_respond(risk: RiskFacts) -> dict[str, Any]:
    """Name what a response lacks: always strategy and text, from a score of 12 also a date."""
    needed: dict[str, tuple[Any, Any]] = {
        "strategy": (risk.strategy, _("Choose how the risk is answered.")),
        "response": (risk.response.strip(), _("Write down the response.")),
    }
    if (risk.score or 0) >= HIGH_FROM:
        needed["response_due"] = (risk.response_due, _("A score of 12 or more needs a response with a date."))
    return {name: text for name, (value, text) in needed.items() if not value}


def missing_to_monitor(risk: RiskFacts) -> dict[str, Any]:
    """Name what is lacking before a risk is only watched: from a score of 12 a dated response."""
    return missing_to_respond(risk) if (risk.score or 0) >= HIGH_FROM else {}


def must_escalate(value: int | None) -> bool:
    """Tell whether the steering committee has to know: a score of 20 or more."""
    return (value or 0) >= CRITICAL_FROM


def next_code(prefix: str, codes: Iterable[str]) -> str:
    """Return the code after the highest in use, with at least two digits."""
    pattern = re.compile(rf"{prefix}(\d+)", re.IGNORECASE)
    used = [int(match[1]) for code in codes if (match := pattern.fullmatch(code))]
    return f"{prefix}{max(used, default=0) + 1:02}"
