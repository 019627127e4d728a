"""Rows in named states for tests; each app has its own module here."""
