"""Table of contents: the records of each slice, imported for Django only."""

from feedback.inbox.models import FeedbackItem, FeedbackStep, FeedbackTarget, FeedbackVote

__all__ = ["FeedbackItem", "FeedbackStep", "FeedbackTarget", "FeedbackVote"]
