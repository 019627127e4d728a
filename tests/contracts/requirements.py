"""Draw docs/requirements.md from the rows and from the marks on the tests: ``python -m tests.contracts.requirements``."""

import ast
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ROWS = ROOT / "docs" / "requirements.yaml"
PAGE = ROOT / "docs" / "requirements.md"


def marked_tests():
    """Row → tests that carry its mark, as ``path::test``."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                for row in _marks(node):
                    found.setdefault(row, []).append(f"{path.relative_to(ROOT)}::{node.name}")
    return found


def _marks(node):
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("mark.requirement"):
            yield from (argument.value for argument in mark.args)


def rows():
    return yaml.safe_load(ROWS.read_text(encoding="utf-8"))


def status_of(row, tests):
    if not tests.get(row["id"]):
        return "open"
    return "partly" if row.get("needs") else "proved"


def page():
    """The whole page as text."""
    tests = marked_tests()
    states = [status_of(row, tests) for row in rows()]
    lines = [
        "# Requirements",
        "",
        "Drawn by `uv run python -m tests.contracts.requirements`; do not edit by hand.",
        "",
        f"{states.count('proved')} proved · {states.count('partly')} partly · {states.count('open')} open",
        "",
        "| row | what it asks, in our words | state | pages | proved by |",
        "|---|---|---|---|---|",
    ]
    for row, state in zip(rows(), states, strict=True):
        needs = f"; open: needs {row['needs']}" if row.get("needs") else ""
        proof = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in tests.get(row["id"], [])) or "–"
        lines.append(f"| {row['id']} | {row['says']} | {state}{needs} | {', '.join(row['pages'])} | {proof} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
