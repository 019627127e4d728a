"""Assess a programme's plan by the fourteen tests of a schedule."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from phases.plan.selectors import plan_health
from phases.plan.selectors.reports import health_report, health_text
from programme.charter.models import Programme


class Command(BaseCommand):
    help = "Assess the plan: fourteen tests, each with value, limit, verdict and what fails it. Exit 1 where one fails."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            found = plan_health(Programme.objects.get(slug=options["programme"]))
        except Programme.DoesNotExist as error:
            raise CommandError(str(error), returncode=2) from error
        if found is None:
            raise CommandError("There is nothing to assess: no tasks, or links in a circle.", returncode=2)
        told = json.dumps(health_report(found), ensure_ascii=False) if options["as_json"] else health_text(found)
        self.stdout.write(told)
        if found.failed:
            raise SystemExit(1)
