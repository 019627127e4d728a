"""Writes of the readiness check: answers, conclusion, waiver."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.charter import permissions
from programme.charter.choices import Cause, Moment, ReadinessState, Verdict
from programme.charter.models import ReadinessAnswer, ReadinessCheck
from programme.charter.rules.readiness import HIGHEST
from programme.charter.selectors import readiness
from programme.charter.services.rows import require_alive
from programme.people.choices import Role
from programme.records.services import change, writes
from programme.signoff.services import Content, Fact, Part, request_signature

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

MEANING = gettext_lazy("I let the programme go on although readiness is not met. I stand for the plan and its date.")


def _check_row(programme: "Programme", moment: str, actor: "User | None") -> ReadinessCheck:
    """Return the check of that moment, written where it is asked for the first time."""
    row = ReadinessCheck.objects.filter(programme=programme, moment=moment).first()
    if row is None:
        row = ReadinessCheck(programme=programme, moment=moment)
        with change(row, "readiness.asked", actor=actor):
            save_validated(row)
    return row


@writes
def answer_readiness(
    programme: "Programme",
    *,
    moment: str,
    cause: str,
    score: int,
    actor: "User | None",
    evidence: str = "",
    note: str = "",
) -> ReadinessAnswer:
    """Score a cause from 0 to 4 with what it rests on; a new answer takes an earlier conclusion back."""
    require(permissions.can_answer_readiness, actor, programme)
    require_alive(programme)
    bad: dict[str, list[Any]] = {}
    if moment not in Moment.values:
        bad["moment"] = [_("Readiness is asked at start and before build.")]
    if cause not in Cause.values:
        bad["cause"] = [_("Choose one of the five causes.")]
    if not 0 <= score <= HIGHEST:
        bad["score"] = [_("A score is between 0 and 4.")]
    elif score > 1 and not evidence.strip():
        bad["evidence"] = [_("A score of 2 or more says what it rests on.")]
    if bad:
        raise BadInputError(bad)
    check = _check_row(programme, moment, actor)
    row = ReadinessAnswer.objects.filter(check_of=check, cause=cause).first() or ReadinessAnswer(
        check_of=check, cause=cause
    )
    with change(row, "readiness.answered", actor=actor):
        row.score, row.evidence, row.note, row.answered_by = score, evidence.strip(), note.strip(), actor
        save_validated(row)
    if check.state != ReadinessState.OPEN:
        with change(check, "readiness.reopened", actor=actor):
            check.reopen()
            save_validated(check)
    return row


@writes
def conclude_readiness(programme: "Programme", *, moment: str, actor: "User | None") -> ReadinessCheck:
    """Draw the conclusion from the answers; raises where a cause has none."""
    require(permissions.can_answer_readiness, actor, programme)
    require_alive(programme)
    found = readiness(programme, moment)
    if found.check is None or found.conclusion.verdict == Verdict.INCOMPLETE:
        open_causes = [str(Cause(cause).label) for cause in found.conclusion.unanswered]
        raise IllegalNowError(_("Answer every cause first; open: %(causes)s.") % {"causes": _(", ").join(open_causes)})
    if found.check.state == ReadinessState.WAIVED:
        raise IllegalNowError(_("The sponsor has signed a waiver; answer a cause anew to take it back."))
    with change(found.check, "readiness.concluded", actor=actor):
        if found.conclusion.verdict == Verdict.PASSED:
            found.check.pass_(timezone.now())
        else:
            found.check.block(timezone.now())
        save_validated(found.check)
    return found.check


@writes
def propose_waiver(
    programme: "Programme", *, moment: str, plan: str, due_on: date | None, actor: "User | None"
) -> ReadinessCheck:
    """Ask the sponsor to sign a waiver of a blocked check, with the plan and its date."""
    require(permissions.can_answer_readiness, actor, programme)
    require_alive(programme)
    bad: dict[str, list[str]] = {}
    if not plan.strip():
        bad["plan"] = [_("Write the plan by which the unmet causes are met.")]
    if due_on is None or due_on <= timezone.localdate():
        bad["due_on"] = [_("Give the day by which the plan is done, after today.")]
    if bad:
        raise BadInputError(bad)
    found = readiness(programme, moment)
    if found.check is None or found.check.state != ReadinessState.BLOCKED:
        raise IllegalNowError(_("Only a blocked readiness check is waived."))
    with change(found.check, "readiness.waiver_proposed", actor=actor):
        found.check.waiver_plan, found.check.waiver_due_on = plan.strip(), due_on
        save_validated(found.check)
    request_signature(programme, subject=found.check, meaning=MEANING, role=Role.SP, actor=actor, due_on=due_on)
    return found.check


def readiness_content(check: ReadinessCheck) -> Content:
    """Say what the sponsor signs: the scores, the unmet causes, the plan and its date."""
    check = ReadinessCheck.objects.select_related("programme").get(pk=check.pk)
    found = readiness(check.programme, check.moment)
    scores = tuple(
        Fact(line.cause.value, line.cause.label, f"{line.score} / {HIGHEST}" if line.score is not None else "")
        for line in found.lines
    )
    unmet = _(", ").join(str(Cause(cause).label) for cause in found.conclusion.unmet)
    mean = found.conclusion.mean
    return Content(
        _("Waiver of readiness: %(moment)s") % {"moment": check.get_moment_display()},
        (
            Part(
                "scores",
                _("The five causes"),
                (
                    *scores,
                    Fact("mean", _("Mean"), mean.quantize(Decimal("0.1")) if mean is not None else ""),
                    Fact("unmet", _("Unmet causes"), unmet),
                ),
            ),
            Part(
                "plan",
                _("Plan"),
                (
                    Fact("plan", _("Plan"), check.waiver_plan),
                    Fact("due", _("Plan due"), check.waiver_due_on.isoformat() if check.waiver_due_on else ""),
                ),
            ),
        ),
    )


@writes
def waiver_signed(check: ReadinessCheck, *, actor: "User") -> ReadinessCheck:
    """Put the waiver in force: the sponsor has signed."""
    require(permissions.can_waive, actor, check)
    check = ReadinessCheck.objects.get(pk=check.pk)
    with change(check, "readiness.waived", actor=actor):
        check.waive(plan=check.waiver_plan, due_on=check.waiver_due_on, by=actor, at=timezone.now())
        save_validated(check)
    return check
