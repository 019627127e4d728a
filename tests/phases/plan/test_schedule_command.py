"""The command ``schedule``: one JSON object as documented, and a report for people."""

import json

import pytest
from django.core.management import CommandError, call_command

from core import seams
from core.imports.kinds import Batch
from core.imports.readers import read_table
from core.imports.run import dry_run
from phases.plan import services
from tests.factories.plan import chain, mspdi

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    call_command("schedule", "--programme", "crm-2027", *arguments)
    return capsys.readouterr().out


def test_json_names_tasks_by_the_uid_of_their_file_in_its_wall_clock(programme, capsys):
    kind = seams.kinds["plan"]
    tasks = [
        {"uid": 7, "hours": 8},
        {"uid": 9, "outline": "2", "hours": 4, "links": [(7, 1, 4800)]},
        {"uid": 11, "outline": "3", "hours": 0, "milestone": 1},
    ]
    table = read_table(mspdi(tasks), "plan.xml", kind=kind)
    verdict = dry_run(kind, table, None, {}, programme=programme)
    kind.write(programme, Batch(verdict.changes(), table.context), None)
    told = json.loads(run(capsys, "--json"))
    assert (told["start"], told["finish"], told["critical_count"]) == ("2026-03-02T08:00:00", "2026-03-04T12:00:00", 2)
    assert [row["uid"] for row in told["tasks"]] == [7, 9, 11]
    assert told["tasks"][1] == {
        "uid": 9, "name": "Task 9", "summary": False, "early_start": "2026-03-04T08:00:00",
        "early_finish": "2026-03-04T12:00:00", "late_start": "2026-03-04T08:00:00", "late_finish": "2026-03-04T12:00:00",
        "total_float_minutes": 0, "free_float_minutes": 0, "critical": True, "official": True,
    }  # fmt: skip
    assert (told["tasks"][2]["early_start"], told["tasks"][2]["total_float_minutes"]) == ("2026-03-02T08:00:00", 1200)


def test_people_read_the_two_ends_and_the_critical_tasks(programme, capsys):
    chain(programme, [3, 2])
    services.add_task(programme, name="Short", actor=None)
    text = run(capsys)
    assert [line.split()[-1] for line in text.strip().splitlines()[1:]] == ["A", "B"]


def test_an_empty_plan_has_no_ends(programme, capsys):
    told = json.loads(run(capsys, "--json"))
    assert (told["start"], told["finish"], told["tasks"], told["official_until"]) == (None, None, [], "2026-12-31")
    assert "–" in run(capsys)


def test_an_unknown_programme_is_refused(db):
    with pytest.raises(CommandError):
        call_command("schedule", "--programme", "nothing")
