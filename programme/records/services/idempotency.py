"""A POST with an ``Idempotency-Key`` is done once: the key is claimed first, and its answer kept."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import BadInputError, IllegalNowError
from programme.records.models import IdempotentAnswer

if TYPE_CHECKING:
    from programme.people.models import User

MAX_KEY = 120
WORKING = 0  # the status of a claim whose answer is still being made
GIVEN_UP = timedelta(seconds=60)  # after this a claim without an answer may be taken over
KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request with this key was told."""

    status: int
    body: Any


def fingerprint_of(method: str, path: str, body: bytes) -> str:
    """Hash what the caller asks for."""
    return hashlib.sha256(json.dumps([method, path, hashlib.sha256(body).hexdigest()]).encode()).hexdigest()


def claim(user: "User", *, key: str, fingerprint: str) -> Answer | None:
    """Take the key for this request, or return the answer given before.

    Raises ``BadInputError`` for a key that is too long or was used for something else, ``IllegalNowError`` while the
    first request is still being answered.
    """
    if len(key) > MAX_KEY:
        raise BadInputError({"Idempotency-Key": [_("At most %(n)d characters.") % {"n": MAX_KEY}]})
    now = timezone.now()
    IdempotentAnswer.objects.filter(user=user, created_at__lt=now - KEPT).delete()
    kept, made = IdempotentAnswer.objects.get_or_create(user=user, key=key, defaults={"fingerprint": fingerprint})
    if made:
        return None
    if kept.fingerprint != fingerprint:
        raise BadInputError({"Idempotency-Key": [_("This key was used for another request.")]})
    if kept.status != WORKING:
        return Answer(kept.status, kept.body)
    mine = IdempotentAnswer.objects.filter(pk=kept.pk, status=WORKING, created_at__lt=now - GIVEN_UP)
    if not mine.update(created_at=now):
        raise IllegalNowError(_("The first request with this key is still being answered."))
    return None


def keep(user: "User", *, key: str, status: int, body: Any) -> None:
    """Keep the answer for the key; a fault of ours frees the key instead."""
    rows = IdempotentAnswer.objects.filter(user=user, key=key, status=WORKING)
    if status >= 500:  # noqa: PLR2004
        rows.delete()
    else:
        rows.update(status=status, body=body)
