"""Records of the landscape: systems and interfaces, data, access."""

from programme.landscape.models.access import AccessRule
from programme.landscape.models.data import DataField, MasterRecord, PersonalData, TestDataSet
from programme.landscape.models.systems import Interface, SourceSystem

__all__ = [
    "AccessRule", "DataField", "Interface", "MasterRecord", "PersonalData", "SourceSystem", "TestDataSet",
]  # fmt: skip
