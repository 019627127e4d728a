"""How the demo's people sign: they read every part, give their password, and sign what they read."""

from functools import partial
from typing import Any

from core import seams
from core.demo import PASSWORD, Story
from programme.signoff.choices import SignDecision
from programme.signoff.selectors import waiting_for
from programme.signoff.services import mark_viewed, sign


@seams.demo.provide("05.signoff.pens")
def pens(story: Story) -> None:
    """Give the other seeders ``story.facts["sign"]``: sign everything of a subject's kind that waits for a person."""
    story.facts["sign"] = partial(_sign, story)


def _sign(story: Story, person: Any, kind: str, comment: str = "") -> None:
    for request in waiting_for(person, story.programme):
        if request.kind == kind:
            read = mark_viewed(request, actor=person)
            sign(
                read,
                actor=person,
                password=PASSWORD,
                seen_hash=read.sha256,
                decision=SignDecision.SIGN,
                comment=comment,
            )
