"""The score of each block, and how it moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from programme.diagnosis.choices import QUESTIONS, Block

PLACE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Score:
    """A block's mean of what is answered (None without any), with how many of how many."""

    block: Block
    mean: Decimal | None
    answered: int
    every: int


def scores(answers: Mapping[str, int]) -> tuple[Score, ...]:
    """Score the four blocks from answers by question."""
    found = []
    for block in Block:
        asked = [name for name, (of, _text) in QUESTIONS.items() if of == block]
        given = [answers[name] for name in asked if name in answers]
        mean = (Decimal(sum(given)) / len(given)).quantize(PLACE) if given else None
        found.append(Score(block, mean, len(given), len(asked)))
    return tuple(found)


def moved(before: Score, after: Score) -> Decimal | None:
    """How far a block moved; None where one of the two was not asked."""
    return None if before.mean is None or after.mean is None else after.mean - before.mean
