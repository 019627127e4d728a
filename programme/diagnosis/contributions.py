"""The diagnosis in the charter, as evidence, and in the plan check."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import presence, seams
from core.documents.model import Column, Figure, Missing, Section, Status, Table
from core.presence import rows_of
from core.seams import Evidence, EvidenceItem, Finding, Rule, Scope, plan_rules, provide_section
from programme.charter.choices import RUNNING, Pitfall
from programme.diagnosis.models import Diagnosis, PainPoint
from programme.diagnosis.selectors import overlaid, pains, radar_of, rounds, score_rows, unsettled


def _page(programme: Any) -> str:
    return reverse("diagnosis:overview", args=[programme.slug])


@provide_section("charter", "diagnosis", 15)
def diagnosis(programme: Any, _as_of: datetime, _subject: str) -> Section:
    """The radar of the four blocks with its table, and what hurts."""
    title, found = _("Current-state diagnosis"), rounds(programme)
    if not found:
        missing = Missing(
            _("The current state is not diagnosed yet."), _("Score the four blocks with evidence."), _page(programme)
        )
        return Section(title, (missing,), "diagnosis")
    pair = overlaid(found)
    table = Table(
        (
            Column(pgettext("diagnosis", "Block"), width=4),
            *(Column(str(one.row), "right", width=2) for one in pair),
            *((Column(pgettext("score", "Moved"), "right"),) if len(pair) > 1 else ()),
        ),
        tuple(
            (
                label,
                *(Figure(one.mean, places=1) for one in scores),
                *((Figure(step, places=1),) if len(pair) > 1 else ()),
            )
            for label, scores, step in score_rows(found)
        ),
        note=_("Mean of the answered questions of a block, each 1 to 5."),
    )
    hurts = pains(programme)
    more = (
        (
            Table(
                (Column(_("What hurts"), width=6), Column(_("Met by"), width=3)),
                tuple(
                    (
                        str(row),
                        str(row.requirement) if row.requirement else row.reason or Status("warn", _("Nothing yet")),
                    )
                    for row in hurts
                ),
                heading=_("Pain points"),
            ),
        )
        if hurts
        else ()
    )
    return Section(title, (radar_of(found), table, *more), "diagnosis")


@seams.evidence.provide("diagnosis.unsettled_pains")
def open_pains(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Pain points that neither a requirement meets nor a reason leaves."""
    rows = unsettled(programme)
    items = [EvidenceItem(str(row), row.get_absolute_url()) for row in rows]
    told = Evidence(len(rows), unit="count", as_of=timezone.now(), source_url=_page(programme), detail=items)
    return [told for _scope in scopes]


NOT_ASKED = Rule(
    "diagnosis.not_asked", "warn", Pitfall.GOALS,
    gettext_lazy("The current state is diagnosed before anything is built"),
    gettext_lazy("Score the four blocks with evidence; after go-live it is what you are held against."),
)  # fmt: skip
UNSETTLED = Rule(
    "diagnosis.unsettled", "warn", Pitfall.PROCESS,
    gettext_lazy("Every pain point is met by a requirement or left with a reason"),
    gettext_lazy("Write the requirement, or say why nothing is done."),
)  # fmt: skip


ASKED = presence.ask("diagnosis.asked", rows_of(Diagnosis))
HURTS = presence.ask(UNSETTLED.code, rows_of(PainPoint, requirement=None, reason=""), says=("code", "text"))


@plan_rules.provide("diagnosis.state", NOT_ASKED, UNSETTLED)
def state(programme: Any) -> list[Finding]:
    """No diagnosis in a running programme, and pain points of which nobody said what is done; no query but presence."""
    if programme.state not in RUNNING:
        return []
    (asked,), (hurts,) = presence.stand(programme, ASKED), presence.told(programme, HURTS)
    url = _page(programme)
    return [*NOT_ASKED.when(not asked, url), *UNSETTLED.over((" ".join(said) for said in hurts), url)]
