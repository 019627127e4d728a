"""What the landscape gives: evidence, plan rules, the charter's section, an entry of the map, imports."""

from programme.landscape.contributions import evidence, kinds, pages, papers

__all__ = ["evidence", "kinds", "pages", "papers"]
