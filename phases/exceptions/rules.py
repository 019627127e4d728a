"""When a forecast leaves its tolerance, and what follows for an exception. Plain values in and out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

DECIDE_WITHIN = 2  # working days from the report to the decision
OPTIONS_AT_LEAST, OPTIONS_AT_MOST = 2, 6
KEYS = "ABCDEF"
EFFECTS = ("time", "cost", "benefit", "risk")
HUNDRED = Decimal(100)


def is_share(unit: str) -> bool:
    """Tell whether a limit is written in per cent, with either width of the sign."""
    return normalize("NFKC", unit).strip().startswith("%")


def beyond(value: Decimal | None, limit: Decimal) -> bool:
    """Tell whether a forecast leaves its tolerance; on the limit it is within, and what is unknown is not beyond."""
    return value is not None and value > limit


def came_back(value: Decimal | None, limit: Decimal) -> bool:
    """Tell whether a forecast is known and within its tolerance."""
    return value is not None and value <= limit


@dataclass(frozen=True, slots=True)
class Option:
    """A way out with its effects; an empty effect was not said."""

    key: str
    text: str
    time: str = ""
    cost: str = ""
    benefit: str = ""
    risk: str = ""

    def as_json(self) -> dict[str, str]:
        """Give it as it is stored."""
        return {"key": self.key, "text": self.text} | {name: getattr(self, name) for name in EFFECTS}


def options_of(lines: Iterable[str]) -> list[Option]:
    """Read options as they are typed: ``text | time | cost | benefit | risk`` on a line each; blank lines fall away."""
    found = []
    for key, line in zip(KEYS, (line for line in lines if line.strip()), strict=False):
        text, *effects = [part.strip() for part in line.replace("\uff5c", "|").split("|")]
        given = dict(zip(EFFECTS, effects, strict=False))
        found.append(Option(key, text, **given))
    return found


def as_line(option: dict[str, str]) -> str:
    """Write an option as it is typed."""
    parts = [option["text"], *(option.get(name, "") for name in EFFECTS)]
    while parts and not parts[-1]:
        parts.pop()
    return " | ".join(parts)


def worst(slips: Iterable[tuple[int, str]], most: int) -> Sequence[tuple[int, str]]:
    """Give the largest excesses first, at most so many, none that is not beyond."""
    return sorted(((days, name) for days, name in slips if days > 0), key=lambda one: (-one[0], one[1]))[:most]
