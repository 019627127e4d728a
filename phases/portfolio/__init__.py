"""The portfolio: all programmes in which a person works, side by side. Owns no rows, refuses nothing, reads only."""
