"""P5, the import of usage, and P6, the adoption page, each beside a bare ceiling and a peer in the same run.

``uv run --with sqlalchemy python -m tests.benchmarks.usage [p5] [p6] [--rows N]``; PostgreSQL is compared where
``LANDFALL_BENCH_POSTGRES`` names a database, pandas too where SQLAlchemy, which it writes through, is at hand.
Runs on an SQLite home of its own.
"""

import argparse
import contextlib
import datetime as dt
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS, USERS, DAYS = 5_000_000, 5_000, 90
FIRST = dt.date(2026, 3, 2)
SAMPLE = 200_000  # rows pandas is given
POSTGRES = os.environ.get("LANDFALL_BENCH_POSTGRES", "")


def generate(path, rows):
    """Write a table of events: users by chance, times in order, as a CRM's log is."""
    import duckdb

    duckdb.execute(
        f"""COPY (SELECT strftime(TIMESTAMP '{FIRST} 00:00:00' + to_seconds(CAST(floor(i * {DAYS} * 86400.0 / {rows}) AS BIGINT)),
        '%Y-%m-%dT%H:%M:%SZ') AS timestamp, 'u' || (hash(i * 7) % {USERS}) || '@example.com' AS user_email,
        ['create', 'update', 'view', 'log', 'advance', 'login'][CAST(1 + hash(i * 3) % 6 AS BIGINT)] AS event,
        ['account', 'opportunity', 'lead', 'contact', 'task'][CAST(1 + hash(i * 5) % 5 AS BIGINT)] AS object,
        'r' || (hash(i) % 1000000) AS record_id, 'web' AS source FROM range({rows}) t(i)) TO '{path}' (HEADER)"""
    )


@contextlib.contextmanager
def timed():
    """Give the seconds of a block as the one item of a list."""
    took = []
    began = time.perf_counter()
    yield took
    took.append(time.perf_counter() - began)


def house(folder):
    """Start Django on a home of its own, with a programme, a live wave and the roster."""
    os.environ |= {"LANDFALL_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "core.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def people():
    """Make a programme with its roster in three units; returns the programme."""
    from phases.rollout.models import RosterEntry
    from tests.factories.programme import ProgrammeFactory, UnitFactory
    from tests.factories.rollout import WaveFactory

    programme = ProgrammeFactory(slug="bench")
    wave = WaveFactory(programme=programme, live_on=FIRST)
    units = [UnitFactory() for _unit in range(20)]
    RosterEntry.objects.bulk_create(
        [
            RosterEntry(programme=programme, key=f"u{n}", name=f"Person {n}", email=f"u{n}@example.com", wave=wave,
                        unit=units[n % 20], crm_role=f"role {n % 5}")
            for n in range(USERS)
        ],
        batch_size=1000,
    )  # fmt: skip
    return programme


def bare_duckdb(path):
    """DuckDB alone: read_csv into a table of a database on disk."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, timed() as took:
        con = duckdb.connect(f"{folder}/bare.duckdb")
        con.execute("SET threads = 2")
        con.execute(f"CREATE TABLE events AS SELECT * FROM read_csv('{path}')")
        con.close()
    return took[0]


@contextlib.contextmanager
def indexed_table():
    """Give a connection to PostgreSQL with an empty table of events that has a key and three indexes."""
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as con:
        con.execute("DROP TABLE IF EXISTS bench_events")
        con.execute(
            "CREATE TABLE bench_events (id bigserial PRIMARY KEY, at timestamptz, who text, event text, object text, "
            "record text, source text)"
        )
        for column in ("at", "who", "object"):
            con.execute(f"CREATE INDEX ON bench_events ({column})")
        yield con
        con.execute("DROP TABLE bench_events")


def postgres_copy(path):
    """PostgreSQL: COPY into a table with a key and three indexes."""
    into = "COPY bench_events (at, who, event, object, record, source) FROM STDIN (FORMAT csv, HEADER)"
    with (
        indexed_table() as con,
        timed() as took,
        Path(path).open("rb") as file,
        con.cursor() as cursor,
        cursor.copy(into) as copy,
    ):
        while chunk := file.read(2**20):
            copy.write(chunk)
    return took[0]


def pandas_to_sql(path, rows):
    """Pandas: read_csv and to_sql of the first rows into the same table, which is kind to it: its indexes stay small."""
    import pandas as pd
    from sqlalchemy import create_engine

    names = ["at", "who", "event", "object", "record", "source"]
    engine = create_engine("postgresql+psycopg:" + POSTGRES.partition(":")[2])
    with indexed_table() as con:
        with timed() as took:
            for chunk in pd.read_csv(path, nrows=rows, chunksize=50_000, header=0, names=names, parse_dates=["at"]):
                chunk.to_sql("bench_events", engine, if_exists="append", index=False)
        engine.dispose()
        assert con.execute("SELECT count(*) FROM bench_events").fetchone() == (rows,)
    return took[0]


def peak():
    """Give the most memory this program had, in MB; ``ru_maxrss`` would tell of whoever started it too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def partly_old(path, target):
    """Write a file as long: the first 30 % of its rows as they are, the others 90 days later."""
    import duckdb

    source = f"read_csv('{path}', all_varchar = true)"
    rows = duckdb.execute(f"SELECT count(*) FROM {source}").fetchone()[0]
    later = f"strftime(CAST(timestamp AS TIMESTAMP) + INTERVAL {DAYS} DAY, '%Y-%m-%dT%H:%M:%SZ')"
    duckdb.execute("SET preserve_insertion_order = true")
    duckdb.execute(
        f"""COPY (SELECT CASE WHEN nth <= {rows * 3 // 10} THEN timestamp ELSE {later} END AS timestamp,
        * EXCLUDE (timestamp, nth) FROM (SELECT *, row_number() OVER () AS nth FROM {source})) TO '{target}' (HEADER)"""
    )


def ours(path):
    """Our import in a process of its own, for its memory: once, again, and a file that is partly old; prints JSON."""
    with tempfile.TemporaryDirectory(prefix="landfall-bench-") as folder:
        house(folder)
        programme = people()
        from adoption.usage.selectors.figures import adoption_json
        from programme.records.services.imports import run_import

        def bring(file):
            with timed() as took:
                run = run_import(programme, kind="usage", data=Path(file), filename="events.csv", actor=None)
            programme.__dict__.pop("_once", None)
            told = adoption_json(programme, FIRST, FIRST + dt.timedelta(days=DAYS - 1), by=None, hide=False)["rows"]
            counts = {name: run.verdict[name] for name in ("created", "unchanged", "refused")}
            return counts | {"seconds": took[0], "peak": peak(), "figures": told}

        found = [bring(path), bring(path)]
        write = f"from tests.benchmarks.usage import partly_old; partly_old({str(path)!r}, '{folder}/partly.csv')"
        subprocess.run([sys.executable, "-c", write], check=True)  # its memory is not ours
        print(json.dumps([*found, bring(f"{folder}/partly.csv")]))


def told_by_ours(path):
    """Run our import in a process of its own and give what it printed."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.usage", "ours", "--path", str(path)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])


def p5(rows):
    """Print rows a second of each way, and the ratios that count."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/events.csv"
        generate(path, rows)
        print(f"P5: {rows:,} rows, {Path(path).stat().st_size / 1e6:.0f} MB, load {os.getloadavg()[0]:.1f}")
        bare = rows / bare_duckdb(path)
        once, again, partly = told_by_ours(path)
        bare = max(bare, rows / bare_duckdb(path))
        mine = rows / once["seconds"]
        line("DuckDB read_csv to table", bare)
        for name, one in (("ours: validated, stored, rolled up", once), ("ours, the same file again", again),
                          ("ours, 30 % of the rows old", partly)):  # fmt: skip
            same = "" if one is once else f", figures {'the same' if one['figures'] == once['figures'] else 'CHANGED'}"
            line(name, rows / one["seconds"], f"peak {one['peak']:.0f} MB (bar 600), new {one['created']:,}{same}")
        print(f"  ours / bare DuckDB {mine / bare:.2f}  (bar 0.25)")
        if POSTGRES:
            copied = rows / postgres_copy(path)
            line("PostgreSQL COPY, key and 3 indexes", copied)
            print(f"  ours / COPY {mine / copied:.1f}  (bar 3)")
        if POSTGRES and importlib.util.find_spec("sqlalchemy"):
            part = min(rows, SAMPLE)
            slow = part / pandas_to_sql(path, part)
            line("pandas to_sql, key and 3 indexes", slow, f"speed of the first {part:,} rows, taken for all")
            print(f"  ours / pandas {mine / slow:.1f}  (bar 10)")


def line(name, speed, more=""):
    """Print a way with its speed."""
    print(f"  {name:38} {speed / 1e6:6.3f} M rows/s  {more}")


RAW = """SELECT CAST(moment AS DATE) AS day, count(DISTINCT account) FILTER (WHERE deed < 4),
count(DISTINCT account) FILTER (WHERE customer AND deed IN (1, 2)) FROM read_parquet([{files}]) GROUP BY day"""


def page_cost(programme, user):
    """Give seconds, seconds of the processor and queries of the adoption page over 90 days, medians of five."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client()
    browser.force_login(user)
    url = f"/p/{programme.slug}/adoption/?from={FIRST}&to={FIRST + dt.timedelta(days=DAYS - 1)}"
    browser.get(url)
    found, busy = [], []
    for _round in range(5):
        began = time.process_time()
        with CaptureQueriesContext(connection) as queries, timed() as took:
            assert browser.get(url).status_code == 200
        found.append(took[0])
        busy.append(time.process_time() - began)
    return sorted(found)[2], sorted(busy)[2], len(queries)


def p6(rows):
    """Print the page over 90 days and 5,000 people, raw DuckDB over the events, and both with 20 times the events."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="landfall-bench-") as folder:
        house(folder)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        programme = people()
        from django.conf import settings
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        settings.ALLOWED_HOSTS = ["*"]
        from adoption.usage.models import UsagePart
        from programme.records.services.imports import run_import
        from tests.factories.programme import member_of

        user = member_of(programme, "PM", name="Pmo")
        print(f"P6: {USERS:,} people, {DAYS} days, load {os.getloadavg()[0]:.1f}")
        for share in (20, 1):
            path = f"{folder}/events.csv"
            generate(path, rows // share)
            run_import(programme, kind="usage", data=Path(path), filename="events.csv", actor=None)
            files = ", ".join(f"'{part.file.path}'" for part in UsagePart.objects.all())
            duckdb.execute(RAW.format(files=files)).fetchall()
            raws = []
            for _round in range(5):
                with timed() as took:
                    duckdb.execute(RAW.format(files=files)).fetchall()
                raws.append(took[0])
            seconds, busy, queries = page_cost(programme, user)
            print(f"  {rows // share:>9,} events: page {seconds * 1000:6.0f} ms ({busy * 1000:.0f} of the processor), {queries} queries; "
                  f"raw DuckDB over the events {sorted(raws)[2] * 1000:6.0f} ms")  # fmt: skip


def main():
    """Run what was asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", default=["p5", "p6"])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--path", default="")
    given = parser.parse_args()
    if "ours" in given.what:
        ours(given.path)
    if "p5" in given.what:
        p5(given.rows)
    if "p6" in given.what:
        p6(given.rows)


if __name__ == "__main__":
    main()
