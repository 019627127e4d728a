"""Every write of the diagnosis."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.services.rows import next_code, require_alive
from programme.diagnosis import permissions
from programme.diagnosis.choices import QUESTIONS, WEAK
from programme.diagnosis.models import Diagnosis, DiagnosisAnswer, PainPoint
from programme.diagnosis.selectors import HIGHEST
from programme.needs.models import Requirement
from programme.needs.services import create_requirement
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@writes
def begin_diagnosis(
    programme: "Programme", *, held_on: date | None, actor: "User | None", after_go_live: bool = False, note: str = ""
) -> Diagnosis:
    """Begin a round; the sixteen questions are answered one by one."""
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    if held_on is None or held_on > timezone.localdate():
        raise BadInputError({"held_on": [_("Give the day of the diagnosis, not after today.")]})
    last = Diagnosis.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    row = Diagnosis(
        programme=programme, number=last + 1, held_on=held_on, after_go_live=after_go_live, note=note.strip()
    )
    with change(row, "diagnosis.begun", actor=actor):
        save_validated(row)
    return row


@writes
def answer_question(
    row: Diagnosis, *, question: str, score: int | None, evidence: str, actor: "User | None"
) -> DiagnosisAnswer:
    """Score a question from 1 to 5 with what it rests on; 2 or less is a pain point, written once a round."""
    require(permissions.can_write, actor, row)
    require_alive(row.programme)
    bad: dict[str, list[str]] = {}
    if question not in QUESTIONS:
        bad["question"] = [_("Choose one of the questions.")]
    if score is None or not 1 <= score <= HIGHEST:
        bad["score"] = [_("A score is between 1 and 5.")]
    if not evidence.strip():
        bad["evidence"] = [_("Say what the score rests on.")]
    if bad or score is None:
        raise BadInputError(bad)
    answer = DiagnosisAnswer.objects.filter(diagnosis=row, question=question).first()
    answer = answer or DiagnosisAnswer(diagnosis=row, question=question)
    with change(answer, "diagnosis.answered", actor=actor):
        answer.score, answer.evidence, answer.answered_by = score, evidence.strip(), actor
        save_validated(answer)
    known = PainPoint.objects.filter(programme=row.programme, question=question, diagnosis=row).exists()
    if score <= WEAK and not known:
        _hurts(row, question, evidence.strip(), actor)
    return answer


def _hurts(row: Diagnosis, question: str, evidence: str, actor: "User | None") -> None:
    rows = PainPoint.objects.filter(programme=row.programme)
    block, text = QUESTIONS[question]
    with override(row.programme.language):
        said = _("Not so: %(question)s. %(evidence)s") % {"question": text, "evidence": evidence}
    pain = PainPoint(
        programme=row.programme, code=next_code(rows, "PP"), block=block, question=question, text=said[:400],
        diagnosis=row,
    )  # fmt: skip
    with change(pain, "diagnosis.pain_found", actor=actor):
        save_validated(pain)


@writes
def settle_pain(
    row: PainPoint, *, actor: "User | None", text: str | None = None, requirement: Requirement | None = None,
    reason: str = "", version: int | None = None,
) -> PainPoint:  # fmt: skip
    """Name the requirement that meets it, or say why nothing is done."""
    require(permissions.can_write, actor, row)
    require_alive(row.programme)
    expect_version(row, version)
    if requirement is not None and requirement.programme_id != row.programme_id:
        raise BadInputError({"requirement": [_("Choose one of this programme.")]})
    if requirement is None and not reason.strip():
        raise BadInputError({"requirement": [_("Name the requirement that meets it, or say why nothing is done.")]})
    with change(row, "diagnosis.pain_settled", actor=actor):
        row.requirement, row.reason = requirement, reason.strip()
        row.text = row.text if text is None else text.strip()
        save_validated(row)
    return row


@writes
def requirement_of_pain(row: PainPoint, *, title: str, actor: "User | None", **values: Any) -> Requirement:
    """Write a requirement that meets it; in the scope of a signed charter it names its change request."""
    require(permissions.can_write, actor, row)
    if row.requirement_id is not None:
        raise IllegalNowError(_("A requirement meets it already."))
    if not title.strip():
        raise BadInputError({"title": [_("Say what the CRM must be able to do.")]})
    made = create_requirement(row.programme, values={"title": title.strip(), "text": str(row), **values}, actor=actor)
    with change(row, "diagnosis.pain_settled", actor=actor):
        row.requirement = made
        save_validated(row)
    return made
