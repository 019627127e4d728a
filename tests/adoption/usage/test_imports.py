"""Files of usage: what is taken, what is refused, and that nothing counts twice."""

import datetime as dt
import gzip
import json
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from adoption.usage.models import UsageMonth, UsagePart
from adoption.usage.services.rollups import rebuild
from core.imports.table import UnreadableError
from programme.records.models import AuditEvent
from programme.records.selectors.imports import import_json, refused_file
from programme.records.services.undo import undo_import, undo_reasons
from tests.adoption.usage.events import bring, event, table
from tests.factories.rollout import RosterEntryFactory

DAYS = [
    event(f"2026-03-{day:02} 10:{minute:02}", who, record=f"R{minute}")
    for day in range(2, 12)
    for minute, who in enumerate(["a", "b", "c"])
]


def rolled(programme):
    """Every roll-up as plain values."""
    return list(UsageMonth.objects.filter(programme=programme).values_list(
        "account", "month", "worked", "updated", "logged_in", "actions", "days"
    ))  # fmt: skip


def counts(run):
    told = import_json(run, "en")
    return {name: told[name] for name in ("rows", "accepted", "refused", "created", "unchanged")}


def test_import_says_span_users_days_and_speed(programme):
    told = import_json(bring(programme, DAYS), "en")
    assert (told["rows"], told["created"], told["users"], told["days"]) == (30, 30, 3, 10)
    assert (told["first"], told["last"]) == ("2026-03-02T10:00:00+08:00", "2026-03-11T10:02:00+08:00")
    assert told["rows_per_second"] > 0


def test_same_file_twice_brings_nothing(programme):
    bring(programme, DAYS)
    before = rolled(programme)
    again = bring(programme, DAYS)
    assert counts(again) == {"rows": 30, "accepted": 30, "refused": 0, "created": 0, "unchanged": 30}
    assert rolled(programme) == before
    assert UsagePart.objects.count() == 1
    assert undo_reasons(again) == ["This import wrote nothing."]


def test_old_rows_again_change_no_figure(programme):
    """A file of which 30 % stands in earlier ones counts as if those rows were not in it."""
    bring(programme, DAYS[:21])
    bring(programme, DAYS[12:])
    mixed = rolled(programme)
    UsagePart.objects.all().delete()
    UsageMonth.objects.all().delete()
    bring(programme, DAYS)
    assert rolled(programme) == mixed


def test_overlapping_files_survive_the_undo_of_one(programme):
    first = bring(programme, DAYS[:21])
    second = bring(programme, DAYS[12:])
    assert counts(second)["created"] == 9
    undo_import(first, actor=None)
    alone = rolled(programme)
    undo_import(second, actor=None)
    assert rolled(programme) == []
    bring(programme, DAYS[12:])
    assert rolled(programme) == alone


def test_undo_takes_the_files_too(programme, django_capture_on_commit_callbacks):
    run = bring(programme, DAYS)
    name = UsagePart.objects.get().file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        undo_import(run, actor=None)
    assert not default_storage.exists(name)
    assert AuditEvent.objects.filter(action="records.import_undone").get().changes == {"removed": [None, 30]}


def test_repeated_rows_of_one_file_count_once(programme):
    run = bring(programme, DAYS + DAYS[:10])
    assert counts(run) == {"rows": 40, "accepted": 40, "refused": 0, "created": 30, "unchanged": 10}
    assert UsagePart.objects.get().rows == 30


def test_dry_run_writes_nothing(programme):
    run = bring(programme, DAYS, dry_run=True)
    assert counts(run)["created"] == 30
    assert (UsagePart.objects.count(), UsageMonth.objects.count()) == (0, 0)


def test_parts_lie_by_programme_and_month(programme):
    bring(programme, [event("2026-03-31 23:30", "a"), event("2026-04-01 00:30", "a")])
    places = [part.file.name.rsplit("/", 1)[0] for part in UsagePart.objects.order_by("month")]
    assert places == [f"usage/{programme.public_id}/2026-03", f"usage/{programme.public_id}/2026-04"]


def test_refused_rows_name_line_column_and_value(programme):
    rows = [
        event("2026-03-02 10:00", "a"),
        event("31.02.2026", "a"),
        ("2026-03-02 10:05", "", "update", "account", "A1"),
        event("2026-03-02 10:06", "0055j00000AT6I1XXX"),
        event("2026-03-02 10:07", "a", ""),
    ]
    data = table(rows) + b"\n2026-03-02 11:00,a@example.com\n"
    run = bring(programme, data)
    told = import_json(run, "en")
    assert (told["rows"], told["accepted"], told["refused"]) == (6, 1, 5)
    assert [(error["row"], error["column"], error["value"]) for error in told["errors"]] == [
        (3, "timestamp", "31.02.2026"),
        (4, "user_email", ""),
        (5, "user_email", "0055j00000AT6I1XXX"),
        (6, "event", ""),
        (8, "", "2026-03-02 11:00,a@example.com"),
    ]
    assert all(error["accepted_values"][0] for error in told["errors"])
    file = refused_file(run, "en", "csv").decode("utf-8-sig")
    assert [line.split(",")[0] for line in file.splitlines()[1:]] == [
        "31.02.2026", "2026-03-02 10:05", "2026-03-02 10:06", "2026-03-02 10:07", "2026-03-02 11:00",
    ]  # fmt: skip


def test_all_or_nothing_keeps_nothing(programme):
    run = bring(programme, [*DAYS, event("never", "a")], all_or_nothing=True)
    assert run.applied_at is None
    assert UsagePart.objects.count() == 0


def test_errors_are_bounded_and_counted(programme, monkeypatch):
    monkeypatch.setattr("adoption.usage.services.problems.KEPT", 20)
    run = bring(programme, [event("never", "a", record=str(n)) for n in range(50)])
    told = import_json(run, "en")
    assert (told["refused"], len(told["errors"]), told["errors_left_out"]) == (50, 20, 30)


def test_unknown_columns_are_kept_and_told(programme):
    rows = [(*event("2026-03-02 10:00", "a"), "Berlin"), (*event("2026-03-02 11:00", "a"), "Paris")]
    run = bring(programme, table(rows, head=("timestamp", "user_email", "event", "object", "record_id", "City")))
    assert import_json(run, "en")["unknown_headings"] == ["City"]
    import duckdb

    path = default_storage.path(UsagePart.objects.get().file.name)
    assert duckdb.sql(f"SELECT x_city FROM '{path}' ORDER BY 1").fetchall() == [("Berlin",), ("Paris",)]


def test_strangers_are_kept_and_counted_once_they_are_on_the_roster(programme):
    run = bring(programme, DAYS)
    notes = " ".join(import_json(run, "en")["notes"])
    assert "3 accounts are not on the roster" in notes
    assert "a@example.com" in notes
    RosterEntryFactory(programme=programme, key="a", email="A@Example.com")
    notes = " ".join(import_json(bring(programme, DAYS, dry_run=True), "en")["notes"])
    assert "2 accounts are not on the roster" in notes


def test_unknown_events_are_kept_and_not_counted(programme):
    run = bring(programme, [event("2026-03-02 10:00", "a", "frobnicate"), event("2026-03-02 11:00", "a", "view")])
    assert "frobnicate (1)" in " ".join(import_json(run, "en")["notes"])
    month = UsageMonth.objects.get()
    assert (month.worked, month.actions, month.logged_in) == (0, 0, 0b10)
    assert month.days == {"2": [0, 0, 0, 0, 1, 0, 1, 600, 660]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.4 nothing", "PDF"),
        (b"timestamp,user,event\n", ""),
        (b"\x1f\x8b\x08\x00broken", ""),
        (b"a,b\n1,2\n", ""),
    ],
)
def test_unreadable_files_are_refused_and_leave_nothing(programme, data, said):
    with pytest.raises(UnreadableError) as refusal:
        bring(programme, data)
    assert said in str(refusal.value)
    assert UsagePart.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(programme, encoding, delimiter):
    text = table(
        [("2026-03-02 10:00", "a@example.com", "更新", "客户", "一号客户")],
        head=("时间", "用户", "操作", "对象", "记录编号"), delimiter=delimiter,
    ).decode()  # fmt: skip
    run = bring(programme, text.encode(encoding))
    assert counts(run)["created"] == 1
    assert UsageMonth.objects.get().updated == 0b10


def test_packed_file(programme):
    assert counts(bring(programme, gzip.compress(table(DAYS)), name="usage.csv.gz"))["created"] == 30


def test_mapping_says_which_heading_is_which(programme):
    data = table([("2026-03-02 10:00", "a@example.com", "edit", "lead")], head=("Wann", "Wer", "Was", "Woran"))
    mapping = {"Wann": "timestamp", "Wer": "user", "Was": "event", "Woran": "object"}
    assert counts(bring(programme, data, mapping=mapping))["created"] == 1


def test_half_past_midnight_in_shanghai_is_that_day(programme):
    bring(
        programme,
        [event("2026-03-02T16:30:00Z", "a"), event("2026-03-03T00:30:00+08:00", "b"), event("2026-03-03 00:30", "c")],
    )
    assert [month.worked for month in UsageMonth.objects.all()] == [0b100, 0b100, 0b100]


def test_zone_with_summer_time_counts_by_its_clock(programme, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    bring(programme, [event("2026-03-28T23:30:00Z", "a"), event("2026-03-29T22:30:00Z", "b")])
    assert [month.worked for month in UsageMonth.objects.all()] == [1 << 28, 1 << 29]


def test_rebuild_gives_the_same_roll_ups(programme, pmo):
    bring(programme, DAYS[:21])
    bring(programme, DAYS[12:])
    before = rolled(programme)
    UsageMonth.objects.filter(account="a@example.com").update(worked=0, days={})
    assert rolled(programme) != before
    assert rebuild(programme, actor=pmo) == 3
    assert rolled(programme) == before


def test_a_busy_minute_that_comes_twice_is_no_burst(programme):
    busy = [event(f"2026-03-02 10:00:{second:02}", "a", record=f"B{second}") for second in range(40)]
    bring(programme, busy)
    before = rolled(programme)
    bring(programme, [*busy, event("2026-03-03 10:00", "b")])
    assert rolled(programme)[: len(before)] == before


def test_bursts_are_left_out(programme):
    burst = [
        event(f"2026-03-02 10:00:{second:02}", "a", record=f"B{second}-{n}") for second in range(60) for n in range(2)
    ]
    bring(programme, [*burst, event("2026-03-02 11:00", "a", "log"), event("2026-03-03 10:00", "b")])
    assert [(month.actions, month.worked) for month in UsageMonth.objects.all()] == [(1, 0b10), (1, 0b100)]


def test_machines_are_kept_and_not_counted(programme):
    rows = [(*event("2026-03-02 10:00", "a"), "api"), (*event("2026-03-02 11:00", "b"), "web")]
    bring(programme, table(rows, head=("timestamp", "user_email", "event", "object", "record_id", "source")))
    assert [month.actions for month in UsageMonth.objects.all()] == [0, 1]


def test_command_exit_codes_and_json(programme, tmp_path):
    good, some, none = tmp_path / "good.csv", tmp_path / "some.csv", tmp_path / "none.csv"
    good.write_bytes(table(DAYS))
    some.write_bytes(table([*DAYS, event("never", "a")]))
    none.write_bytes(b"")
    out = StringIO()
    call_command("import", "usage", str(good), programme=programme.slug, as_json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert {"kind", "rows", "accepted", "refused", "unchanged", "created", "updated", "errors", "import_id",
            "first", "last", "users", "days", "rows_per_second"} <= set(told)  # fmt: skip
    with pytest.raises(SystemExit) as ended:
        call_command("import", "usage", str(some), programme=programme.slug, stdout=StringIO())
    assert ended.value.code == 1
    with pytest.raises(CommandError) as refusal:
        call_command("import", "usage", str(none), programme=programme.slug, stdout=StringIO())
    assert refusal.value.returncode == 2


def test_dates_without_time_are_read(programme):
    bring(programme, [event(dt.date(2026, 3, 2).isoformat(), "a"), event("2026/03/03 09:15", "a")])
    assert UsageMonth.objects.get().worked == 0b110
