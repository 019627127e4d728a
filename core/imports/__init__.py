"""Imports and exports without rows: read a file, map its columns, judge each cell, hand over what is right."""
