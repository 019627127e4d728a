"""What pages read again and again, kept until the programme's next audit event.

For reads of pages only: a service, a job and a document always read live. What is kept must come from rows that are
written through audited services, for a write without an event would not be seen before the hour is over.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pickle import PicklingError
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from core import seams
from core.memo import once
from core.seams import Evidence, Scope

T = TypeVar("T")
KEPT_SECONDS = 3600
UNFIT = (PicklingError, TypeError, AttributeError)  # what pickling raises for a value that holds a function


def stamp(programme: Any) -> str:
    """What changes with every write to the programme or the installation, and with the hour; one query a request."""
    mark: str = once(programme, "kept.mark", programme.last_mark)
    return f"{programme.public_id}:{mark}:{timezone.localtime():%Y%m%d%H%z}"


def kept(programme: Any, name: str, make: Callable[[], T]) -> T:
    """Give what ``make`` gave since the last event, in the reader's language and time zone.

    ``name`` names the person too where the value is a person's own. A value that cannot be kept is made each time.
    """
    said = f"{stamp(programme)}:{get_language()}:{name}"
    key = f"kept:{hashlib.sha256(said.encode()).hexdigest()}"
    found: tuple[T] | None = cache.get(key)
    if found is not None:
        return found[0]
    made = make()
    with suppress(*UNFIT):
        cache.set(key, (made,), KEPT_SECONDS)
    return made


def read_evidence(programme: Any, name: str, scopes: Sequence[Scope], *, live: bool) -> Sequence[Evidence | None]:
    """Ask one provider for all its scopes: live, or as kept since the last event."""
    provider = seams.evidence[name]
    if live:
        return list(provider(programme, scopes))
    asked = [sorted(scope.items()) for scope in scopes]
    return kept(programme, f"evidence:{name}:{asked}", lambda: list(provider(programme, scopes)))
