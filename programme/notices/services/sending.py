"""Deliveries: each is a row and a job, tried up to three times, and says how it ended."""

import hashlib
import smtplib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.sealed import unseal
from programme.notices import rules
from programme.notices.choices import Channel, DeliveryState, Topic
from programme.notices.models import Delivery, Endpoint
from programme.notices.selectors import link, may_be_told
from programme.notices.services.posting import NotSentError, Refused, send
from programme.records.services.jobs import enqueue

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User
    from programme.records.models import GeneratedDocument

FOR_GOOD = range(500, 600)  # SMTP answers after which trying again is of no use


def mail_notice(
    person: "User", *, topic: Topic, text: str, url: str, programme: "Programme | None"
) -> Delivery | None:  # fmt: skip
    """Mail one notification in the language that is active; the same words and link go once a day."""
    said = {"text": text, "link": link(url) if url else "", "programme": programme, "topic": topic.label}
    return send_mail(
        person,
        key=_key(f"m{person.pk}", topic, text, url),
        subject=f"[{programme}] {text}" if programme else text,
        body=render_to_string("notices/mail/notice.txt", said | {"wishes": link("/profile/notices/")}),
        url=url,
        topic=topic,
        programme=programme,
    )


def send_mail(
    person: "User",
    *,
    key: str,
    subject: str,
    body: str,
    html: str = "",
    url: str = "",
    topic: str = "",
    programme: "Programme | None" = None,
    document: "GeneratedDocument | None" = None,
    files: list[str] | None = None,
) -> Delivery | None:
    """Write one mail and the job that sends it, once per key; accounts of the demo have no mailbox and get none."""
    if person.is_demo:
        return None
    values = {
        "channel": Channel.MAIL, "person": person, "subject": " ".join(subject.split())[:300], "text": body,
        "html": html, "url": url, "topic": topic, "programme": programme, "document": document, "files": files or [],
    }  # fmt: skip
    return _written(key, values)


def tell_group(endpoint: Endpoint, *, topic: str, text: str, url: str, key: str = "") -> Delivery | None:
    """Write one message to a channel and the job that sends it; the same words and link go once a day."""
    values = {
        "channel": endpoint.channel, "endpoint": endpoint, "subject": " ".join(text.split())[:300], "url": url,
        "topic": topic, "programme": endpoint.programme,
    }  # fmt: skip
    return _written(key or _key(f"e{endpoint.pk}", topic, text, url), values)


def _key(whom: str, *parts: str) -> str:
    digest = hashlib.sha256("\x00".join(map(str, parts)).encode()).hexdigest()[:32]
    return f"{whom}:{digest}:{timezone.localdate()}"


def _written(key: str, values: dict[str, Any]) -> Delivery | None:
    row, created = Delivery.objects.get_or_create(key=key, defaults=values)
    if not created:
        return None
    label = _("Send: %(what)s") % {"what": row.subject}
    enqueue("notices.deliver", args={"delivery": row.pk}, programme=row.programme, label=label)
    return row


def carry(row: Delivery, *, finish: Callable[[dict[str, Any]], None]) -> None:
    """Send it and end its job in one transaction; a delivery that was sent is not sent again.

    Raises ``NotSentError`` where it may be tried again and a ``DomainError`` where that is of no use; the row says why.
    """
    if row.state == DeliveryState.SENT:
        return
    row.attempts += 1
    row.save(update_fields=["attempts", "updated_at"])
    try:
        _mail(row) if row.channel == Channel.MAIL else _post(row)
    except DomainError as error:
        _note(row, str(error), over=True)
        raise
    except NotSentError as error:
        _note(row, str(error), over=row.attempts >= settings.JOBS_MAX_ATTEMPTS)
        raise
    with transaction.atomic():
        row.state, row.sent_at, row.reason = DeliveryState.SENT, timezone.now(), ""
        row.save(update_fields=["state", "sent_at", "reason", "updated_at"])
        finish({"delivery": row.public_id})


def _note(row: Delivery, reason: str, *, over: bool) -> None:
    row.reason = reason[:300]
    row.state = DeliveryState.FAILED if over else DeliveryState.WAITING
    row.save(update_fields=["state", "reason", "updated_at"])


def _mail(row: Delivery) -> None:
    person = row.person
    if person is None or not may_be_told(person, row.programme):
        raise Refused(_("The person can no longer see this."))
    host = urlsplit(settings.PUBLIC_URL).hostname or "landfall"
    mail = EmailMultiAlternatives(
        row.subject, row.text, to=[person.email], headers={"Message-ID": f"<{row.public_id}@{host}>"}
    )
    if row.html:
        mail.attach_alternative(row.html, "text/html")
    for name, content, kind in _attached(row):
        mail.attach(name, content, kind)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        _raise_smtp(codes[0] if codes else 0)
    except smtplib.SMTPResponseException as error:
        _raise_smtp(error.smtp_code)
    except (smtplib.SMTPException, OSError) as error:
        raise NotSentError(_("The mail server was not reached (%(kind)s).") % {"kind": type(error).__name__}) from None


def _raise_smtp(code: int) -> None:
    said = _("The mail server refused it (%(code)d).") % {"code": code}
    raise (Refused(said) if code in FOR_GOOD else NotSentError(said)) from None


def _attached(row: Delivery) -> list[tuple[str, bytes, str]]:
    """The attached files as they were kept: name, bytes, type."""
    from programme.records.selectors.documents import file_name, media_type

    if row.document is None or not row.files:
        return []
    found = []
    for file in row.document.files.filter(public_id__in=row.files).order_by("pk"):
        with default_storage.open(str(file.file.name)) as stream:
            found.append((file_name(row.document, file), stream.read(), media_type(file.format)))
    return found


def _post(row: Delivery) -> None:
    endpoint = row.endpoint
    if endpoint is None or not endpoint.in_use:
        raise Refused(_("The channel is no longer in use."))
    form = rules.channels.CHANNELS[endpoint.channel]
    with translation.override(endpoint.language):
        message = rules.channels.Message(
            id=row.public_id,
            topic=row.topic,
            title=str(Topic(row.topic).label) if row.topic in Topic.values else "",
            text=row.subject,
            url=link(row.url),
            programme=str(endpoint.programme),
            slug=endpoint.programme.slug,
            at=timezone.localtime(row.created_at).isoformat(),
        )
    address, secret = unseal(endpoint.sealed_address), unseal(endpoint.sealed_secret)
    status, body = send(form.compose(message, address, secret, int(time.time())))
    if status in rules.channels.REDIRECTS:
        raise Refused(_("It answers with a redirect (%(status)d), which is not followed.") % {"status": status})
    if why := form.refusal(status, body):
        raise NotSentError(_("It was not taken: %(why)s") % {"why": why})
