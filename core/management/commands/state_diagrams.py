"""Draw the state diagrams of the code into docs/concepts.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.diagrams import page


class Command(BaseCommand):
    help = "Draw the state diagrams into docs/concepts.md; with --check only tell whether they are in step."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "concepts.md"
        old = path.read_text(encoding="utf-8")
        new = page(old)
        if options["check"] and new != old:
            raise CommandError("docs/concepts.md is out of step: run manage.py state_diagrams")
        if not options["check"]:
            path.write_text(new, encoding="utf-8")
