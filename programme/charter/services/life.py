"""The programme's own writes: purpose, kick-off and its moves from draft to the end."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter import permissions
from programme.charter.choices import Purpose
from programme.charter.selectors import blocked_by
from programme.charter.services.rows import require_alive
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@writes
def set_purpose(
    programme: "Programme",
    *,
    purposes: Sequence[str],
    purpose_text: str,
    actor: "User | None",
    version: int | None = None,
) -> "Programme":
    """Say why the company wants a CRM; both the choice and the narrative are mandatory."""
    require(permissions.can_edit_charter, actor, programme)
    require_alive(programme)
    expect_version(programme, version)
    bad: dict[str, list[str]] = {}
    unknown = [code for code in purposes if code not in Purpose.values]
    if not purposes or unknown:
        bad["purposes"] = [_("Choose at least one purpose: why does the company want a CRM?")]
    if not purpose_text.strip():
        bad["purpose_text"] = [_("Tell in a few sentences why the company wants a CRM.")]
    if bad:
        raise BadInputError(bad)
    with change(programme, "programme.purpose_set", actor=actor):
        programme.purposes = [code for code in Purpose.values if code in purposes]
        programme.purpose_text = purpose_text.strip()
        save_validated(programme)
    return programme


@writes
def record_kickoff(
    programme: "Programme", *, held_on: date, executive: bool, actor: "User | None", waiver: str = ""
) -> "Programme":
    """Record the kick-off; where the top executive was absent, why it goes without."""
    require(permissions.can_edit_charter, actor, programme)
    require_alive(programme)
    if held_on > timezone.localdate():
        raise BadInputError({"held_on": [_("A kick-off that was held lies not in the future.")]})
    with change(programme, "programme.kickoff_recorded", actor=actor):
        programme.kickoff_on = held_on
        programme.kickoff_executive = executive
        programme.kickoff_waiver = waiver.strip()
        save_validated(programme)
    return programme


def move_programme(
    programme: "Programme",
    name: str,
    *,
    actor: "User | None",
    reason: str = "",
    review_on: date | None = None,
) -> "Programme":
    """Move the programme on: assess, activate, hold, resume, operate, begin_closing, close or cancel.

    Raises ``IllegalNowError`` with everything that is open; a refused attempt stands in the audit log in a
    transaction of its own.
    """
    if name not in permissions.MOVES or name == "charter":
        raise BadInputError({"": [_("No such move.")]})
    require(permissions.MOVES[name], actor, programme)
    try:
        return _move(programme, name, actor=actor, reason=reason, review_on=review_on)
    except IllegalNowError as error:
        _record_refusal(programme, name, actor=actor, reasons=[str(text) for text in error.reasons])
        raise


@writes
def _record_refusal(programme: "Programme", name: str, *, actor: "User | None", reasons: Sequence[str]) -> None:
    """Keep the attempt."""
    append_event(f"programme.{name}_refused", programme, actor=actor, reason="\n".join(reasons))


@writes
def _move(
    programme: "Programme", name: str, *, actor: "User | None", reason: str, review_on: date | None
) -> "Programme":
    """Check words and guards, then move."""
    programme.refresh_from_db()
    _check_words(name, reason, review_on)
    if reasons := blocked_by(programme, name):
        raise IllegalNowError(*reasons)
    moves: dict[str, Callable[[], Any]] = {
        "assess": programme.assess,
        "activate": programme.activate,
        "hold": lambda: programme.hold(reason, review_on or timezone.localdate()),
        "resume": programme.resume,
        "operate": programme.operate,
        "begin_closing": programme.begin_closing,
        "close": lambda: programme.close(timezone.localdate()),
        "cancel": lambda: programme.cancel(reason, timezone.localdate()),
    }
    with change(programme, f"programme.{name}", actor=actor, reason=reason):
        moves[name]()
        save_validated(programme)
    return programme


def _check_words(name: str, reason: str, review_on: date | None) -> None:
    """A hold needs a reason and a review, a cancellation a reason."""
    bad: dict[str, list[str]] = {}
    if name in {"hold", "cancel"} and not reason.strip():
        bad["reason"] = [_("Give a reason.")]
    if name == "hold" and (review_on is None or review_on <= timezone.localdate()):
        bad["review_on"] = [_("Give the day on which the hold is reviewed, after today.")]
    if bad:
        raise BadInputError(bad)
