"""Pages of the rollout: waves, the roster, the cutover runbook."""
