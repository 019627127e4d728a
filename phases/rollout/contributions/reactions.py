"""What the rollout does when something happened elsewhere."""

from typing import Any

from core import seams
from phases.rollout.services import link_accounts
from programme.people.models import User


@seams.reactions.provide("people.account_made/rollout.roster")
def link(event: Any) -> None:
    """Link the roster's entries with the address of a new account."""
    user = User.objects.filter(public_id=event.object_id).first()
    if user is not None:
        link_accounts(user, actor=None)
