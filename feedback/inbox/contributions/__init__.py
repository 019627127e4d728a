"""What the inbox gives: the button and the map, homes, attention, readings, papers, the import kind."""

from feedback.inbox.contributions import findings, frame, kinds, papers, readings

__all__ = ["findings", "frame", "kinds", "papers", "readings"]
