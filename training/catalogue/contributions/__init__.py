"""What the catalogue gives: its kinds of import, and the plan rules about courses."""

from training.catalogue.contributions import findings, kinds

__all__ = ["findings", "kinds"]
