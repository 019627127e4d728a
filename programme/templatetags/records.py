"""Words about records for templates."""

from typing import Any

from django import template

from programme.records.selectors.acts import act_words

register = template.Library()


@register.filter
def act(action: str) -> Any:
    """Say what an audit event's action means."""
    return act_words(action)
