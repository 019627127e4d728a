"""The embedded mode's process: a bound port, collected static files, worker threads and the web server."""

import errno
import hashlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

import waitress
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
WEB_THREADS = 8
LAST_SECONDS = 1.0  # what a running job gets to go back to the queue
Worker = Callable[[threading.Event], None]


class PortTakenError(Exception):
    """Another process listens there, or the address is not ours; carries one line for a person."""


def bind(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done; who connects early waits. Raises ``PortTakenError``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except (OSError, OverflowError) as error:
        listener.close()
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        raise PortTakenError("taken" if taken else str(error)) from error
    return listener


def heed_signals() -> None:
    """End on INT and TERM alike, also where a background shell left INT ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def collect_static() -> bool:
    """Collect the static files unless what is collected is what the sources say; tells whether it did."""
    root = Path(settings.STATIC_ROOT)
    mark, now = root / ".collected", _fingerprint()
    if mark.is_file() and mark.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(now)
    return True


def _fingerprint() -> str:
    """Hash names, sizes and times of every source file."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            seen.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def only_runner(home: Path) -> bool:
    """Tell whether this is the only process that runs jobs from this home; held until the process ends."""
    try:
        import fcntl
    except ImportError:  # a system without it takes leases when they run out
        return False
    file = (home / "runner.lock").open("w")
    _kept.append(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


_kept: list[Any] = []


def serve(
    listener: socket.socket, workers: Iterable[Worker], *, ready: Callable[[], None], ending: Callable[[], None]
) -> None:
    """Serve pages and run the workers until a signal; all threads end within about a second."""
    from core.wsgi import application  # after the static files are there: WhiteNoise reads them once

    server = waitress.create_server(application, sockets=[listener], threads=WEB_THREADS, ident="landfall")
    stop = threading.Event()
    threads = [threading.Thread(target=worker, args=[stop], daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    ready()
    try:
        server.run()
    finally:
        stop.set()
        ending()
        for thread in threads:
            thread.join(LAST_SECONDS)
        server.close()
        sys.stdout.flush()
