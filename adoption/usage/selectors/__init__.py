"""Reads of usage: the people that count, the figures, the imports and the scorecards."""
