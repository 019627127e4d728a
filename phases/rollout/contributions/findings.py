"""What the plan check finds in the rollout: how long it takes, whom the units send, and the waves themselves."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import presence
from core.calendar import WorkCalendar
from core.presence import rows_of
from core.seams import Finding, Rule, plan_rules
from phases.plan.selectors import calendar_of
from phases.rollout.models import CutoverStep
from phases.rollout.selectors import lengths_of, manning, units_without_member, waves_of
from programme.charter.choices import Pitfall

SOON = timedelta(days=60)
APART = 10  # working days
CLOSING_DAYS = 5  # working days at either side of a quarter's end
WORDS = {
    ("pilot", "short"): gettext_lazy("The pilot from %(first)s to %(last)s is shorter than one calendar month."),
    ("pilot", "long"): gettext_lazy("The pilot from %(first)s to %(last)s is longer than three calendar months."),
    ("rollout", "short"): gettext_lazy("The rollout from %(first)s to %(last)s is shorter than three calendar months."),
    ("rollout", "long"): gettext_lazy("The rollout from %(first)s to %(last)s is longer than six calendar months."),
}
REMEDIES = {
    ("pilot", "short"): gettext_lazy("Let the pilot run long enough to be judged, or give the reason."),
    ("pilot", "long"): gettext_lazy("Decide on the pilot, or give the reason why it goes on."),
    ("rollout", "short"): gettext_lazy("Plan more time for each wave."),
    ("rollout", "long"): gettext_lazy("Cut the scope into further increments."),
}


RULES = {"pilot": "pilot_length", "rollout": "length"}


def rule(code: str, severity: str, cause: str, label: Any, remedy: Any) -> Rule:
    """Write a rule of this slice."""
    return Rule(f"rollout.{code}", severity, cause, label, remedy)


LENGTH = rule(
    "length", "warn", Pitfall.PROCESS,
    gettext_lazy("The rollout takes three to six calendar months, or says why not"),
    gettext_lazy("Plan more time for each wave, or cut the scope into further increments."),
)  # fmt: skip
PILOT_LENGTH = rule(
    "pilot_length", "warn", Pitfall.PROCESS,
    gettext_lazy("The pilot takes one to three calendar months, or says why not"),
    gettext_lazy("Let the pilot run long enough to be judged, or give the reason."),
)  # fmt: skip
MEMBERS = rule(
    "units_without_member", "warn", Pitfall.USERS,
    gettext_lazy("Every business unit in scope has somebody in the programme"),
    gettext_lazy("Name a member of each unit, with a role."),
)  # fmt: skip
QUARTER_END = rule(
    "go_live_at_quarter_end", "warn", Pitfall.USERS,
    gettext_lazy("No wave goes live while the quarter is closed"),
    gettext_lazy("Move the go-live out of the last and first five working days of a quarter."),
)  # fmt: skip
REST_DAY = rule(
    "go_live_on_rest_day", "warn", Pitfall.USERS,
    gettext_lazy("Every wave goes live on a working day"),
    gettext_lazy("Choose a day on which users and support work."),
)  # fmt: skip
BIG_BANG = rule(
    "big_bang", "bad", Pitfall.ITERATION,
    gettext_lazy("The company goes live in more than one wave"),
    gettext_lazy("Plan a pilot and waves after it; what goes wrong in one wave is mended before the next."),
)  # fmt: skip
TOO_CLOSE = rule(
    "waves_too_close", "warn", Pitfall.ITERATION,
    gettext_lazy("Between two waves lie at least ten working days"),
    gettext_lazy("Leave time to mend what the wave before has shown."),
)  # fmt: skip
NOBODY = rule(
    "wave_without_people", "bad", Pitfall.USERS,
    gettext_lazy("Every wave of the next 60 days has its people on the roster"),
    gettext_lazy("Import the roster, with each person's wave and role."),
)  # fmt: skip
UNDATED = rule(
    "wave_without_day", "warn", Pitfall.GOALS,
    gettext_lazy("Every wave has a planned day of go-live"),
    gettext_lazy("Take the day from the plan."),
)  # fmt: skip
OVERDUE = rule(
    "go_live_overdue", "bad", Pitfall.GOALS,
    gettext_lazy("No planned go-live has passed without the wave being live"),
    gettext_lazy("Record that the wave is live, or plan another day with a decision."),
)  # fmt: skip
NO_ROLE = rule(
    "person_without_role", "warn", Pitfall.USERS,
    gettext_lazy("Every person of a wave has a role in the CRM"),
    gettext_lazy("Give the role: training, rights and figures depend on it."),
)  # fmt: skip
NO_RETURN = rule(
    "no_point_of_no_return", "bad", Pitfall.DATA,
    gettext_lazy("The cutover runbook names the step after which there is no way back"),
    gettext_lazy("Mark the step, and write until when going back is possible."),
)  # fmt: skip


def _length(programme: Any, stage: str) -> list[Finding]:
    found = next((one for one in lengths_of(programme) if one.stage == stage), None)
    if found is None or not found.verdict or found.reason:
        return []
    key = (stage, found.verdict)
    text = str(WORDS[key]) % {"first": found.first.isoformat(), "last": found.last.isoformat()}
    url = reverse("rollout:waves", args=[programme.slug])
    return [Finding(f"rollout.{RULES[stage]}", "warn", text, url, str(REMEDIES[key]), Pitfall.PROCESS)]


@plan_rules.provide("rollout.length", LENGTH, on_radar=True)
def length(programme: Any) -> list[Finding]:
    """A rollout planned shorter than three or longer than six calendar months, without a reason for these days."""
    return _length(programme, "rollout")


@plan_rules.provide("rollout.pilot_length", PILOT_LENGTH, on_radar=True)
def pilot_length(programme: Any) -> list[Finding]:
    """A pilot planned shorter than one or longer than three calendar months, without a reason for these days."""
    return _length(programme, "pilot")


@plan_rules.provide("rollout.units_without_member", MEMBERS, on_radar=True)
def nobody_of_unit(programme: Any) -> list[Finding]:
    """Business units of the waves from which nobody holds a role in the programme."""
    units = units_without_member(programme)
    if not units:
        return []
    names = _(", ").join(unit.name for unit in units)
    return [
        Finding(
            "rollout.units_without_member",
            "warn",
            _("Nobody in the programme is from these units in scope: %(units)s.") % {"units": names},
            reverse("people:team", args=[programme.slug]),
            _("Name a member of each unit, with a role."),
            Pitfall.USERS,
        )
    ]


MARKED = presence.ask(NO_RETURN.code, rows_of(CutoverStep, point_of_no_return=True))


@plan_rules.provide(
    "rollout.waves", QUARTER_END, REST_DAY, BIG_BANG, TOO_CLOSE, NOBODY, UNDATED, OVERDUE, NO_ROLE, NO_RETURN
)
def waves(programme: Any) -> list[Finding]:
    """What is wrong with days, people and runbook of the waves; three queries, and presence."""
    rows = sorted(waves_of(programme), key=lambda wave: (wave.planned_on or date.max, wave.position))
    if not rows:
        return []
    today, calendar = timezone.localdate(), calendar_of(programme)
    ahead = [wave for wave in rows if wave.live_on is None and wave.planned_on and wave.planned_on >= today]
    manned: dict[int | None, int] = {}
    for key, role, n in manning(programme):
        manned[key] = manned.get(key, 0) + (0 if role else n)
    soon = [wave for wave in ahead if wave.planned_on and wave.planned_on - today <= SOON]
    (marked,) = presence.stand(programme, MARKED)
    page = reverse("rollout:waves", args=[programme.slug])
    return [
        *QUARTER_END.over((w.code for w in ahead if w.planned_on and closes_quarter(calendar, w.planned_on)), page),
        *REST_DAY.over((w.code for w in ahead if w.planned_on and not calendar.is_working(w.planned_on)), page),
        *BIG_BANG.when(len(rows) == 1, page),
        *TOO_CLOSE.over(
            (
                f"{one.code} – {two.code}"
                for one, two in pairwise(ahead)
                if one.planned_on and two.planned_on
                and calendar.days_between(one.planned_on, two.planned_on) < APART
            ),
            page,
        ),
        *NOBODY.over((w.code for w in soon if w.pk not in manned), reverse("rollout:roster", args=[programme.slug])),
        *UNDATED.over((w.code for w in rows if w.goes_live_on is None), page),
        *OVERDUE.over((w.code for w in rows if w.live_on is None and w.planned_on and w.planned_on < today), page),
        *NO_ROLE.over(
            (f"{wave.code}: {manned[wave.pk]}" for wave in rows if manned.get(wave.pk)),
            reverse("rollout:roster", args=[programme.slug]),
        ),
        *NO_RETURN.when(soon and not marked, reverse("rollout:runbook", args=[programme.slug])),
    ]  # fmt: skip


def closes_quarter(calendar: WorkCalendar, day: date) -> bool:
    """Tell whether the day is among the last or the first five working days of a quarter."""
    later, earlier = calendar.add_days(day, CLOSING_DAYS), calendar.add_days(day, -CLOSING_DAYS)
    return not quarter(later) == quarter(day) == quarter(earlier)


def quarter(day: date) -> tuple[int, int]:
    """Give year and quarter of a day."""
    return day.year, (day.month - 1) // 3
