"""The acts of exceptions, of stage tolerances of the sponsor's plan and of lessons, through both fronts."""

from phases.exceptions.models import StageTolerance
from phases.gates.models import Stage
from programme.closure.models import Lesson
from programme.sponsor.models import SponsorAct
from programme.stakeholders.models import Stakeholder
from tests.contracts.fronts import Pair
from tests.contracts.parity import DAY, at
from tests.factories.exceptions import ExceptionReportFactory

LINES = ["Wait | stays", "Plan anew | back to 10 % | 5 days"]
WORDED = {"cause": "Wishes", "consequence": "More tests", "recommendation": "B", "reason": "Cheap", "lesson": "Ask"}


def report(**values):
    """Make an exception of the quality, which the world has none of."""
    return lambda world: ExceptionReportFactory(
        programme=world.programme, code="EX-900", dimension="quality", limit=0, forecast=2, **values
    )


def _stage(world):
    return Stage.objects.filter(programme=world.programme).order_by("position", "pk").last()


SPONSORED = {"code": "SAX", "kind": "award", "title": "Star", "audience": "all", "due_on": DAY}


def _top(world):
    return Stakeholder.objects.filter(programme=world.programme).order_by("pk").first()


SPONSOR = [
    Pair("sponsor:act_new POST", "api-sponsor-acts create", same=SPONSORED,
         form=lambda w, _r: {"person": _top(w).pk}, body=lambda w, _r: {"person": _top(w).public_id}),
    Pair("sponsor:act_edit POST", "api-sponsor-acts partial_update", row=at(SponsorAct), same={"audience": "Sales"}),
    Pair("sponsor:act_done POST", "api-sponsor-acts done", row=at(SponsorAct),
         same={"on": "2026-03-03", "evidence": "Minutes"}),
    Pair("sponsor:act_drop POST", "api-sponsor-acts drop", row=at(SponsorAct), same={"reason": "Ill"}),
]  # fmt: skip
LEARNED = {
    "code": "LLX", "event": "Late", "cause": "Plan", "effect": "Weeks", "recommendation": "Ask", "area": "data",
    "found_on": "2026-03-03",
}  # fmt: skip
LESSONS = [
    Pair("closure:lesson_new POST", "api-lessons create", same=LEARNED),
    Pair("closure:lesson_edit POST", "api-lessons partial_update", row=at(Lesson), same={"cause": "Other"}),
    Pair("closure:lesson_adopt POST", "api-lessons adopt", row=at(Lesson), same={"adopted_in": "Template"}),
]
EXCEPTIONS = [
    Pair("exceptions:watch POST", "api-exceptions watch"),
    Pair("exceptions:exception_edit POST", "api-exceptions partial_update", row=report(), same=WORDED,
         form={"options": "\n".join(LINES)}, body={"options": LINES}),
    Pair("exceptions:exception_raise POST", "api-exceptions-raise raise_up", row=report()),
    Pair("exceptions:exception_decide POST", "api-exceptions decide", role="SC", row=report(state="raised"),
         same={"outcome": "accept", "new_limit": "3", "note": "Agreed"}),
    Pair("exceptions:exception_close POST", "api-exceptions close", row=report(state="decided", outcome="stop"),
         same={"note": "Stopped"}),
    Pair("exceptions:tolerance_new POST", "api-stage-tolerances create",
         same={"dimension": "cost", "limit": "8", "note": "As agreed"},
         form=lambda w, _r: {"stage": _stage(w).pk}, body=lambda w, _r: {"stage": _stage(w).code}),
    Pair("exceptions:tolerance_edit POST", "api-stage-tolerances partial_update", row=at(StageTolerance),
         same={"limit": "9"}),
    Pair("exceptions:tolerance_remove POST", "api-stage-tolerances destroy", row=at(StageTolerance)),
    *SPONSOR,
    *LESSONS,
]  # fmt: skip
