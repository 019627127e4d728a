"""Pages of ROI: overview, statements, terms, KPI tracker, cost of ownership, board cases."""

from roi.statements.views.acts import Lock, Sign, Terms
from roi.statements.views.overview import Overview, StatementDetail
from roi.statements.views.reports import Cases, Kpis, Tco

__all__ = ["Cases", "Kpis", "Lock", "Overview", "Sign", "StatementDetail", "Tco", "Terms"]
