"""What a subject says: now, when it was asked, and what it leaves open to decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.errors import IllegalNowError
from core.kept import kept
from core.memo import afresh
from core.seams import Registry
from programme.signoff import rules
from programme.signoff.choices import SignDecision
from programme.signoff.models import Signature, SignatureRequest
from programme.signoff.rules import Content, Frozen


@dataclass(frozen=True, slots=True)
class Binding:
    """How one kind of subject is signed; see ``services.bind``."""

    content: Callable[[Any], Content]
    url: Callable[[Any], str] | None = None
    refuses: Callable[[Any, str], Sequence[Any]] | None = None
    decided: Callable[[Any, Signature], None] | None = None


bindings: Registry[Binding] = Registry("signoff bindings")


def kind_of(subject: Model) -> str:
    """Name the kind of a subject."""
    return str(subject._meta.label)


def subject_of(request: SignatureRequest) -> Any | None:
    """Return the row that is signed, None where it is gone. One query, kept on the request."""
    if "_subject" not in request.__dict__:
        model = apps.get_model(request.kind)
        request.__dict__["_subject"] = model._base_manager.filter(public_id=request.object_id).first()
    return request.__dict__["_subject"]


def of_subject(request: SignatureRequest, subject: Model) -> SignatureRequest:
    """Give the request with the row that it is about, which its reader has."""
    request.__dict__["_subject"] = subject
    return request


def url_of(request: SignatureRequest) -> str:
    """Return the page of the subject, empty where it has none."""
    binding, subject = bindings.get(request.kind), subject_of(request)
    return binding.url(subject) if binding is not None and binding.url is not None and subject is not None else ""


def frozen_content(subject: Model) -> Frozen:
    """Freeze what the subject says now, through the provider of its kind once per language.

    The provider is given a copy on which it may keep for the other language what it read (``core.memo.shared``).
    """
    binding, subject = bindings[kind_of(subject)], afresh(subject)
    contents = {}
    for language in rules.LANGUAGES:
        with override(language):
            contents[language] = binding.content(subject)
    return rules.freeze(contents)


def content_now(request: SignatureRequest) -> Frozen:
    """Freeze what this signer would sign now; raises ``IllegalNowError`` where the subject is gone."""
    subject = subject_of(request)
    if subject is None:
        raise IllegalNowError(_("What was to be signed no longer exists."))
    return frozen_content(subject) | {"meaning": request.meaning, "issue": request.issue}


def content_shown(request: SignatureRequest) -> Frozen:
    """Give what stands on the screen: what was signed, else what the subject says now, else what was last read."""
    if request.is_open and subject_of(request) is not None:
        return content_now(request)
    return request.signature.frozen if hasattr(request, "signature") else request.frozen


def content_looked_at(request: SignatureRequest) -> Frozen:
    """Give what stands on the screen for one who only looks, as kept since the last event; signing reads it live."""
    return kept(request.programme, f"signoff.shown:{request.pk}", partial(content_shown, request))


def thawed(frozen: Frozen) -> Content:
    """Give a frozen content back as content in the reader's language, for a subject that no longer changes."""
    language = get_language() or "en"
    parts = tuple(
        rules.Part(
            part["key"],
            rules.say(part["title"], language),
            tuple(
                rules.Fact(fact["key"], rules.say(fact["label"], language), rules.say(fact["value"], language))
                for fact in part["facts"]
            ),
        )
        for part in frozen["parts"]
    )
    return Content(rules.say(frozen["title"], language), parts, str(frozen.get("number", "")))


def read_out(frozen: Frozen) -> list[tuple[str, list[tuple[str, str]]]]:
    """Say a frozen content part by part, each line with its label, in the reader's language."""
    language = get_language() or "en"
    return [
        (
            rules.say(part["title"], language),
            [(rules.say(fact["label"], language), rules.say(fact["value"], language)) for fact in part["facts"]],
        )
        for part in frozen["parts"]
    ]


def decisions(request: SignatureRequest) -> list[tuple[SignDecision, tuple[Any, ...]]]:
    """Give every decision with the reasons why the subject does not leave it open."""
    binding, subject = bindings[request.kind], subject_of(request)
    if subject is None:
        return [(decision, (_("What was to be signed no longer exists."),)) for decision in SignDecision]
    refuses = binding.refuses or (lambda _subject, _decision: ())
    return [(decision, tuple(refuses(subject, decision.value))) for decision in SignDecision]
