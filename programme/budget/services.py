"""Every write of the budget."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import IllegalNowError
from core.models import expect_version, save_validated
from core.money import Money
from programme.budget import permissions
from programme.budget.models import BudgetAuthorisation, BudgetLine
from programme.budget.selectors import authorisation, budget_totals
from programme.charter.services.rows import next_code, require_alive
from programme.people.choices import Role
from programme.records.services import append_event, change, facts, writes
from programme.signoff import selectors as signoff
from programme.signoff.services import Content, Fact, Part, request_signature, withdraw

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = ("code", "title", "category", "nature", "amount_minor", "phase", "note")
MEANING = gettext_lazy("I authorise this budget.")


def _assign(line: BudgetLine, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(line, name, values[name])


@writes
def create_line(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> BudgetLine:
    """Write a budget line; the amount is in minor units of the programme's currency."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    line = BudgetLine(programme=programme)
    _assign(line, values)
    if not line.code:
        line.code = next_code(BudgetLine.objects.filter(programme=programme), "B")
    with change(line, "budget.line_created", actor=actor):
        save_validated(line)
    return line


@writes
def update_line(
    line: BudgetLine, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> BudgetLine:
    """Change a budget line; an authorisation that was signed turns stale."""
    require(permissions.can_edit, actor, line)
    require_alive(line.programme)
    expect_version(line, version, dict(values))
    with change(line, "budget.line_changed", actor=actor):
        _assign(line, values)
        save_validated(line)
    return line


@writes
def remove_lines(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take lines out; the audit keeps what they said."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    for line in BudgetLine.objects.filter(programme=programme, public_id__in=refs):
        append_event("budget.line_removed", line, actor=actor, changes={k: [v, None] for k, v in facts(line).items()})
        line.delete()


def budget_content(row: BudgetAuthorisation) -> Content:
    """Say what the sponsor signs: every line and the sums, as they stand now."""
    row = BudgetAuthorisation.objects.select_related("programme").get(pk=row.pk)
    totals = budget_totals(row.programme)
    currency = row.programme.currency
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
    """Keep who authorised it and when."""
    require(permissions.can_authorise, actor, row)
    row = BudgetAuthorisation.objects.get(pk=row.pk)
    with change(row, "budget.authorised", actor=actor):
        row.signed_by, row.signed_at = actor, timezone.now()
        save_validated(row)
    return row
