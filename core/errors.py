"""The one family of refusals, and what each becomes in HTML; ``core/api.py`` tells it as problem details."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Something the rules of the house refuse; carries words for the person who asked."""

    status = 400
    code = "refused"
    title: Any = _("Refused")

    def __init__(self, *reasons: Any) -> None:
        """Keep the reasons in order; each is a sentence, perhaps a lazy translation."""
        super().__init__(*reasons)
        self.reasons: tuple[Any, ...] = reasons or (self.title,)

    def __str__(self) -> str:
        """All the reasons in one line."""
        return "; ".join(str(reason) for reason in self.reasons)


class BadInputError(DomainError):
    """A value is wrong; ``fields`` names every bad one at once (``""`` for the whole)."""

    status = 400
    code = "bad_input"
    title = _("Some of the input is not right")

    def __init__(self, fields: Mapping[str, Sequence[Any]] | str) -> None:
        """Take field → sentences; a plain sentence stands for the whole."""
        self.fields: dict[str, list[Any]] = (
            {"": [fields]} if isinstance(fields, str) else {name: list(texts) for name, texts in fields.items()}
        )
        super().__init__(*[text for texts in self.fields.values() for text in texts])


class ForbiddenError(DomainError):
    """The row is visible, but the actor's roles do not allow this act."""

    status = 403
    code = "forbidden"
    title = _("Your role does not allow this")


class NotVisibleError(DomainError):
    """The row does not exist for this person."""

    status = 404
    code = "not_found"
    title = _("Not found")


class IllegalNowError(DomainError):
    """The act is allowed in principle, but not now; the reasons say what is missing."""

    status = 409
    code = "illegal_now"
    title = _("Not possible now")

    def __init__(self, *reasons: Any, actions: Sequence[Any] = ()) -> None:
        """Keep what would make it legal beside the reasons."""
        super().__init__(*reasons)
        self.actions = tuple(actions)


class StaleError(DomainError):
    """Someone else changed the row meanwhile; carries both values of every field that differs."""

    status = 412
    code = "stale"
    title = _("Changed by someone else meanwhile")

    def __init__(self, *reasons: Any, theirs: Mapping[str, Any] | None = None) -> None:
        """Keep what the row says now."""
        super().__init__(*reasons)
        self.theirs = dict(theirs or {})
