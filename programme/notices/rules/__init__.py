"""What is computed about notices, without rows, clock or network."""

from programme.notices.rules import channels, defaults, targets, timing

__all__ = ["channels", "defaults", "targets", "timing"]
