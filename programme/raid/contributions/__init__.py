"""What risks and issues give through the seams."""

from programme.raid.contributions import findings, frame, kinds, papers  # noqa: F401  (they register on import)
