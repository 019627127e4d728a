"""What the charter gives: readings for gates, what needs attention, plan rules, papers, imports, map entries."""

from programme.charter.contributions import evidence, findings, kinds, pages, papers, signing, steering, terms

__all__ = ["evidence", "findings", "kinds", "pages", "papers", "signing", "steering", "terms"]
