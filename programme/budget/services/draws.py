"""Draw-downs of contingency: asked by one, granted or refused by another."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.documents.words import money_text
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.models import expect_version, save_validated
from core.money import Money
from programme.budget import permissions
from programme.budget.choices import Category
from programme.budget.models import BudgetLine, ContingencyDraw
from programme.budget.selectors.money import contingency_left
from programme.budget.services.lines import minor_of
from programme.charter.services.rows import next_code, require_alive
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.budget.services.common import Bad
    from programme.charter.models import Programme
    from programme.people.models import User


@writes
def ask_draw(
    programme: "Programme",
    *,
    source: BudgetLine,
    line: BudgetLine,
    amount: Decimal,
    reason: str,
    actor: "User | None",
) -> ContingencyDraw:
    """Ask to move money from a contingency line to another, in major units, with the reason."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    bad: Bad = {}
    if source.programme_id != programme.pk or source.category != Category.CONTINGENCY:
        bad["source"] = [_("Choose a contingency line of this programme.")]
    if line.programme_id != programme.pk or line.category == Category.CONTINGENCY:
        bad["line"] = [_("Choose a line of this programme that is not contingency.")]
    if not reason.strip():
        bad["reason"] = [_("Say what happened.")]
    if amount <= 0:
        bad["amount"] = [_("A draw-down is more than 0.")]
    if bad:
        raise BadInputError(bad)
    row = ContingencyDraw(programme=programme, source=source, line=line, reason=reason.strip(), asked_by=actor)
    row.amount_minor = minor_of(amount, programme.currency, "amount")
    _enough(row)
    row.code = next_code(ContingencyDraw.objects.filter(programme=programme), "CD", 2)
    with change(row, "budget.draw_asked", actor=actor):
        save_validated(row)
    for person in holders(programme, Role.SP):
        if person != actor:
            notify(person, topic=Topic.DECISION, text=_asking(row), url=row.get_absolute_url(), programme=programme)
    return row


def _asking(row: ContingencyDraw) -> Callable[[], str]:
    return lambda: _("Grant a draw-down of contingency: %(row)s") % {"row": row}


def _enough(row: ContingencyDraw) -> None:
    left = contingency_left(row.source)
    if row.amount_minor > left:
        text = _("Only %(left)s of contingency is left.") % {"left": money_text(Money(left, row.programme.currency))}
        raise BadInputError({"amount": [text]})


def _locked(row: ContingencyDraw) -> ContingencyDraw:
    return ContingencyDraw.objects.select_related("programme", "source", "line", "asked_by").get(pk=row.pk)


def _may_decide(row: ContingencyDraw, actor: "User | None") -> None:
    require(permissions.can_grant_draw, actor, row)
    require_alive(row.programme)
    if actor is not None and row.asked_by_id == actor.pk:
        raise ForbiddenError(_("Whoever asks for contingency does not grant it."))


@writes
def grant_draw(
    row: ContingencyDraw, *, note: str = "", actor: "User | None", version: int | None = None
) -> ContingencyDraw:
    """Grant it as somebody else: from now on the money counts on the line; refused where too little is left."""
    row = _locked(row)
    _may_decide(row, actor)
    expect_version(row, version, {})
    try:
        _enough(row)
    except BadInputError as error:
        raise IllegalNowError(*error.fields["amount"]) from error
    with change(row, "budget.draw_granted", actor=actor, reason=note):
        row.grant(actor, timezone.now(), note.strip())
        save_validated(row)
    return row


@writes
def refuse_draw(
    row: ContingencyDraw, *, note: str, actor: "User | None", version: int | None = None
) -> ContingencyDraw:
    """Refuse it with a reason."""
    row = _locked(row)
    _may_decide(row, actor)
    expect_version(row, version, {})
    if not note.strip():
        raise BadInputError({"note": [_("Say why it is refused.")]})
    with change(row, "budget.draw_refused", actor=actor, reason=note):
        row.refuse(actor, timezone.now(), note.strip())
        save_validated(row)
    return row
