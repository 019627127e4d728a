"""The cast of the demo: units, accounts, roles, seats with their qualifications."""

from functools import partial
from typing import Any

from core import seams
from core.demo import CAST, COMPANY, PASSWORD, UNITS, Story
from programme.people.models import Organisation, Seat, Unit, User
from programme.people.services import (
    demo_account,
    fill_seat,
    give_role,
    plan_absence,
    save_organisation,
    save_unit,
    set_up_seats,
)

QUALIFIED: dict[str, dict[str, Any]] = {
    "PM": {"certificate": "PMP", "certificate_number": "PMP-3371520", "similar_years": 6, "allocation": 100},
    "BO": {"allocation": 40},
    "IT": {"allocation": 60},
    "DS": {"allocation": 80},
    "CM": {"allocation": 80},
}


@seams.demo.provide("10.people.accounts")
def accounts(story: Story) -> None:
    """Make the company, its units and the accounts that ``up`` prints."""
    if not Organisation.objects.exists():  # a second language finds the company as it is
        save_organisation(
            actor=None,
            name_zh=COMPANY[0],
            name_en=COMPANY[1],
            classification=story.say("内部", "Internal"),
            footer=story.say("澄江精密仪器 · 虚构的示例公司", "Chengjiang Instruments · an invented company"),
            number_pattern="{programme}-{prefix}-{year}-{n:03}",
        )
    units: dict[str, Unit] = {"": None}  # type: ignore[dict-item]
    for code, zh, en, parent in UNITS:
        found = Unit.objects.filter(code=code).first()
        units[code] = found or save_unit(None, name=story.say(zh, en), code=code, parent=units[parent], actor=None)
    host = _host(story)
    for part in CAST:
        story.people[part.key] = demo_account(
            f"{part.key}@{host}",
            name=story.say(part.zh, part.en),
            job_title=story.say(*part.title),
            language=story.language,
            unit=units[part.unit],
            administrator=part.administrator,
            password=PASSWORD,
        )


def _host(story: Story) -> str:
    """Give the cast's mail domain: a story in a second language has people of its own, who keep their names."""
    taken = User.objects.filter(is_demo=True, is_active=True).exclude(language=story.language).exists()
    return f"{story.say('zh', 'en')}.demo.landfall" if taken else "demo.landfall"


@seams.demo.provide("20.people.team")
def team(story: Story) -> None:
    """Give the cast its roles and seats in the programme that was started."""
    with story.on(story.programme.starts_on):
        set_up_seats(story.programme, actor=None)
        for part in CAST:
            for role in part.roles:
                give_role(story.programme, user=story.people[part.key], role=role, actor=None)
        for seat in Seat.objects.filter(programme=story.programme).for_list():
            holder: User | None = seat.holder or (story.people["it"] if seat.role == "ADM" else None)
            if holder is not None:
                fill_seat(
                    seat,
                    holder=holder,
                    actor=None,
                    starts_on=story.programme.starts_on,
                    **QUALIFIED.get(seat.role, {"allocation": 20}),
                )
    story.then(story.workday(-3), partial(_away, story), hour=10, minute=20)


def _away(story: Story) -> None:
    """Let the business owner tell of a holiday, with a deputy."""
    owner = story.people["owner"]
    plan_absence(
        story.programme,
        person=owner,
        deputy=story.people["service"],
        first_on=story.workday(6),
        last_on=story.workday(10),
        authority=story.say("授权邮件，附休假单", "Mail with the leave form"),
        actor=owner,
    )
