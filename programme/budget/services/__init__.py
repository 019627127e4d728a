"""Every write of the budget."""

from programme.budget.services.actuals import lock_month, record_actual, remove_actuals, update_actual
from programme.budget.services.authorising import authorisation_signed, budget_content, request_authorisation
from programme.budget.services.baselines import apply_change, change_named, set_first_baseline
from programme.budget.services.commitments import (
    close_commitment,
    create_commitment,
    remove_commitments,
    reopen_commitment,
    update_commitment,
)
from programme.budget.services.draws import ask_draw, grant_draw, refuse_draw
from programme.budget.services.lines import create_line, remove_lines, set_forecast, update_line

__all__ = [
    "apply_change",
    "ask_draw",
    "authorisation_signed",
    "budget_content",
    "change_named",
    "close_commitment",
    "create_commitment",
    "create_line",
    "grant_draw",
    "lock_month",
    "record_actual",
    "refuse_draw",
    "remove_actuals",
    "remove_commitments",
    "remove_lines",
    "reopen_commitment",
    "request_authorisation",
    "set_first_baseline",
    "set_forecast",
    "update_actual",
    "update_commitment",
    "update_line",
]
