"""The four phases: gates, plan, redesign, UAT, migration, rollout and releases."""
