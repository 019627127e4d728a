"""What may be done with statements, and which quarter may be locked."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import Action, allows
from core.errors import NotVisibleError
from programme.signoff import selectors as signoff
from roi.statements import permissions
from roi.statements.choices import StatementState
from roi.statements.models import RoiStatement
from roi.statements.rules.flows import figures
from roi.statements.rules.quarters import Quarter, quarter_named, quarter_of
from roi.statements.selectors.inputs import inputs_for, last_month_end, latest_statement, live_inputs
from roi.statements.selectors.words import as_json

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def statements(programme: "Programme") -> Any:
    """Give the statements, the newest quarter first."""
    return RoiStatement.objects.filter(programme=programme).for_list().order_by("-quarter", "-edition")


def next_quarter(programme: "Programme") -> Quarter:
    """Give the quarter that is locked next: after the last standing one, else the last that is over."""
    latest = latest_statement(programme)
    if latest is not None:
        return quarter_named(latest.quarter).next
    this = quarter_of(timezone.localdate())
    return Quarter(this.year - 1, 4) if this.number == 1 else Quarter(this.year, this.number - 1)


def lock_reasons(programme: "Programme", quarter: Quarter) -> list[str]:
    """Say what stands against locking a quarter: it is not over, or it or a later one is locked."""
    reasons = []
    if quarter.last >= timezone.localdate():
        reasons.append(_("%(quarter)s is not over before %(day)s.") % {"quarter": quarter, "day": quarter.last})
    latest = latest_statement(programme)
    if latest is not None and latest.quarter >= str(quarter):
        reasons.append(_("%(quarter)s is locked; late items become adjustments of the next quarter.") % {
            "quarter": latest.quarter})  # fmt: skip
    return reasons


def due_quarter(programme: "Programme") -> Quarter | None:
    """Give the quarter that is over and not locked; None where there is nothing to lock or nothing to count."""
    quarter = next_quarter(programme)
    started = programme.starts_on is None or programme.starts_on <= quarter.last
    return quarter if started and quarter.last < timezone.localdate() else None


def statement_actions(row: RoiStatement, user: "User") -> list[Action]:
    """List what this person may do with a statement: signing happens on the page of the signature."""
    waits = {StatementState.LOCKED: permissions.can_validate, StatementState.VALIDATED: permissions.can_approve}
    may = waits.get(StatementState(row.state))
    if may is None or not allows(may, user, row):
        return []
    label = _("Validate and sign") if row.state == StatementState.LOCKED else _("Approve and sign")
    reasons = [_("Whoever locked the quarter does not sign it.")] if row.locked_by_id == user.pk else []
    return [Action("sign", label, reasons, primary=True)]


def open_request(row: RoiStatement) -> Any:
    """Give the request that waits for a signature; None where none does."""
    return next((request for request in signoff.requests_of(row) if request.is_open), None)


def told(programme: "Programme", quarter: str = "") -> dict[str, Any]:
    """Give the figures of a quarter for programs: from its statement where it is locked, else as they stand now."""
    if quarter:
        wanted = quarter_named(quarter)
        row = statements(programme).standing().filter(quarter=str(wanted)).first()
        if row is None and wanted.first > timezone.localdate():
            raise NotVisibleError(_("%(quarter)s has not begun.") % {"quarter": wanted})
        last = min(wanted.last, max(last_month_end(timezone.localdate()), wanted.first))
        inputs = row.frozen if row else inputs_for(programme, wanted, last)
    else:
        row = latest_statement(programme)
        inputs = row.frozen if row else live_inputs(programme)
    found = row.figures if row else figures(inputs)
    state = {"locked": row is not None, "state": row.state if row else None, "sha256": row.sha256 if row else None}
    return {"programme": programme.slug} | state | as_json(inputs, found)
