"""Records of the acceptance test: cycles with their entry and concessions, cases, executions, defects."""

from phases.uat.models.cases import TestCase
from phases.uat.models.cycles import EntryStatement, UatConcession, UatCycle
from phases.uat.models.defects import Defect
from phases.uat.models.executions import Execution

__all__ = ["Defect", "EntryStatement", "Execution", "TestCase", "UatConcession", "UatCycle"]
