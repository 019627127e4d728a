"""What governance gives: the steering pack, its evidence, its pages, minutes to sign."""

from programme.governance.contributions import changes, evidence, minutes, pack, pages

__all__ = ["changes", "evidence", "minutes", "pack", "pages"]
