"""Adoption figures of a programme."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from adoption.usage.choices import Cut
from adoption.usage.selectors.asked import asked_cut, asked_days
from adoption.usage.selectors.figures import adoption_json
from adoption.usage.selectors.report import adoption_report
from adoption.usage.services.looks import note_people_read
from core.errors import DomainError
from programme.scope import programme_named


class Command(BaseCommand):
    help = "Print adoption figures with numerators and denominators; dau, wau and mau are of the last day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--from", default="", dest="first", metavar="DATE")
        parser.add_argument("--to", default="", dest="last", metavar="DATE")
        parser.add_argument("--by", default="", metavar="|".join(Cut.values))
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            programme = programme_named(options["programme"])
            first, last = asked_days(programme, options["first"], options["last"])
            cut = asked_cut(options["by"])
        except DomainError as error:
            raise CommandError(str(error), returncode=2) from error
        if cut == Cut.USER:
            note_people_read(programme, first=first, last=last, actor=None)
        with translation.override(programme.language):
            told = adoption_json(programme, first, last, by=cut, hide=False)
            said = json.dumps(told, ensure_ascii=False) if options["as_json"] else adoption_report(told)
        self.stdout.write(said)
