"""What governance gives: the steering pack, its evidence, its pages."""

from programme.governance.contributions import changes, charter, evidence, findings, pack, pages

__all__ = ["changes", "charter", "evidence", "findings", "pack", "pages"]
