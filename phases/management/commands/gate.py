"""Say what a gate asks, what is met, and what turns it green."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.errors import DomainError
from phases.gates.selectors import evaluate_gate, find_gate
from programme.scope import programme_named


class Command(BaseCommand):
    help = "Print every criterion of a gate with its value and source, and the smallest list that turns it green."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="code of the gate, such as G0 or GW")
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--wave", default="", help="for a gate that is kept per wave, such as W2")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            programme = programme_named(options["programme"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        with translation.override(programme.language):
            try:
                status = evaluate_gate(find_gate(programme, options["name"], options["wave"]))
            except DomainError as error:
                raise CommandError(str(error)) from error
            if options["json"]:
                self.stdout.write(json.dumps(status.as_json(), ensure_ascii=False))
                return
            self.stdout.write(f"{status.gate}: {status.evaluation.verdict.label}")
            for line in status.lines:
                self.stdout.write(f"  {line.criterion}: {line.value} {line.threshold} · {line.verdict} {line.gap}")
            for number, action in enumerate(status.actions, start=1):
                self.stdout.write(f"  {number}. {action.text} {action.arithmetic}")
