"""The demo's usage: event files of the pilot's people since its go-live, brought month by month by the analyst."""

import csv
import io
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from phases.rollout.models import Absence, RosterEntry
from programme.records.services.imports import run_import

PILOT = "W0"
SETTLED = 10  # working days until habits have formed
EVERY = 28  # days between two files
# How likely a person of the role updates a customer on a working day: in the first days, and once habits formed.
HABIT = {"sales": (0.72, 0.88), "managers": (0.66, 0.84), "marketing": (0.66, 0.84), "service": (0.5, 0.78)}
USUAL = (0.6, 0.8)
OBJECTS = {"sales": "opportunity", "managers": "account", "marketing": "lead", "service": "contact"}
HEAD = ("timestamp", "user_id", "event", "object", "record_id", "source")
QUIET, LOOKER = 0.03, 0.7  # people who never took to it; of those who update nothing, who at least look


@seams.demo.provide("62.usage.files")
def files(story: Story) -> None:
    """Bring what the CRM wrote since the pilot went live: a file every four weeks, the last until yesterday."""
    live = story.ended("T40")
    first = live + timedelta(days=1)
    while first < story.today:
        after = min(first + timedelta(days=EVERY), story.today)
        story.then(after, partial(_bring, story, live, first, after), hour=8, minute=40)
        first = after


def _bring(story: Story, live: date, first: date, after: date) -> None:
    people = list(
        RosterEntry.objects.filter(programme=story.programme, wave__code=PILOT)
        .persons()
        .order_by("key")
        .select_related("wave")
    )
    away = _away(story, first, after)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    day = first
    while day < after:
        if story.calendar.is_working(day):
            week = min(story.calendar.days_between(story.calendar.next_working(live), day) / SETTLED, 1)
            for person in people:
                if (person.pk, day) not in away:
                    writer.writerows(_day(story, person, day, week))
            writer.writerow((f"{day} 02:00:00", "crm-svc-erp", "update", "account", f"ERP-{day:%m%d}", "integration"))
        day += timedelta(days=1)
    run_import(
        story.programme,
        kind="usage",
        data=out.getvalue().encode(),
        filename=f"crm-events-{after - timedelta(days=1):%Y-%m-%d}.csv",
        actor=story.people["data"],
    )


def _away(story: Story, first: date, after: date) -> set[tuple[int, date]]:
    found: set[tuple[int, date]] = set()
    for row in Absence.objects.filter(entry__programme=story.programme).touching(first, after).order_by("pk"):
        for n in range((min(row.last, after) - max(row.first, first)).days + 1):
            found.add((row.entry_id, max(row.first, first) + timedelta(days=n)))
    return found


def _day(story: Story, person: Any, day: date, settled: float) -> list[tuple[str, ...]]:
    """Write a person's day: a login, perhaps looks, records logged, and customers updated where the habit is there."""
    dice = story.dice(f"usage.{person.key}.{day}")
    low, high = HABIT.get(person.crm_role, USUAL)
    updates = dice.random() < low + (high - low) * settled
    if story.dice(f"usage.{person.key}").random() < QUIET or (not updates and dice.random() > LOOKER):
        return []
    clock = datetime(day.year, day.month, day.day, 8, 20) + timedelta(minutes=dice.randrange(70))  # noqa: DTZ001
    deeds = [("login", "")]
    obj = OBJECTS.get(person.crm_role, "account")
    deeds += [("view", obj)] * dice.randint(1, 4)
    if updates:
        deeds += [("update", obj)] * dice.randint(1, 4)
        deeds += [("advance", "opportunity")] * (person.crm_role == "sales" and dice.random() < 0.3)  # noqa: PLR2004
        deeds += [("create", obj)] * (dice.random() < 0.4)  # noqa: PLR2004
        deeds += [("log", "task")] * dice.randint(0, 2)
    elif dice.random() < 0.5:  # noqa: PLR2004
        deeds.append(("log", "task"))
    rows: list[tuple[str, ...]] = []
    for event, what in deeds:
        record = f"{what[:3].upper()}-{dice.randrange(4000)}" if what else ""
        rows.append((f"{clock:%Y-%m-%d %H:%M:%S}", person.crm_id, event, what, record, "web"))
        clock += timedelta(minutes=dice.randint(4, 70))
    return rows
