"""What governance gives: the steering pack, its evidence, its pages, minutes to sign, the charter by request."""

from programme.governance.contributions import changes, charter, evidence, findings, minutes, pack, pages, rhythm

__all__ = ["changes", "charter", "evidence", "findings", "minutes", "pack", "pages", "rhythm"]
