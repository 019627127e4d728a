"""Run the clock of an installation with several processes."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from programme.records.services.working import schedule


class Command(BaseCommand):
    help = "Ask for nightly work and tell the broker of jobs it has not heard of, until TERM or INT. Two agree."

    def handle(self, *_args: Any, **_options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stop.set())
        schedule(stop)
