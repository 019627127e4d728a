"""Adoption as lines of text for a terminal."""

from typing import Any

from django.utils.translation import gettext as _


def adoption_report(told: dict[str, Any]) -> str:
    """Say each row's figures, a line each, under a heading."""
    head = (_("Group"), _("Eligible"), _("Active"), _("Active rate"), _("Daily update"), "DAU", "WAU", "MAU",
            _("Stickiness"))  # fmt: skip
    rows = [head, *(_cells(row) for row in told["rows"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([f"{told['from']} – {told['to']}", *lines])


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    if row["hidden"]:
        return (row["label"], _("fewer than five people"), *[""] * 7)
    daily = row["daily_update"]
    counted = "" if daily["numerator"] is None else f" ({daily['numerator']}/{daily['denominator']})"
    return (
        row["label"],
        str(row["eligible"]),
        str(row["active"]),
        _share(row["active_rate"]),
        _share(daily["value"]) + counted,
        str(row["dau"]),
        str(row["wau"]),
        str(row["mau"]),
        _share(row["stickiness"]),
    )


def _share(value: float | None) -> str:
    return _("n/a") if value is None else f"{value:.1%}"
