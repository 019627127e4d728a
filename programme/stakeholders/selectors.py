"""Reads of stakeholders, shaped for the grid and the charter."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core.memo import read_once, shared
from programme.stakeholders import rules
from programme.stakeholders.choices import Engagement, Quadrant
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


@read_once()
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


ALL = "all"
HOTTEST = 14  # how dark a cell is in which everybody stands


@dataclass(frozen=True, slots=True)
class HeatCell:
    """How many of a unit stand there, and who."""

    people: tuple[Stakeholder, ...]
    of: int

    @property
    def n(self) -> int:
        """How many."""
        return len(self.people)

    @property
    def heat(self) -> int:
        """How dark it is drawn."""
        return round(HOTTEST * self.n / self.of) if self.of else 0

    @property
    def codes(self) -> str:
        """Their numbers."""
        return " ".join(one.code for one in self.people)

    @property
    def names(self) -> str:
        """Their names."""
        return ", ".join(one.name for one in self.people)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A business unit: a cell for each attitude, and the steps that are missing."""

    name: str
    cells: tuple[HeatCell, ...]
    gap: Decimal | None

    @property
    def n(self) -> int:
        """How many people."""
        return sum(cell.n for cell in self.cells)


def of_level(rows: list[Stakeholder], level: str) -> list[Stakeholder]:
    """Keep the people of a management level; everybody for ``all``."""
    return rows if level == ALL else [row for row in rows if row.level == level]


def heat(rows: list[Stakeholder]) -> list[HeatRow]:
    """Lay these people out by business unit and attitude, the unit with most steps missing first."""
    units: dict[str, list[Stakeholder]] = {}
    for row in rows:
        units.setdefault(row.unit.name if row.unit else row.organisation or "–", []).append(row)
    found = [
        HeatRow(
            name,
            tuple(
                HeatCell(tuple(one for one in people if one.engagement_now == now), len(people)) for now in Engagement
            ),
            engagement_gap(people).mean,
        )
        for name, people in units.items()
    ]
    return sorted(found, key=lambda row: (-(row.gap or 0), row.name))


def top_executive(programme: "Programme") -> Stakeholder | None:
    """The company's top executive, where named."""
    return Stakeholder.objects.filter(programme=programme, top_executive=True).first()


def steps_missing(row: Stakeholder) -> int:
    """Steps from where this person stands to where they should stand."""
    return rules.steps_missing(row.engagement_now, row.engagement_wanted)
