"""Commands on a database that was never migrated: one sentence with what to run, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAID = {
    "en": "The database lacks tables of this version. Run “manage.py migrate”, or “manage.py up”, which does.",
    "zh-hans": "数据库缺少本版本的数据表。请运行“manage.py migrate”，或运行会自动迁移的“manage.py up”。",
}


def command(home, language, *words):
    env = {name: value for name, value in os.environ.items() if not name.startswith("LANDFALL_")}
    env |= {"LANDFALL_HOME": str(home), "LANDFALL_LANGUAGE": language, "DJANGO_SETTINGS_MODULE": "core.settings"}
    env |= {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["demo"]),
        ("zh-hans", ["demo"]),
        ("en", ["create_admin", "a@example.com"]),
        ("en", ["verify_audit"]),
    ],
)
def test_without_tables_a_command_says_what_to_run(tmp_path, language, words):
    ended = command(tmp_path, language, *words)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"CommandError: {SAID[language]}\n"


def test_the_traceback_is_there_for_who_asks(tmp_path):
    ended = command(tmp_path, "en", "verify_audit", "--traceback")
    assert (ended.returncode, "no such table" in ended.stderr) == (1, True)
