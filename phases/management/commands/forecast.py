"""Forecast a programme's dates by simulation."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from phases.plan.choices import Distribution
from phases.plan.selectors import forecast_report, forecast_text
from phases.plan.services import simulate
from programme.charter.models import Programme


class Command(BaseCommand):
    help = "Run the plan many times over and store when it ends: P10, P50, P80, P90 of gates, waves and the finish."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--runs", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=None, help="the same seed gives the same result")
        parser.add_argument("--distribution", choices=Distribution.values, default=Distribution.TRIANGULAR)
        parser.add_argument("--correlation", type=int, default=30, help="inside a team, per cent")
        parser.add_argument("--without-risks", action="store_false", dest="risks")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        asked = {name: options[name] for name in ("runs", "seed", "distribution", "correlation", "risks")}
        try:
            programme = Programme.objects.get(slug=options["programme"])
            simulation = simulate(programme, actor=None, **asked)
        except (DomainError, Programme.DoesNotExist) as error:
            raise CommandError(str(error), returncode=2) from error
        told = forecast_report(simulation)
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["as_json"] else forecast_text(told))
