"""The acceptance test in the map and on the homes, and what waits for whom."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import seams
from core.access import allows
from core.seams import AttentionItem, PageEntry, Panel
from phases.uat import permissions
from phases.uat.choices import OPEN_RUN, CycleState, DefectState
from phases.uat.models import Defect, Execution, UatCycle
from phases.uat.selectors.panels import owner_panel, tester_panel


@seams.attention.provide("uat.defects")
def defects(programme: Any, user: Any) -> list[AttentionItem]:
    """Deferrals that wait for the owner; severity 1 for who leads; what is late for who repairs it."""
    items = []
    today = timezone.localdate()
    rows = list(Defect.objects.filter(programme=programme).open().for_list())
    owner, lead = allows(permissions.owns, user, programme), allows(permissions.leads, user, programme)
    for row in rows:
        at = row.get_absolute_url()
        if owner and row.deferral_asked_on is not None:
            items.append(AttentionItem("warn", _("Deferral asked: %(row)s") % {"row": row}, at, verb=_("Decide")))
        elif lead and row.severity == 1:
            items.append(AttentionItem("bad", _("Severity 1: %(row)s") % {"row": row}, at, row.due_on, verb=_("Look")))
        elif row.fixer_id == user.pk and row.due_on is not None and row.due_on < today:
            items.append(AttentionItem("warn", str(row), at, row.due_on, verb=_("Repair")))
    fresh = sum(row.state == DefectState.NEW for row in rows)
    if lead and fresh:
        text = ngettext("%(n)d defect to triage", "%(n)d defects to triage", fresh) % {"n": fresh}
        items.append(AttentionItem("wait", text, reverse("uat:defects", args=[programme.slug]) + "?state=new"))
    return items


@seams.attention.provide("uat.executions")
def executions(programme: Any, user: Any) -> list[AttentionItem]:
    """One's own cases that wait for a result, in one item; one query."""
    rows = Execution.objects.filter(programme=programme, tester=user, state__in=OPEN_RUN).counting()
    count = rows.filter(cycle__state=CycleState.RUNNING).count()
    if not count:
        return []
    text = ngettext("%(n)d test case to run", "%(n)d test cases to run", count) % {"n": count}
    url = reverse("uat:executions", args=[programme.slug]) + "?mine=true&open=true"
    return [AttentionItem("wait", text, url, verb=_("Run"))]


@seams.attention.provide("uat.blocked")
def blocked(programme: Any, user: Any) -> list[AttentionItem]:
    """Suspended cycles, for who leads; one query."""
    if not allows(permissions.leads, user, programme):
        return []
    rows = UatCycle.objects.filter(programme=programme, state=CycleState.SUSPENDED)
    return [
        AttentionItem("warn", _("%(cycle)s is suspended") % {"cycle": row}, row.get_absolute_url(), verb=_("Resume"))
        for row in rows.for_list()
    ]


seams.pages.add(
    "uat",
    PageEntry(
        label=gettext_lazy("UAT"), url_name="uat:cycles", icon="checklist", order=70, group=2, key="u",
        visible=permissions.sees_inside,
        panels=(
            Panel(frozenset({"owner"}), "uat/_panel_owner.html", owner_panel, order=20,
                  covers=frozenset({"uat.defects"})),
            Panel(frozenset({"learner"}), "uat/_panel_tester.html", tester_panel, order=15,
                  covers=frozenset({"uat.executions"})),
        ),
    ),
)  # fmt: skip
