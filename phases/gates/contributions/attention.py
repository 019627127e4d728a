"""What gates ask of a person: votes, approvals, overdue conditions."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import seams
from core.seams import AttentionItem
from phases.gates.choices import DeliverableState, GateState
from phases.gates.models import Condition, Deliverable, DeliverablePart, Gate
from phases.gates.permissions import can_close_condition, can_run, can_see, can_sign_exception
from phases.gates.selectors import gate_url
from phases.gates.selectors.updates import newer_version

SHOWN = 3


@seams.attention.provide("gates.votes")
def votes(programme: Any, user: Any) -> list[AttentionItem]:
    """Gates that wait for this person's review or vote; two queries."""
    roles = user.roles_in(programme)
    waiting = Gate.objects.filter(programme=programme, state__in=[GateState.SUBMITTED, GateState.IN_REVIEW]).for_list()
    items = []
    for gate in waiting:
        voted = {vote.role for vote in gate.votes.all() if vote.round == gate.round}
        if not roles & (set(gate.keepers) - voted):
            continue
        review = gate.state == GateState.SUBMITTED
        text = _("%(gate)s waits for its review") if review else _("%(gate)s waits for your vote")
        verb = _("Start review") if review else _("Decide")
        items.append(AttentionItem("wait", text % {"gate": gate}, gate_url(gate), due=gate.review_on, verb=verb))
    return items


@seams.attention.provide("gates.conditions")
def overdue(programme: Any, user: Any) -> list[AttentionItem]:
    """Overdue conditions, for their owners, the PMO and the sponsor; one query."""
    rows = Condition.objects.filter(programme=programme).overdue(timezone.localdate()).for_list()
    return [
        AttentionItem(
            "bad",
            _("Condition of %(gate)s is overdue: %(text)s") % {"gate": row.decision.gate.key, "text": row.text},
            reverse("gates:gate", args=[programme.slug, row.decision.gate.key]),
            due=row.due_on,
            facts=row.owner.name,
            verb=_("Close condition"),
        )
        for row in rows
        if can_close_condition(user, row) or can_sign_exception(user, programme)
    ]


@seams.attention.provide("gates.approvals")
def approvals(programme: Any, user: Any) -> list[AttentionItem]:
    """Deliverables that wait for this person's approval, one item each up to three; three queries."""
    if not can_see(user, programme):
        return []
    roles = user.roles_in(programme)
    rows = Deliverable.objects.filter(
        programme=programme, state=DeliverableState.SUBMITTED, approver_role__in=roles
    ).exclude(author=user)
    parts = (
        DeliverablePart.objects.filter(
            programme=programme, state=DeliverableState.SUBMITTED, deliverable__approver_role__in=roles
        )
        .exclude(author=user)
        .select_related("deliverable")
    )
    waiting = [(row, row.code) for row in rows] + [(part, part.deliverable.code) for part in parts]
    items = [
        AttentionItem(
            "wait",
            _("%(work)s waits for your approval") % {"work": work},
            reverse("gates:deliverable", args=[programme.slug, code]),
            verb=_("Approve"),
        )
        for work, code in waiting[:SHOWN]
    ]
    rest = len(waiting) - SHOWN
    if rest > 0:
        text = ngettext("%(n)s more output waits for approval", "%(n)s more outputs wait for approval", rest)
        url = reverse("gates:deliverables", args=[programme.slug]) + "?state=submitted"
        items.append(AttentionItem("wait", text % {"n": rest}, url))
    return items


@seams.attention.provide("gates.blueprint")
def newer_blueprint(programme: Any, user: Any) -> list[AttentionItem]:
    """A newer version of the blueprint, for the PMO who may take its lines over; no query."""
    version = newer_version(programme)
    if version is None or not can_run(user, programme):
        return []
    text = _("Version %(version)d of the blueprint is there") % {"version": version}
    return [AttentionItem("wait", text, reverse("gates:blueprint", args=[programme.slug]), verb=_("Look at it"))]
