"""Reads of the diagnosis: the radar, the questions of a round, the pain points."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.documents.blocks import Chart, Series, Target
from core.memo import read_once
from programme.diagnosis import rules
from programme.diagnosis.choices import QUESTIONS, Block
from programme.diagnosis.models import Diagnosis, DiagnosisAnswer, PainPoint

if TYPE_CHECKING:
    from programme.charter.models import Programme

HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Round:
    """A round with its answers by question and the score of each block."""

    row: Diagnosis
    answers: dict[str, DiagnosisAnswer]
    scores: tuple[rules.Score, ...]

    @property
    def open(self) -> int:
        """Questions that are not answered."""
        return len(QUESTIONS) - len(self.answers)


def rounds(programme: "Programme") -> list[Round]:
    """Every round, the first one first; two queries."""
    found = []
    for row in Diagnosis.objects.filter(programme=programme).select_related("programme").prefetch_related("answers"):
        answers = {answer.question: answer for answer in row.answers.all()}
        found.append(Round(row, answers, rules.scores({name: one.score for name, one in answers.items()})))
    return found


def overlaid(found: list[Round]) -> list[Round]:
    """The first round and the newest; one where there is one."""
    return found[:1] if len(found) < 2 else [found[0], found[-1]]  # noqa: PLR2004  (a pair)


def radar_of(found: list[Round]) -> Chart:
    """Draw the first round and the newest over each other."""
    pair = overlaid(found)
    return Chart(
        "radar",
        _("Current state in four blocks"),
        tuple(str(block.label) for block in Block),
        tuple(
            Series(
                str(one.row), tuple(score.mean for score in one.scores), "current" if one is pair[-1] else "comparison"
            )
            for one in pair
        ),
        targets=(Target(HIGHEST, _("Best")),),
    )


def score_rows(found: list[Round]) -> list[tuple[str, list[rules.Score], Any]]:
    """Each block with its score in the first round and the newest, and how far it moved."""
    pair = overlaid(found)
    return [
        (
            str(block.label),
            [one.scores[at] for one in pair],
            rules.moved(pair[0].scores[at], pair[1].scores[at]) if len(pair) > 1 else None,
        )
        for at, block in enumerate(Block)
    ]


@read_once()
def pains(programme: "Programme") -> list[PainPoint]:
    """Every pain point with its requirement, the open ones first; one query."""
    rows = PainPoint.objects.filter(programme=programme).select_related("programme", "requirement__programme")
    return sorted(rows, key=lambda row: (row.settled, row.code))


def unsettled(programme: "Programme") -> list[PainPoint]:
    """Pain points that neither a requirement meets nor a reason leaves; one query."""
    return [row for row in pains(programme) if not row.settled]
