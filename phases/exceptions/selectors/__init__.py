"""Reads of exceptions, of tolerances with their forecasts, and of what the house drafts."""
