"""Every write of the sourcing decision."""

from programme.sourcing.services.criteria import begin_sourcing, describe_sourcing, set_weights
from programme.sourcing.services.deciding import propose_vendor, sourcing_content, sourcing_signed, take_back_proposal
from programme.sourcing.services.vendors import create_row, remove_row, remove_scores, score_vendor, update_row

__all__ = [
    "begin_sourcing", "create_row", "describe_sourcing", "propose_vendor", "remove_row", "remove_scores",
    "score_vendor", "set_weights", "sourcing_content", "sourcing_signed", "take_back_proposal", "update_row",
]  # fmt: skip
