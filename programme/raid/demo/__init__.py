"""The demo's registers: those of the story, and what a larger size adds."""

from programme.raid.demo import larger, stands, told

__all__ = ["larger", "stands", "told"]
