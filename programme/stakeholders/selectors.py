"""Reads of stakeholders, shaped for the grid and the charter."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.memo import shared
from programme.stakeholders import rules
from programme.stakeholders.choices import Quadrant
from programme.stakeholders.models import CommunicationItem, Stakeholder

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the power and interest grid."""

    power: int
    interest: int
    quadrant: Quadrant
    people: tuple[Stakeholder, ...]


def stakeholders_of(programme: "Programme") -> list[Stakeholder]:
    """Everybody on the register by code; one query, read once within an evaluation."""
    rows = Stakeholder.objects.filter(programme=programme).order_by("code", "pk")
    return shared(programme, "stakeholders.rows", lambda: list(rows))


def message_days(programme: "Programme") -> list[tuple[date | None, date | None]]:
    """When each message was sent and is due; one query, read once within an evaluation."""
    rows = CommunicationItem.objects.filter(programme=programme).values_list("sent_on", "due_on")
    return shared(programme, "stakeholders.messages", lambda: list(rows))


def stakeholders(programme: "Programme") -> list[Stakeholder]:
    """The register, the most powerful first."""
    return list(Stakeholder.objects.filter(programme=programme).for_list())


def grid(rows: list[Stakeholder]) -> list[list[Cell]]:
    """Five rows from power 5 down to 1, each with interest 1 to 5."""
    return [
        [
            Cell(
                power,
                interest,
                rules.quadrant(power, interest),
                tuple(row for row in rows if row.power == power and row.interest == interest),
            )
            for interest in range(1, 6)
        ]
        for power in range(5, 0, -1)
    ]


def engagement_gap(rows: list[Stakeholder]) -> rules.Gap:
    """The engagement gap of these people, weighted by power."""
    return rules.engagement_gap((row.power, row.engagement_now, row.engagement_wanted) for row in rows)


def top_executive(programme: "Programme") -> Stakeholder | None:
    """The company's top executive, where named."""
    return Stakeholder.objects.filter(programme=programme, top_executive=True).first()


def steps_missing(row: Stakeholder) -> int:
    """Steps from where this person stands to where they should stand."""
    return rules.steps_missing(row.engagement_now, row.engagement_wanted)
