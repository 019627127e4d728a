"""What needs give: the thread, evidence, the charter's sections, an entry of the map, imports."""

from programme.needs.contributions import kinds, pages, papers, thread

__all__ = ["kinds", "pages", "papers", "thread"]
