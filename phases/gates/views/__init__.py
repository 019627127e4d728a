"""Pages of phases, deliverables and gates."""
