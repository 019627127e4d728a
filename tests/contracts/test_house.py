"""The plan of the house: rooms, file names, sizes, tables of contents."""

import ast
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from core.slices import slices

ROOT = Path(__file__).resolve().parents[2]
LAYERS = {
    "__init__", "choices", "rules", "querysets", "models", "permissions", "selectors", "services", "forms", "filters",
    "views", "urls", "api", "tasks", "contributions", "demo",
}  # fmt: skip
TOP = {
    *settings.APPS, "core", "templates", "tests", "docs", "manage.py", "pyproject.toml", "uv.lock", "README.md",
    "CHANGELOG.md", "LICENSE", ".ci", ".gitignore", ".pre-commit-config.yaml", "Dockerfile", "compose.yaml",
}  # fmt: skip
SOURCES = sorted(
    path for room in ["core", *settings.APPS] for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
)


@pytest.mark.parametrize("app", settings.APPS)
def test_models_is_a_table_of_contents(app):
    have = {f"{name}.models" for name in slices() if name.startswith(f"{app}.") and find_spec(f"{name}.models")}
    tree = ast.parse((ROOT / app / "models.py").read_text(encoding="utf-8"))
    assert {node.module for node in tree.body if isinstance(node, ast.ImportFrom)} == have


@pytest.mark.parametrize("name", slices())
def test_slice_has_only_the_named_layers(name):
    folder = ROOT.joinpath(*name.split("."))
    found = {entry.stem for entry in folder.iterdir() if entry.suffix == ".py" or (entry / "__init__.py").exists()}
    assert found <= LAYERS


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_within_its_budget(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_file_lies_dead_beside_a_package_of_its_name():
    assert [path.name for path in SOURCES if (path.with_suffix("") / "__init__.py").exists()] == []


def test_templates_are_within_their_budget():
    long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if len(path.read_text(encoding="utf-8").splitlines()) > 150
    ]
    assert long == []


def test_every_module_says_what_belongs_in_it():
    silent = [str(p.relative_to(ROOT)) for p in SOURCES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert silent == []


def test_top_level_holds_only_what_the_plan_names():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not tracked:
        pytest.skip("not a git checkout")
    assert {line.split("/")[0] for line in tracked.splitlines()} <= TOP


def test_tests_folders_are_packages():
    bare = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*")
        if path.is_dir() and list(path.glob("*.py")) and not (path / "__init__.py").exists()
    ]
    assert bare == []


def test_every_record_of_an_app_has_a_verbose_state_machine_column():
    """A state column is protected, so that only transitions write it."""
    unprotected = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if type(field).__name__ == "StateField" and not getattr(field, "protected", False)
    ]
    assert unprotected == []


WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def _writes_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            target = ast.unparse(node.func.value)
            if ".objects" in target or target in {"row", "self.object"} or "_manager" in target:
                yield f"{path.relative_to(ROOT)}:{node.lineno} {target}.{node.func.attr}"


def test_rows_are_written_in_services_only():
    outside = [
        found
        for path in SOURCES
        if "services" not in str(path) and path.name != "models.py"
        for found in _writes_of(path)
    ]
    assert outside == []


def test_date_fields_are_written_as_browsers_read_them():
    """A date of another form is shown as empty by a browser, and sent back as empty."""
    bare = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in SOURCES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith("DateInput")
        and "format" not in {word.arg for word in call.keywords}
    ]
    assert bare == []
