"""Import a file into a programme."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.errors import DomainError
from programme.charter.models import Programme
from programme.records.selectors.imports import import_json
from programme.records.selectors.reports import import_report
from programme.records.services.imports import run_import
from programme.scope import programme_named


class Command(BaseCommand):
    help = (
        "Import a file; what is found is told in the programme's language. "
        "Exit code: 0 all rows accepted, 1 some refused, 2 the file cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind")
        parser.add_argument("file", type=Path)
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would happen")
        parser.add_argument("--mapping", type=Path, metavar="FILE", help='JSON {"heading": "field"}')
        parser.add_argument("--all-or-nothing", action="store_true", help="write nothing if one row is refused")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            programme = programme_named(options["programme"])
        except DomainError as error:
            self._give_up(error, options)
        with translation.override(programme.language):
            self._import(programme, options)

    def _import(self, programme: Programme, options: dict[str, Any]) -> None:
        try:
            mapping = json.loads(options["mapping"].read_text("utf-8-sig")) if options["mapping"] else None
            run = run_import(
                programme,
                kind=options["kind"],
                data=options["file"],
                filename=options["file"].name,
                actor=None,
                mapping=mapping,
                dry_run=options["dry_run"],
                all_or_nothing=options["all_or_nothing"],
            )
        except (DomainError, OSError, ValueError) as error:
            self._give_up(error, options)
        told = import_json(run)
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["as_json"] else import_report(told))
        if told["refused"]:
            sys.exit(1)

    def _give_up(self, error: Exception, options: dict[str, Any]) -> NoReturn:
        if options["as_json"]:
            self.stdout.write(json.dumps({"kind": options["kind"], "error": str(error)}, ensure_ascii=False))
        raise CommandError(str(error), returncode=2) from error
