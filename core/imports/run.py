"""The dry run: every cell read, every line met with what is kept, everything wrong said at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import BadInputError
from core.imports.cells import plain, text_of
from core.imports.kinds import Batch, Change, Column, Kind, Outcome, Row, Rows, Type
from core.imports.mapping import Mapped, match
from core.imports.table import Line, Table
from core.imports.values import CellError, accepted_text, empty_of, is_empty, reader_of
from core.imports.verdict import Judged, Problem, Status, Verdict
from core.imports.words import listed, say

Replacements = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Read:
    """A line after reading its cells, before it is met with anything."""

    line: Line
    row: Row
    extra: dict[str, str]
    problems: list[Problem]


def dry_run(
    kind: Kind,
    table: Table,
    mapping: Mapping[str, str | None] | None = None,
    existing: Rows | None = None,
    *,
    programme: Any = None,
    replacements: Replacements | None = None,
) -> Verdict:
    """Judge a table against what is kept; reads only, and never stops at the first problem.

    ``existing`` is ``kind.existing(programme)``; ``programme`` is passed to the kind's own check. ``replacements``
    (column key → text of a cell → what is read instead) are values a person mapped.
    """
    mapped = match(kind, table.headings, mapping)
    read = _read_all(table, mapped, replacements or {})
    met = _Meeting(kind, existing or {})
    judged: list[Judged] = []
    problems: list[Problem] = []
    for one in read:
        found, wrong = _judge(mapped, one, met)
        judged.append(found)
        problems += wrong
    verdict = Verdict(kind, mapped, tuple(judged), tuple(problems), (*table.notes, *mapped.notes))
    verdict = _with_missing_columns(verdict, table)
    verdict = _with_twins(verdict, met)
    verdict = _with_checks(verdict, programme)
    refs = {one.ref for one in verdict.judged if one.ref}
    return replace(verdict, absent=sum(1 for ref in met.existing if ref not in refs))


def _read_all(table: Table, mapped: Mapped, replacements: Replacements) -> list[_Read]:
    readers = {index: (column, reader_of(column)) for index, column in mapped.columns.items()}
    read = []
    for line in table.lines:
        row: Row = {}
        problems: list[Problem] = []
        for index, (column, reader) in readers.items():
            cell = line.cells[index] if index < len(line.cells) else None
            instead = replacements.get(column.key)
            try:
                row[column.key] = reader(instead.get(text_of(cell), cell) if instead else cell)
            except CellError as error:
                problems.append(_problem(line, table.headings[index], column, cell, error))
        problems += _overflow(line, table)
        extra = {name: text_of(line.cells[i]) for i, name in mapped.extra.items() if i < len(line.cells)}
        read.append(_Read(line, row, {name: text for name, text in extra.items() if text}, problems))
    return read


def _problem(line: Line, heading: str, column: Column, cell: Any, error: CellError) -> Problem:
    return Problem(
        line.number, column.key, heading, text_of(cell), error.cause, error.message, error.accepted, error.choices,
        error.nearest,
    )  # fmt: skip


def _overflow(line: Line, table: Table) -> list[Problem]:
    """Refuse a line with more filled cells than headings: a delimiter stands inside a cell."""
    beyond = [text_of(cell) for cell in line.cells[len(table.headings) :] if not is_empty(cell)]
    if not beyond:
        return []
    sentence = say(_("The line has more cells than there are headings ({n})."), n=len(table.headings))
    return [Problem(line.number, "", "", beyond[0], "shape", sentence, _("Put cells with the delimiter in quotes"))]


class _Meeting:
    """Finds the kept record that a row means: by its id, otherwise by its natural key."""

    def __init__(self, kind: Kind, existing: Rows) -> None:
        self.kind = kind
        self.existing = existing
        self.by_id: dict[str, str] = {}
        self.by_key: dict[tuple[str, ...], str] = {}
        for ref, row in existing.items():
            if name := self.id_of(row):
                self.by_id.setdefault(name, ref)
            if key := self.key_of(row):
                self.by_key.setdefault(key, ref)

    def id_of(self, row: Row) -> str:
        """The row's id without case and width, or nothing."""
        return _word(row.get(self.kind.id_column)) if self.kind.id_column else ""

    def key_of(self, row: Row) -> tuple[str, ...]:
        """The natural key, or nothing where a part of it is empty."""
        parts = tuple(_word(row.get(key)) for key in self.kind.natural_key)
        return parts if any(parts) else ()

    def ref_of(self, row: Row) -> str:
        """The ref of the record this row means, or nothing."""
        if name := self.id_of(row):
            return self.by_id.get(name, "")
        return self.by_key.get(self.key_of(row), "")

    def meet(self, row: Row) -> tuple[str, Row | None, Row]:
        """Return ref, the record as it is, and the row with that record's own spelling of what identifies it."""
        ref = self.ref_of(row)
        before = self.existing.get(ref)
        names = (self.kind.id_column,) if self.kind.id_column else self.kind.natural_key
        if before is not None:
            row = row | {name: before.get(name) for name in names if name in row}
        return ref, before, row


def _word(value: Any) -> str:
    return " ".join(plain(value).casefold().split())


def _judge(mapped: Mapped, one: _Read, met: _Meeting) -> tuple[Judged, list[Problem]]:
    ref, before, row = met.meet(one.row)
    problems = one.problems + _unfilled(mapped, one)
    changed = {} if before is None else differences(met.kind, before, row)
    status = Status.CREATED if before is None else Status.UPDATED if changed else Status.UNCHANGED
    if problems:
        status = Status.REFUSED
    return Judged(one.line.number, row, status, ref, before, changed, one.extra), problems


def _unfilled(mapped: Mapped, one: _Read) -> list[Problem]:
    """Refuse empty cells in required columns of the file."""
    sentence = _("This must be filled in.")
    return [
        Problem(
            one.line.number, column.key, heading, "", "required", sentence, accepted_text(column), column.accepted()
        )
        for column in mapped.columns.values()
        if column.required and column.key in one.row and one.row[column.key] in {None, "", ()}
        for heading in [mapped.heading_of(column.key)]
    ]


def _with_missing_columns(verdict: Verdict, table: Table) -> Verdict:
    """Refuse creations that lack a required column: one problem at the headings, not one per line."""
    lines = {one.line for one in verdict.judged if one.status != Status.REFUSED and one.before is None}
    if not lines or not verdict.mapped.missing:
        return verdict
    judged = tuple(replace(one, status=Status.REFUSED) if one.line in lines else one for one in verdict.judged)
    sentence = _("This column is required, but the file does not have it.")
    problems = [
        Problem(table.heading_line, column.key, "", "", "column", sentence, listed(column.label), (), None)
        for column in verdict.mapped.missing
    ]
    return replace(verdict, judged=judged, problems=(*problems, *verdict.problems))


def _with_twins(verdict: Verdict, met: _Meeting) -> Verdict:
    """Refuse lines that mean the same record but differ; of equal ones the first counts."""
    groups: dict[Any, list[int]] = {}
    for index, one in enumerate(verdict.judged):
        name = one.ref or met.id_of(one.row) or met.key_of(one.row)
        if name:
            groups.setdefault(name, []).append(index)
    judged = list(verdict.judged)
    problems: list[Problem] = []
    for indexes in groups.values():
        first = judged[indexes[0]]
        if all(judged[index].row == first.row for index in indexes):
            for index in indexes[1:]:
                if judged[index].status != Status.REFUSED:
                    judged[index] = replace(judged[index], status=Status.UNCHANGED, changed={})
            continue
        problems += [
            _twin(verdict, judged[index], [judged[i].line for i in indexes if i != index]) for index in indexes
        ]
    return replace(verdict, judged=tuple(judged)).refuse(problems)


def _twin(verdict: Verdict, one: Judged, others: Sequence[int]) -> Problem:
    kind = verdict.kind
    key = kind.id_column if one.row.get(kind.id_column) else next(iter(kind.natural_key), kind.id_column)
    lines = ", ".join(str(line) for line in others[:5])
    sentence = say(_("The same as in line {lines}, but other cells differ."), lines=lines)
    return Problem(
        one.line, key, verdict.mapped.heading_of(key), text_of(one.row.get(key)), "duplicate", sentence,
        _("A unique entry; delete one of the lines if both mean the same"),
    )  # fmt: skip


def _with_checks(verdict: Verdict, programme: Any) -> Verdict:
    """Let the kind object to lines that are right so far."""
    if verdict.kind.check is None:
        return verdict
    right = [one for one in verdict.judged if one.status != Status.REFUSED]
    problems = []
    for index, key, sentence, accepted in verdict.kind.check(programme, [whole_row(one) for one in right]):
        one = right[index]
        words = listed(lambda language, accepted=accepted: _joined(accepted, language))  # type: ignore[misc]
        value = text_of(one.row.get(key))
        problems.append(Problem(one.line, key, verdict.mapped.heading_of(key), value, "rule", sentence, words))
    return verdict.refuse(problems)


def _joined(words: Sequence[Any], language: str) -> str:
    return ("、" if language.startswith("zh") else ", ").join(str(word) for word in words)


def whole_row(one: Judged) -> Row:
    """Return the record as it would be: what is kept, with the file's columns over it."""
    return {**(one.before or {}), **one.row}


def refusals(verdict: Verdict, outcomes: Sequence[Outcome], programme: Any = None) -> list[Problem]:
    """Turn what services refused while writing into problems of the lines, each with what is accepted instead."""
    rows = {one.line: one.row for one in verdict.judged}
    refused = any(outcome.refused for outcome in outcomes)
    living = dict(verdict.kind.accepts(programme)) if refused and verdict.kind.accepts else {}
    columns = {column.key: column for column in verdict.kind.columns}
    return [
        Problem(
            outcome.line, key, verdict.mapped.heading_of(key), text_of(rows[outcome.line].get(key)), "rule", sentence,
            living.get(key) or (accepted_here(columns[key]) if key in columns else ""),
        )
        for outcome in outcomes
        for key, sentences in outcome.refused.items()
        for sentence in sentences
    ]  # fmt: skip


def accepted_here(column: Column) -> Any:
    """Say what a column accepts, with the words of the template about it."""
    what = accepted_text(column)
    if column.type == Type.CHOICE or not (column.help_zh or column.help_en):
        return what
    return say("{what} ({help})", what=what, help=listed(column.help))


def differences(kind: Kind, before: Row, row: Row) -> dict[str, tuple[Any, Any]]:
    """Return key → (old, new) of every column of ``row`` that says something else."""
    found = {}
    for column in kind.columns:
        if column.key not in row:
            continue
        old, new = before.get(column.key), row[column.key]
        if column.keeps and new in {None, "", ()}:
            continue
        if _settled(column, old) != _settled(column, new):
            found[column.key] = (old, new)
    return found


def _settled(column: Column, value: Any) -> Any:
    if value is None:
        return empty_of(column)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return tuple(value) if isinstance(value, list) else value


def apply_rows(
    kind: Kind, programme: Any, rows: Sequence[Row], actor: Any, *, context: Mapping[str, Any] | None = None
) -> dict[str, int]:
    """Write canonical rows that come from no file, such as a blueprint's; returns counts by status.

    Rows equal to what is kept are passed over. The caller holds the transaction; the first refusal raises
    ``BadInputError`` that names every refused field of every row.
    """
    met = _Meeting(kind, kind.existing(programme))
    counts = dict.fromkeys((Status.CREATED.value, Status.UPDATED.value, Status.UNCHANGED.value), 0)
    changes = []
    for line, row in enumerate(rows, start=1):
        ref, before, row = met.meet(row)
        if before is not None and not differences(kind, before, row):
            counts[Status.UNCHANGED.value] += 1
            continue
        counts[Status.CREATED.value if before is None else Status.UPDATED.value] += 1
        changes.append(Change(line, row, ref, before))
    outcomes = kind.write(programme, Batch(changes, context or {}), actor) if changes else []
    refused = {f"{outcome.line}.{key}": sentences for outcome in outcomes for key, sentences in outcome.refused.items()}
    if refused:
        raise BadInputError(refused)
    return counts
