"""Pages of the acceptance test."""
