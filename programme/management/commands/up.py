"""Run the whole product from one process: web, job runner and scheduler."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from programme.records.services import embedded


class Command(BaseCommand):
    help = "Migrate, seed the demo on a first run, then serve pages and run jobs until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--no-demo", action="store_true", help="start empty; prints the set-up link")
        parser.add_argument("--allow-demo", action="store_true", help="demo accounts on a host that others reach")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            embedded.run(
                host=options["host"],
                port=options["port"],
                demo=not options["no_demo"],
                allow_demo=options["allow_demo"],
                say=self._say,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
