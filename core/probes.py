"""What machines ask of a process, answered before everything else: is it alive, is it ready. No secrets are told."""

import logging
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve

from core.commands import to_migrate

log = logging.getLogger(__name__)
PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
NEEDED = frozenset({"database", "migrations", "storage"})  # without the broker jobs wait, and pages go on


class ProbeMiddleware:
    """Answers probes first: they come over plain HTTP, under any host name, and need no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or pass the request on."""
        if request.path_info not in PATHS:
            return self.get_response(request)
        return cast("HttpResponse", resolve(request.path_info).func(request))


def healthz(_request: HttpRequest) -> JsonResponse:
    """Say that the process turns; asks nothing of anybody, so that a database that is away restarts nothing."""
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 where pages can be served, else 503; a broker that is away is told and costs nothing."""
    found = {name: _asked(name, check) for name, check in CHECKS.items()}
    down = {name for name, word in found.items() if word != "ok"}
    status = "down" if down & NEEDED else "degraded" if down else "ok"
    return JsonResponse({"status": status, "checks": found}, status=503 if status == "down" else 200)


def _asked(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception:
        log.warning("%s does not answer", name, exc_info=True)
        return "down"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache  # kept once it was true: a raised exception is not
def _migrations() -> None:
    if to_migrate():
        msg = "migrations are to be applied"
        raise RuntimeError(msg)


def _storage() -> None:
    cast("Any", default_storage).answers()


def _broker() -> None:
    if settings.JOBS_RUNNER != "celery":
        return
    from core.celery import app

    with app.connection_for_write(connect_timeout=1) as broker:
        broker.connect()


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "storage": _storage,
    "broker": _broker,
}
