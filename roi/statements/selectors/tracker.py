"""The KPIs of the charter on their way: baseline, target and readings as one chart each."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.documents.model import Chart, Series, Target
from programme.charter.selectors import kpi_figures
from programme.charter.selectors.figures import KpiFigures
from programme.charter.selectors.showing import tidy, unit_word

if TYPE_CHECKING:
    from programme.charter.models import Programme

DEFAULT = ("K01", "K02", "K03", "K06")  # conversion, sales cycle, renewal, output per head


def tracked(programme: "Programme") -> list[KpiFigures]:
    """Give the four default KPIs first, then every other that has a signed or written baseline; five queries."""
    rows = kpi_figures(programme)
    first = [row for code in DEFAULT for row in rows if row.kpi.code == code]
    rest = [row for row in rows if row.kpi.code not in DEFAULT and not row.kpi.is_example and row.readings]
    return first + rest


def kpi_chart(found: KpiFigures) -> Chart | None:
    """Draw readings against the lines of baseline and target; None while nothing was read."""
    kpi, readings = found.kpi, sorted(found.readings, key=lambda one: one.read_on)
    if not readings:
        return None
    levels = ((kpi.baseline, _("baseline")), (kpi.target, _("target")))
    return Chart(
        kind="line",
        title=str(kpi),
        labels=tuple(f"{one.read_on:%m-%d}" for one in readings),
        series=(Series(_("actual"), tuple(tidy(one.value) for one in readings)),),
        targets=tuple(Target(tidy(value), word) for value, word in levels if value is not None),
        unit=unit_word(kpi.unit),
        note=source_line(found),
    )


def source_line(found: KpiFigures) -> str:
    """Say where the readings come from and how many cases the last one rests on."""
    n = found.way.n
    said = {"source": found.kpi.source or _("no source named"), "n": "–" if n is None else n}
    return _("source: %(source)s · n = %(n)s") % said
