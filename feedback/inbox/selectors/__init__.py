"""Reads of feedback: what may be done, how the clocks stand, what a page shows."""
