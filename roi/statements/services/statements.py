"""Writes of statements: a quarter is locked with its inputs, finance validates by signature, the sponsor approves."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.documents.canonical import dumps, sha256_of
from core.errors import IllegalNowError
from core.models import save_validated
from programme.charter.services.rows import require_alive
from programme.people.choices import Role
from programme.records.services import change, writes
from programme.signoff.choices import SignDecision
from programme.signoff.services import Content, Fact, Part, request_signature
from roi.statements import permissions
from roi.statements.choices import Count, StatementState
from roi.statements.models import RoiStatement
from roi.statements.rules.quarters import quarter_named
from roi.statements.selectors.acts import lock_reasons
from roi.statements.selectors.inputs import inputs_for
from roi.statements.selectors.words import convention, extra_lines, measure_lines, money, sum_lines

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User
    from programme.signoff.models import Signature

VALIDATES = gettext_lazy("I have checked costs, evidence and calculation of this quarter and validate the statement.")
APPROVES = gettext_lazy("I approve this statement of the return on investment.")


@writes
def lock_quarter(programme: "Programme", *, quarter: str, actor: "User | None") -> RoiStatement:
    """Lock a quarter that is over: its inputs freeze, finance is asked to validate; later items adjust the next."""
    require(permissions.can_lock, actor, programme)
    require_alive(programme)
    wanted = quarter_named(quarter)
    if reasons := lock_reasons(programme, wanted):
        raise IllegalNowError(*reasons)
    inputs = dumps(inputs_for(programme, wanted))
    earlier = RoiStatement.objects.filter(programme=programme, quarter=str(wanted)).count()
    row = RoiStatement(
        programme=programme, quarter=str(wanted), edition=earlier + 1, first_day=wanted.first, last_day=wanted.last,
        inputs=inputs, sha256=sha256_of(inputs), locked_by=actor, locked_at=timezone.now(),
    )  # fmt: skip
    with change(row, "statements.quarter_locked", actor=actor):
        save_validated(row)
    request_signature(programme, subject=row, meaning=VALIDATES, role=Role.FIN, actor=actor)
    return row


def statement_content(row: RoiStatement) -> Content:
    """Say what is signed: every printed figure, late items, changed assumptions, and the fingerprint of the inputs."""
    row = RoiStatement.objects.select_related("programme").get(pk=row.pk)
    found, inputs, currency = row.figures, row.frozen, row.frozen["currency"]
    names = [str(Count(count).label) for count in Count.values]
    measures = tuple(
        Fact(line.key, line.label, " · ".join(f"{n} {v}" for n, v in zip(names, line.values, strict=True)))
        for line in measure_lines(found, currency)
    )
    heads = (_("before"), _("late items"), _("in the quarter"), _("to date"))
    sums = tuple(
        Fact(line.key, line.label, " · ".join(f"{n} {v}" for n, v in zip(heads, line.values, strict=True)))
        for line in sum_lines(found, currency)
    ) + tuple(Fact(line.key, line.label, line.values[0]) for line in extra_lines(found, currency))
    late = tuple(
        Fact(f"{item['what']}:{item['key']}", f"{item['code']} {item['title']} ({item['on']})",
             f"{money(item['was'], currency)} → {money(item['now'], currency)}")
        for item in inputs["adjustments"]
    )  # fmt: skip
    basis = (
        Fact("convention", _("Convention"), convention(inputs)),
        Fact("formulas", _("Formula version"), row.formulas),
        Fact("sha256", _("Fingerprint of the inputs"), row.sha256),
    )
    return Content(
        _("ROI statement %(quarter)s") % {"quarter": row},
        (
            Part("measures", _("Measures"), measures),
            Part("sums", _("Costs and benefits"), sums),
            Part("late", _("Late items"), late),
            Part("basis", _("Basis"), basis),
        ),
    )


@writes
def signed(row: RoiStatement, *, signature: "Signature", actor: "User") -> RoiStatement:
    """Take a signature: finance validates and the sponsor is asked; the sponsor approves; a refusal returns it."""
    row = RoiStatement.objects.select_related("programme").get(pk=row.pk)
    first = row.state == StatementState.LOCKED
    require(permissions.can_validate if first else permissions.can_approve, actor, row)
    if actor.pk in {row.locked_by_id, row.validated_by_id}:
        raise IllegalNowError(_("Locking, validating and approving are done by different people."))
    if signature.decision == SignDecision.DECLINE:
        with change(row, "statements.returned", actor=actor, reason=signature.comment):
            row.give_back()
            row.returned_reason = signature.comment
            save_validated(row)
        return row
    with change(row, "statements.validated" if first else "statements.approved", actor=actor):
        if first:
            row.validate()
            row.validated_by, row.validated_at = actor, timezone.now()
        else:
            row.approve()
            row.approved_by, row.approved_at = actor, timezone.now()
        save_validated(row)
    if first:
        request_signature(row.programme, subject=row, meaning=APPROVES, role=Role.SP, actor=actor)
    return row
