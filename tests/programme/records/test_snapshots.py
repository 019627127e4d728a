"""Snapshots: whole, canonical, one per slot, and never stopped by one provider."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core import seams
from core.documents.canonical import sha256_of
from core.errors import BadInputError, IllegalNowError
from programme.records.models import AuditEvent, Snapshot
from programme.records.rules import figure_value
from programme.records.selectors import figures_of, frozen, snapshot_for
from programme.records.services.snapshots import take_snapshot

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def reading():
    """An evidence provider known only while a test runs."""
    names = []

    def register(name, provider):
        names.append(name)
        seams.evidence.add(name, provider)

    yield register
    for name in names:
        seams.evidence._providers.pop(name)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def take(programme, when, **values):
    with time_machine.travel(at(when), tick=False):
        return take_snapshot(programme, occasion="asked", actor=None, **values)


def test_snapshot_freezes_figures_and_sections_in_both_languages(programme, sample, reading):
    reading("test.share", lambda p, scopes: [seams.Evidence(Decimal("0.840"), 42, 50, "share")])
    snapshot = take(programme, "2026-05-12T18:00")
    content = frozen(snapshot)
    assert sha256_of(snapshot.content) == snapshot.sha256
    assert json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")) == snapshot.content
    assert sorted(content["documents"]["sample"][""]) == ["en", "zh-hans"]
    assert figures_of(snapshot)["test.share"]["numerator"] == 42
    assert figure_value(figures_of(snapshot)["test.share"]) == Decimal("0.840")
    assert content["documents"]["sample"][""]["en"]["programme"] == "CRM 2027"
    assert AuditEvent.objects.get(action="records.snapshot_taken").changes["sha256"] == [None, snapshot.sha256]


def test_snapshot_of_a_slot_is_taken_once(programme, sample):
    first = take(programme, "2026-05-12T01:00", slot="night:2026-05-12")
    assert take(programme, "2026-05-12T09:00", slot="night:2026-05-12") == first
    assert Snapshot.objects.count() == 1


def test_failing_section_says_so_and_the_others_stand(programme, sample, caplog):
    sample.fault = True
    snapshot = take(programme, "2026-05-12T18:00")
    facts, table = frozen(snapshot)["documents"]["sample"][""]["en"]["sections"]
    assert facts["title"] == "Facts"
    assert table["blocks"][0]["$"] == "Missing"
    assert "sample.table" in caplog.text
    assert "the register is away" in caplog.text


def test_failing_reading_is_null_and_logged(programme, reading, caplog):
    def fail(programme, scopes):
        raise RuntimeError("no source")

    reading("test.away", fail)
    reading("test.nothing", lambda p, scopes: [])
    snapshot = take(programme, "2026-05-12T18:00")
    assert (figures_of(snapshot)["test.away"], figures_of(snapshot)["test.nothing"]) == (None, None)
    assert "test.away" in caplog.text


def test_moment_is_found_by_date_time_and_id(programme, sample):
    morning, evening = take(programme, "2026-05-12T01:00"), take(programme, "2026-05-12T18:00:05")
    assert snapshot_for(programme, "2026-05-12") == evening
    assert snapshot_for(programme, "2026-05-12T18:00") == evening
    assert snapshot_for(programme, "2026-05-12T18:00:05") == evening
    assert snapshot_for(programme, "2026-05-11T17:00:00+00:00") == morning
    assert snapshot_for(programme, morning.public_id) == morning


def test_moment_without_snapshot_is_refused_naming_the_nearest_two(programme, sample):
    for when in ("2026-05-10T01:00", "2026-05-12T01:00", "2026-05-20T01:00"):
        take(programme, when)
    with pytest.raises(IllegalNowError) as refusal:
        snapshot_for(programme, "2026-05-13")
    assert str(refusal.value) == (
        "No snapshot was taken at 2026-05-13. Nearest: 2026-05-12T01:00:00 · 2026-05-10T01:00:00"
    )


def test_moment_before_any_snapshot_is_refused(programme):
    with pytest.raises(IllegalNowError, match="there is none yet"):
        snapshot_for(programme, "2026-05-13")


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-45", "2026-05-12T99:00"])
def test_moment_that_is_no_time_is_refused(programme, moment):
    with pytest.raises(BadInputError):
        snapshot_for(programme, moment)


def test_another_programmes_snapshot_is_no_moment_of_this_one(programme, other_programme, sample):
    other = take(other_programme, "2026-05-12T18:00")
    with pytest.raises((IllegalNowError, BadInputError)):
        snapshot_for(programme, other.public_id)
    assert take(programme, "2026-05-12T19:00").as_of - other.as_of == timedelta(hours=1)
