"""Risks and issues; refuses an open risk without cause, event, effect, score and owner."""
