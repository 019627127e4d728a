"""What the plan says of a change request, and that it follows one which was granted."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import seams
from core.seams import Evidence, Impact, Link, Scope, Touched
from phases.plan.models import PlanBaseline
from phases.plan.selectors.outlook import Likely, outlook_for
from phases.plan.selectors.ripple import Computed, Line, baseline_days, ripple_of
from phases.plan.services.changes import carry_out
from programme.governance.models import ChangeRequest
from programme.governance.selectors.changes import change_figures, creep

SHOWN = 12


@seams.impacts.provide("plan")
def moved(programme: Any, change: Any) -> list[Impact]:
    """Say what the change's edits move: the end, gates, waves, milestones, tasks, and which become critical."""
    url = reverse("plan:change_edits", args=[programme.slug, change.public_id]) if change.pk else ""
    computed = ripple_of(change)
    if computed is None:
        return [Impact("edits", _("Edits of the plan"), 0, url=url, note=_("This change edits no task of the plan."))]
    parts = (
        ("gates", _("Gates that move"), computed.gates(programme)),
        ("waves", _("Waves that move"), computed.waves()),
        ("milestones", _("Milestones that move"), computed.milestones()),
        ("critical", _("Tasks that become critical"), computed.critical()),
        ("tasks", _("Tasks that move"), computed.tasks()),
    )
    found = [_end(computed, url), *_likely(change)]
    found += [
        Impact(kind, label, len(lines), [_touched(line) for line in lines[:SHOWN]], note=_rest(len(lines)))
        for kind, label, lines in parts
        if lines
    ]
    return found


def _end(computed: Computed, url: str) -> Impact:
    was, now = computed.ripple.finish
    days = computed.days
    told = _("%(was)s → %(now)s, %(days)s") % {"was": _day(was), "now": _day(now), "days": days_text(days)}
    return Impact(
        "end",
        _("End of the plan"),
        len(computed.edits),
        [Touched(_("Last day of the plan"), detail=told)],
        days=Decimal(max([days, *(line.days or 0 for line in computed.milestones())])),
        mark=computed.ripple.mark,
        url=url,
    )


def _likely(change: Any) -> list[Impact]:
    """Say how far P50 and P80 of the end and of gates move; no mark, for a forecast is no promise that must hold."""
    outlook = outlook_for(change)
    if outlook is None:
        return []
    note = _("%(runs)d runs of the plan without and with the change, both with the same luck (seed %(seed)d).")
    items = [Touched(_("Last day of the plan"), detail=_likely_text(outlook.finish))]
    items += [Touched(one.text, one.url, _likely_text(one)) for one in outlook.gates[:SHOWN]]
    told = note % {"runs": outlook.runs, "seed": outlook.seed}
    rest = _rest(len(outlook.gates))
    moving = sum(one.moves for one in (outlook.finish, *outlook.gates))
    return [Impact("likely", _("Likely dates (P50 and P80)"), moving, items, note=f"{told} {rest}".strip())]


def _likely_text(one: Likely) -> str:
    pairs = (("P50", one.p50, one.days50), ("P80", one.p80, one.days80))
    told = [
        _("%(name)s %(was)s → %(now)s, %(days)s")
        % {"name": name, "was": _day(was), "now": _day(now), "days": days_text(days or 0)}
        for name, (was, now), days in pairs
    ]
    return _("; ").join(told)


def _rest(count: int) -> str:
    return _("The first %(n)d are named.") % {"n": SHOWN} if count > SHOWN else ""


def _touched(line: Line) -> Touched:
    return Touched(line.text, line.url, line_text(line))


def line_text(line: Line) -> str:
    """Say the days of a line: before, after, and how far that is."""
    if line.before is None:
        return _("new, ends %(day)s") % {"day": _day(line.after)}
    if line.after is None:
        return _("dropped")
    said = {"was": _day(line.before), "now": _day(line.after), "days": days_text(line.days or 0)}
    return _("%(was)s → %(now)s, %(days)s") % said


def days_text(days: int) -> str:
    """Say a move in working days, with its sign."""
    sign = "+" if days > 0 else "−" if days < 0 else "±"
    return ngettext("%(n)s working day", "%(n)s working days", abs(days)) % {"n": f"{sign}{abs(days)}"}


def _day(day: Any) -> str:
    return "–" if day is None else date_format(day, "Y-m-d")


@seams.evidence.provide("charter.scope_creep")
def scope_creep(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Effort that granted changes add ÷ effort of the baselined plan, both in working days; no value without one."""
    planned = baseline_days(programme)
    added = change_figures(programme).effort
    value = creep(added, planned)
    url = reverse("governance:changes", args=[programme.slug])
    return [Evidence(value, added, planned, "share", timezone.now(), url) for _scope in scopes]


@seams.trace.provide("governance.change/plan")
def baseline_taken(programme: Any, node: Any) -> list[Link]:
    """Name the baselines that were taken when a change was put into the plan; one query."""
    if not isinstance(node, ChangeRequest):
        return []
    return [
        Link("baseline", row.public_id, _("Baseline %(row)s") % {"row": row},
             reverse("plan:baseline_compare", args=[programme.slug, row.public_id]))
        for row in PlanBaseline.objects.filter(programme=programme, change=node)
    ]  # fmt: skip


@seams.reactions.provide("governance.change_approved/plan")
@seams.reactions.provide("governance.change_emergency/plan")
def put_into_plan(event: Any) -> None:
    """Put the edits of a granted change into the plan, as a job after the decision is kept."""
    change = ChangeRequest.objects.filter(public_id=event.object_id).first()
    if change is not None:
        carry_out(change, actor=event.actor)
