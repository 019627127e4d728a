"""Requests and signatures of a subject, a person or a programme: what is signed, what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from core.kept import kept
from core.memo import once
from programme.people.models import Membership, User
from programme.signoff import permissions
from programme.signoff.choices import SIGNED_STATES, SignState
from programme.signoff.models import SignatureRequest
from programme.signoff.selectors.changes import Staleness, staleness
from programme.signoff.selectors.subjects import frozen_content, kind_of, of_subject, subject_of

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Standing:
    """The signatures of one subject, counted."""

    requested: int
    signed: int
    declined: int
    stale: int

    @property
    def complete(self) -> bool:
        """Tell whether everybody who was asked has signed what the subject says now."""
        return self.requested > 0 and self.signed == self.requested and not self.stale


def requests_of(subject: Any) -> list[SignatureRequest]:
    """Requests about the subject that stand, in the order in which they were made; one query."""
    rows = SignatureRequest.objects.of(kind_of(subject), subject.public_id).exclude(state=SignState.VOIDED)
    return [of_subject(row, subject) for row in rows.for_list().order_by("created_at", "pk")]


def standing(subject: Any) -> Standing:
    """Count the subject's signatures; a stale one is counted as signed and as stale."""
    requests = requests_of(subject)
    signed = [request for request in requests if request.is_signed]
    content = frozen_content(subject) if signed else None
    stale = [
        request
        for request in signed
        if staleness(request, content | {"meaning": request.meaning, "issue": request.issue}).stale  # type: ignore[operator]
    ]
    declined = sum(request.state == SignState.DECLINED for request in requests)
    return Standing(len(requests), len(signed), declined, len(stale))


def waiting_for(user: User, programme: "Programme | None" = None) -> list[SignatureRequest]:
    """Open requests that this person may sign, the most urgent first; for the owner's home."""
    rows = (
        SignatureRequest.objects.open().visible_to(user) if programme is None else programme.signature_requests.open()
    )
    addressed = rows.addressed_to(user, user.roles_in(programme), user.stands_for(programme)).for_list()
    return [request for request in addressed if permissions.can_sign(user, request)]


def waiting_count(user: User, programme: "Programme | None") -> int:
    """Count open requests that this person may sign; one query."""
    if programme is None:
        return 0
    rows = programme.signature_requests.open()
    return rows.addressed_to(user, user.roles_in(programme), user.stands_for(programme)).count()


def without_signer(programme: "Programme") -> list[SignatureRequest]:
    """Give open requests whose named signer was deactivated or left the programme; one query."""
    here = Membership.objects.filter(programme=programme, ended_on=None, user__is_active=True).values("user")
    rows = programme.signature_requests.open().filter(signer__isnull=False).exclude(signer__in=here)
    return list(rows.exclude(signer__is_active=True, signer__is_administrator=True).for_list())


def signer_left(request: SignatureRequest) -> bool:
    """Tell whether the named signer can no longer sign: deactivated, or out of the programme."""
    signer = request.signer
    return request.is_open and signer is not None and not (signer.is_active and signer.roles_in(request.programme))


def signed_by(user: User, programme: "Programme", limit: int | None = None) -> list[tuple[SignatureRequest, Staleness]]:
    """Return what this person signed, the newest first, each with whether it still fits.

    What a subject says is read where the programme changed since; ``limit`` bounds that.
    """
    rows = programme.signature_requests.signed().filter(signature__signer=user).for_list()
    found = list(rows.order_by("-signature__signed_at")[:limit])
    return [
        (one, kept(programme, f"signoff.stale:{one.pk}", partial(_staleness_here, programme, one))) for one in found
    ]


def _staleness_here(programme: "Programme", request: SignatureRequest) -> Staleness:
    """Compare as ``staleness`` does; a subject that several have signed is frozen once."""
    subject = subject_of(request)
    if subject is None:
        return staleness(request)
    name = f"signoff.content:{request.kind}:{request.object_id}"
    content = once(programme, name, lambda: frozen_content(subject))
    return staleness(request, content | {"meaning": request.meaning, "issue": request.issue})


def signed_on(programme: "Programme", kinds: Sequence[str]) -> list[SignatureRequest]:
    """Signatures that stand on records of these kinds, the newest first; one query, none for no kind."""
    if not kinds:
        return []
    rows = SignatureRequest.objects.filter(programme=programme, kind__in=kinds, state__in=SIGNED_STATES)
    return list(rows.select_related("signer").order_by("-pk"))
