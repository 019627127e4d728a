"""Deployment checks: what ``manage.py check --deploy`` refuses in production."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  (Django's word for it)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "", None})
SHORTEST_SECRET = 50


@register(Tags.security, deploy=True)
def production_is_whole(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a production that would lose work or let strangers in; each sentence names the variable to set."""
    if not settings.PRODUCTION:
        return []
    return [*_parts(), *_names(), *_doors()]


def _parts() -> Iterator[CheckMessage]:
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        yield Error("Production needs LANDFALL_DATABASE_URL (PostgreSQL 15 or later).", id="landfall.E001")
    if not settings.BROKER_URL or settings.JOBS_RUNNER != "celery":
        yield Error("Production needs LANDFALL_BROKER_URL, and LANDFALL_JOBS_RUNNER left alone.", id="landfall.E002")
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield Error("Production needs LANDFALL_SECRET_KEY of 50 random characters or more.", id="landfall.E004")
    if "console" in settings.EMAIL_BACKEND:
        yield Warning("Without LANDFALL_EMAIL_URL no mail leaves this machine.", id="landfall.W001")


def _names() -> Iterator[CheckMessage]:
    hosts = settings.ALLOWED_HOSTS
    if not hosts or hosts == ["localhost", "127.0.0.1", "[::1]"] or "*" in hosts:
        yield Error("Production needs LANDFALL_ALLOWED_HOSTS, by name.", id="landfall.E003")
    if not settings.PUBLIC_URL.startswith("https://"):
        yield Error("Production needs LANDFALL_PUBLIC_URL, an https:// address.", id="landfall.E005")


def _doors() -> Iterator[CheckMessage]:
    """Well-known passwords and open wires; on this machine alone they are let pass."""
    broker, database = urlsplit(settings.BROKER_URL), settings.DATABASES["default"]
    if broker.hostname not in LOOPBACK and (not broker.password or broker.password == "guest"):  # noqa: S105
        yield Error("LANDFALL_BROKER_URL has no password of its own.", id="landfall.E006")
    if database.get("HOST") not in LOOPBACK and not database.get("PASSWORD"):
        yield Error("LANDFALL_DATABASE_URL has no password.", id="landfall.E007")
    endpoint = urlsplit(parse_qs(urlsplit(settings.STORAGE_URL).query).get("endpoint", [""])[0])
    if endpoint.scheme == "http" and endpoint.hostname not in LOOPBACK and "." in (endpoint.hostname or ""):
        yield Error("LANDFALL_STORAGE_URL has a plain http endpoint on another network.", id="landfall.E008")


@register(Tags.database, deploy=True)
def no_demo_accounts(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse accounts whose password is printed in the manual; asked with ``--database default``."""
    if not settings.PRODUCTION or not databases:
        return []
    people: Any = get_user_model()._default_manager
    if people.filter(is_demo=True, is_active=True).exists():
        return [Error("Demo accounts are active; remove the demo: manage.py demo --remove.", id="landfall.E009")]
    return []
