"""The rhythm of operation: overdue reviews to those who hold them, the plan check, the pack."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.documents.model import Column, Section, Source, Status, Table
from core.seams import AttentionItem, Finding, Rule, plan_rules, provide_section
from programme.charter.choices import Pitfall
from programme.governance.permissions import decides_changes
from programme.governance.rules.rhythm import Review
from programme.governance.selectors.rhythm import overdue_reviews, rhythm

MISSED = Rule(
    "governance.review_overdue", "bad", Pitfall.ITERATION,
    gettext_lazy("After go-live a review is held each month and each quarter"),
    gettext_lazy("Hold the review: going live is not the end of the programme."),
)  # fmt: skip


@seams.attention.provide("governance.rhythm")
def waiting(programme: Any, user: Any) -> list[AttentionItem]:
    """Overdue reviews, for project manager, sponsor and committee; one query beside the evidence."""
    if not decides_changes(user, programme):
        return []
    url = reverse("governance:meetings", args=[programme.slug])
    return [
        AttentionItem("bad", _("Overdue: %(review)s") % {"review": one.kind.label}, url, one.due, verb=_("Hold"))
        for one in overdue_reviews(programme, timezone.localdate())
    ]


@plan_rules.provide("governance.rhythm", MISSED)
def findings(programme: Any) -> list[Finding]:
    """A programme that is live and is no longer looked at; two queries."""
    late = overdue_reviews(programme, timezone.localdate())
    return MISSED.over((one.kind.label for one in late), reverse("governance:meetings", args=[programme.slug]))


def _stands(one: Review) -> Status:
    return Status("bad", _("%(n)d days overdue") % {"n": one.late}) if one.overdue else Status("good", _("in time"))


@provide_section("steering", "governance.rhythm", 280)
def rhythm_section(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """The reviews of a programme in operation."""
    told = rhythm(programme, timezone.localtime(as_of).date())
    if not told:
        return None
    table = Table(
        (Column(_("Review"), width=5), Column(_("Last held")), Column(_("Next by")), Column(_("State"), width=3)),
        tuple(
            (
                str(one.kind.label), one.last, one.due,
                _stands(one),
            )
            for one in told
        ),
    )  # fmt: skip
    source = Source(_("Landfall: meetings"), as_of, len(told))
    return Section(_("Rhythm of operation"), (table,), "rhythm", sources=(source,))
