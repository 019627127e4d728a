"""What the house writes of an exception before a person does: cause, consequences, options, recommendation."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.documents.words import is_chinese
from phases.exceptions import rules
from phases.exceptions.selectors.forecasts import Forecasts, Standing, amount_text, place_text
from programme.charter.choices import Dimension

RECOMMENDED = "B"


def drafted(one: Standing, found: Forecasts) -> dict[str, dict[str, Any]]:
    """Draft the words in every language; the figures are read once more in each, for they carry words."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            _value, drivers = found.of(one.dimension, one.stage)
            told[language] = _words(one, drivers)
    return told


def _words(one: Standing, drivers: tuple[str, ...]) -> dict[str, Any]:
    return {
        "cause": _cause(one, drivers),
        "consequence": _consequence(one.dimension),
        "options": [option.as_json() for option in _options(one)],
        "reason": _("It keeps what the charter promises, and costs least of the ways that do."),
    }


def _cause(one: Standing, drivers: tuple[str, ...]) -> str:
    said = {
        "place": place_text(one.stage),
        "forecast": amount_text(one.dimension, one.forecast),
        "limit": amount_text(one.dimension, one.limit),
    }
    texts = {
        Dimension.TIME: _("%(place)s: the forecast finish is %(forecast)s after the baseline; tolerance %(limit)s."),
        Dimension.COST: _("%(place)s: the forecast cost is %(forecast)s above the budget; tolerance %(limit)s."),
        Dimension.SCOPE: _("%(place)s: granted changes add %(forecast)s to the scope; tolerance %(limit)s."),
        Dimension.QUALITY: _("%(place)s: open severity-1 defects: %(forecast)s; tolerance %(limit)s."),
        Dimension.BENEFIT: _("%(place)s: the forecast benefit is %(forecast)s below plan; tolerance %(limit)s."),
        Dimension.RISK: _("%(place)s: the highest open risk has %(forecast)s; tolerance %(limit)s."),
    }  # fmt: skip
    text = texts[one.dimension] % said
    if not drivers:
        return text
    named = _("It comes from: %(names)s.") % {"names": _("; ").join(drivers)}
    return f"{text}{named}" if is_chinese() else f"{text} {named}"


def _consequence(dimension: Dimension) -> str:
    return {
        Dimension.TIME: _(
            "Steps and gates that follow move with it, and so does the day from which the benefit counts."
        ),
        Dimension.COST: _("The money that is missing is taken from contingency or must be granted; the return falls."),
        Dimension.SCOPE: _("Build, test and training grow with the scope; time and money were promised for less."),
        Dimension.QUALITY: _("The acceptance test cannot end while they are open; going live with them stops work."),
        Dimension.BENEFIT: _("The business case no longer carries what it costs, unless use or value is raised."),
        Dimension.RISK: _("If it occurs, it breaks further tolerances; the response so far does not hold it down."),
    }[dimension]


def _options(one: Standing) -> list[rules.Option]:
    forecast, limit = amount_text(one.dimension, one.forecast), amount_text(one.dimension, one.limit)
    effect = one.dimension.value if one.dimension.value in rules.EFFECTS else "risk"
    stays = _("stays at %(forecast)s") % {"forecast": forecast}
    back, agreed = _("back to %(limit)s") % {"limit": limit}, _("%(forecast)s is agreed") % {"forecast": forecast}
    accept = _("Accept a tolerance of %(forecast)s") % {"forecast": forecast}
    stop = _("Stop the stage until the cause is settled") if one.stage else _("Stop the programme")
    return [
        rules.Option("A", _("Do nothing"), **{effect: stays}),
        rules.Option("B", _("A new plan that comes back within the tolerance"), **{effect: back}),
        rules.Option("C", accept, **{effect: agreed}),
        rules.Option("D", stop),
    ]
