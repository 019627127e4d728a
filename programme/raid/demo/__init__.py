"""The demo's risks and issues: those of the story, and what a larger size adds."""

from programme.raid.demo import larger, told

__all__ = ["larger", "told"]
