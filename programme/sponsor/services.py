"""Every write of the sponsor's acts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.choices import COMMITTED
from programme.charter.services.rows import assign, next_code, require_alive
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.services import append_event, change, facts, writes
from programme.sponsor import permissions
from programme.sponsor.choices import ActKind
from programme.sponsor.models import SponsorAct
from programme.sponsor.selectors import kickoff_attended, last_missed, standing

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = ("code", "kind", "title", "person", "audience", "due_on")


@writes
def plan_act(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> SponsorAct:
    """Plan what the sponsor does in person; an empty title takes the word of its kind."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    row = SponsorAct(programme=programme)
    _assign(row, values)
    row.code = row.code or next_code(SponsorAct.objects.filter(programme=programme), "SA")
    with change(row, "sponsor.planned", actor=actor):
        save_validated(row)
    return row


def _assign(row: SponsorAct, values: Mapping[str, Any]) -> None:
    person = values.get("person")
    if person is not None and person.programme_id != row.programme_id:
        raise BadInputError({"person": [_("Choose one of this programme.")]})
    assign(row, values, FIELDS)


@writes
def replan_act(
    row: SponsorAct, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> SponsorAct:
    """Plan it otherwise while it is neither done nor dropped; a day that has passed is not moved away."""
    require(permissions.can_edit, actor, row)
    require_alive(row.programme)
    expect_version(row, version, dict(values))
    _require_open(row)
    today = timezone.localdate()
    if row.due_on < today and values.get("due_on", row.due_on) != row.due_on:
        raise BadInputError({"due_on": [_("The day has passed: record what was done, or drop it with a reason.")]})
    with change(row, "sponsor.replanned", actor=actor):
        _assign(row, values)
        save_validated(row)
    return row


def _require_open(row: SponsorAct) -> None:
    if row.done_on:
        raise IllegalNowError(_("It was done on %(day)s.") % {"day": row.done_on.isoformat()})
    if row.dropped_on:
        raise IllegalNowError(_("It was dropped on %(day)s.") % {"day": row.dropped_on.isoformat()})


@writes
def record_act(row: SponsorAct, *, actor: "User | None", on: date | None = None, evidence: str = "") -> SponsorAct:
    """Say that it was done, and by what one sees it; a kick-off counts only with the top executive in it."""
    row = SponsorAct.objects.for_list().get(pk=row.pk)
    require(permissions.can_edit, actor, row)
    require_alive(row.programme)
    _require_open(row)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise BadInputError({"on": [_("What was done lies not in the future.")]})
    if not evidence.strip():
        raise BadInputError({"evidence": [_("Say by what one sees it: minutes, a picture, a link.")]})
    if row.kind == ActKind.KICKOFF and not kickoff_attended(row.programme):
        raise IllegalNowError(_("No kick-off is recorded at which the top executive was present."))
    with change(row, "sponsor.done", actor=actor):
        row.done_on, row.evidence = day, evidence.strip()
        save_validated(row)
    return row


@writes
def drop_act(row: SponsorAct, *, actor: "User | None", reason: str) -> SponsorAct:
    """Drop it, with a reason; what was due before and is dropped late stays in the audit."""
    require(permissions.can_edit, actor, row)
    require_alive(row.programme)
    _require_open(row)
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    if row.kind == ActKind.BRIEFING and row.overdue(timezone.localdate()):
        raise IllegalNowError(_("A briefing that was missed stays missed."))
    with change(row, "sponsor.dropped", actor=actor, reason=reason):
        row.dropped_on, row.reason = timezone.localdate(), reason.strip()
        save_validated(row)
    return row


@writes
def remove_acts(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take back acts that an import wrote."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    for row in SponsorAct.objects.filter(programme=programme, public_id__in=refs):
        append_event("sponsor.removed", row, actor=actor, changes={k: [v, None] for k, v in facts(row).items()})
        row.delete()


@writes
def escalate_missed(programme: "Programme", *, actor: "User | None") -> bool:
    """Tell sponsor, committee and project manager once that two monthly briefings in a row were missed."""
    today = timezone.localdate()
    if programme.state not in COMMITTED or not standing(programme, today).escalates:
        return False
    row = last_missed(programme, today)
    if row is None or row.escalated_on is not None:
        return False
    with change(row, "sponsor.escalated", actor=actor):
        row.escalated_on = today
        save_validated(row)
    missed = standing(programme, today).months.missed_run
    for person in holders(programme, Role.SP, Role.SC, Role.PM):
        notify(
            person,
            topic=Topic.EXCEPTION,
            text=lambda: _("Monthly briefings missed %(n)d months in a row; the backing is lost.") % {"n": missed},
            url=row.get_absolute_url(),
            programme=programme,
        )  # fmt: skip
    return True
