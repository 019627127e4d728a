"""DuckDB, bounded: little memory, a folder to spill into, no network, no extension fetched."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from django.conf import settings


@contextmanager
def engine(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine that keeps its tables and what it spills in the folder, within ``USAGE_MEMORY``."""
    con = duckdb.connect(str(folder / "stage.duckdb"))
    try:
        con.execute(f"SET memory_limit = '{settings.USAGE_MEMORY}'")
        con.execute(f"SET threads = {int(settings.USAGE_THREADS)}")
        con.execute("SET temp_directory = ?", [str(folder / "spill")])
        con.execute("SET preserve_insertion_order = false")
        con.execute("SET autoinstall_known_extensions = false")
        con.execute("SET autoload_known_extensions = false")
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_progress_bar = false")
        yield con
    finally:
        con.close()


def text(value: str) -> str:
    """Quote a value for SQL."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """Quote a column's name for SQL."""
    return '"' + value.replace('"', '""') + '"'
