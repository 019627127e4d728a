"""What usage gives through the seams."""

from adoption.usage.contributions import evidence, kinds, pages, papers

__all__ = ["evidence", "kinds", "pages", "papers"]
