"""The acts of the budget, through both fronts."""

from programme.budget.models import ActualCost, BudgetBaseline, BudgetLine, Commitment, ContingencyDraw
from programme.governance.models import ChangeRequest
from tests.contracts.fronts import Pair
from tests.contracts.world import _of

SPENT = "2026-04-20"


def at(model, **values):
    """Put the world's row of this kind into a state."""

    def arrange(world):
        row = _of(model)(world.programme)
        if values:
            model._base_manager.filter(pk=row.pk).update(**values)
            row.refresh_from_db()
        return row

    return arrange


def line(world, _row=None):
    return {"line": _of(BudgetLine)(world.programme).public_id}


def draw(world, _row):
    row = _of(ContingencyDraw)(world.programme)
    return {"source": row.source.public_id, "line": row.line.public_id, "amount": "12.50", "reason": "More interfaces"}


def granted(world):
    """A granted change over 25.00; the programme has a baseline."""
    BudgetBaseline.objects.filter(programme=world.programme).update(change=None)
    return at(ChangeRequest, state="approved", cost_minor=2500, computed={"cost": 2500})(world)


ORDER = {
    "kind": "contract", "number": "K-77", "supplier": "Mingdao", "amount": "1200.50", "currency": "USD", "rate": "7.1",
    "signed_on": "2026-03-10", "due_on": "2026-12-31", "text": "Design", "note": "Two parts",
}  # fmt: skip
SHEET = {
    "kind": "time_sheet", "number": "T-04", "supplier": "Sales operations", "dated_on": SPENT, "hours": "12.5",
    "hourly": "240", "currency": "CNY", "text": "Design", "note": "",
}  # fmt: skip
BUDGET = [
    Pair("budget:line_forecast POST", "api-budget forecast", row=at(BudgetLine),
         same={"amount": "99.50", "note": "Two invoices to come"}),
    Pair("budget:lock POST", "api-budget lock", role="FIN", same={"month": "2026-05-12"}),
    Pair("budget:commitment_new POST", "api-commitments create", same=lambda w, r: ORDER | line(w)),
    Pair("budget:commitment_edit POST", "api-commitments partial_update", row=at(Commitment),
         same={"amount": "7000", "text": "Amended"}),
    Pair("budget:commitment_close POST", "api-commitments close", row=at(Commitment)),
    Pair("budget:commitment_reopen POST", "api-commitments reopen", row=at(Commitment, closed_on="2026-06-01")),
    Pair("budget:commitment_remove POST", "api-commitments destroy", row=at(Commitment)),
    Pair("budget:actual_new POST", "api-actual-costs create", same=lambda w, r: SHEET | line(w)),
    Pair("budget:actual_edit POST", "api-actual-costs partial_update", row=at(ActualCost),
         same={"amount": "1234.56", "dated_on": SPENT}),
    Pair("budget:actual_remove POST", "api-actual-costs destroy", row=at(ActualCost)),
    Pair("budget:draw_new POST", "api-draws create", same=draw),
    Pair("budget:draw_grant POST", "api-draws grant", role="SP", row=at(ContingencyDraw), same={"note": "Yes"}),
    Pair("budget:draw_refuse POST", "api-draws refuse", role="FIN", row=at(ContingencyDraw), same={"note": "No"}),
    Pair("budget:change_apply POST", "api-budget-baselines apply", row=granted,
         form=lambda w, r: {f"share_{line(w)['line']}": "25.00"},
         body=lambda w, r: {"change": r.public_id, "shares": {line(w)["line"]: 2500}}),
]  # fmt: skip
