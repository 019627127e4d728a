"""The demo's ledger: what the budget's lines were planned and posted as, and the benefits with what they brought."""

from roi.ledger.demo import benefits, costs

__all__ = ["benefits", "costs"]
