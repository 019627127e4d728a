"""What statements give through the seams."""

from roi.statements.contributions import evidence, pages, papers

__all__ = ["evidence", "pages", "papers"]
