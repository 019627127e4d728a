"""Numbers that follow from others: what they must be, so that a table printed and a workbook computed say the same."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from core.documents.blocks import Block, Columns, Table
from core.documents.values import Cell, CellValue, Derived, Figure, Number, Place

EXACT = 12  # significant digits that a ratio without a number of places keeps
SHARE = 2  # a share prints times a hundred


def total(column: int, rows: Iterable[int], table: str = "") -> Derived:
    """Say that a cell is the sum of a column's cells in these rows."""
    return Derived(tuple(Place(row, column, table=table) for row in rows))


def ratio(of: Place, over: Place) -> Derived:
    """Say that a cell is one cell over another."""
    return Derived((of,), (over,))


def tables(blocks: Iterable[Block]) -> Iterator[Table]:
    """Yield every table, those that stand side by side too, in the order they are read."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Columns):
            yield from tables((*block.left, *block.right))


def check(blocks: Iterable[Block]) -> None:
    """Raise ``ValueError`` where a derived number prints otherwise than what its cells give."""
    found = tuple(tables(blocks))
    keyed = {table.key: table for table in found if table.key}
    for table in found:
        for row, cells in enumerate(table.rows):
            for column, value in enumerate(cells):
                if isinstance(value, Cell) and value.derived is not None:
                    _compare(table, keyed, value, (row, column))


def number_of(value: CellValue) -> Number | None:
    """Return the number of a cell, or None."""
    content = value.content if isinstance(value, Cell) else value
    content = content.value if isinstance(content, Figure) else content
    return content if isinstance(content, int | Decimal) and not isinstance(content, bool) else None


def computed(derived: Derived, table: Table, keyed: Mapping[str, Table]) -> Decimal | None:
    """Return what the cells give; None where one of them has no number, or the divisor is nothing.

    Raises ``ValueError`` where a place is not in its table.
    """
    of = _sum(derived.of, table, keyed)
    if not derived.over:
        return of
    over = _sum(derived.over, table, keyed)
    return None if of is None or not over else of / over


def _sum(places: Iterable[Place], table: Table, keyed: Mapping[str, Table]) -> Decimal | None:
    numbers = [(place.times, number_of(cell_at(place, table, keyed))) for place in places]
    if any(number is None for _times, number in numbers):
        return None
    return sum((Decimal(number) * times for times, number in numbers if number is not None), Decimal(0))


def cell_at(place: Place, table: Table, keyed: Mapping[str, Table]) -> CellValue:
    """Return the cell of a place; raises ``ValueError`` where there is none."""
    try:
        return (keyed[place.table] if place.table else table).rows[place.row][place.column]
    except (KeyError, IndexError) as error:
        msg = f"no cell at {place}"
        raise ValueError(msg) from error


def _compare(table: Table, keyed: Mapping[str, Table], cell: Cell, at: tuple[int, int]) -> None:
    derived = cell.derived
    said, found = number_of(cell), None if derived is None else computed(derived, table, keyed)
    if said is None or found is None:
        if said is not found:
            msg = f"the cell {at} says {said}, its cells give {found}"
            raise ValueError(msg)
        return
    if _printed(cell, Decimal(said)) != _printed(cell, found):
        msg = f"the cell {at} says {said}, its cells give {found}"
        raise ValueError(msg)


def _printed(cell: Cell, value: Decimal) -> Decimal:
    """Round as the cell prints."""
    figure = cell.content if isinstance(cell.content, Figure) else Figure(None)
    if figure.places is not None:
        return round(value, figure.places + (SHARE if figure.unit == "share" else 0))
    if cell.derived is not None and cell.derived.over:
        return Decimal(f"{value:.{EXACT}g}")
    return value
