"""What the ledger gives through the seams."""

from roi.ledger.contributions import evidence, kinds, papers, thread

__all__ = ["evidence", "kinds", "papers", "thread"]
