"""Seed the living example, or remove it whole."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.demo import SIZES
from core.errors import DomainError
from programme.records.selectors.demo import demo_lines
from programme.records.services.demo import remove_demo, tell_demo


class Command(BaseCommand):
    help = "Seed a company half-way through its pilot, in one language; --remove takes all of it away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=["zh-hans", "en"], default=None)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--size", choices=list(SIZES), default="small")
        parser.add_argument("--today", type=dt.date.fromisoformat, default=None)
        parser.add_argument("--remove", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["remove"]:
                removed = remove_demo()
                self.stdout.write(f"{removed} programmes removed")
                return
            story = tell_demo(
                language=options["language"], seed=options["seed"], size=options["size"], today=options["today"]
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write("\n".join(demo_lines(story.programme)))
