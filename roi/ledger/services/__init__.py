"""Every write of the ledger."""

from roi.ledger.services.acts import (
    approve_benefit,
    close_benefit,
    conclude_benefit,
    enable_benefit,
    profile_benefit,
    review_benefit,
    sustain_benefit,
)
from roi.ledger.services.actuals import record_actual, reject_actual, restate_actual, validate_actual
from roi.ledger.services.benefits import create_benefit, remove_benefits, update_benefit
from roi.ledger.services.costs import adopt_budget, create_cost, remove_costs, update_cost

BENEFIT_ACTS = {
    "profile": profile_benefit,
    "approve": approve_benefit,
    "enable": enable_benefit,
    "record": record_actual,
    "review": review_benefit,
    "conclude": conclude_benefit,
    "sustain": sustain_benefit,
    "close": close_benefit,
}
ACTUAL_ACTS = {"validate": validate_actual, "reject": reject_actual, "restate": restate_actual}

__all__ = [
    "ACTUAL_ACTS", "BENEFIT_ACTS", "adopt_budget", "approve_benefit", "close_benefit", "conclude_benefit",
    "create_benefit", "create_cost", "enable_benefit", "profile_benefit", "record_actual", "reject_actual",
    "remove_benefits", "remove_costs", "restate_actual", "review_benefit", "sustain_benefit", "update_benefit",
    "update_cost", "validate_actual",
]  # fmt: skip
