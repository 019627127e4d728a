"""What usage gives through the seams."""

from adoption.usage.contributions import evidence, findings, kinds, pages, papers

__all__ = ["evidence", "findings", "kinds", "pages", "papers"]
