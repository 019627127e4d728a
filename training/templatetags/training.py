"""What the templates of the training room draw: how a wave or a person stands, and hours to scale."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.documents.values import Status
from core.templatetags.landfall import status
from training.learners.selectors import Standing, WaveReadiness, person_status

if TYPE_CHECKING:
    from training.learners.rules import Share

register = template.Library()


@register.simple_tag
def wave_status(one: WaveReadiness) -> SafeString:
    """Say whether enough of a wave are ready."""
    if one.enough is None:
        return status(Status("none", _("nobody on the roster")))
    return status(Status("good", _("Met")) if one.enough else Status("bad", _("Not met")))


@register.simple_tag
def person_word(one: Standing) -> SafeString:
    """Say how a person stands, the word for screen readers."""
    return status(person_status(one), only=True)


@register.simple_tag
def percent(share: "Share") -> Decimal | None:
    """Give a share in per cent, with one decimal."""
    return None if share.value is None else round(share.value * 100, 1)


@register.filter
def of(rows: Mapping[Any, Any], key: Any) -> Any:
    """Look a key up."""
    return rows.get(key)


@register.filter
def weekday(day: date) -> str:
    """Write a day of a week's sheet: the weekday and the day of the month."""
    return f"{date_format(day, 'D')} {day.day}"


@register.filter
def hours(value: Decimal) -> str:
    """Write a length in hours, without needless decimals."""
    return f"{value.normalize():f} h"


@register.filter
def css(value: Decimal) -> str:
    """Write a number as style sheets read it, whatever the language."""
    return f"{value:.3f}"
