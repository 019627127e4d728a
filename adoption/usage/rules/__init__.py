"""Pure rules: which layout a file has, what an event is, who an account is, and what the figures are."""
