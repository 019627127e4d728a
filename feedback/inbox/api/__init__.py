"""Feedback in the API: the endpoint of the button, the register and the acts."""

from feedback.inbox.api.inbox import FeedbackViewSet

__all__ = ["FeedbackViewSet"]
