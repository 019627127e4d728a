"""How a command begins and ends at the command line."""

import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


def run(argv: Sequence[str]) -> None:
    """Run the command that the arguments name; a database without this version's tables is told in one sentence."""
    try:
        execute_from_command_line(list(argv))
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in argv or not _lacks_tables():
            raise
        text = _("The database lacks tables of this version. Run “manage.py migrate”, or “manage.py up”, which does.")
        sys.stderr.write(f"CommandError: {text}\n")
        raise SystemExit(1) from error


def to_migrate() -> bool:
    """Tell whether migrations are to be applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _lacks_tables() -> bool:
    """Tell whether that is the matter; a database that does not answer is another."""
    try:
        return to_migrate()
    except DatabaseError:
        return False
