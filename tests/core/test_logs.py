"""Log lines for machines: one object each, with request and job, without addresses of people."""

import json
import logging
import sys

import pytest
from django.test import Client
from django.urls import reverse

from core import jobs, logs


def line(message, *args, **extra):
    record = logging.LogRecord("some.where", logging.WARNING, __file__, 1, message, args, None)
    record.__dict__ |= extra
    return json.loads(logs.JsonFormatter().format(record))


def test_line_has_level_message_and_what_it_belongs_to():
    request, job = logs.request_id.set("req-12345"), jobs.current.set("job-1")
    try:
        said = line("took %s", "long", ms=12, view="raid:risk_list")
    finally:
        logs.request_id.reset(request)
        jobs.current.reset(job)
    assert said.pop("time").endswith("+00:00")
    assert said == {
        "level": "warning", "logger": "some.where", "message": "took long", "request": "req-12345", "job": "job-1",
        "ms": 12, "view": "raid:risk_list",
    }  # fmt: skip


def test_line_break_cannot_start_another_line():
    record = logging.LogRecord("x", logging.INFO, __file__, 1, 'one\r\n{"level": "error"}', (), None)
    assert len(logs.JsonFormatter().format(record).splitlines()) == 1


def test_addresses_and_the_values_postgresql_quotes_are_taken_out():
    def fail():
        raise ValueError("duplicate\nDETAIL:  Key (email)=(wang@example.com) exists.\nfor li.na@example.cn")

    try:
        fail()
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "mail to wang@example.com", (), sys.exc_info())
    text = logs.JsonFormatter().format(record)
    assert "wang" not in text
    assert "li.na" not in text
    assert "ValueError: duplicate" in json.loads(text)["trace"]


@pytest.mark.django_db
def test_request_is_told_by_view_and_id_never_by_its_path(caplog):
    caplog.set_level(logging.INFO, "landfall.request")
    path = reverse("people:set_up", args=["one-time-secret"])
    answer = Client().get(path, headers={"x-request-id": "proxy-0001"})
    assert answer["X-Request-ID"] == "proxy-0001"
    told = [record for record in caplog.records if record.name == "landfall.request"]
    assert [(one.view, one.status, one.method) for one in told] == [("people:set_up", answer.status_code, "GET")]
    formatter = logs.JsonFormatter()
    assert not [text for record in caplog.records if "one-time-secret" in (text := formatter.format(record))]


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["short", "x" * 65, "with space in it", "zeile\u2028zeile"])
def test_name_that_is_no_name_is_not_taken_over(given):
    answer = Client().get("/login/", headers={"x-request-id": given})
    assert len(answer["X-Request-ID"]) == 16
