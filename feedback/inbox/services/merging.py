"""Several people say the same: one item stays, the others follow it and their people with them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from feedback.inbox import permissions
from feedback.inbox.choices import Act, ItemState
from feedback.inbox.models import FeedbackItem, FeedbackVote
from feedback.inbox.services.common import add_step, moved, ready, tell
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.people.models import User


@writes
def merge_item(
    item: FeedbackItem, *, actor: "User | None", original: FeedbackItem | None, text: str = ""
) -> FeedbackItem:
    """Merge an item into another of the programme: its submitter and voters count there and are told from there.

    A person who stands behind both counts once.
    """
    if original is None:
        raise BadInputError({"original": [_("This is needed.")]})
    item = ready(item, "merge", actor)
    if original.programme_id != item.programme_id or original.pk == item.pk:
        raise BadInputError({"original": [_("Choose another item of this programme.")]})
    if original.state in (ItemState.MERGED, ItemState.CLOSED):
        said = _("%(item)s is %(state)s; nothing is merged into it.")
        raise IllegalNowError(said % {"item": original, "state": original.get_state_display()})
    with change(item, "inbox.merged", actor=actor, reason=text):
        item.merge()
        item.original, item.waiting = original, False
        save_validated(item)
    _carry_votes(item, original)
    said = text or _("Somebody said the same before: you find the answers with “%(title)s”.") % {
        "title": original.title
    }
    tell(add_step(item, Act.MERGE, actor=actor, text=said))
    return item


def _carry_votes(item: FeedbackItem, original: FeedbackItem) -> None:
    """Copy the votes that the original does not have yet, marked with where they came from."""
    there = list(FeedbackVote.objects.filter(item=original).values_list("voter_id", "email"))
    people, addresses = {voter for voter, _mail in there if voter}, {mail for _voter, mail in there if mail}
    for vote in FeedbackVote.objects.filter(item=item).order_by("pk"):
        if vote.voter_id not in people and vote.email not in addresses:
            save_validated(FeedbackVote(item=original, voter_id=vote.voter_id, email=vote.email, via=item))


@writes
def split_item(item: FeedbackItem, *, actor: "User | None", text: str) -> FeedbackItem:
    """Take a merged item apart again: it says something else after all; the votes it brought leave with it."""
    if not text.strip():
        raise BadInputError({"text": [_("This is needed.")]})
    item = ready(item, "split", actor)
    FeedbackVote.objects.filter(via=item).delete()
    return moved(item, Act.SPLIT, "split", actor=actor, text=text)


@writes
def vote_for(item: FeedbackItem, *, actor: "User") -> FeedbackVote:
    """Say that one wants it too; once a person, and not any more when it is settled."""
    require(permissions.can_send, actor, item)
    if not item.can_be_voted:
        raise IllegalNowError(_("Nobody votes any more: the item is %(state)s.") % {"state": item.get_state_display()})
    known = FeedbackVote.objects.filter(item=item, voter=actor).first()
    if known is not None:
        return known
    vote = FeedbackVote(item=item, voter=actor)
    save_validated(vote)
    append_event("inbox.voted", item, actor=actor)
    return vote


@writes
def take_vote_back(item: FeedbackItem, *, actor: "User") -> None:
    """Take one's vote back; that of the submitter stays with the item."""
    require(permissions.can_send, actor, item)
    vote = FeedbackVote.objects.filter(item=item, voter=actor).first()
    if vote is None or not item.can_be_voted:
        return
    if vote.own or vote.via_id:
        raise IllegalNowError(_("You sent this yourself; your vote stays with it."))
    append_event("inbox.vote_taken_back", item, actor=actor)
    vote.delete()
