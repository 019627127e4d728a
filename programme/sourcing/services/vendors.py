"""Writes of candidates and of their scores."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.models import save_validated
from programme.charter.services.books import change_in, take_out, write_in
from programme.charter.services.rows import require_alive
from programme.people.models import User
from programme.records.services import append_event, writes
from programme.sourcing import permissions
from programme.sourcing.choices import HIGHEST
from programme.sourcing.models import Sourcing, SourcingCriterion, Vendor, VendorScore
from programme.sourcing.selectors import BOOKS
from programme.sourcing.services.criteria import row_of

if TYPE_CHECKING:
    from programme.charter.models import Programme


@writes
def create_row(programme: "Programme", kind: str, *, values: Mapping[str, Any], actor: "User | None") -> Any:
    """Write a candidate; raises ``BadInputError`` with every bad field."""
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    row_of(programme, actor)
    return write_in(BOOKS[kind], programme, values, action=f"sourcing.{kind}.created", actor=actor)


@writes
def update_row(
    row: Any, kind: str, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Any:
    """Change a candidate; one that is proposed stays in the running."""
    require(permissions.can_write, actor, row)
    row = Vendor.objects.select_related("programme").get(pk=row.pk)
    if str(values.get("out_reason", "")).strip() and Sourcing.objects.filter(pick=row).exists():
        raise IllegalNowError(_("It is proposed; take the proposal back first."))
    return change_in(BOOKS[kind], row, values, action=f"sourcing.{kind}.changed", actor=actor, version=version)


@writes
def remove_row(row: Any, kind: str, *, actor: "User | None") -> None:
    """Take a candidate out of the list; one that was scored is set out of the running instead."""
    require(permissions.can_write, actor, row)
    if Sourcing.objects.filter(pick=row).exists():
        raise IllegalNowError(_("It is proposed; take the proposal back first."))
    if row.scores.exists():
        raise IllegalNowError(_("It has scores; say why it is out of the running instead."))
    take_out(row, action=f"sourcing.{kind}.removed", actor=actor)


@writes
def score_vendor(
    vendor: Vendor, *, scores: Sequence[Mapping[str, Any]], actor: User | None, scorer: User | None = None
) -> Vendor:
    """Score a candidate under some or all criteria, each 1 to 5 with what it rests on.

    Each of ``scores`` has the ``criterion``'s code, ``score`` and ``evidence``; an empty score with empty evidence is
    left out. People score for themselves; the project manager may enter what another wrote on paper, which is shown.
    """
    require(permissions.can_score, actor, vendor)
    require_alive(vendor.programme)
    person = scorer or actor
    if person is None or not person.is_active or not permissions.can_score(person, vendor):
        raise BadInputError({"scorer": [_("Choose somebody of the programme who may score.")]})
    if actor is not None and person != actor and not permissions.can_enter(actor, vendor):
        raise ForbiddenError(_("Only the project manager enters the scores of others."))
    if not vendor.runs:
        raise IllegalNowError(_("It is out of the running."))
    given = _checked(vendor, [one for one in scores if one.get("score") is not None or _said(one)])
    stood = {one.criterion_id: one for one in VendorScore.objects.filter(vendor=vendor, scorer=person)}
    entered = actor if actor != person else None
    told: dict[str, Any] = {}
    for criterion, score, evidence in given:
        one = stood.get(criterion.pk) or VendorScore(vendor=vendor, criterion=criterion, scorer=person)
        before = f"{one.score} · {one.evidence}" if one.pk else None
        if before == f"{score} · {evidence}":
            continue
        told[f"{criterion.code} {criterion}"] = [before, f"{score} · {evidence}"]
        one.score, one.evidence, one.entered_by = score, evidence, entered
        save_validated(one)
    if told:
        append_event("sourcing.scored", vendor, actor=actor, changes={"scored by": [None, person.name], **told})
    return vendor


def _said(one: Mapping[str, Any]) -> str:
    return str(one.get("evidence") or "").strip()


def _checked(vendor: Vendor, scores: Sequence[Mapping[str, Any]]) -> list[tuple[SourcingCriterion, int, str]]:
    """Give criterion, score and evidence; raises ``BadInputError`` with every bad one."""
    known = {one.code: one for one in SourcingCriterion.objects.filter(programme=vendor.programme)}
    bad: dict[str, list[str]] = {}
    found = []
    for one in scores:
        code, score, evidence = str(one.get("criterion") or ""), one.get("score"), _said(one)
        if code not in known:
            bad[f"score_{code}"] = [_("No criterion has this code.")]
            continue
        if score is None or not 1 <= score <= HIGHEST:
            bad[f"score_{code}"] = [_("A score is between 1 and 5.")]
        if not evidence:
            bad[f"evidence_{code}"] = [_("Say what the score rests on.")]
        found.append((known[code], score or 0, evidence))
    if not scores:
        bad["scores"] = [_("Score at least one criterion.")]
    if bad:
        raise BadInputError(bad)
    return found


@writes
def remove_scores(programme: "Programme", *, refs: Sequence[str], actor: User | None) -> None:
    """Take back scores that an import wrote."""
    require(permissions.can_score, actor, programme)
    require_alive(programme)
    rows = VendorScore.objects.filter(vendor__programme=programme, public_id__in=refs)
    for row in rows.select_related("vendor__programme", "criterion", "scorer"):
        if actor is not None and row.scorer_id != actor.pk and not permissions.can_enter(actor, row):
            raise ForbiddenError(_("Only the project manager enters the scores of others."))
        told = {f"{row.criterion.code} {row.criterion}": [f"{row.score} · {row.evidence}", None]}
        append_event(
            "sourcing.score_removed", row.vendor, actor=actor, changes={"scored by": [row.scorer.name, None], **told}
        )
        row.delete()
