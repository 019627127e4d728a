"""Print the plan rules that a programme fails, each with its remedy."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import DomainError
from programme.checks.selectors import check_json
from programme.scope import programme_named


class Command(BaseCommand):
    help = "Print the plan rules that fail, each with its remedy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True)
        parser.add_argument("--language", choices=["zh-hans", "en"], default=None)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            programme = programme_named(options["programme"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        with translation.override(options["language"] or programme.language):
            told = check_json(programme)
            if options["json"]:
                self.stdout.write(json.dumps(told, ensure_ascii=False))
                return
            for finding in told["findings"]:
                self.stdout.write(f"{finding['severity']:4}  {finding['rule']}  {finding['text']}")
                until = finding["waived_until"]
                self.stdout.write(
                    f"      → {finding['remedy']}"
                    + (f"  [{_('waived until %(day)s') % {'day': until}}]" if until else "")
                )
