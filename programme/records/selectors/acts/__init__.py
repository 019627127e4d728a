"""What the codes of audit events say to people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programme.records.selectors.acts import rooms, steering, work

WORDS: dict[str, Any] = {**steering.WORDS, **work.WORDS, **rooms.WORDS}
ENDINGS: dict[str, Any] = {
    "created": _("Written"),
    "changed": _("Changed"),
    "removed": _("Removed"),
    "refused": _("An attempt was refused"),
}


def act_words(action: str) -> Any:
    """Say an action in the reader's language; one that has no words of its own says how the record changed."""
    return WORDS.get(action) or ENDINGS.get(action.replace("_", ".").rpartition(".")[2], ENDINGS["changed"])
