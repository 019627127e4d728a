"""Write one document to a file, from now or from a moment that was frozen."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from programme.records.services.papers import paper_at
from programme.scope import programme_named


class Command(BaseCommand):
    help = "Draw a document: charter, steering, gate and whatever kinds the slices give."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind")
        parser.add_argument("--programme", required=True, metavar="S")
        parser.add_argument("--gate", default="")
        parser.add_argument("--wave", default="")
        parser.add_argument("--quarter", default="")
        parser.add_argument("--as-of", default="now", metavar="D", help="now, or a moment with a snapshot")
        parser.add_argument("--language", default="")
        parser.add_argument("--format", default="", help="pdf, html, pptx, docx or xlsx; else what FILE ends with")
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        output = options["output"]
        try:
            programme = programme_named(options["programme"])
            kept = paper_at(
                programme,
                kind=options["kind"],
                subject=":".join(filter(None, (options["gate"], options["wave"], options["quarter"]))),
                moment=options["as_of"],
                language=options["language"] or programme.language,
                fmt=options["format"] or output.suffix.lstrip(".").lower() or "pdf",
                actor=None,
            )
            output.write_bytes(kept.read())
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        facts = {"file": str(output), "number": kept.document.number, "version": kept.document.version_text}
        facts |= {"sha256": kept.sha256, "snapshot": kept.document.snapshot.sha256, "code": kept.document.verify_code}
        self.stdout.write(json.dumps(facts) if options["json"] else f"{output}  {kept.document}  {kept.sha256}")
