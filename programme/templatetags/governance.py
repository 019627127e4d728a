"""Tags that draw lights and the states of decisions and actions."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.templatetags.landfall import status
from programme.governance.choices import Colour
from programme.governance.selectors import headline
from programme.governance.selectors.meetings import action_status

register = template.Library()


@register.simple_tag
def light(colour: str) -> SafeString:
    """Draw a colour with its word."""
    return status(headline.colour_status(Colour(colour)))


@register.simple_tag
def computed(view: Any) -> SafeString:
    """Draw what a light was computed to be."""
    return status(headline.status(view.computed))


@register.simple_tag
def decision_state(row: Any) -> SafeString:
    """Draw the state of a decision."""
    return status(headline.decision_status(row))


@register.simple_tag
def action_state(row: Any) -> SafeString:
    """Draw the state of an action, or that it is overdue."""
    return status(action_status(row))
