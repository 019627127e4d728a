"""Pages of the sourcing decision."""

from programme.sourcing.views.acts import Begin, Describe, Propose, Score, TakeBack, Weights
from programme.sourcing.views.overview import Overview
from programme.sourcing.views.vendors import Register, RowEdit, RowNew, RowPage, RowRemove

__all__ = [
    "Begin", "Describe", "Overview", "Propose", "Register", "RowEdit", "RowNew", "RowPage", "RowRemove", "Score",
    "TakeBack", "Weights",
]  # fmt: skip
