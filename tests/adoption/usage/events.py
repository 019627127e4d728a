"""Usage files in a few words: a table of events, and the exports of known systems."""

import csv
import io

from programme.records.services.imports import run_import

HEAD = ("timestamp", "user_email", "event", "object", "record_id")


def table(rows, head=HEAD, delimiter=","):
    """Write rows under headings as CSV bytes."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()


def event(at, who, what="update", on="account", record="A1"):
    """One event of the generic table; ``who`` alone is an address at example.com."""
    return (at, who if "@" in who or who.startswith("005") else f"{who}@example.com", what, on, record)


def bring(programme, rows, *, actor=None, dry_run=False, name="usage.csv", **more):
    """Import rows, or bytes as they are."""
    data = rows if isinstance(rows, bytes) else table(rows)
    return run_import(programme, kind="usage", data=data, filename=name, actor=actor, dry_run=dry_run, **more)
