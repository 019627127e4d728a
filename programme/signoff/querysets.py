"""Chainable reads of signature requests."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from programme.people.choices import INSIDE_ROLES
from programme.people.models import Membership
from programme.signoff.choices import OPEN_STATES, SIGNED_STATES

if TYPE_CHECKING:
    from programme.signoff.models import SignatureRequest


class SignatureRequestQuerySet(QuerySet["SignatureRequest"]):
    """Reads of requests."""

    def visible_to(self, user: Any) -> "SignatureRequestQuerySet":
        """Those in programmes where the person works inside, and those addressed to the person or a role held."""
        if user.is_administrator:
            return self
        held = Membership.objects.filter(user=user, ended_on=None)
        inside = Q(programme__in=held.filter(role__in=INSIDE_ROLES).values("programme"))
        named = Q(signer=user, programme__in=held.values("programme"))
        asked = Exists(held.filter(programme=OuterRef("programme"), role=OuterRef("role")))
        return self.filter(inside | named | (Q(signer=None) & asked))

    def addressed_to(
        self, user: Any, roles: frozenset[str], others: Collection[int] = ()
    ) -> "SignatureRequestQuerySet":
        """Those that this person may sign: named, as holder of the role that is asked, or as deputy of ``others``."""
        return self.filter(Q(signer__in=[user.pk, *others]) | Q(signer=None, role__in=roles))

    def open(self) -> "SignatureRequestQuerySet":
        """Those still to be signed."""
        return self.filter(state__in=OPEN_STATES)

    def signed(self) -> "SignatureRequestQuerySet":
        """Those signed, with or without conditions."""
        return self.filter(state__in=SIGNED_STATES)

    def expired(self, today: date) -> "SignatureRequestQuerySet":
        """Open ones past their last day."""
        return self.open().filter(expires_on__lt=today)

    def of(self, kind: str, object_id: str) -> "SignatureRequestQuerySet":
        """All requests about one subject."""
        return self.filter(kind=kind, object_id=object_id)

    def for_list(self) -> "SignatureRequestQuerySet":
        """With signer, requester and signature."""
        return self.select_related("programme", "signer", "requested_by", "signature", "signature__signer").order_by(
            "due_on", "created_at", "pk"
        )
