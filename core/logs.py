"""Log lines: plain for a person at a terminal, one JSON object per line for machines; no addresses of people."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from core.jobs import current as current_job

request_id: ContextVar[str] = ContextVar("request_id", default="")
EXTRAS = ("method", "view", "status", "ms", "task", "queue", "state", "attempt")
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
DETAIL = re.compile(r"^DETAIL:.*$", re.MULTILINE)  # PostgreSQL quotes the row's values there


def redact(text: str) -> str:
    """Take out what names people: e-mail addresses, and the values that PostgreSQL quotes."""
    return DETAIL.sub("DETAIL: …", ADDRESS.sub("…@…", text))


class JsonFormatter(logging.Formatter):
    """One object per line; a line break inside a message cannot start another line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record with the request and the job it belongs to."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(_message(record)),
            "request": request_id.get(),
            "job": current_job.get(),
        }
        said |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info:
            said["trace"] = redact(self.formatException(record.exc_info))
        return json.dumps({name: value for name, value in said.items() if value != ""}, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """Give the message; Django's lines about a request name its route, since a path may carry a one-time link."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    if request is None or not record.args:
        return record.getMessage()
    route = match.route if match is not None else "an unknown path"
    return f"{str(record.msg).partition(':')[0].replace('%s', '').strip()}: {route}"


def config(*, level: str, form: str) -> dict[str, Any]:
    """Describe logging for ``dictConfig``: everything to standard error, ``json`` or ``plain``."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "json": {"()": "core.logs.JsonFormatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "kombu": {"level": "WARNING"},
            "amqp": {"level": "WARNING"},
            "botocore": {"level": "WARNING"},
            "boto3": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }
