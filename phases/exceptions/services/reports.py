"""Exceptions worded, raised, decided and closed; a person never dismisses one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.models import expect_version, save_validated
from phases.exceptions import rules
from phases.exceptions.choices import ExceptionState, Outcome
from phases.exceptions.models import ExceptionReport, StageTolerance
from phases.exceptions.permissions import ACTIONS
from phases.exceptions.selectors.forecasts import amount_text
from phases.exceptions.selectors.reports import closing_bars, gap_text, recommended
from programme.charter.choices import Dimension
from programme.charter.models import Tolerance
from programme.charter.selectors import working_calendar
from programme.charter.services.rows import write_row
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.people.models import User

WORDS = frozenset({"cause", "consequence", "options", "recommendation", "reason", "lesson"})


def _locked(row: ExceptionReport) -> ExceptionReport:
    return ExceptionReport.objects.for_list().get(pk=row.pk)


@writes
def edit_exception(
    row: ExceptionReport, *, actor: "User | None", version: int | None = None, **values: Any
) -> ExceptionReport:
    """Word it otherwise until the committee has decided; options are lines, each with its effects behind bars."""
    row = _locked(row)
    require(ACTIONS["edit"], actor, row)
    expect_version(row, version, values)
    if not row.is_written:
        raise IllegalNowError(_("The committee has decided; its words stay."))
    if unknown := sorted(set(values) - WORDS):
        raise BadInputError({name: [_("This cannot be changed here.")] for name in unknown})
    with change(row, "exceptions.worded", actor=actor):
        for name, value in values.items():
            setattr(row, name, _options(value) if name == "options" else str(value).strip())
        _known(row)
        save_validated(row)
    return row


def _options(lines: Sequence[str]) -> list[dict[str, str]]:
    said = [line for line in lines if line.strip()]
    if len(said) > rules.OPTIONS_AT_MOST:
        raise BadInputError({"options": [_("At most six options.")]})
    found = rules.options_of(said)
    if any(not option.text for option in found):
        raise BadInputError({"options": [_("Say what the option is before its effects.")]})
    return [option.as_json() for option in found]


def _known(row: ExceptionReport) -> None:
    keys = [option["key"] for option in row.all_options]
    if row.recommendation and row.recommendation not in keys:
        raise BadInputError({"recommendation": [_("Options: %(keys)s") % {"keys": ", ".join(keys) or "–"}]})


@writes
def raise_exception(row: ExceptionReport, *, actor: "User | None") -> ExceptionReport:
    """Put it before the committee; refused without cause, consequences, two options and a recommendation."""
    row = _locked(row)
    require(ACTIONS["raise"], actor, row)
    needed: Mapping[str, tuple[Any, str]] = {
        "cause": (row.cause_text, _("Say what caused it.")),
        "consequence": (row.consequence_text, _("Say what follows from it.")),
        "options": (len(row.all_options) >= rules.OPTIONS_AT_LEAST, _("Give at least two options.")),
        "recommendation": (recommended(row), _("Say which option is recommended.")),
    }
    if missing := {name: [text] for name, (given, text) in needed.items() if not given}:
        raise BadInputError(missing)
    until = working_calendar(row.programme).add_days(timezone.localdate(), rules.DECIDE_WITHIN)
    with change(row, "exceptions.raised", actor=actor):
        row.raise_up(actor, timezone.now(), until)
        save_validated(row)
    for person in holders(row.programme, Role.SP, Role.SC):
        notify(
            person,
            topic=Topic.EXCEPTION,
            text=lambda: _("Exception to decide: %(row)s, %(gap)s") % {"row": row, "gap": gap_text(row)},
            url=row.get_absolute_url(),
            programme=row.programme,
        )
    return row


@writes
def decide_exception(
    row: ExceptionReport, *, actor: "User | None", outcome: str, note: str, new_limit: Decimal | None = None
) -> ExceptionReport:
    """Decide as the committee, with a reason: accept a new tolerance (which then holds), a new plan, or a stop."""
    row = _locked(row)
    require(ACTIONS["decide"], actor, row)
    if actor is not None and row.raised_by_id == actor.pk:
        raise ForbiddenError(_("Whoever raises an exception does not decide it."))
    if bad := _lacks(row, outcome, note, new_limit):
        raise BadInputError(bad)
    with change(row, "exceptions.decided", actor=actor, reason=note):
        row.decide(actor, timezone.now(), outcome, note.strip())
        if outcome == Outcome.ACCEPT:
            row.new_limit = row.limit = new_limit  # type: ignore[assignment]
        save_validated(row)
    if outcome == Outcome.ACCEPT and new_limit is not None:
        _move_tolerance(row, new_limit, actor)
    for person in holders(row.programme, Role.PM):
        notify(
            person, topic=Topic.EXCEPTION, text=lambda: _("Decided: %(row)s") % {"row": row},
            url=row.get_absolute_url(), programme=row.programme,
        )  # fmt: skip
    return row


def _lacks(row: ExceptionReport, outcome: str, note: str, new_limit: Decimal | None) -> dict[str, list[str]]:
    bad: dict[str, list[str]] = {}
    if outcome not in Outcome.values:
        bad["outcome"] = [_("Choose one of the outcomes.")]
    if not note.strip():
        bad["note"] = [_("Give a reason.")]
    if outcome == Outcome.ACCEPT and (new_limit is None or new_limit < row.forecast):
        said = {"forecast": amount_text(row.dimension, row.forecast)}
        bad["new_limit"] = [_("A new tolerance covers the forecast of %(forecast)s.") % said]
    if outcome != Outcome.ACCEPT and new_limit is not None:
        bad["new_limit"] = [_("A new tolerance belongs to its acceptance only.")]
    return bad


def _move_tolerance(row: ExceptionReport, limit: Decimal, actor: "User | None") -> None:
    """Write the accepted tolerance where the watch reads it; money agreed as an amount becomes per cent."""
    if row.stage is not None:
        kept = StageTolerance.objects.filter(stage=row.stage, dimension=row.dimension).first()
        if kept is not None:
            with change(kept, "exceptions.tolerance_changed", actor=actor, reason=str(row)):
                kept.limit = limit
                save_validated(kept)
        return
    held = Tolerance.objects.filter(programme=row.programme, dimension=row.dimension).first()
    if held is not None:
        values: dict[str, Any] = {"limit": limit}
        if row.dimension == Dimension.COST and not rules.is_share(held.unit):
            values["unit"] = "%"
        write_row(held, "tolerances", values, "changed", actor)


@writes
def close_exception(row: ExceptionReport, *, actor: "User | None", note: str) -> ExceptionReport:
    """Close what the committee stopped, once that is carried out; every other one closes itself."""
    row = _locked(row)
    require(ACTIONS["close"], actor, row)
    if row.state == ExceptionState.DECIDED and (bars := closing_bars(row)):
        raise IllegalNowError(*bars)
    if not note.strip():
        raise BadInputError({"note": [_("Say how it was carried out.")]})
    with change(row, "exceptions.closed", actor=actor, reason=note):
        row.close(timezone.localdate(), note.strip())
        save_validated(row)
    return row
