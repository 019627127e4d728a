"""Who is told of a step: everybody whose vote the item has, the submitter first of all."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.inbox.choices import Act
from feedback.inbox.models import FeedbackItem, FeedbackStep, FeedbackVote
from programme.notices.choices import Topic
from programme.notices.services import notify

SAID = 140


def tell_step(step: FeedbackStep) -> int:
    """Put the step into the bell of every voter with an account but who took it; returns how many were told.

    One who came with a merged item is led to the item that goes on. The same words wait unread only once, so a job
    that is tried again tells nobody twice.
    """
    told = 0
    for vote in FeedbackVote.objects.filter(item=step.item).told():
        if vote.voter is not None and vote.voter_id != step.by_id:
            with transaction.atomic():
                notify(
                    vote.voter,
                    topic=Topic.FEEDBACK,
                    text=partial(words, step.item, step),
                    url=step.item.get_absolute_url(),
                    programme=step.item.programme,
                )
            told += 1
    return told


def words(item: FeedbackItem, step: FeedbackStep) -> str:
    """Say in the reader's language what became of it."""
    said = _("“%(title)s”: a question for you") if step.act == Act.ASK else _("“%(title)s” is now: %(state)s")
    told = said % {"title": item.title, "state": step.get_state_display()}
    return f"{told} – {step.text[:SAID]}" if step.text else told
