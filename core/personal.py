"""Personal data in files: what a column tells of a person, and the wall that hides it in what is exported."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.documents.values import Cell

SHOWN = 1  # signs of a hidden value that stay readable
LEAST = 3  # longer values keep their last sign too
HIDDEN = re.compile(r".?\*+.?")


class Personal(models.TextChoices):
    """What a column of a register tells of a person."""

    NAME = "name", _("Names of persons")
    PHONE = "phone", _("Telephone numbers and contacts")
    MAIL = "mail", _("E-mail addresses")


def masked(value: str) -> str:
    """Hide a value but for its first sign and, where it is long enough, its last."""
    if len(value) <= SHOWN:
        return "*" * len(value)
    end = value[-SHOWN:] if len(value) > LEAST else ""
    return value[:SHOWN] + "*" * (len(value) - SHOWN - len(end)) + end


def is_masked(value: Any) -> bool:
    """Tell whether a value looks as ``masked`` leaves it."""
    return isinstance(value, str) and HIDDEN.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Wall:
    """What a file hides: these kinds of personal data; ``shut`` keeps in, too, what only its own register knows."""

    hidden: frozenset[str] = frozenset()
    shut: bool = False

    def value(self, kind: str, value: Any) -> Any:
        """Give a value as the file may show it."""
        return masked(value) if kind in self.hidden and isinstance(value, str) else value

    def cell(self, kind: str, cell: Cell) -> Cell:
        """Give a cell as the file may show it."""
        return replace(cell, content=self.value(kind, cell.content))


OPEN = Wall()
