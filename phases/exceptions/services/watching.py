"""The watch: exceptions proposed where a forecast leaves its tolerance, and closed where it comes back."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.models import save_validated
from phases.exceptions import rules
from phases.exceptions.models import ExceptionReport
from phases.exceptions.permissions import watches
from phases.exceptions.selectors.drafts import drafted
from phases.exceptions.selectors.forecasts import Forecasts, Standing, standing_of, standings
from phases.exceptions.selectors.reports import gap_text, open_exceptions, stopped_causes
from programme.charter.choices import FINAL_STATES, ProgrammeState
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

PREFIX = "EX-"
ASLEEP = frozenset({*FINAL_STATES, ProgrammeState.ON_HOLD})


@dataclass(frozen=True, slots=True)
class Watched:
    """What a look at the forecasts did."""

    found: int = 0
    moved: int = 0
    recovered: int = 0


@writes
def watch_forecasts(programme: "Programme", *, actor: "User | None") -> Watched:
    """Propose an exception for each tolerance that a forecast breaks and that has none open; one per cause.

    An open one follows its forecast and is measured by the tolerance it was found with; it closes itself when the
    forecast is known and within. Doing it twice does nothing more. A programme on hold or ended is left alone.
    """
    require(watches, actor, programme)
    if programme.state in ASLEEP:
        return Watched()
    found = Forecasts(programme, timezone.localdate())
    mine = {(row.dimension, row.stage_id): row for row in open_exceptions(programme)}
    moved = recovered = 0
    for row in mine.values():
        one = standing_of(row, found)
        if rules.came_back(one.forecast, row.limit):
            _recover(row, one, actor)
            recovered += 1
        elif one.forecast is not None and one.forecast != row.forecast:
            _follow(row, one, found, actor)
            moved += 1
    told = {*mine, *stopped_causes(programme)}
    broken = [one for one in standings(programme, found.today) if one.beyond and one.key not in told]
    for one in broken:
        _propose(programme, one, found, actor)
    return Watched(len(broken), moved, recovered)


def _recover(row: ExceptionReport, one: Standing, actor: "User | None") -> None:
    with change(row, "exceptions.recovered", actor=actor):
        if one.forecast is not None:
            row.forecast = one.forecast
        row.recover(timezone.localdate())
        save_validated(row)
    _tell(row, (Role.PM, Role.SP, Role.SC), "recovered")


def _follow(row: ExceptionReport, one: Standing, found: Forecasts, actor: "User | None") -> None:
    with change(row, "exceptions.forecast_moved", actor=actor):
        if one.forecast is not None:
            row.forecast = one.forecast
        if row.is_written:
            row.drafted = drafted(one, found)
        save_validated(row)


def _propose(programme: "Programme", one: Standing, found: Forecasts, actor: "User | None") -> None:
    forecast = one.forecast or Decimal(0)  # one that is beyond is known
    row = ExceptionReport(
        programme=programme, code=_next_code(programme), stage=one.stage, dimension=one.dimension, limit=one.limit,
        forecast=forecast, first_forecast=forecast, drafted=drafted(one, found), found_on=found.today,
    )  # fmt: skip
    with change(row, "exceptions.proposed", actor=actor):
        save_validated(row)
    _tell(row, (Role.PM,), "proposed")


def _next_code(programme: "Programme") -> str:
    """Give the number after the highest; needs the lock, so two never get the same."""
    codes = ExceptionReport.objects.filter(programme=programme).values_list("code", flat=True)
    used = [int(code[len(PREFIX) :]) for code in codes if code[len(PREFIX) :].isdecimal()]
    return f"{PREFIX}{max(used, default=0) + 1:03}"


def _tell(row: ExceptionReport, roles: tuple[Role, ...], what: str) -> None:
    def text() -> str:
        said = {"row": row, "gap": gap_text(row)}
        if what == "recovered":
            return _("The forecast came back, closed: %(row)s, %(gap)s") % said
        return _("Beyond the tolerance: %(row)s, %(gap)s") % said

    for person in holders(row.programme, *roles):
        notify(person, topic=Topic.EXCEPTION, text=text, url=row.get_absolute_url(), programme=row.programme)
