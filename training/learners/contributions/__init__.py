"""What the learners give: readiness for gates, attention, homes, papers, the entry in the map, a kind of import."""

from training.learners.contributions import evidence, homes, kinds, pages, papers

__all__ = ["evidence", "homes", "kinds", "pages", "papers"]
