"""Start a programme from a blueprint."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from phases.gates.services import start_programme
from programme.people.models import User


class Command(BaseCommand):
    help = "Make a programme with the phases, tasks, gates, risks, KPIs and courses of a blueprint."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slug", required=True)
        parser.add_argument("--name", default="", help="name shown on papers; the slug where not given")
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans")
        parser.add_argument("--blueprint", default="crm-four-phase-v1", help="crm-four-phase-v1 or empty")
        parser.add_argument("--profile", choices=["sme", "enterprise"], default="enterprise")
        parser.add_argument("--start", type=dt.date.fromisoformat, default=None, metavar="DATE")
        parser.add_argument("--waves", type=int, default=1, metavar="N")
        parser.add_argument("--owner", default="", metavar="EMAIL", help="becomes the project manager")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        wanted = {name: options[name] for name in ["slug", "language", "blueprint", "profile", "start", "waves"]}
        try:
            owner = User.objects.get(email__iexact=options["owner"]) if options["owner"] else None
            started = start_programme(name=options["name"] or options["slug"], owner=owner, actor=None, **wanted)
        except User.DoesNotExist as error:
            raise CommandError(f"no account has the address {options['owner']}") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(started.as_json(), ensure_ascii=False))
            return
        counts = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in started.counts.items())
        self.stdout.write(f"{started.programme.slug}: {counts}; {started.start} to {started.finish}")
