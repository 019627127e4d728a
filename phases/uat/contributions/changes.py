"""What a change means for the acceptance test: cases to run again, and signatures that would no longer fit."""

from typing import Any

from django.utils.translation import gettext as _

from core import seams
from core.seams import Impact, Touched
from phases.uat.selectors.changes import cases_touched, cycles_overtaken, signed_cycles
from phases.uat.services import mark_for_review
from programme.governance.models import ChangeRequest

SHOWN = 12


@seams.impacts.provide("uat")
def to_run_again(_programme: Any, change: Any) -> list[Impact]:
    """Cases of what it touches, the signed cycles that ran them, and cycles that work before them would overtake."""
    late = cycles_overtaken(change)
    found = (
        [
            Impact(
                "cycles",
                _("Test cycles overtaken by work before them"),
                len(late),
                [
                    Touched(
                        str(cycle),
                        cycle.get_absolute_url(),
                        _("%(task)s would end on %(day)s") % {"task": line.text, "day": f"{line.after:%Y-%m-%d}"},
                    )
                    for cycle, line in late
                ],
            )
        ]
        if late
        else []
    )
    cases = cases_touched(change)
    if not cases:
        return found
    found += [
        Impact(
            "cases",
            _("Test cases to run again"),
            len(cases),
            [Touched(str(case), case.get_absolute_url(), case.get_state_display()) for case in cases[:SHOWN]],
            note=_("The first %(n)d are named.") % {"n": SHOWN} if len(cases) > SHOWN else "",
        )
    ]
    cycles = signed_cycles(cases)
    if cycles:
        items = [Touched(str(cycle), cycle.get_absolute_url(), cycle.get_state_display()) for cycle in cycles]
        found.append(Impact("signatures", _("Accepted cycles that would be signed for less"), len(cycles), items))
    return found


@seams.reactions.provide("governance.change_approved/uat")
@seams.reactions.provide("governance.change_emergency/uat")
def review_cases(event: Any) -> None:
    """Ask for an update of the confirmed cases that a granted change touches."""
    change = ChangeRequest.objects.filter(public_id=event.object_id).first()
    if change is not None:
        mark_for_review(change.programme, cases=cases_touched(change), reason=str(change), actor=None)
