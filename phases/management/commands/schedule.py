"""Compute the dates of a programme's plan."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.errors import DomainError
from phases.plan.selectors import schedule_report, schedule_text
from phases.plan.services import reschedule
from programme.scope import programme_named


class Command(BaseCommand):
    help = "Compute early and late dates, float and the critical path, and store them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            programme = programme_named(options["programme"])
            result = reschedule(programme, actor=None)
        except DomainError as error:
            raise CommandError(str(error), returncode=2) from error
        with translation.override(programme.language):
            told = schedule_report(programme, result)
            self.stdout.write(json.dumps(told, ensure_ascii=False) if options["as_json"] else schedule_text(told))
