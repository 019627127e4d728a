"""Say what a newer version of its blueprint offers a programme, and take lines of it over."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.errors import DomainError
from phases.gates.selectors.updates import STATUS_WORDS, update_json, update_of
from phases.gates.services import take_update
from programme.scope import programme_named


class Command(BaseCommand):
    help = "Print what the newest blueprint would add and change, and what stays; take or keep lines by their ids."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--take", nargs="+", default=[], metavar="ID", help="such as task:T69")
        parser.add_argument("--keep", nargs="+", default=[], metavar="ID")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            programme = programme_named(options["programme"])
            with translation.override(programme.language):
                if options["take"] or options["keep"]:
                    take_update(programme, actor=None, take=options["take"], keep=options["keep"])
                update = update_of(programme)
                told: dict[str, Any] = (
                    update_json(update) if update else {"blueprint": programme.blueprint, "lines": []}
                )
                words = {name: str(word) for name, word in STATUS_WORDS.items()}
        except DomainError as error:
            raise CommandError(str(error), returncode=2) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"{told['blueprint']} {told.get('version', '–')} → {told.get('newest', '–')}")
        for line in told["lines"]:
            self.stdout.write(f"  {line['id']}  {line['name']} · {words[line['status']]} {line['reason']}".rstrip())
