"""Table of contents: the records of each slice, imported for Django only."""

from roi.ledger.models import Benefit, BenefitActual, BenefitReview, CostLine
from roi.statements.models import RoiStatement, RoiTerms

__all__ = ["Benefit", "BenefitActual", "BenefitReview", "CostLine", "RoiStatement", "RoiTerms"]
