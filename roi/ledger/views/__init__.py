"""Pages of the ledger."""

from roi.ledger.views.benefits import BenefitDetail, BenefitList
from roi.ledger.views.costs import CostAdopt, CostEdit, CostList, CostNew, CostRemove
from roi.ledger.views.forms import ActualAct, BenefitAct, BenefitEdit, BenefitNew

__all__ = [
    "ActualAct", "BenefitAct", "BenefitDetail", "BenefitEdit", "BenefitList", "BenefitNew", "CostAdopt", "CostEdit",
    "CostList", "CostNew", "CostRemove",
]  # fmt: skip
