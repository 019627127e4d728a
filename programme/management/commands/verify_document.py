"""Tell whether a file is byte for byte what was kept."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from programme.records.services.verification import verify_bytes


class Command(BaseCommand):
    help = "Exit 0 where the file is what was kept, 1 where it is not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            verdict = verify_bytes(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(str(error)) from error
        said = json.dumps(verdict.as_json(), ensure_ascii=False) if options["json"] else verdict.reason
        self.stdout.write(said)
        if not verdict.valid:
            sys.exit(1)
