"""What tests and observations showed, by course."""

from decimal import Decimal
from typing import TYPE_CHECKING

from training.learners.choices import RESULTS, EnrolmentState
from training.learners.models import Enrolment
from training.learners.rules import Share

if TYPE_CHECKING:
    from programme.charter.models import Programme

ByCourse = tuple[str, Share, Decimal | None]


def pass_share(programme: "Programme") -> tuple[Share, list[ByCourse]]:
    """Return who passed of those assessed, of all and by course with the mean score; one query."""
    rows = Enrolment.objects.filter(programme=programme, state__in=RESULTS).select_related("course")
    found: dict[str, list[Enrolment]] = {}
    for row in rows.order_by("course__code", "pk"):
        found.setdefault(str(row.course), []).append(row)
    by_course = [(name, _share(each), _mean(each)) for name, each in found.items()]
    return _share([row for each in found.values() for row in each]), by_course


def _share(rows: list[Enrolment]) -> Share:
    return Share(sum(1 for row in rows if row.state == EnrolmentState.PASSED), len(rows))


def _mean(rows: list[Enrolment]) -> Decimal | None:
    scores = [row.score for row in rows if row.score is not None]
    return round(sum(scores, Decimal(0)) / len(scores), 1) if scores else None
