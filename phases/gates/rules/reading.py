"""Read the mapping of a blueprint into rows; every problem names its row, all are told at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from phases.gates.rules.rows import Words

T = TypeVar("T")


class BlueprintError(ValueError):
    """The blueprint is not right; ``problems`` has one line per fault, each naming its row."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the problems in the order they were found."""
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class RowReader:
    """One mapping of the file: typed reads that note what is wrong instead of raising."""

    def __init__(self, data: Any, label: str, problems: list[str]) -> None:
        """Label names the section; the row's own id or key is added to it."""
        self.problems = problems
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.code = str(self.data.get("id", self.data.get("key", "?")))
        self.label = f"{label} {self.code}"
        self._seen = {"id", "key"}
        if not isinstance(data, Mapping):
            self.fail("is not a mapping")

    def fail(self, text: str) -> None:
        """Note a problem of this row."""
        self.problems.append(f"{self.label}: {text}")

    def get(self, name: str, kind: type[T] | tuple[type[T], ...], default: T) -> T:
        """Return the value of an optional field; the default where absent or of another type."""
        self._seen.add(name)
        if name not in self.data:
            return default
        value = self.data[name]
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self.fail(f"{name} {value!r} has the wrong type")
            return default
        return value

    def need(self, name: str, kind: type[T], default: T) -> T:
        """Return the value of a field that must be there."""
        if name not in self.data:
            self.fail(f"{name} is missing")
        return self.get(name, kind, default)

    def text(self, name: str) -> str:
        """Return a text that must be there and not be empty."""
        found = self.need(name, str, "")
        if name in self.data and not found.strip():
            self.fail(f"{name} is empty")
        return found

    def words(self, name: str = "") -> Words:
        """Return zh and en of the row itself, or of one of its fields."""
        if not name:
            return Words(self.text("zh"), self.text("en"))
        inner = RowReader(self.need(name, dict, {}), "", self.problems)
        inner.label = f"{self.label} {name}"
        return Words(inner.text("zh"), inner.text("en"))

    def whole(self, name: str, low: int = 0, high: int = 10_000) -> int:
        """Return a whole number within bounds."""
        found = self.need(name, int, low)
        if not low <= found <= high:
            self.fail(f"{name} {found} is not within {low} to {high}")
        return found

    def maybe_whole(self, name: str) -> int | None:
        """Return a whole number or None where absent."""
        return self.get(name, int, 0) if name in self.data else None

    def amount(self, name: str) -> Decimal | None:
        """Return a number as written, or None where absent."""
        if name not in self.data:
            return None
        return Decimal(str(self.get(name, (int, float), 0)))

    def one_of(self, name: str, accepted: Iterable[str], default: str = "") -> str:
        """Return a text out of the accepted ones."""
        found = self.get(name, str, default) if default else self.text(name)
        if found and found not in (known := sorted(accepted)):
            self.fail(f"{name} {found!r} is not one of {', '.join(known)}")
            return default
        return found

    def codes(self, name: str, accepted: Iterable[str] | None = None, *, required: bool = True) -> tuple[str, ...]:
        """Return a list of codes; each must be known where the accepted ones are given."""
        empty: list[Any] = []
        found = self.need(name, list, empty) if required else self.get(name, list, empty)
        known = None if accepted is None else set(accepted)
        for code in found:
            if known is not None and code not in known:
                self.fail(f"{name} {code} does not exist")
        return tuple(str(code) for code in found)

    def rows(self, name: str) -> list["RowReader"]:
        """Return the readers of a nested list."""
        nested: list[Any] = []
        return [RowReader(each, f"{self.label} {name}", self.problems) for each in self.get(name, list, nested)]

    def done(self) -> None:
        """Note fields that nobody reads."""
        for name in sorted(set(self.data) - self._seen):
            self.fail(f"{name} is not a known field")


def read_rows(data: Mapping[str, Any], section: str, problems: list[str], make: Callable[[RowReader], T]) -> list[T]:
    """Read one section; codes must be unique within it."""
    made: list[T] = []
    seen: set[str] = set()
    for each in data.get(section) or []:
        row = RowReader(each, section, problems)
        if row.code == "?":
            row.fail("has no id")
        elif row.code in seen:
            row.fail("is there twice")
        seen.add(row.code)
        made.append(make(row))
        row.done()
    return made
