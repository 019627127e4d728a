"""Decisions asked of the steering committee, from the draft to the outcome."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import BadInputError
from core.models import expect_version, save_validated
from programme.governance.models import Decision
from programme.governance.permissions import ACTIONS
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.services import change, writes
from programme.signoff.services import sign_act

if TYPE_CHECKING:
    from programme.charter.models import Goal, Programme
    from programme.people.models import User

KEYS = "ABCDEF"
DECIDED = gettext_lazy("I decide this for the steering committee.")


def _options(texts: list[str]) -> list[dict[str, str]]:
    """Letter the options in their order."""
    said = [text.strip() for text in texts if text.strip()]
    if len(said) > len(KEYS):
        raise BadInputError({"options": [_("At most six options.")]})
    return [{"key": key, "text": text} for key, text in zip(KEYS, said, strict=False)]


@writes
def ask_decision(
    programme: "Programme",
    *,
    question: str,
    actor: "User | None",
    context: str = "",
    options: list[str] | None = None,
    recommendation: str = "",
    reason: str = "",
    cost_of_delay: str = "",
    delay_week_minor: int | None = None,
    due_on: date | None = None,
    goals: Sequence["Goal"] = (),
) -> Decision:
    """Draft a decision; the committee sees it once it is requested."""
    require(ACTIONS["ask"], actor, programme)
    row = Decision(programme=programme, code=_next_code(programme), asked_by=actor)
    values: dict[str, Any] = {"question": question, "context": context, "recommendation": recommendation}
    values |= {"reason": reason, "cost_of_delay": cost_of_delay, "delay_week_minor": delay_week_minor}
    return _save(row, "governance.decision_drafted", actor, values | {"options": options, "due_on": due_on}, goals)


def _next_code(programme: "Programme") -> str:
    """Give the number after the highest; needs the lock, so two never get the same."""
    codes = Decision.objects.filter(programme=programme, code__startswith="D-").values_list("code", flat=True)
    used = [int(code[2:]) for code in codes if code[2:].isdecimal()]
    return f"D-{max(used, default=0) + 1:02}"


@writes
def edit_decision(
    row: Decision,
    *,
    actor: "User | None",
    question: str,
    context: str = "",
    options: list[str] | None = None,
    recommendation: str = "",
    reason: str = "",
    cost_of_delay: str = "",
    delay_week_minor: int | None = None,
    due_on: date | None = None,
    goals: Sequence["Goal"] | None = None,
    version: int | None = None,
) -> Decision:
    """Change a decision that nobody has decided; once the committee is asked, it keeps all that the request needed."""
    require(ACTIONS["edit"], actor, row)
    expect_version(row, version)
    if row.decided_on is not None:
        raise BadInputError(_("A decision that was made does not change; ask for a new one."))
    values: dict[str, Any] = {"question": question, "context": context, "recommendation": recommendation}
    values |= {"reason": reason, "cost_of_delay": cost_of_delay, "delay_week_minor": delay_week_minor}
    return _save(row, "governance.decision_edited", actor, values | {"options": options, "due_on": due_on}, goals)


def _save(
    row: Decision, action: str, actor: "User | None", values: Mapping[str, Any], goals: Sequence["Goal"] | None
) -> Decision:
    if any(goal.programme_id != row.programme_id for goal in goals or ()):
        raise BadInputError({"goals": [_("Choose goals of this programme.")]})
    with change(row, action, actor=actor):
        for name, value in values.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        row.options = _options(values["options"] or [])
        _known(row, row.recommendation, "recommendation")
        if row.is_open:
            _require_whole(row, cited=row.goals.exists() if goals is None else bool(goals))
        save_validated(row)
    if goals is not None:
        row.goals.set(goals)
    return row


def _known(row: Decision, key: str, field: str) -> None:
    keys = [option["key"] for option in row.options]
    if key and key not in keys:
        raise BadInputError({field: [_("Options: %(keys)s") % {"keys": ", ".join(keys) or "–"}]})


def _require_whole(row: Decision, *, cited: bool) -> None:
    """Raise ``BadInputError`` with all that a decision before the committee lacks; ``cited``: it has a goal."""
    needed = {
        "options": (len(row.options) >= 2, _("Give at least two options.")),  # noqa: PLR2004  (a choice)
        "recommendation": (row.recommendation, _("Say which option is recommended.")),
        "cost_of_delay": (row.cost_of_delay or row.delay_week_minor is not None, _("Say what waiting costs.")),
        "due_on": (row.due_on, _("Say by when it is needed.")),
        "goals": (cited, _("A decision cites at least one goal of the charter.")),
    }
    missing = {name: [text] for name, (given, text) in needed.items() if not given}
    if missing:
        raise BadInputError(missing)


def _require_goal(row: Decision) -> None:
    """Raise where nothing says which goal the decision serves."""
    if not row.goals.exists():
        raise BadInputError(_("A decision cites at least one goal of the charter."))


@writes
def request_decision(row: Decision, *, actor: "User | None") -> Decision:
    """Ask the committee: refused without options, recommendation, cost of delay, date and a goal, naming what lacks."""
    require(ACTIONS["request"], actor, row)
    _require_whole(row, cited=row.goals.exists())
    with change(row, "governance.decision_requested", actor=actor):
        row.request(timezone.localdate())
        save_validated(row)
    for person in holders(row.programme, Role.SP, Role.SC):
        notify(
            person,
            topic=Topic.DECISION,
            text=lambda: _("Decision requested: %(row)s") % {"row": row},
            url=row.get_absolute_url(),
            programme=row.programme,
        )
    return row


@writes
def ask_back(row: Decision, *, actor: "User | None", text: str) -> Decision:
    """Ask the asker something before deciding."""
    require(ACTIONS["ask_back"], actor, row)
    return _talk(row, "ask_back", text, actor)


@writes
def answer_question(row: Decision, *, actor: "User | None", text: str) -> Decision:
    """Answer what a member asked."""
    require(ACTIONS["answer"], actor, row)
    return _talk(row, "answer", text, actor)


def _talk(row: Decision, act: str, text: str, actor: "User | None") -> Decision:
    if not text.strip():
        raise BadInputError({"text": [_("Write what you ask or answer.")]})
    with change(row, f"governance.decision_{act}", actor=actor, reason=text):
        getattr(row, act)()
        name = actor.name if actor else _("System")
        row.talk = f"{row.talk}\n{timezone.localdate():%Y-%m-%d} {name}: {text.strip()}".strip()
        save_validated(row)
    return row


@writes
def approve_decision(row: Decision, *, actor: "User | None", chosen: str, outcome: str = "") -> Decision:
    """Decide for one of the options; the asker never decides the own question."""
    require(ACTIONS["approve"], actor, row)
    if row.options and not chosen:
        raise BadInputError({"chosen": [_("Choose an option.")]})
    _known(row, chosen, "chosen")
    _require_goal(row)
    with change(row, "governance.decision_approved", actor=actor, reason=outcome):
        row.approve(actor, timezone.localdate(), chosen, outcome.strip())
        save_validated(row)
    _sign(row, actor)
    return row


@writes
def reject_decision(row: Decision, *, actor: "User | None", outcome: str) -> Decision:
    """Reject with a reason."""
    require(ACTIONS["reject"], actor, row)
    if not outcome.strip():
        raise BadInputError({"outcome": [_("Say why it is rejected.")]})
    _require_goal(row)
    with change(row, "governance.decision_rejected", actor=actor, reason=outcome):
        row.reject(actor, timezone.localdate(), outcome.strip())
        save_validated(row)
    _sign(row, actor)
    return row


def _sign(row: Decision, actor: "User | None") -> None:
    """Let who decided sign what was asked and what they answered, in the same moment."""
    if actor is not None:
        sign_act(row.programme, subject=row, meaning=DECIDED, actor=actor)
