"""What the sourcing decision gives: evidence, plan rules, the charter's section, imports, what is signed, the map."""

from programme.sourcing.contributions import evidence, findings, kinds, pages, papers

__all__ = ["evidence", "findings", "kinds", "pages", "papers"]
