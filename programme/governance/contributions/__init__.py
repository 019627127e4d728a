"""What governance gives: the steering pack, its evidence, its pages."""

from programme.governance.contributions import evidence, pack, pages

__all__ = ["evidence", "pack", "pages"]
