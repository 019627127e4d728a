"""What the catalogue gives: its kinds of import, the plan rules about courses, and what a change means for them."""

from training.catalogue.contributions import changes, findings, kinds

__all__ = ["changes", "findings", "kinds"]
