"""Channels of a programme: set, changed, tried out."""

import base64
import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from core.sealed import seal
from programme.notices.choices import GROUPS, Topic
from programme.notices.models import Delivery, Endpoint
from programme.notices.permissions import ACTIONS
from programme.notices.rules.channels import CHANNELS, PREFIX
from programme.notices.services.posting import check_address
from programme.notices.services.sending import tell_group
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

BYTES = 32


@writes
def add_endpoint(
    programme: "Programme",
    *,
    name: str,
    channel: str,
    address: str,
    topics: list[str],
    actor: "User | None",
    secret: str = "",
    language: str = "",
) -> tuple[Endpoint, str]:
    """Set a channel; gives it with the secret that was made for a webhook, which is shown this once.

    Raises ``BadInputError`` with every bad field.
    """
    require(ACTIONS["edit"], actor, programme)
    wrong = _faults(channel, topics, language or programme.language, secret)
    if not address.strip():
        wrong["address"] = [_("This is needed.")]
    host = _host(address, wrong)
    if wrong:
        raise BadInputError(wrong)
    made = "" if secret or not CHANNELS[channel].makes_secret else new_secret()
    row = Endpoint(
        programme=programme,
        name=name.strip(),
        channel=channel,
        host=host,
        topics=topics,
        language=language or programme.language,
        set_by=actor,
        sealed_address=seal(address.strip()),
        sealed_secret=seal(secret.strip() or made),
        secret_set_at=timezone.now(),
    )
    with change(row, "notices.channel_added", actor=actor):
        save_validated(row)
    return row, made


@writes
def change_endpoint(
    row: Endpoint,
    *,
    actor: "User | None",
    name: str | None = None,
    address: str = "",
    secret: str = "",
    topics: list[str] | None = None,
    language: str | None = None,
    in_use: bool | None = None,
) -> Endpoint:
    """Change a channel; an empty address or secret stays as it is. Raises ``BadInputError`` with every bad field."""
    require(ACTIONS["edit"], actor, row)
    row = Endpoint.objects.select_for_update(of=("self",)).select_related("programme").get(pk=row.pk)
    chosen = row.topics if topics is None else topics
    wrong = _faults(row.channel, chosen, row.language if language is None else language, secret)
    host = _host(address, wrong) or row.host
    if wrong:
        raise BadInputError(wrong)
    with change(row, "notices.channel_changed", actor=actor):
        row.name = row.name if name is None else name.strip()
        row.topics, row.host = chosen, host
        row.language = row.language if language is None else language
        row.in_use = row.in_use if in_use is None else in_use
        if address.strip():
            row.sealed_address, row.secret_set_at = seal(address.strip()), timezone.now()
        if secret.strip():
            row.sealed_secret, row.secret_set_at = seal(secret.strip()), timezone.now()
        save_validated(row)
    return row


@writes
def try_endpoint(row: Endpoint, *, actor: "User | None") -> Delivery:
    """Send one message that says that the channel works; raises ``IllegalNowError`` where it is out of use."""
    require(ACTIONS["test"], actor, row)
    if not row.in_use:
        raise IllegalNowError(_("The channel is no longer in use."))
    with translation.override(row.language):
        text = _("This channel works; %(name)s tried it out.") % {"name": actor or _("System")}
    key = f"try:{row.pk}:{secrets.token_hex(8)}"
    sent = tell_group(row, topic="", text=text, url=row.get_absolute_url(), key=key)
    if sent is None:  # never: the key is new
        raise IllegalNowError(_("The channel is no longer in use."))
    return sent


def new_secret() -> str:
    """Make a webhook's secret in the form that its libraries expect."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def _faults(channel: str, topics: list[str], language: str, secret: str) -> dict[str, list[Any]]:
    wrong: dict[str, list[Any]] = {}
    if channel not in GROUPS:
        wrong["channel"] = [_("Choose one of: %(names)s.") % {"names": ", ".join(GROUPS)}]
    elif secret.strip() and not CHANNELS[channel].secret:
        wrong["secret"] = [_("This channel signs nothing: its key stands in the address.")]
    unknown = sorted({*topics} - {*Topic.values})
    if unknown or not topics:
        wrong["topics"] = [_("Choose at least one of: %(names)s.") % {"names": ", ".join(Topic.values)}]
    if language not in dict(settings.LANGUAGES):
        wrong["language"] = [_("Choose one of: %(names)s.") % {"names": ", ".join(dict(settings.LANGUAGES))}]
    return wrong


def _host(address: str, wrong: dict[str, list[Any]]) -> str:
    if not address.strip():
        return ""
    try:
        return check_address(address).host[:200]
    except BadInputError as error:
        wrong.update({name: list(texts) for name, texts in error.fields.items()})
        return ""
