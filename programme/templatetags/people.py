"""Words about people for templates."""

from django import template

from programme.people.choices import Home

register = template.Library()


@register.simple_tag
def home_label(code: str) -> str:
    """Name a home by its code."""
    return str(Home(code).label) if code in Home.values else code
