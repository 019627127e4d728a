"""What phases, deliverables and gates give through the seams."""

from phases.gates.contributions import absences, attention, changes, closing, findings, pages, readings, report  # noqa: F401  (they register on import)
