"""Commands of the phases."""
