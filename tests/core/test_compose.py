"""compose.yaml and Dockerfile: what a machine without containers can say of them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.conf import settings

ROOT = settings.BASE_DIR
OURS = {"web", "worker-interactive", "worker-bulk", "scheduler", "migrate"}


@pytest.fixture
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_compose_file_is_what_the_specification_allows(compose):
    schema = json.loads((ROOT / "tests" / "vendor" / "compose-spec.json").read_text(encoding="utf-8"))
    schema["properties"]["name"] = {"type": "string"}  # in the specification since 2022
    jsonschema.Draft7Validator(schema).validate(compose)
    broken = json.loads(json.dumps(compose))
    broken["services"]["web"]["comand"] = "typo"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(broken)


def test_our_services_run_one_image_read_only_and_without_rights(compose):
    services = compose["services"]
    assert set(services) >= OURS
    for name in OURS:
        one = services[name]
        assert (one["read_only"], one["cap_drop"], one["build"]) == (True, ["ALL"], ".")
        assert one["image"] == services["web"]["image"]
        assert name == "migrate" or "healthcheck" in one
    assert services["web"]["deploy"]["replicas"] >= 2


def test_only_the_gate_is_reached_from_outside(compose):
    """A broker or database on 0.0.0.0 was somebody's data leak."""
    assert {name for name, one in compose["services"].items() if one.get("ports")} == {"gate"}


def test_every_volume_and_dependency_is_declared(compose):
    for one in compose["services"].values():
        assert {mount.partition(":")[0] for mount in one.get("volumes", [])} <= set(compose["volumes"])
        assert set(one.get("depends_on", {})) <= set(compose["services"])


def test_no_secret_stands_in_the_file(compose):
    for one in compose["services"].values():
        for name, value in one.get("environment", {}).items():
            if re.search("SECRET|PASS|KEY|TOKEN", name):
                assert str(value).startswith("${"), name


def test_every_variable_is_one_the_settings_read(compose):
    read = "".join((ROOT / "core" / name).read_text() for name in ("settings.py", "gunicorn.py", "alive.py"))
    named = set(compose["services"]["web"]["environment"])
    assert {name for name in named if f'"{name}"' not in read} == set()


def test_every_variable_of_the_settings_is_explained():
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    read = "".join((ROOT / "core" / name).read_text() for name in ("settings.py", "gunicorn.py", "alive.py"))
    assert {name for name in re.findall(r'"(LANDFALL_[A-Z_]+)"', read) if f"`{name}`" not in told} == set()


def test_dockerfile_takes_every_room_and_ends_without_rights():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (\S+) \1$", text, re.MULTILINE))
    assert copied == {*settings.APPS, "core", "templates"}
    assert re.findall(r"^USER (\S+)$", text, re.MULTILINE) == ["landfall"]
    assert text.count("\nFROM ") + text.startswith("FROM") == 2
    folders = {path.name for path in Path(ROOT).iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert folders - {"tests"} <= copied


@pytest.mark.skipif(shutil.which("hadolint") is None, reason="needs hadolint")
def test_dockerfile_is_liked_by_its_linter():
    assert subprocess.run(["hadolint", str(ROOT / "Dockerfile")], check=False).returncode == 0
