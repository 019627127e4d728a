"""What the inbox gives: the button and the map, homes, attention, readings, papers, the import kind."""

from feedback.inbox.contributions import frame, kinds, papers, readings

__all__ = ["frame", "kinds", "papers", "readings"]
