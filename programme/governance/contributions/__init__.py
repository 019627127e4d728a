"""What governance gives: the steering pack, its evidence, its pages, what is signed, the charter by request."""

from programme.governance.contributions import (
    changes,
    charter,
    evidence,
    findings,
    minutes,
    pack,
    pages,
    rhythm,
    signing,
)

__all__ = ["changes", "charter", "evidence", "findings", "minutes", "pack", "pages", "rhythm", "signing"]
