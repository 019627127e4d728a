"""Pages of the landscape."""

from programme.landscape.views.acts import (
    AccessPreset,
    DataApprove,
    InterfaceFail,
    InterfacePass,
    InterfaceSpecify,
    RecordMerge,
)
from programme.landscape.views.books import Register, RowEdit, RowNew, RowPage, RowRemove
from programme.landscape.views.overview import MatrixPage, Overview

__all__ = [
    "AccessPreset", "DataApprove", "InterfaceFail", "InterfacePass", "InterfaceSpecify", "MatrixPage", "Overview",
    "RecordMerge", "Register", "RowEdit", "RowNew", "RowPage", "RowRemove",
]  # fmt: skip
