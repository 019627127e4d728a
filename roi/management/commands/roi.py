"""Print the figures of an ROI statement, or of the ledger as it stands."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.errors import DomainError
from programme.scope import programme_named
from roi.statements.selectors.acts import told


class Command(BaseCommand):
    help = "Print BCR, net ROI, NPV, IRR, MIRR and payback of a quarter: locked, or as it stands now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True, metavar="S")
        parser.add_argument("--quarter", default="", metavar="2027Q1", help="default: the last one that is locked")
        parser.add_argument("--language", choices=["zh-hans", "en"], default=None)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            programme = programme_named(options["programme"])
            with translation.override(options["language"] or programme.language):
                found = told(programme, options["quarter"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        state = found["state"] or "not locked"
        self.stdout.write(f"{found['programme']}  {found['quarter']}  {state}  {found['sha256'] or ''}".rstrip())
        for line in found["printed"].values():
            self.stdout.write(f"  {line['label']}: {' | '.join(line['values'])}")
        self.stdout.write(found["convention"])
