"""Write all rows of a kind to a file that imports again unchanged."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from programme.landscape.selectors import hidden_kinds
from programme.landscape.services import export_openly
from programme.records.selectors.imports import export_kind, kind_named
from programme.scope import programme_named


class Command(BaseCommand):
    help = "Export a kind; the ending of the file chooses the format."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind")
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--language", default="", choices=["", *dict(settings.LANGUAGES)])
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        output: Path = options["output"]
        try:
            programme = programme_named(options["programme"])
            language = options["language"] or programme.language
            kind = kind_named(options["kind"])
            output.write_bytes(export_kind(programme, kind, language=language, suffix=output.suffix))
            hidden = hidden_kinds(programme) & {column.personal for column in kind.columns}
            if hidden or kind.hide is not None:
                export_openly(programme, title=str(kind.label), kinds=hidden, actor=None)
        except (DomainError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(str(output))
