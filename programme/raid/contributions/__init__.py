"""What risks and issues give through the seams."""

from programme.raid.contributions import frame, kinds, papers  # noqa: F401  (they register on import)
