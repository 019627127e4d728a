"""Pure rules of the records: numbers of papers, verify codes, what differs between issues, imports put together."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from string import Formatter
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.documents import words
from core.documents.model import Block, CellValue, Change, Columns, Document, KeyFigures, Lights, Table
from core.imports.verdict import Problem
from core.imports.words import say
from core.jobs import Part

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like another sign
CODE = re.compile(rb"LF-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")
MOST_CHANGES = 60


def new_verify_code() -> str:
    """Return a code that can be read aloud: 59 random bits, LF-XXXX-XXXX-XXXX."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return "LF-" + "-".join(groups)


def clean_code(typed: str) -> str:
    """Bring a typed code into its printed form."""
    bare = re.sub(r"[^0-9A-Z]", "", typed.upper()).removeprefix("LF")
    return f"LF-{bare[:4]}-{bare[4:8]}-{bare[8:12]}"


def paper_number(pattern: str, *, programme: str, prefix: str, year: int, n: int) -> str:
    """Fill the organisation's pattern; one without ``{n}`` gets the count behind it. Raises ``ValueError``."""
    names = {name for _text, name, _spec, _conversion in Formatter().parse(pattern) if name is not None}
    if not names <= {"programme", "prefix", "year", "n"}:
        raise ValueError(pattern)
    whole = pattern if "n" in names else pattern + "-{n:03}"
    return whole.format(programme=programme.upper(), prefix=prefix, year=year, n=n)


def paper_counter(pattern: str, number: str, *, programme: str, prefix: str) -> int:
    """Read the count back out of a number that the pattern made in any year; 0 where it did not make it."""
    year, n = 7_000_007, 900_000_009  # stand for a year and a count, and occur in no pattern
    shape = re.escape(paper_number(pattern, programme=programme, prefix=prefix, year=year, n=n))
    found = re.fullmatch(shape.replace(str(n), r"(\d+)", 1).replace(str(n), r"\d+").replace(str(year), r"\d+"), number)
    return int(found[1]) if found else 0


def differences(before: Document, after: Document) -> tuple[Change, ...]:
    """Say what changed between two issues, in the active language: key figures, lights and rows, by section.

    Of a row only the columns that differ are told, each with its name; beyond sixty changes only how many there are.
    """
    old, new = dict(_facts(before)), dict(_facts(after))
    changes = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key, ()), new.get(key, ())
        if was != now:
            said = " · ".join(part for part in key if part)
            changes.append(Change(what=said, before=_told(was, now), after=_told(now, was)))
    if (left := len(changes) - MOST_CHANGES) > 1:
        more = ngettext("%(n)s more difference", "%(n)s more differences", left) % {"n": left}
        return (*changes[:MOST_CHANGES], Change(what=more, note=str(_("Lay both papers side by side."))))
    return tuple(changes)


Said = tuple[tuple[str, str], ...]  # column and value; a value that needs no name has none
Fact = tuple[tuple[str, ...], Said]


def _told(mine: Said, theirs: Said) -> str:
    """Write the values in which this side differs, with the names of their columns."""
    other = set(theirs)
    return " | ".join(
        f"{label}{_(': ')}{value}" if label else value for label, value in mine if (label, value) not in other
    )


def _facts(document: Document) -> Iterator[Fact]:
    for section in document.sections:
        if not section.compared:
            continue
        yield from _facts_of(section.title, section.blocks, document.zone)


def _facts_of(title: str, blocks: Iterable[Block], zone: str) -> Iterator[Fact]:
    for block in blocks:
        match block:
            case KeyFigures():
                for figure in block.figures:
                    counted = words.counted(figure.value)
                    said = words.figure_text(figure.value) + (f" ({counted})" if counted else "")
                    yield (title, figure.label), (("", said),)
            case Lights():
                for light in block.lights:
                    yield (title, light.dimension), (("", words.status_word(light.declared or light.computed)),)
            case Table():
                for row in block.rows:
                    names = [column.label for column in block.columns]
                    cells = [(name, _said(cell, zone)) for name, cell in zip(names[1:], row[1:], strict=True)]
                    yield (title, _said(row[0], zone)), tuple((name, said) for name, said in cells if said)
            case Columns():
                yield from _facts_of(title, (*block.left, *block.right), zone)


def _said(value: CellValue, zone: str) -> str:
    cell = words.as_cell(value)
    status = words.status_word(cell.status) if cell.status else ""
    return " ".join(filter(None, (status, words.scalar_text(cell.content, zone))))


def figure_value(figure: dict[str, Any] | None) -> Any:
    """Read a frozen figure's value back: decimals as ``Decimal``, everything else as it is."""
    value = (figure or {}).get("value")
    return Decimal(value["decimal"]) if isinstance(value, dict) else value


def ranges(lines: Sequence[int]) -> list[list[int]]:
    """Write ascending numbers as first and last of each run: 2 3 4 7 is [[2, 4], [7, 7]]."""
    found: list[list[int]] = []
    for line in lines:
        if found and found[-1][1] == line - 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    return found


def within(runs: Sequence[Sequence[int]], line: int) -> bool:
    """Tell whether a number lies in one of the ranges."""
    return any(first <= line <= last for first, last in runs)


KEPT_ERRORS = 2_000
SHOWN = 100  # created and updated rows kept to be looked at


def merged_verdict(plan: dict[str, Any], parts: Sequence[Part]) -> dict[str, Any]:
    """Put the verdicts of an import's parts over that of its plan, so that it reads as if written in one piece.

    Every line of the file is counted once: accepted and refused together are its rows. The lines of a part that failed
    are refused with that part's reason.
    """
    done = [part.result["verdict"] for part in parts if part.done]
    lost = [problem for part in parts if not part.done for problem in _lost(part)]
    errors = sorted(
        [*plan["errors"], *(error for one in done for error in one["errors"]), *lost], key=lambda error: error["row"]
    )
    left_out = plan["errors_left_out"] + sum(one["errors_left_out"] for one in done)
    refused = sorted(
        {*plan["refused_rows"], *(row for one in done for row in one["refused_rows"]), *(e["row"] for e in lost)}
    )
    return plan | {
        "accepted": plan["rows"] - len(refused),
        "refused": len(refused),
        "created": sum(one["created"] for one in done),
        "updated": sum(one["updated"] for one in done),
        "unchanged": plan["unchanged"] + sum(one["unchanged"] for one in done),
        "refused_rows": refused,
        "errors": errors[:KEPT_ERRORS],
        "errors_left_out": left_out + max(len(errors) - KEPT_ERRORS, 0),
        "created_rows": [row for one in done for row in one["created_rows"]][:SHOWN],
        "updated_rows": [row for one in done for row in one["updated_rows"]][:SHOWN],
    }


def _lost(part: Part) -> list[dict[str, Any]]:
    sentence = say(_("This row was not written: {reason}"), reason=part.reason)
    lines = [line for first, last in part.args["lines"] for line in range(first, last + 1)]
    return [Problem(line, "", "", "", "rule", sentence).as_json() for line in lines]
