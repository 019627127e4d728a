"""Files of other tools as tables: cases as a test manager exports them, results as JUnit XML."""

import re
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from core.imports.delimited import read_delimited
from core.imports.markup import parse_xml
from core.imports.table import Line, Table, UnreadableError
from core.imports.words import say
from core.imports.workbooks import read_workbook
from phases.uat.choices import RunState

STEPPED = {"id", "work item type", "title", "test step", "step action", "step expected"}
SHARED = "shared steps"
CODE = re.compile(r"[A-Za-z]+[-_]\d+")
MARKS = (("error", RunState.ERROR), ("failure", RunState.FAILED), ("skipped", RunState.NOT_RUN))


def parse_cases(data: bytes, _filename: str) -> Table | None:
    """Fold a file with one line a step (``ID, Work Item Type, Title, Test Step, Step Action, Step Expected``).

    The line with the title carries the case, the lines below it its steps. Any other file is left to the common
    readers. Blocks of shared steps are left out, and said so.
    """
    if data.startswith(b"PK"):
        table = read_workbook(data)
    elif data.lstrip()[:1] == b"<":
        return None
    else:
        table = read_delimited(data)
    names = [heading.strip().casefold() for heading in table.headings]
    if not set(names) >= STEPPED:
        return None
    at = {name: names.index(name) for name in STEPPED}
    lines, shared = _folded(table, at)
    notes = (*table.notes, say(_("{n} blocks of shared steps are left out."), n=shared)) if shared else table.notes
    return Table(
        ("code", "title", "steps"), tuple(lines), heading_line=table.heading_line, sheet=table.sheet,
        encoding=table.encoding, delimiter=table.delimiter, notes=notes,
    )  # fmt: skip


def _folded(table: Table, at: dict[str, int]) -> tuple[list[Line], int]:
    """Gather steps below their case; returns the cases and how many blocks of shared steps there were."""
    lines: list[Line] = []
    shared, skipping = 0, False
    for line in table.lines:
        cell = {name: str(line.cells[n] if n < len(line.cells) else "").strip() for name, n in at.items()}
        if cell["title"]:
            skipping = cell["work item type"].casefold() == SHARED
            shared += skipping
            if not skipping:
                lines.append(Line(line.number, (cell["id"], cell["title"], _step(cell))))
        elif lines and not skipping and (step := _step(cell)):
            last = lines[-1]
            code, title, steps = last.cells
            lines[-1] = Line(last.number, (code, title, f"{steps}\n{step}".strip()))
    return lines, shared


def _step(cell: dict[str, str]) -> str:
    action, expected = (" ".join(cell[name].split()) for name in ("step action", "step expected"))
    return f"{action} → {expected}" if expected else action


def parse_results(data: bytes, _filename: str) -> Table | None:
    """Read JUnit XML: each ``testcase`` is a result of the case whose code stands in its name or class name.

    Passed unless it has an error, a failure or was skipped; skipped ones are counted and give no result.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        return None
    root = parse_xml(data)
    if _tag(root) not in {"testsuites", "testsuite"}:
        raise UnreadableError(_("This XML file has no test suites; results are read from JUnit XML."))
    suites = [element for element in root.iter() if _tag(element) == "testsuite"]
    found = [(case, *_result(case)) for case in root.iter() if _tag(case) == "testcase"]
    counts = {state: sum(one == state for _case, one, _text in found) for _name, state in MARKS}
    lines = tuple(
        Line(number, (_code(case), str(state), text))
        for number, (case, state, text) in enumerate(found, start=1)
        if state != RunState.NOT_RUN
    )
    figures = {
        "suites": len(suites), "passed": len(found) - sum(counts.values()), "failed": counts[RunState.FAILED],
        "errored": counts[RunState.ERROR], "skipped": counts[RunState.NOT_RUN],
    }  # fmt: skip
    return Table(("case", "state", "comment"), lines, figures=figures)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _result(case: Element) -> tuple[RunState, str]:
    for name, state in MARKS:
        for child in case:
            if _tag(child) == name:
                return state, _said(child)
    return RunState.PASSED, ""


def _said(child: Any) -> str:
    parts = (str(part).strip() for part in (child.get("message", ""), child.text or ""))
    return "\n".join(part for part in parts if part)[:5000]


def _code(case: Element) -> str:
    """Find the code of a case in the name, else in the class name; the whole name where none is there."""
    name = case.get("name", "")
    for text in (name, case.get("classname", "")):
        if found := CODE.search(text):
            return found[0].upper().replace("_", "-")
    return name
