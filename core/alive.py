"""A sign of life that a container's health check can look at without starting Python: a file's time."""

import os
from pathlib import Path


def touch() -> None:
    """Set the time of the file that ``LANDFALL_ALIVE_FILE`` names, where it names one."""
    if name := os.environ.get("LANDFALL_ALIVE_FILE"):
        Path(name).touch()
