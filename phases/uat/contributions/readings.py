"""What gates and lights read of the acceptance test: how a cycle stands, and open defects of severity 1."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.memo import once
from core.seams import Evidence, EvidenceItem, Scope
from phases.uat.choices import CycleState
from phases.uat.models import Defect, UatCycle
from phases.uat.selectors import exit_of, lack_text, standing_state
from phases.uat.selectors.counts import lapsed_cycles
from programme.signoff.selectors import requests_of


def _cycles(programme: Any) -> list[UatCycle]:
    """All cycles; one query for the readings of them."""
    return once(programme, "uat.cycles", lambda: list(UatCycle.objects.filter(programme=programme).for_list()))


@seams.evidence.provide("uat.cycle_state")
def cycle_state(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """The state of the cycle with the scope's number, without one of the latest; undefined where none is planned."""
    today = timezone.localdate()
    cycles = {cycle.number: cycle for cycle in _cycles(programme)}
    conditional = any(cycle.state == CycleState.CONDITIONAL for cycle in cycles.values())
    lapsed = (lapsed_cycles(programme, today) if conditional else set()) or {0}
    url = reverse("uat:cycles", args=[programme.slug])
    return [_state(cycles, scope, lapsed, url) for scope in scopes]


def _state(cycles: dict[int, UatCycle], scope: Scope, lapsed: set[int], url: str) -> Evidence:
    asked = scope.get("cycle")
    number = int(asked) if asked is not None else max(cycles, default=0)
    cycle = cycles.get(number)
    now = timezone.now()
    if cycle is None:
        detail = [EvidenceItem(_("Plan UAT cycle %(n)d.") % {"n": number or 1}, url)]
        return Evidence(None, as_of=now, source_url=url, detail=detail)
    state = standing_state(cycle, timezone.localdate(), lapsed)
    detail = [] if state == CycleState.ACCEPTED else _missing(cycle, state)
    return Evidence(state, as_of=now, source_url=cycle.get_absolute_url(), detail=detail)


def _missing(cycle: UatCycle, state: str) -> list[EvidenceItem]:
    """Say what stands between the cycle and its acceptance."""
    at = cycle.get_absolute_url()
    if state == CycleState.SIGN_OFF:
        waiting = [
            EvidenceItem(_("Sign %(cycle)s") % {"cycle": cycle}, at, request.signer.name if request.signer else "",
                         request.due_on)
            for request in requests_of(cycle)
            if request.is_open
        ]  # fmt: skip
        if waiting:
            return waiting
    if state in {CycleState.RUNNING, CycleState.SUSPENDED, CycleState.EXECUTED}:
        return [EvidenceItem(lack_text(lack), at) for lack in exit_of(cycle)]
    return [EvidenceItem(_("%(cycle)s is %(state)s.") % {"cycle": cycle, "state": CycleState(state).label}, at)]


@seams.evidence.provide("uat.open_sev1")
def open_sev1(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """How many defects of severity 1 are open; nothing is said before a cycle exists. Two queries."""
    url = reverse("uat:defects", args=[programme.slug]) + "?severity=1&open=true"
    if not _cycles(programme):
        return [Evidence(None, as_of=timezone.now(), unit="count", source_url=url) for _scope in scopes]
    rows = list(Defect.objects.filter(programme=programme).open().severe().for_list().order_by("code"))
    detail = [
        EvidenceItem(
            _("Close %(defect)s") % {"defect": row}, row.get_absolute_url(), row.fixer.name if row.fixer else "",
            row.due_on,
        )
        for row in rows
    ]  # fmt: skip
    found = Evidence(len(rows), unit="count", as_of=timezone.now(), source_url=url, detail=detail)
    return [found for _scope in scopes]
