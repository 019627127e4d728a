"""The entry in the map, the committee's panel, what waits for whom, and what the plan check asks."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import presence, seams
from core.seams import AttentionItem, Finding, PageEntry, Panel, Rule, plan_rules
from phases.exceptions import permissions
from phases.exceptions.choices import ExceptionState
from phases.exceptions.models import ExceptionReport
from phases.exceptions.permissions import ACTIONS
from phases.exceptions.selectors.reports import exception_status, exceptions, gap_text, open_exceptions
from programme.charter.choices import RUNNING, Pitfall

LATE = Rule(
    "exceptions.undecided", "bad", Pitfall.GOALS,
    gettext_lazy("The committee decides an exception within two working days"),
    gettext_lazy("Let the committee decide: a new tolerance, a new plan, or a stop."),
)  # fmt: skip
UNRAISED = Rule(
    "exceptions.unraised", "warn", Pitfall.GOALS,
    gettext_lazy("No forecast beyond its tolerance is kept from the committee"),
    gettext_lazy("Check the draft of the exception, and raise it."),
)  # fmt: skip


def _count(user: Any, programme: Any) -> tuple[str, int] | None:
    if not permissions.can_read(user, programme):
        return None
    n = ExceptionReport.objects.filter(programme=programme).open().count()
    return ("bad", n) if n else None


def asked_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Open exceptions for the committee, with the way to decide; hidden where there is none; one query."""
    if not permissions.can_read(user, programme):
        return None
    rows = open_exceptions(programme)
    if not rows:
        return None
    told = [
        (row, exception_status(row), gap_text(row), row.state == ExceptionState.RAISED and ACTIONS["decide"](user, row))
        for row in rows
    ]
    return {"rows": told}


seams.pages.add(
    "exceptions.exceptions",
    PageEntry(
        label=gettext_lazy("Exceptions"),
        url_name="exceptions:exceptions",
        icon="alert-triangle",
        order=142,
        group=3,
        visible=permissions.can_read,
        count=_count,
        panels=(Panel(frozenset({"steering"}), "exceptions/_panel.html", asked_panel, order=8),),
    ),
)


@seams.attention.provide("exceptions.open")
def waiting(programme: Any, user: Any) -> list[AttentionItem]:
    """Exceptions to raise for the project manager, to decide for the committee; one query."""
    today, items = timezone.localdate(), []
    for row in exceptions(programme).open():
        url, text = row.get_absolute_url(), _("%(row)s: %(gap)s") % {"row": row, "gap": gap_text(row)}
        if row.state == ExceptionState.PROPOSED and ACTIONS["raise"](user, row):
            items.append(AttentionItem("bad", text, url, None, verb=_("Raise")))
        elif row.state == ExceptionState.RAISED and ACTIONS["decide"](user, row):
            items.append(
                AttentionItem("bad" if row.late(today) else "warn", text, url, row.decide_by, verb=_("Decide"))
            )
    return items


def _amiss(programme: Any) -> QuerySet[ExceptionReport]:
    today = timezone.localdate()
    late = Q(state=ExceptionState.RAISED, decide_by__lt=today)
    return exceptions(programme).filter(late | Q(state=ExceptionState.PROPOSED, found_on__lt=today))


AMISS = presence.ask("exceptions.amiss", _amiss)


@plan_rules.provide("exceptions.open", LATE, UNRAISED)
def findings(programme: Any) -> list[Finding]:
    """Exceptions that nobody raised, or nobody decided in time; a query where some are."""
    if programme.state not in RUNNING:
        return []
    today, url = timezone.localdate(), reverse("exceptions:exceptions", args=[programme.slug])
    (some,) = presence.stand(programme, AMISS)
    rows = list(_amiss(programme)) if some else []
    return [
        *LATE.over((row for row in rows if row.late(today)), url),
        *UNRAISED.over((row for row in rows if row.state == ExceptionState.PROPOSED and row.found_on < today), url),
    ]
