"""Check the vendored browser files against their hashes, or fetch and rebuild them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import vendor


class Command(BaseCommand):
    help = "Check the vendored CSS, JavaScript, icons and fonts against the manifest, or rebuild them from npm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one of the two acts; checking is the default."""
        acts = parser.add_mutually_exclusive_group()
        acts.add_argument("--check", action="store_true", help="compare with the manifest (default)")
        acts.add_argument("--refresh", action="store_true", help="fetch with npm pack and rebuild")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refresh where asked; end with an error where the folder and the manifest disagree."""
        if options["refresh"]:
            for name in vendor.refresh():
                self.stdout.write(f"changed: {name}")
        found = vendor.problems()
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(vendor.manifest()['files'])} files match the manifest")
