"""Pages that only show: KPI tracker, cost of ownership, board cases."""

from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from programme.charter.selectors.showing import measure, way_status
from roi.statements.forms import CaseForm, SalesForm
from roi.statements.selectors import boards, words
from roi.statements.selectors.cost import MOST_YEARS, ownership
from roi.statements.selectors.tracker import kpi_chart, source_line, tracked
from roi.statements.views.overview import StatementMixin, drawn

YEARS = (1, 3, 5)


class Kpis(StatementMixin, TemplateView):
    """The charter's KPIs against their baselines and targets."""

    template_name = "statements/kpis.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a chart for each KPI."""
        rows = []
        for found in tracked(self.programme):
            kpi, chart = found.kpi, kpi_chart(found)
            rows.append(
                {
                    "kpi": kpi, "chart": chart, "picture": drawn(chart), "source": source_line(found),
                    "status": way_status(found.way), "baseline": measure(kpi.baseline, kpi.unit, n=kpi.baseline_n),
                    "target": measure(kpi.target, kpi.unit),
                    "actual": measure(found.way.actual, kpi.unit, n=found.way.n), "read_on": found.way.read_on,
                }
            )  # fmt: skip
        return super().get_context_data(**kwargs) | {"title": _("KPI tracker"), "rows": rows}


class Tco(StatementMixin, TemplateView):
    """Total cost of ownership over one to ten years."""

    template_name = "statements/tco.html"

    def years(self) -> int:
        """Read the years of the address; three where it says nothing sensible."""
        asked = self.request.GET.get("years", "")
        return int(asked) if asked.isascii() and asked.isdigit() and 1 <= int(asked[:4]) <= MOST_YEARS else 3

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add lines and sums."""
        found, currency = ownership(self.programme, self.years()), self.programme.currency
        per_user = found.per_user_month
        sums = [
            (_("Cost over %(n)s years (TCO)") % {"n": found.years}, words.money(found.total, currency)),
            (_("Of it one-off"), words.money(found.one_off, currency)),
            (_("Annual, each year"), words.money(found.annual, currency)),
            (_("Of it internal effort"), words.money(found.internal, currency)),
            (_("Discounted at %(rate)s") % {"rate": words.share(found.rate)}, words.money(found.discounted, currency)),
            (_("Per user and month"), _("n/a") if per_user is None else words.money(per_user, currency)),
            (_("Users"), _("n/a") if found.users is None else str(found.users)),
        ]
        rows = [(line, words.money(line.amount_minor, currency), words.money(cost, currency))
                for line, cost in found.rows]  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "title": _("Cost of ownership"), "sums": sums, "rows": rows, "years": found.years, "choices": YEARS,
            "total": words.money(found.total, currency),
        }  # fmt: skip


class Cases(StatementMixin, TemplateView):
    """A case from a board meeting, computed with every number labelled; nothing is kept."""

    template_name = "statements/cases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both forms with their answers."""
        asked = self.request.GET
        year = CaseForm(asked if "cost" in asked else None)
        sales = SalesForm(asked if "spent" in asked else None)
        return super().get_context_data(**kwargs) | {
            "title": _("Board cases"), "year": year, "sales": sales,
            "year_lines": boards.year_lines(**year.cleaned_data) if year.is_valid() else [],
            "sales_lines": boards.sales_lines(**sales.cleaned_data, currency=self.programme.currency)
            if sales.is_valid() else [],
        }  # fmt: skip
