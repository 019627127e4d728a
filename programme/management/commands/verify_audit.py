"""Compute the audit chain again and tell whether it is whole."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from programme.records.services.verification import verify_chain, verify_every_chain
from programme.scope import programme_named


class Command(BaseCommand):
    help = "Exit 0 where every chain (or the programme's) is whole, 1 where one is not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", metavar="S", help="one programme's chain; without it every chain")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            programme = programme_named(options["programme"]) if options["programme"] else None
        except DomainError as error:
            raise CommandError(str(error)) from error
        verdicts = {programme.public_id: verify_chain(programme.public_id)} if programme else verify_every_chain()
        broken = [verdict for verdict in verdicts.values() if not verdict.valid]
        worst = broken[0] if broken else None
        if options["json"]:
            chains = {chain or "installation": verdict.as_json() for chain, verdict in verdicts.items()}
            reason = worst.reason if worst else "; ".join(verdict.reason for verdict in verdicts.values())
            self.stdout.write(json.dumps({"valid": worst is None, "reason": reason, "chains": chains}))
        else:
            for chain, verdict in verdicts.items():
                self.stdout.write(f"{chain or 'installation'}: {verdict.reason}")
        if worst:
            sys.exit(1)
