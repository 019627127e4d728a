"""Records of the ledger: cost lines, benefit profiles, their actuals and reviews."""

from roi.ledger.models.benefits import Benefit, BenefitActual, BenefitReview
from roi.ledger.models.costs import CostLine

__all__ = ["Benefit", "BenefitActual", "BenefitReview", "CostLine"]
