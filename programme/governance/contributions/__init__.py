"""What governance gives: the steering pack, its evidence, its pages."""

from programme.governance.contributions import changes, evidence, pack, pages

__all__ = ["changes", "evidence", "pack", "pages"]
