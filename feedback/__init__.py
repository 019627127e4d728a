"""Feedback: the inbox, surveys and reviews."""
