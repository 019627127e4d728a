"""What the budget gives: its authorisation as evidence, its signature, its import, its attention."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.imports.kinds import Column, Kind, Row, Rows, Type, row_by_row
from core.memo import once
from core.money import Money
from core.seams import AttentionItem, Evidence, EvidenceItem, Finding, Rule, Scope
from programme.budget import permissions, services
from programme.budget.choices import Category, Nature
from programme.budget.models import BudgetAuthorisation, BudgetLine
from programme.budget.rules import bac
from programme.budget.selectors import authorisation
from programme.charter.choices import COMMITTED, Pitfall
from programme.signoff.choices import SignDecision
from programme.signoff.services import bind


def _url(programme: Any) -> str:
    return reverse("budget:line_list", args=[programme.slug])


@seams.evidence.provide("budget.authorised")
def authorised(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Whether the sponsor's signature stands on the lines as they are now."""
    found = authorisation(programme)
    text = _("Ask the sponsor to authorise the budget")
    if found.asked:
        text = _("The sponsor has been asked and has not signed the budget yet")
    if found.stale:
        text = _("The budget changed after the sponsor signed; ask for the signature again")
    reading = Evidence(
        value=found.signed,
        as_of=(found.row.signed_at if found.row else None) or timezone.now(),
        source_url=_url(programme),
        detail=[] if found.signed else [EvidenceItem(text, _url(programme))],
        stale=found.stale,
    )
    return [reading for _scope in scopes]


@seams.attention.provide("budget.stale")
def stale_budget(programme: Any, user: Any) -> list[AttentionItem]:
    """An authorisation that no longer fits its lines, for those who can ask again."""
    if (
        not permissions.can_edit(user, programme)
        or not once(programme, "budget.authorisation", lambda: authorisation(programme)).stale
    ):
        return []
    return [
        AttentionItem("stale", _("The budget changed after the sponsor signed"), _url(programme), verb=_("Ask again"))
    ]


def _signed(row: Any, signature: Any) -> None:
    if signature.decision != SignDecision.DECLINE:
        services.authorisation_signed(row, actor=signature.signer)


bind(
    "programme.BudgetAuthorisation",
    content=services.budget_content,
    url=lambda row: _url(row.programme),
    decided=_signed,
)


def _rows(programme: Any) -> Rows:
    """Lines as rows; the amount in major units."""
    return {
        line.public_id: {
            "code": line.code,
            "title": line.title,
            "category": line.category,
            "nature": line.nature,
            "amount": Money(line.amount_minor, programme.currency).to_decimal(),
            "phase": line.phase,
            "note": line.note,
        }
        for line in BudgetLine.objects.filter(programme=programme)
    }


def _values(programme: Any, row: Row) -> Row:
    values = {key: value for key, value in row.items() if key != "amount" and value is not None}
    if row.get("amount") is not None:
        values["amount_minor"] = Money.from_decimal(row["amount"], programme.currency).minor
    return values


def _update(programme: Any, ref: str, row: Row, actor: Any) -> None:
    line = BudgetLine.objects.get(programme=programme, public_id=ref)
    services.update_line(line, values=_values(programme, row), actor=actor)


seams.kinds.add(
    "budget",
    Kind(
        code="budget",
        label=gettext_lazy("Budget lines"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="B01", example_en="B01"),
            Column("title", "预算项", "Line", required=True, max_length=160, example_zh="订阅费",
                   example_en="Subscription"),
            Column("category", "类别", "Category", Type.CHOICE, choices=Category),
            Column("nature", "性质", "Nature", Type.CHOICE, choices=Nature),
            Column("amount", "金额", "Amount", Type.MONEY, required=True, minimum=0, example_zh="300000",
                   example_en="300000"),
            Column("phase", "阶段", "Phase", max_length=20),
            Column("note", "备注", "Note", max_length=200),
        ),
        id_column="code",
        natural_key=("title",),
        existing=_rows,
        write=row_by_row(
            lambda programme, row, actor: services.create_line(
                programme, values=_values(programme, row), actor=actor
            ).public_id,
            _update,
        ),
        remove=lambda programme, refs, actor: services.remove_lines(programme, refs=refs, actor=actor),
        can=permissions.can_edit,
        order=50,
    ),
)  # fmt: skip


NO_LINES = Rule(
    "budget.empty", "bad", Pitfall.GOALS,
    gettext_lazy("The budget has lines"),
    gettext_lazy("Enter what the programme may spend, by category."),
)  # fmt: skip
UNSIGNED = Rule(
    "budget.not_authorised", "warn", Pitfall.GOALS,
    gettext_lazy("The sponsor has authorised the sum of the budget"),
    gettext_lazy("Ask the sponsor to authorise the lines."),
)  # fmt: skip
NO_TRAINING = Rule(
    "budget.no_training", "warn", Pitfall.USERS,
    gettext_lazy("The budget has money for training"),
    gettext_lazy("Plan what training costs: trainers, rooms, hours."),
)  # fmt: skip
NO_RESERVE = Rule(
    "budget.no_contingency", "warn", Pitfall.GOALS,
    gettext_lazy("The budget has a contingency"),
    gettext_lazy("Set money aside for what the risks may cost."),
)  # fmt: skip


@seams.plan_rules.provide("budget.lines", NO_LINES, UNSIGNED, NO_TRAINING, NO_RESERVE)
def money_findings(programme: Any) -> list[Finding]:
    """A budget that is missing, unsigned, or without what is forgotten most; two queries."""
    lines = list(BudgetLine.objects.filter(programme=programme))
    url, found = _url(programme), {line.category for line in lines}
    if not found:
        return NO_LINES.when(programme.state in COMMITTED, url)
    return [
        *UNSIGNED.when(programme.state in COMMITTED and not _authorised_sum(programme, lines), url),
        *NO_TRAINING.when(Category.TRAINING not in found, url),
        *NO_RESERVE.when(Category.CONTINGENCY not in found, url),
    ]


def _authorised_sum(programme: Any, lines: Sequence[BudgetLine]) -> bool:
    """Tell whether the last sum that was put to the sponsor is signed and is that of the lines now; one query."""
    last = BudgetAuthorisation.objects.filter(programme=programme).first()
    total = bac((line.nature, line.amount_minor) for line in lines)
    return last is not None and last.signed_at is not None and last.total_minor == total
