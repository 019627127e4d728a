"""Whether a signature still fits what its subject says, and what differs."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from programme.records.models import AuditEvent
from programme.signoff import rules
from programme.signoff.choices import SIGNED_STATES
from programme.signoff.models import Signature, SignatureRequest
from programme.signoff.rules import Difference, Frozen
from programme.signoff.selectors.subjects import content_now, subject_of


@dataclass(frozen=True, slots=True)
class Staleness:
    """Whether what was signed (or last read) is still what the subject says."""

    changes: tuple[Difference, ...]
    then: str
    now: str
    gone: bool = False  # the subject itself no longer exists

    @property
    def stale(self) -> bool:
        """Tell whether the signature no longer fits."""
        return bool(self.changes) or self.gone


def staleness(request: SignatureRequest, current: Frozen | None = None) -> Staleness:
    """Compare what was signed (before signing: what was last read) with what the subject says now."""
    row = request.signature if request.state in SIGNED_STATES else request
    if current is None:
        if subject_of(request) is None:
            return Staleness((), row.sha256, "", gone=True)
        current = content_now(request)
    return Staleness(rules.differences(row.frozen, current), row.sha256, rules.fingerprint(current))


@dataclass(frozen=True, slots=True)
class Line:
    """One line that differs between two contents, in the reader's language; ``change`` is changed, added, removed."""

    change: str
    part: str
    label: str
    old: str
    new: str


def compared(before: Frozen, now: Frozen) -> list[Line]:
    """Name every line that differs between two frozen contents, in the reader's language."""
    language = get_language() or "en"
    return [
        Line(
            str(one.change.value),
            *(rules.say(text, language) for text in (one.part, one.label, one.old, one.new)),
        )
        for one in rules.differences(before, now)
    ]


def previous_signature(request: SignatureRequest) -> Signature | None:
    """Return what the same signer signed about the same subject before."""
    earlier = Signature.objects.filter(
        request__kind=request.kind, request__object_id=request.object_id, request__role=request.role
    ).exclude(request=request)
    if request.signer_id is not None:
        earlier = earlier.filter(signer_id=request.signer_id)
    return earlier.order_by("-signed_at").first()


def since_last(request: SignatureRequest, current: Frozen) -> Staleness:
    """Compare what the signer last signed, else what was asked or last read, with what stands now."""
    last = None if request.is_signed else previous_signature(request)
    if last is None:
        return staleness(request, current)
    return Staleness(rules.differences(json.loads(last.content), current), last.sha256, rules.fingerprint(current))


def last_change(request: SignatureRequest, since: datetime) -> AuditEvent | None:
    """Return the newest audit event on the subject itself after a moment."""
    events = AuditEvent.objects.filter(kind=request.kind, object_id=request.object_id, at__gt=since)
    return events.order_by("-at").first()
