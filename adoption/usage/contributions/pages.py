"""The entry of adoption in the map, and the data analyst's parts of the home."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.usage.permissions import can_import, can_see
from adoption.usage.selectors.figures import latest, read_population, whole
from adoption.usage.selectors.periods import reach_of
from adoption.usage.selectors.showing import share
from core import seams
from core.access import allows
from core.documents.model import Status
from core.memo import once
from core.seams import AttentionItem, PageEntry, Panel
from programme.records.selectors.imports import imports_of, is_working

SHOWN = 6
HOMES = frozenset({"data"})


def imports_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """The newest imports with how each ended; one query."""
    if not allows(can_import, user, programme):
        return None
    return {"rows": [(run, _state(run)) for run in imports_of(programme).defer("before", "after")[:SHOWN]]}


def _state(run: Any) -> Status:
    if is_working(run):
        return Status("run", _("In progress"))
    if run.undone_at:
        return Status("none", _("Undone"))
    if run.applied_at:
        return Status("warn", _("Imported in part")) if run.verdict.get("refused") else Status("done", _("Imported"))
    return Status("wait", _("Not imported yet"))


def quality_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """How fresh and how complete the usage data are."""
    if not allows(can_import, user, programme):
        return None
    reach = once(programme, "usage.reach", lambda: reach_of(programme))
    days = latest(programme)
    if reach is None or days is None:
        return {"reach": None}
    found = read_population(programme, *days)
    figures = whole(found).figures
    daily = share(figures.daily) if figures else None
    return {"reach": reach, "stale": reach.stale(timezone.now()), "strangers": found.strangers, "daily": daily}


@seams.attention.provide("usage.stale")
def stale_data(programme: Any, user: Any) -> list[AttentionItem]:
    """Usage that has not come for a week, for those who bring it."""
    if not allows(can_import, user, programme) or not user.roles_in(programme):
        return []
    reach = once(programme, "usage.reach", lambda: reach_of(programme))
    if reach is None or not reach.stale(timezone.now()):
        return []
    text = _("CRM usage ends on %(day)s") % {"day": f"{reach.last:%Y-%m-%d}"}
    url = f"/p/{programme.slug}/imports/new/?kind=usage"
    return [AttentionItem("stale", text, url, verb=_("Import"))]


seams.pages.add(
    "usage",
    PageEntry(
        label=gettext_lazy("Adoption"),
        url_name="usage:overview",
        icon="trending-up",
        order=110,
        group=2,
        visible=can_see,
        panels=(
            Panel(HOMES, "usage/_panel_imports.html", imports_panel, order=20),
            Panel(HOMES, "usage/_panel_quality.html", quality_panel, order=20, side=True),
        ),
    ),
)
