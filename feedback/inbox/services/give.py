"""Receiving feedback: from a form, the button, an interview note, a survey, a mailbox; with a name or without."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import allows, require
from core.errors import BadInputError, ForbiddenError
from core.models import expect_version, save_validated
from feedback.inbox import permissions
from feedback.inbox.choices import OWN_CHANNELS, PRIVATE_FROM, Act, Channel, ItemState
from feedback.inbox.models import FeedbackItem, FeedbackVote
from feedback.inbox.rules.texts import hash_of, reply_code, title_of
from feedback.inbox.services.common import EDITED, add_step, apply, locked
from phases.rollout.models import RosterEntry
from programme.people.selectors import sees_inside
from programme.raid.services.common import free_code, needed, owner_named
from programme.records.services import change, writes
from programme.records.services.notes import attach_file

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from programme.charter.models import Programme
    from programme.people.models import User

GIVEN = (EDITED - {"category", "owner"}) | {"channel", "page", "submitter_name", "submitter_email", "received_at"}
PREFIX = "FB"


@dataclass(frozen=True, slots=True)
class Given:
    """What was received, and for an anonymous sender the code that finds the answers; it is told only here."""

    item: FeedbackItem
    reply_code: str = ""


@writes
def give_feedback(
    programme: "Programme",
    *,
    values: Mapping[str, Any],
    actor: "User | None",
    anonymous: bool = False,
    once: str = "",
    file: "UploadedFile[Any] | None" = None,
    code: str = "",
    state: str = ItemState.NEW,
) -> Given:
    """Receive an item; raises ``BadInputError`` with every bad field.

    Through the form and the button people speak for themselves; the other channels are written down by a reader of
    the register for the person named, or for nobody. Of an anonymous sender nothing is kept that leads back: no
    account, no role, the day instead of the time, wave and unit only where at least five people share them. ``once``
    is what an anonymous sender's client repeats when it tries again: it gives the same item and the same code. A file
    may give the ``code`` and the ``state`` an item had elsewhere.
    """
    require(permissions.can_send, actor, programme)
    own = values.get("channel", Channel.WEB) in OWN_CHANNELS
    if not own and not allows(permissions.reads, actor, programme):
        raise ForbiddenError(_("Notes for others are written by those who read the inbox."))
    repeated = f"{programme.public_id}:{once}:{values.get('text', '')}" if once else ""
    reply = reply_code(settings.SECRET_KEY, repeated) if anonymous and own else ""
    known = FeedbackItem.objects.filter(programme=programme, reply_hash=hash_of(reply)).first() if once else None
    if reply and known is not None:
        return Given(known, reply)
    item = FeedbackItem(programme=programme, state=state, reply_hash=hash_of(reply) if reply else "")
    item.code = code.strip() or free_code(FeedbackItem.objects.filter(programme=programme), PREFIX)
    apply(item, values, GIVEN)
    needed(text=item.text or item.title)
    item.title = item.title.strip() or title_of(item.text)
    _name(item, actor, own=own, anonymous=anonymous)
    writer = None if item.anonymous and own else actor
    _record(item, writer, file)
    return Given(item, reply)


def _record(item: FeedbackItem, actor: "User | None", file: "UploadedFile[Any] | None") -> None:
    """Save the item with its first step, its submitter's vote and its file; ``actor`` is nobody where none may show."""
    with change(item, "inbox.received", actor=actor):
        save_validated(item)
    speaker = actor if actor is not None and item.submitter_id == actor.pk else None
    add_step(item, Act.RECEIVE, actor=speaker, at=item.received_at, state=ItemState.NEW)
    save_validated(FeedbackVote(item=item, voter=item.submitter, email=_address(item), own=True))
    if file is not None:
        speaks = actor is not None and sees_inside(actor, item.programme)
        attach_file(item, file=file, actor=actor if speaks else None)


def _address(item: FeedbackItem) -> str:
    return "" if item.submitter_id else item.submitter_email.casefold()


def _name(item: FeedbackItem, actor: "User | None", *, own: bool, anonymous: bool) -> None:
    """Say who sent it: the writer, the person a note names, or nobody; and where in the company that person works."""
    if item.received_at > timezone.now():
        raise BadInputError({"received_at": [_("This lies in the future.")]})
    if own and anonymous:
        _hide(item, actor)
        return
    if own and actor is not None:
        item.submitter, item.submitter_name, item.submitter_email = actor, "", ""
    elif not (item.submitter_name or item.submitter_email):
        item.anonymous = True
        return
    else:
        item.submitter = owner_named(item.programme, item.submitter_email or item.submitter_name)
    place = _entry(item, item.submitter, item.submitter_email)
    if place is not None:
        item.wave, item.unit, item.crm_role = place.wave, place.unit, place.crm_role
    elif item.submitter is not None:
        item.unit = item.submitter.unit


def _hide(item: FeedbackItem, sender: "User | None") -> None:
    """Keep nothing that leads back to the sender; the day stands for the time."""
    item.anonymous = True
    item.submitter_name = item.submitter_email = ""
    item.page = item.page.partition("?")[0]
    zone = timezone.get_default_timezone()
    item.received_at = datetime.combine(timezone.localtime(item.received_at, zone).date(), time(), zone)
    place = _entry(item, sender, "")
    if place is None:
        return
    people = RosterEntry.objects.filter(programme=item.programme).persons()
    if place.wave_id and people.filter(wave=place.wave).count() >= PRIVATE_FROM:
        item.wave = place.wave
    if place.unit_id and people.filter(unit=place.unit, wave=place.wave).count() >= PRIVATE_FROM:
        item.unit = place.unit


def _entry(item: FeedbackItem, person: "User | None", address: str) -> RosterEntry | None:
    """Find the roster's entry of a person: by account, else by address."""
    rows = RosterEntry.objects.filter(programme=item.programme).persons().for_list().order_by("pk")
    if person is not None and (found := rows.filter(user=person).first()):
        return found
    wanted = person.email if person is not None else address
    return rows.filter(email__iexact=wanted).first() if wanted else None


@writes
def update_item(
    item: FeedbackItem, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> FeedbackItem:
    """Put module, process, reach, title or handler right; kind and category have an act of their own."""
    require(permissions.can_triage, actor, item)
    item = locked(item)
    expect_version(item, version, dict(values))
    with change(item, "inbox.edited", actor=actor):
        apply(item, values, EDITED - {"kind", "category", "text"})
        save_validated(item)
    return item
