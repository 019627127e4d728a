"""What a change request does to the signed charter, and that the charter follows one which was granted."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import seams
from core.documents.canonical import dumps, sha256_of
from core.seams import Impact, Touched
from programme.charter.selectors import amended, current_version
from programme.governance.models import ChangeRequest
from programme.governance.services.granting import carry_into_charter


@seams.impacts.provide("charter")
def promised(programme: Any, change: Any) -> list[Impact]:
    """Say what the change does to goals, scope and tolerances, before and after; nothing while no charter is signed."""
    version = current_version(programme)
    if version is None and not change.charter_edits:
        return []
    url = reverse("governance:change_charter", args=[programme.slug, change.public_id]) if change.pk else ""
    label = _("Goals, scope and tolerances in the charter")
    if not change.charter_edits:
        return [Impact("terms", label, 0, url=url, note=_("This change leaves what the charter promises as it is."))]
    told = amended(programme, change.charter_edits)
    items = [
        Touched(
            f"{one.label}: {one.subject}",
            one.url,
            _("; ").join(
                _("%(field)s: %(was)s → %(now)s") % {"field": field, "was": was, "now": now}
                for field, was, now in one.lines
            ),
        )
        for one in told
    ]
    number = version.number if version else "–"
    note = _("Version %(number)s of the charter stays readable; the next one takes effect with the decision.")
    return [Impact("terms", label, len(told), items, mark=_mark(programme, change), note=note % {"number": number}, url=url)]  # fmt: skip  # noqa: E501


def _mark(programme: Any, change: Any) -> str:
    """Fingerprint what stands now under the edits, in words that do not depend on the reader."""
    with override("en"):
        told = amended(programme, change.charter_edits)
    return sha256_of(dumps([[one.subject, [list(line) for line in one.lines]] for one in told]))


@seams.reactions.provide("governance.change_approved/charter")
def put_into_charter(event: Any) -> None:
    """Carry a granted change into the charter, as a job after the decision is kept."""
    change = ChangeRequest.objects.filter(public_id=event.object_id).first()
    if change is not None:
        carry_into_charter(change, actor=event.actor)
