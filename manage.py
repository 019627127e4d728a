#!/usr/bin/env python
"""Landfall's command line: ``uv run manage.py up`` starts everything."""

import os
import sys


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    from core.commands import run

    run(sys.argv)


if __name__ == "__main__":
    main()
