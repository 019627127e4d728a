"""Readiness as it stands: answers held at what the records prove, and what they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _

from core import presence
from core.memo import shared
from core.seams import Evidence
from programme.capability.selectors import lowest_test
from programme.charter.choices import Cause, Moment, ReadinessState
from programme.charter.models import Consultant, ReadinessAnswer, ReadinessCheck, ReferenceCase
from programme.charter.rules.readiness import Conclusion, capped, conclude, share_score
from programme.charter.selectors.live import deliverables_of, evidence_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme

SIMILAR = presence.ask("charter.similar_case", presence.rows_of(ReferenceCase, similar=True))
ABLE = presence.ask("charter.able_consultant", presence.rows_of(Consultant, Q(similar_cases__gte=1)))

OUTPUTS = ("DEL-12", "DEL-13", "DEL-14")
PARTS = 15
POLICY = "DEL-15"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The highest score that the records allow, and why."""

    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One cause as the page shows it."""

    cause: Cause
    answer: ReadinessAnswer | None
    ceiling: Ceiling | None

    @property
    def score(self) -> int | None:
        """The score that counts."""
        if self.answer is None:
            return None
        return capped(self.answer.score, self.ceiling.score if self.ceiling else None)


@dataclass(frozen=True, slots=True)
class Readiness:
    """A check with its lines and its conclusion."""

    moment: Moment
    check: ReadinessCheck | None
    lines: tuple[Line, ...]
    conclusion: Conclusion

    @property
    def signed(self) -> bool:
        """Tell whether a gate may read it as passed, or waived by the sponsor."""
        return self.check is not None and self.check.state in {ReadinessState.PASSED, ReadinessState.WAIVED}


def approved_outputs(programme: "Programme") -> tuple[int, int] | None:
    """How many of the 15 process outputs are approved; None where nobody can tell."""
    return _approved(deliverables_of(programme, *OUTPUTS))


def _approved(found: Sequence[Evidence | None]) -> tuple[int, int] | None:
    known = [row for row in found if row is not None and row.numerator is not None]
    if not known:
        return None
    return int(sum(row.numerator or 0 for row in known)), PARTS


def _process(programme: "Programme") -> Ceiling | None:
    """Cause 1 before build: the share of approved outputs, and the organisation policy."""
    *works, policy = deliverables_of(programme, *OUTPUTS, POLICY)
    outputs = _approved(works)
    score = share_score(*outputs) if outputs else None
    if outputs is None or score is None:
        return Ceiling(0, _("No process output is recorded yet."))
    if policy is None or policy.value is not True:
        score = min(score, 3)
    return Ceiling(
        score,
        _("%(done)d of %(wanted)d process outputs are approved; the fourth point needs DEL-15.")
        % {"done": outputs[0], "wanted": outputs[1]},
    )


def reference_flags(programme: "Programme") -> list[bool]:
    """Say of each recorded reference case whether it is similar; one query, once for an evaluation."""
    rows = ReferenceCase.objects.filter(programme=programme).order_by("pk")
    return shared(programme, "charter.cases", lambda: list(rows.values_list("similar", flat=True)))


def _consultant(programme: "Programme", moment: Moment, check: ReadinessCheck | None) -> Ceiling | None:
    """Cause 2: at start a similar case; before build a consultant with one and with process skill."""
    if moment == Moment.START:
        if presence.stand(programme, SIMILAR)[0]:
            return None
        return Ceiling(1, _("No similar reference case is recorded."))
    if check is not None and hasattr(check, "best_skill"):
        skill, name = check.best_skill, check.best_name  # type: ignore[attr-defined]
    elif presence.stand(programme, ABLE)[0]:
        rows = _able(Consultant.objects.filter(programme=programme))
        skill, name = rows.values_list("process_skill", "name").first() or (None, "")
    else:
        skill, name = None, ""
    if skill is None:
        return Ceiling(1, _("No consultant has a similar case."))
    return Ceiling(skill, _("Process skill of %(name)s.") % {"name": name})


def _able(rows: "QuerySet[Consultant]") -> "QuerySet[Consultant]":
    return rows.filter(similar_cases__gte=1).order_by("-process_skill", "pk")


def _executive(lowest: int | None) -> Ceiling | None:
    """Cause 3: the lowest of the three executive tests, once all are answered; a lead by IT alone fails the second."""
    return None if lowest is None else Ceiling(lowest, _("The lowest of the three executive tests."))


def _selection(programme: "Programme") -> Ceiling | None:
    """Cause 5 before build: what the sourcing decision leaves to it; None where it holds nothing against the pick."""
    found = evidence_of(programme, "sourcing.selection")
    if found is None or found.value is None:
        return None
    return Ceiling(int(found.value), " ".join(one.text for one in found.detail))


def ceilings(
    programme: "Programme", moment: Moment, lowest: int | None = None, check: ReadinessCheck | None = None
) -> Mapping[Cause, Ceiling]:
    """The highest score of each cause that the records allow; ``lowest`` is that of the three executive tests.

    What a check of ``readiness_checks`` brought with it is not read again.
    """
    found = {Cause.CONSULTANT: _consultant(programme, moment, check), Cause.EXECUTIVE: _executive(lowest)}
    if moment == Moment.BUILD:
        found[Cause.PROCESS] = _process(programme)
        found[Cause.SELECTION] = _selection(programme)
    return {cause: ceiling for cause, ceiling in found.items() if ceiling is not None}


def readiness_checks(programme: "Programme") -> dict[str, ReadinessCheck]:
    """Return the checks with their answers and what bounds the scores, by moment; two queries."""
    rows = ReadinessCheck.objects.filter(programme=programme).select_related("waived_by", "programme")
    best = _able(Consultant.objects.filter(programme=OuterRef("programme")))
    answers = ReadinessAnswer.objects.select_related("answered_by")
    found = rows.prefetch_related(Prefetch("answers", answers)).annotate(
        lowest_test=lowest_test("programme"),
        best_skill=Subquery(best.values("process_skill")[:1]),
        best_name=Subquery(best.values("name")[:1]),
    )
    return shared(programme, "charter.check_rows", lambda: {row.moment: row for row in found})


def readiness(programme: "Programme", moment: str, checks: Mapping[str, ReadinessCheck] | None = None) -> Readiness:
    """Give the five causes with answers, ceilings and the conclusion; ``checks`` where they were read for both."""
    when = Moment(moment)
    check = (readiness_checks(programme) if checks is None else checks).get(when)
    answers = {answer.cause: answer for answer in check.answers.all()} if check else {}
    limits = ceilings(programme, when, getattr(check, "lowest_test", None), check)
    lines = tuple(Line(cause, answers.get(cause.value), limits.get(cause)) for cause in Cause)
    scores = {line.cause.value: line.score for line in lines if line.score is not None}
    return Readiness(when, check, lines, conclude(scores))
