"""Every write of usage: files become parts, parts become roll-ups; weights and completeness of scorecards."""
