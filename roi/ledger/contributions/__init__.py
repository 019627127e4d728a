"""What the ledger gives through the seams."""

from roi.ledger.contributions import evidence, findings, kinds, papers

__all__ = ["evidence", "findings", "kinds", "papers"]
