"""The embedded mode: prepare this home, say where it is, serve it with its runner until a signal."""

import gc
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext as _

from core import serve
from core.errors import DomainError
from core.storage import WholeFileStorage
from programme.charter.models import Programme
from programme.people.models import User
from programme.people.services import create_admin
from programme.records.selectors.demo import account_lines
from programme.records.services.runner import release_leases
from programme.records.services.working import schedule, stop_working, work

FIRST_ADMINISTRATOR = "admin@localhost"
Say = Callable[[str], None]


def run(*, host: str, port: int, demo: bool, allow_demo: bool, say: Say) -> None:
    """Serve until INT or TERM; raises ``DomainError`` where the port is taken or demo accounts would be exposed."""
    try:
        listener = serve.bind(host, port)
    except serve.PortTakenError as error:
        text = _("is in use by another process; choose one with --port") if str(error) == "taken" else str(error)
        raise DomainError(f"{host}:{port} {text}") from error
    address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104  (compared, not bound)
    try:
        serve.heed_signals()
        _prepare(host, address, demo=demo, allow_demo=allow_demo, say=say)
        serve.serve(
            listener,
            [work, work, schedule],
            ready=lambda: say(_("Landfall is ready: %(address)s  (Ctrl-C ends it)") % {"address": address}),
            ending=stop_working,
        )
    except KeyboardInterrupt:
        say(_("Ended."))
    finally:
        listener.close()


def _prepare(host: str, address: str, *, demo: bool, allow_demo: bool, say: Say) -> None:
    """Migrate, collect, resume; then the demo, or the first administrator's link."""
    gc.freeze()  # what is imported stays: looking through it again and again costs a twentieth of a first start
    if settings.PUBLIC_URL == settings.DEFAULT_PUBLIC_URL:
        settings.PUBLIC_URL = address
    if host not in serve.LOOPBACK:
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, host]
    call_command("migrate", verbosity=0, interactive=False)
    refuse_exposed_demo(host, allow=allow_demo, seeding=demo and first_run())
    serve.collect_static()
    if serve.only_runner(Path(settings.HOME)):
        release_leases()
        if isinstance(default_storage, WholeFileStorage):
            default_storage.forget_drafts()
    if demo and first_run():
        say(_("First start: seeding the demo …"))
        call_command("demo", verbosity=0)
        _mark().touch()
    for line in [*account_lines(), set_up_line(address)]:
        if line:
            say(line)


def refuse_exposed_demo(host: str, *, allow: bool, seeding: bool) -> None:
    """Raise ``DomainError`` where accounts with the printed password would be reachable from other machines."""
    exposed = seeding or User.objects.filter(is_demo=True, is_active=True).exists()
    if exposed and host not in serve.LOOPBACK and not allow:
        text = _("Demo accounts have a known password and are refused on %(host)s; add --allow-demo or --no-demo.")
        raise DomainError(text % {"host": host})


def _mark() -> Path:
    return Path(settings.HOME) / "first-run"


def first_run() -> bool:
    """Tell whether nothing was ever started in this home: no programme, no account, no demo that was removed."""
    return not _mark().exists() and not Programme.objects.exists() and not User.objects.exists()


def set_up_line(address: str) -> str:
    """Give the first administrator's link while nobody who administers can log in; "" afterwards."""
    administrators = User.objects.active().filter(is_administrator=True)
    if any(person.has_usable_password() for person in administrators):
        return ""
    link = address + reverse("people:set_up", args=[create_admin(FIRST_ADMINISTRATOR)])
    return _("Set up the first administrator (valid once, 30 minutes): %(link)s") % {"link": link}
