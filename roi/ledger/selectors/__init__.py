"""Reads of the ledger: what may be done, how a benefit stands, the rows that others need."""

from roi.ledger.selectors.acts import actual_actions, actual_possible, benefit_actions, benefit_lacks, benefit_possible
from roi.ledger.selectors.standing import Standing, forecast, standing_of, standings

__all__ = [
    "Standing", "actual_actions", "actual_possible", "benefit_actions", "benefit_lacks", "benefit_possible",
    "forecast", "standing_of", "standings",
]  # fmt: skip
