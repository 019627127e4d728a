"""Readiness from five scores (F10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from programme.charter.choices import Cause, Verdict

UNMET_BELOW = 2
PASS_MEAN = Decimal(3)
HIGHEST = 4


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the answers come to."""

    verdict: Verdict
    mean: Decimal | None
    unmet: tuple[Cause, ...]
    unanswered: tuple[Cause, ...]


def conclude(scores: Mapping[str, int]) -> Conclusion:
    """Pass where no cause is below 2 and the mean is at least 3; a cause without an answer leaves it incomplete."""
    unanswered = tuple(cause for cause in Cause if cause not in scores)
    unmet = tuple(cause for cause in Cause if cause in scores and scores[cause] < UNMET_BELOW)
    values = [Decimal(scores[cause]) for cause in Cause if cause in scores]
    mean = sum(values, Decimal(0)) / len(values) if values else None
    if unanswered or mean is None:
        return Conclusion(Verdict.INCOMPLETE, mean, unmet, unanswered)
    passed = not unmet and mean >= PASS_MEAN
    return Conclusion(Verdict.PASSED if passed else Verdict.BLOCKED, mean, unmet, ())


def capped(score: int, ceiling: int | None) -> int:
    """Hold a score at what the records prove; None leaves the score to the person who answers."""
    return score if ceiling is None else min(score, ceiling)


def share_score(done: int, wanted: int) -> int | None:
    """Turn done of wanted into 0 to 4, rounded down; None where nothing is known."""
    return HIGHEST * min(done, wanted) // wanted if wanted else None
