"""Which stretch somebody asked for, checked."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from adoption.usage.choices import Cut
from adoption.usage.selectors.figures import latest
from adoption.usage.selectors.periods import today_of
from core.errors import BadInputError

if TYPE_CHECKING:
    from programme.charter.models import Programme

LONGEST = 731  # days


def asked_days(programme: "Programme", first: str, last: str) -> tuple[date, date]:
    """Read two dates; what is left out is the last four weeks of data. Raises ``BadInputError`` naming each bad one."""
    wrong: dict[str, list[str]] = {}
    given = {"from": _day("from", first, wrong), "to": _day("to", last, wrong)}
    if wrong:
        raise BadInputError(wrong)
    usual = latest(programme) or (today_of(programme), today_of(programme))
    to = given["to"] or max(usual[1], given["from"] or usual[1])
    begin = given["from"] or min(usual[0], to)
    if begin > to:
        raise BadInputError({"from": [_("The first day is after the last.")]})
    if (to - begin).days >= LONGEST:
        raise BadInputError({"from": [_("At most two years are read at once.")]})
    return begin, to


def _day(name: str, text: str, wrong: dict[str, list[str]]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong[name] = [_("“%(text)s” is not a date; write 2026-05-12.") % {"text": text[:40]}]
        return None


def asked_cut(text: str) -> Cut | None:
    """Read by what to break down; empty is the whole. Raises ``BadInputError``."""
    if not text:
        return None
    try:
        return Cut(text)
    except ValueError:
        accepted = ", ".join(Cut.values)
        raise BadInputError(
            {"by": [_("There is no such breakdown; there are: %(cuts)s.") % {"cuts": accepted}]}
        ) from None
