"""What governance gives: the steering pack, its evidence, its pages."""

from programme.governance.contributions import changes, evidence, findings, pack, pages

__all__ = ["changes", "evidence", "findings", "pack", "pages"]
