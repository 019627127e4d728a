"""One act on several items: all of them, or none with every reason named."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from core.errors import DomainError, IllegalNowError
from feedback.inbox.models import FeedbackItem
from feedback.inbox.services.moves import acknowledge_item, classify_item
from programme.raid.services.common import needed
from programme.records.services import writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def _each(items: Sequence[FeedbackItem], act: Callable[[FeedbackItem], object]) -> None:
    reasons = []
    for item in items:
        try:
            act(item)
        except DomainError as error:
            reasons += [f"{item.code}: {reason}" for reason in error.reasons]
    if reasons:
        raise IllegalNowError(*reasons)


@writes
def acknowledge_items(
    programme: "Programme",  # noqa: ARG001  (its lock)
    *,
    items: Sequence[FeedbackItem],
    actor: "User | None",
    text: str = "",
) -> None:
    """Acknowledge several items with the same words."""
    _each(items, lambda item: acknowledge_item(item, actor=actor, text=text))


@writes
def classify_items(
    programme: "Programme",  # noqa: ARG001  (its lock)
    *,
    items: Sequence[FeedbackItem],
    actor: "User | None",
    kind: str = "",
    category: str = "",
    module: str = "",
    text: str = "",
) -> None:
    """Give several items one kind and category."""
    needed(kind=kind, category=category)
    words = {"kind": kind, "category": category, "module": module, "text": text}
    _each(items, lambda item: classify_item(item, actor=actor, **words))
