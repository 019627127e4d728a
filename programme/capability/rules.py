"""What the executives' tests come to."""

from collections.abc import Mapping
from dataclasses import dataclass

from programme.capability.choices import Lead, Test

FAILS_BELOW = 2  # of four


@dataclass(frozen=True, slots=True)
class Scored:
    """A test as it was answered: 0 to 4, and who leads."""

    score: int
    lead: str = ""


def counted(test: str, answer: Scored) -> int:
    """The score that counts: a programme that IT leads alone fails the test of personal involvement."""
    return 0 if test == Test.PERSON and answer.lead == Lead.IT else answer.score


@dataclass(frozen=True, slots=True)
class Executives:
    """The three sub-scores, the tests that fail, and the score that the cause can have at most."""

    scores: Mapping[str, int]
    failed: tuple[str, ...]

    @property
    def ceiling(self) -> int | None:
        """The lowest of the three; None until all are answered."""
        return min(self.scores.values()) if len(self.scores) == len(Test) else None


def executives(answers: Mapping[str, Scored]) -> Executives:
    """Judge the three tests."""
    scores = {test.value: counted(test, answers[test]) for test in Test if test in answers}
    return Executives(scores, tuple(test for test, score in scores.items() if score < FAILS_BELOW))
