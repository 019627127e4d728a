"""Commands that need no table."""
