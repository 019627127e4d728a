"""What is signed with a decision: the question as it was put, and the answer."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programme.governance.choices import DecisionState
from programme.governance.models import Decision
from programme.signoff.services import Content, Fact, Part, bind


def decision_content(row: Decision) -> Content:
    """Everything the signature binds: question, options, recommendation, goals, what waiting costs, and the outcome."""
    parts = (Part("asked", _("Question"), tuple(_asked(row))), Part("decided", _("Outcome"), tuple(_decided(row))))
    return Content(f"{row.code} {row.question}"[:200], parts, row.code)


def _asked(row: Decision) -> Iterator[Fact]:
    yield Fact("question", _("question"), row.question)
    yield Fact("context", _("context"), row.context)
    for option in row.options:
        yield Fact(f"option-{option['key']}", f"{_('Option')} {option['key']}", option["text"])
    yield Fact("recommendation", _("recommended option"), row.recommendation)
    yield Fact("reason", _("why it is recommended"), row.reason)
    yield Fact("delay", _("cost of delay"), row.cost_of_delay)
    for goal in row.goals.order_by("code"):
        yield Fact(f"goal-{goal.code}", _("goal"), goal.code)


def _decided(row: Decision) -> Iterator[Fact]:
    yield Fact("result", _("Outcome"), str(DecisionState(row.state).label))
    yield Fact("chosen", _("chosen option"), row.chosen)
    yield Fact("outcome", _("outcome"), row.outcome)


bind("programme.Decision", content=decision_content, url=Decision.get_absolute_url)
