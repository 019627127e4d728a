"""What a dry run finds: a status per line, a problem per cell, and the same as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from core.imports.kinds import Change, Choice, Kind, Row
from core.imports.mapping import Mapped
from core.imports.words import both, read_in


class Status(StrEnum):
    """What becomes of a line."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell, or a whole line (no key), is refused; ``heading`` is the file's own word for the column."""

    line: int
    key: str
    heading: str
    value: str
    cause: str
    message: Any
    accepted: Any = ""
    choices: tuple[Choice, ...] = ()
    nearest: Choice | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the problem for storage, sentences in both languages."""
        return {
            "row": self.line,
            "column": self.heading or self.key,
            "key": self.key,
            "value": self.value[:500],
            "cause": self.cause,
            "message": both(self.message),
            "accepted_values": [both(_Label(choice)) for choice in self.choices] or [both(self.accepted)],
            "nearest": both(_Label(self.nearest)) if self.nearest else None,
        }


@dataclass(frozen=True, slots=True)
class _Label:
    choice: Choice

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return self.choice.label(get_language() or "en")


@dataclass(frozen=True, slots=True)
class Judged:
    """One line: its canonical row, the record it meets, and what differs (key → old, new)."""

    line: int
    row: Row
    status: Status
    ref: str = ""
    before: Row | None = None
    changed: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """All lines judged, in file order; ``absent`` counts kept records that the file does not have."""

    kind: Kind
    mapped: Mapped
    judged: tuple[Judged, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Any, ...] = ()
    absent: int = 0

    def count(self, status: Status) -> int:
        """Count the lines of a status."""
        return sum(1 for one in self.judged if one.status == status)

    @property
    def rows(self) -> int:
        """Lines in the file."""
        return len(self.judged)

    @property
    def refused(self) -> int:
        """Lines refused."""
        return self.count(Status.REFUSED)

    @property
    def accepted(self) -> int:
        """Lines that are right, the unchanged among them."""
        return self.rows - self.refused

    def changes(self, *, all_or_nothing: bool = False) -> list[Change]:
        """Return what is to be written: nothing at all where one line is refused and it is all or nothing."""
        if all_or_nothing and self.refused:
            return []
        return [
            Change(one.line, one.row, one.ref, one.before, one.extra)
            for one in self.judged
            if one.status in {Status.CREATED, Status.UPDATED}
        ]

    def refuse(self, problems: Sequence[Problem]) -> "Verdict":
        """Return the verdict with further problems, their lines refused."""
        lines = {problem.line for problem in problems}
        judged = tuple(replace(one, status=Status.REFUSED) if one.line in lines else one for one in self.judged)
        return replace(self, judged=judged, problems=tuple(sorted([*self.problems, *problems], key=_position)))

    def as_json(self) -> dict[str, Any]:
        """Return counts and errors under the names of the command's JSON, sentences in both languages."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "refused": self.refused,
            "unchanged": self.count(Status.UNCHANGED),
            "created": self.count(Status.CREATED),
            "updated": self.count(Status.UPDATED),
            "absent": self.absent,
            "refused_rows": [one.line for one in self.judged if one.status == Status.REFUSED],
            "errors": [problem.as_json() for problem in self.problems],
            "unknown_headings": list(self.mapped.unknown),
            "duplicate_headings": list(self.mapped.duplicates),
            "notes": [both(note) for note in self.notes],
        }


def _position(problem: Problem) -> int:
    return problem.line


def words_by_line(errors: Sequence[Mapping[str, Any]], language: str) -> dict[int, list[str]]:
    """Gather the sentences of stored errors by line, each after the name of its column."""
    words: dict[int, list[str]] = {}
    for error in errors:
        sentence = read_in(error["message"], language)
        words.setdefault(error["row"], []).append(f"{error['column']}: {sentence}" if error["column"] else sentence)
    return words
