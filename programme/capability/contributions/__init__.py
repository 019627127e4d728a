"""What the company brings, in the charter, in the plan check and as files."""

from programme.capability.contributions import kinds, papers

__all__ = ["kinds", "papers"]
