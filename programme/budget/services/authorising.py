"""The sponsor's signature under the budget; the first one sets the baseline."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import IllegalNowError
from core.memo import afresh, shared
from core.models import save_validated
from core.money import Money
from programme.budget import permissions
from programme.budget.models import BudgetAuthorisation
from programme.budget.selectors import authorisation, budget_totals
from programme.budget.services.baselines import set_first_baseline
from programme.charter.services.rows import require_alive
from programme.people.choices import Role
from programme.records.services import change, writes
from programme.signoff import selectors as signoff
from programme.signoff.services import Content, Fact, Part, request_signature, withdraw

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

MEANING = gettext_lazy("I authorise this budget.")


def budget_content(row: BudgetAuthorisation) -> Content:
    """Say what the sponsor signs: every line and the sums, as they stand now; two queries for both languages."""
    now = BudgetAuthorisation.objects.select_related("programme").filter(pk=row.pk)
    programme = shared(row, "budget.programme", lambda: afresh(now.get().programme))
    totals, currency = budget_totals(programme), programme.currency
    lines = tuple(
        Fact(
            line.public_id,
            f"{line.code} {line.title}",
            f"{Money(line.amount_minor, currency)} · {line.get_nature_display()}",
        )
        for line in totals.lines
    )
    sums = (
        Fact("bac", _("Budget at completion"), str(Money(totals.bac, currency))),
        Fact("tco", _("Cost over three years (TCO)"), str(Money(totals.tco, currency))),
    )
    return Content(_("Budget authorisation"), (Part("lines", _("Lines"), lines), Part("sums", _("Sums"), sums)))


@writes
def request_authorisation(programme: "Programme", *, actor: "User | None") -> BudgetAuthorisation:
    """Ask the sponsor to sign the budget as it stands; an open request gives way."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    totals = budget_totals(programme)
    if not totals.lines:
        raise IllegalNowError(_("Write the budget lines first."))
    before = authorisation(programme)
    if before.signed:
        raise IllegalNowError(_("The budget is authorised as it stands."))
    if before.row is not None:
        for request in signoff.requests_of(before.row):
            if request.is_open:
                withdraw(request, actor=actor, reason=_("Asked anew."))
    row = BudgetAuthorisation(programme=programme, asked_at=timezone.now(), total_minor=totals.bac)
    with change(row, "budget.authorisation_asked", actor=actor):
        save_validated(row)
    request_signature(programme, subject=row, meaning=MEANING, role=Role.SP, actor=actor)
    return row


@writes
def authorisation_signed(row: BudgetAuthorisation, *, actor: "User") -> BudgetAuthorisation:
    """Keep who authorised it and when; the first signature sets the baseline."""
    require(permissions.can_authorise, actor, row)
    row = BudgetAuthorisation.objects.get(pk=row.pk)
    with change(row, "budget.authorised", actor=actor):
        row.signed_by, row.signed_at = actor, timezone.now()
        save_validated(row)
    set_first_baseline(row, actor=actor)
    return row
