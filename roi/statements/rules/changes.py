"""What moved since the last locked statement: late items as adjustments, and changed assumptions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Inputs = Mapping[str, Any]
ASSUMED = (
    "worth", "driver", "disbenefit", "kpi", "baseline", "target", "volume", "unit_value", "margin", "attribution",
    "correction", "risk", "grade", "first", "end", "ramp",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """One dated amount of a statement: a posting, or what a benefit brought in a month."""

    code: str
    title: str
    on: str
    amount: int


Place = tuple[str, str]  # what, and the key that stays the same for as long as it is the same item


def known(inputs: Inputs, until: str) -> dict[Place, Known]:
    """Give every dated amount up to a day; a restated month keeps its place, strategic value is left out."""
    found: dict[Place, Known] = {}
    for row in inputs["costs"]:
        if row["basis"] == "actual" and row["on"] <= until:
            found["cost", row["id"]] = Known(row["code"], row["title"], row["on"], row["amount"])
    for row in inputs["benefits"]:
        if row["worth"] == "strategic":
            continue
        for actual in row["actuals"]:
            if actual["month"] > until:
                continue
            amount = -actual["amount"] if row["disbenefit"] else actual["amount"]
            item = Known(row["code"], row["title"], actual["month"], amount)
            found["claimed", f"{row['id']}:{actual['month']}"] = item
            if actual["state"] == "validated":
                found["validated", f"{row['id']}:{actual['month']}"] = item
    return found


def adjustments(before: Inputs | None, now: Inputs) -> list[dict[str, Any]]:
    """List what the ledger says now about the time up to the last locked quarter and that statement did not know."""
    if before is None:
        return []
    was, stands = known(before, before["last"]), known(now, before["last"])
    found = []
    for place in sorted({*was, *stands}):
        old, new = was.get(place), stands.get(place)
        amounts = (old.amount if old else 0, new.amount if new else 0)
        if amounts[0] != amounts[1]:
            item: Any = new or old
            found.append(
                {"what": place[0], "key": place[1], "code": item.code, "title": item.title, "on": item.on,
                 "was": amounts[0], "now": amounts[1], "difference": amounts[1] - amounts[0]}
            )  # fmt: skip
    return found


def changed_assumptions(before: Inputs | None, now: Inputs) -> list[dict[str, str]]:
    """List terms and assumptions of benefits that are no longer what the last statement used."""
    if before is None:
        return []
    found = [
        {"what": "", "field": name, "before": _said(before["terms"].get(name)), "after": _said(value)}
        for name, value in sorted(now["terms"].items())
        if _differs(before["terms"].get(name), value)
    ]
    return found + list(_benefits(_by_id(before["benefits"]), _by_id(now["benefits"])))


def _by_id(rows: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: row for row in rows}


def _benefits(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for key in sorted({*old, *new}, key=lambda one: (new.get(one) or old[one])["code"]):
        was, stands = old.get(key), new.get(key)
        row: Any = stands or was
        what = f"{row['code']} {row['title']}"
        if was is None or stands is None:
            yield {"what": what, "field": "benefit", "before": _said(was and "✓"), "after": _said(stands and "✓")}
            continue
        for name in ASSUMED:
            if _differs(was[name], stands[name]):
                yield {"what": what, "field": name, "before": _said(was[name]), "after": _said(stands[name])}


def _differs(one: Any, other: Any) -> bool:
    try:
        return Fraction(str(one)) != Fraction(str(other))
    except (ValueError, ZeroDivisionError):
        return bool(one != other)


def _said(value: Any) -> str:
    return "–" if value in (None, "") else str(value)
