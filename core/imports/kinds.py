"""The contract of a kind: everything Landfall must know to import, export, undo and seed one sort of record.

A slice gives its kind from ``contributions.py``::

    from core.imports.kinds import Column, Kind, Type, row_by_row
    from core.seams import kinds

    kinds.add("risks", Kind(
        code="risks",
        label=_("Risks"),
        columns=(
            Column("code", "编号", "Code"),
            Column("title", "风险", "Risk", required=True, max_length=200, aliases=("风险名称",)),
            Column("probability", "概率", "Probability", Type.INTEGER, required=True, minimum=1, maximum=5),
            Column("state", "状态", "State", Type.CHOICE, choices=RiskState),
            Column("owner", "责任人", "Owner", Type.PERSON),
        ),
        id_column="code",
        natural_key=("title",),
        existing=selectors.risk_rows,            # (programme) -> {ref: row}
        write=row_by_row(create_risk_from_row, update_risk_from_row),
        remove=services.remove_risks,            # (programme, refs, actor) -> None
        can=permissions.can_import_risks,        # (user, programme) -> bool
    ))

**A row** is a dict of column key to canonical value: ``TEXT`` str (NFC, trimmed, ``""`` when empty); ``INTEGER`` int;
``DECIMAL`` and ``SHARE`` Decimal (35 % is ``Decimal("0.35")``); ``MONEY`` Decimal of major units with at most
``places`` decimals; ``DATE`` date; ``DATETIME`` aware datetime; ``BOOLEAN`` bool; ``CHOICE`` the code; ``PERSON`` the
e-mail address in lower case (whether that person exists is the kind's ``check``); ``LIST`` a tuple of str. Every empty
cell but ``TEXT`` and ``LIST`` is ``None``. A column the file does not have is **not in the row**: an update leaves
that field alone, a creation takes the default. An empty cell in a column the file has clears the field.

**Which row is which.** ``existing(programme)`` returns every row now kept, in export order, as
``{ref: row}`` in exactly the canonical form above; ``ref`` is any stable string by which ``write`` and ``remove`` find
the record (a public id). A row of the file meets an existing one by ``id_column`` where its cell is filled, otherwise
by ``natural_key`` (all of those columns, case and width aside). Met and equal in every column of the file: unchanged,
nothing is written, so the same file twice gives nothing new. Met and different: an update. Not met: a creation, with
the id of the file if it has one. What identifies a row (the id; the natural key of a kind without ids) keeps the
record's own spelling. So ``existing`` must return what a re-read of the written row would give.

**Writing.** ``write(programme, batch, actor)`` gets all accepted changes in file order inside one transaction and
returns one ``Outcome`` per change. It calls services; it needs no file. ``row_by_row`` makes it from two functions,
turning each ``DomainError`` into refused cells of that row. The dry run writes too and rolls back, so whatever a
service refuses is known before. ``remove`` takes back creations when an import is undone; updates are undone by
``write`` with the rows as they were before.

**Checks.** A ``Column.check(value)`` returns a sentence or None. A ``Kind.check(programme, rows)`` yields
``(index, key, message, accepted)`` for what needs other rows; it must not write.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from django.db import models, transaction
from django.utils import translation

from core.errors import BadInputError, DomainError
from core.imports.streams import Stream
from core.imports.table import Table

Row = dict[str, Any]
ChoicesClass = type[models.Choices]
Rows = Mapping[str, Row]  # ref -> row
CHINESE, ENGLISH = "zh-hans", "en"
TELL_EVERY = 25  # rows between two words of progress


class Type(StrEnum):
    """How the cells of a column are read and written."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    SHARE = "share"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    PERSON = "person"
    LIST = "list"


NUMERIC = frozenset({Type.INTEGER, Type.DECIMAL, Type.MONEY, Type.SHARE})


@dataclass(frozen=True, slots=True)
class Choice:
    """An accepted value: its code, its label in both languages, and further spellings."""

    code: str
    label_zh: str
    label_en: str
    aliases: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Return the label in a language."""
        return self.label_zh if language.startswith("zh") else self.label_en


@cache
def choices_of(source: type[models.Choices]) -> tuple[Choice, ...]:
    """Read the members of a Django ``TextChoices`` with their labels in both languages."""
    labels = []
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            labels.append([str(label) for label in source.labels])
    return tuple(Choice(str(code), zh, en) for code, zh, en in zip(source.values, *labels, strict=True))


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a kind: how it is called, read, checked and shown in templates.

    ``leave_out`` names codes of ``choices`` that no file may use.
    ``minimum`` and ``maximum`` bound numbers and dates inclusively; ``places`` bounds the decimals of money;
    ``currency`` is the only one whose sign or code may stand in a money cell. ``keeps`` says that an empty cell leaves
    what the record has; a creation takes the default. ``personal`` says what it tells of a person
    (``core.personal.Personal``): exports hide it where the programme masks that, imports refuse what was hidden.
    """

    key: str
    label_zh: str
    label_en: str
    type: Type = Type.TEXT
    required: bool = False
    choices: ChoicesClass | Sequence[Choice] = ()
    leave_out: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    example_zh: str = ""
    example_en: str = ""
    help_zh: str = ""
    help_en: str = ""
    max_length: int = 10_000
    minimum: Any = None
    maximum: Any = None
    places: int = 2
    currency: str = "CNY"
    check: Callable[[Any], Any | None] | None = None
    keeps: bool = False
    personal: str = ""

    def label(self, language: str) -> str:
        """Return the heading in a language."""
        return self.label_zh if language.startswith("zh") else self.label_en

    def example(self, language: str) -> str:
        """Return the cell of the template's example row in a language."""
        return (
            (self.example_zh or self.example_en) if language.startswith("zh") else (self.example_en or self.example_zh)
        )

    def help(self, language: str) -> str:
        """Return the sentence of the template about this column."""
        return self.help_zh if language.startswith("zh") else self.help_en

    def accepted(self) -> tuple[Choice, ...]:
        """Return the accepted values with labels in both languages."""
        found = choices_of(self.choices) if isinstance(self.choices, type) else tuple(self.choices)
        return tuple(choice for choice in found if choice.code not in self.leave_out)


@dataclass(frozen=True, slots=True)
class Change:
    """A row to write: a creation where ``ref`` is empty, otherwise an update of that record.

    ``row`` of an update holds all columns of the file, ``before`` the record as it was; ``extra`` keeps the cells of
    unknown headings.
    """

    line: int
    row: Row
    ref: str = ""
    before: Row | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """All changes of one import in file order, with what the kind's own parser found beside the rows.

    A writer calls ``tell(done)`` now and then, so that a long import has a progress bar and can be cancelled. It may
    add to ``figures`` what the import's JSON says of the effects. ``undoing`` says that an import is being taken back.
    """

    changes: Sequence[Change]
    context: Mapping[str, Any] = field(default_factory=dict)
    tell: Callable[[int], None] = lambda _done: None
    figures: dict[str, Any] = field(default_factory=dict)
    undoing: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change: the record's ref, or why its fields were refused (key or ``""`` → sentences)."""

    line: int
    ref: str = ""
    refused: Mapping[str, Sequence[Any]] = field(default_factory=dict)


Writer = Callable[[Any, Batch, Any], Sequence[Outcome]]
Objection = tuple[int, str, Any, Sequence[str]]  # index of the row, column key, sentence, accepted values


@dataclass(frozen=True, slots=True)
class Beside:
    """What files of a kind bring beside their rows (calendars of a plan), so that an import's undo takes it back too.

    ``read(programme)`` gives each thing as JSON by a key that stays; ``restore(programme, {key: JSON or None}, actor)``
    gives them those values again, None to what was not there. A writer of such a kind is called without changes too.
    """

    read: Callable[[Any], Mapping[str, Any]]
    restore: Callable[[Any, Mapping[str, Any], Any], None]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One sort of record that goes in and out as a table; the module's docstring is the contract.

    ``parse`` reads the file types of its own (it returns None to leave the file to the common readers);
    ``suffixes`` are the endings it takes, for the file picker; ``exporters`` are further formats it writes, by ending
    (``{".xml": (programme) -> bytes}``). ``accepts(programme)`` says, by column, which values the records of this
    programme allow, such as its members: told beside what a service refused. ``figures(rows)`` adds keys to the
    import's JSON; ``can`` says who may import. ``in_parts`` says that no row of a file names another row of it, so
    that the parts of a big file may be written one by one, in any order. ``beside`` is what else its files bring;
    ``effects`` the template that shows what the writer told in ``figures``. ``hide(programme, rows)`` gives the rows
    without the personal data that only this register knows.
    A kind with a ``stream`` takes files by path, never as rows: its ``existing`` is empty, ``write`` is not called.
    """

    code: str
    label: Any  # a lazy translation
    columns: tuple[Column, ...]
    existing: Callable[[Any], Rows]
    write: Writer
    can: Callable[[Any, Any], bool]
    remove: Callable[[Any, Sequence[str], Any], None] | None = None
    id_column: str = ""
    natural_key: tuple[str, ...] = ()
    check: Callable[[Any, Sequence[Row]], Iterable[Objection]] | None = None
    accepts: Callable[[Any], Mapping[str, Any]] | None = None
    parse: Callable[[bytes, str], Table | None] | None = None
    figures: Callable[[Sequence[Row]], Mapping[str, Any]] | None = None
    suffixes: tuple[str, ...] = (".csv", ".xlsx")
    exporters: Mapping[str, Callable[[Any], bytes]] = field(default_factory=dict)
    stream: Stream | None = None
    order: int = 100
    in_parts: bool = False
    beside: Beside | None = None
    effects: str = ""
    hide: Callable[[Any, Iterable[Row]], Iterable[Row]] | None = None

    @property
    def endings(self) -> list[str]:
        """The further formats it writes, without the point."""
        return [suffix.lstrip(".") for suffix in self.exporters]

    def column(self, key: str) -> Column:
        """Return the column of that key; raises ``KeyError``."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


def row_by_row(create: Callable[[Any, Row, Any], str], update: Callable[[Any, str, Row, Any], None]) -> Writer:
    """Make a writer of ``create(programme, row, actor) -> ref`` and ``update(programme, ref, row, actor)``.

    Each row is written in a savepoint of its own; a ``DomainError`` refuses that row only.
    """

    def one(programme: Any, change: Change, actor: Any) -> Outcome:
        try:
            with transaction.atomic():
                if change.ref:
                    update(programme, change.ref, change.row, actor)
                    return Outcome(change.line, change.ref)
                return Outcome(change.line, create(programme, change.row, actor))
        except BadInputError as error:
            return Outcome(change.line, refused=error.fields)
        except DomainError as error:
            return Outcome(change.line, refused={"": error.reasons})

    def write(programme: Any, batch: Batch, actor: Any) -> list[Outcome]:
        outcomes = []
        for done, change in enumerate(batch.changes):
            if done % TELL_EVERY == 0:
                batch.tell(done)
            outcomes.append(one(programme, change, actor))
        return outcomes

    return write
