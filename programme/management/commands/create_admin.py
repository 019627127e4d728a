"""Make an administrator and print the link that sets the password."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from core.errors import DomainError
from programme.people.services import create_admin


class Command(BaseCommand):
    help = "Make an administrator; prints a set-up link, valid once and 30 minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="name shown to others")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            token = create_admin(options["email"], name=options["name"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(settings.PUBLIC_URL.rstrip("/") + reverse("people:set_up", args=[token]))
