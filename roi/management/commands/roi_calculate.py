"""Compute the measures of bare cash flows from a file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import BadInputError
from roi.statements.selectors.bare import calculated


class Command(BaseCommand):
    help = "Compute NPV, ROI, BCR, IRR, MIRR, XIRR and payback of the cash flows in a JSON file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            found = calculated(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}", returncode=2) from error
        except BadInputError as error:
            lines = [f"{name}: {text}" if name else str(text) for name, texts in error.fields.items() for text in texts]
            raise CommandError("\n".join(lines)) from error
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for name, value in found.items():
            self.stdout.write(f"{name:26} {'–' if value is None else value}")
