"""Say why pilot or rollout lasts shorter or longer than it should."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from phases.rollout.permissions import ACTIONS
from phases.rollout.selectors import EXPLAINED, Length, lengths_of
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@writes
def explain_length(programme: "Programme", *, stage: str, reason: str, actor: "User | None") -> Length:
    """Keep the reason why a stage lasts as it does; it holds for these days only.

    Raises ``IllegalNowError`` where the stage lasts as it should, or has no days yet.
    """
    require(ACTIONS["explain_length"], actor, programme)
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    found = next((one for one in lengths_of(programme) if one.stage == stage), None)
    if found is None or not found.verdict:
        raise IllegalNowError(_("This stage lasts as long as it should; no reason is needed."))
    append_event(
        EXPLAINED, programme, actor=actor, programme=programme, reason=reason.strip(),
        changes={stage: [None, found.span]},
    )  # fmt: skip
    return next(one for one in lengths_of(programme) if one.stage == stage)
