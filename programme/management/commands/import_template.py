"""Write an empty file of a kind, ready to fill in."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from core.imports.templates import FORMATS, template_file
from programme.records.selectors.imports import kind_named


class Command(BaseCommand):
    help = "Write headings, one example row and the accepted values of a kind, as CSV or XLSX."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[code for code, _ in settings.LANGUAGES]
        )
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="FILE.csv or FILE.xlsx")

    def handle(self, *_args: Any, **options: Any) -> None:
        output: Path = options["output"]
        file_format = output.suffix.lstrip(".").lower()
        if file_format not in FORMATS:
            raise CommandError(f"{output}: .csv / .xlsx", returncode=2)
        try:
            output.write_bytes(template_file(kind_named(options["kind"]), options["language"], file_format))
        except (DomainError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(str(output))
