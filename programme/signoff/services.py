"""Every write of sign-offs, and how a slice makes its records signable.

A slice binds its kind once, from ``contributions.py``::

    from programme.signoff.services import Content, Fact, Part, bind

    bind("programme.Charter", content=charter_content, url=charter_url, decided=charter_signed)

``content(subject)`` returns what a signer reads, in the language that is active (it is called once for each);
``url(subject)`` its page; ``refuses(subject, decision)`` the reasons why a decision is not open; ``decided(subject,
signature)`` runs in the signing transaction and calls services of its slice with ``actor=signature.signer``.
A provider must read the database each time: any later difference turns the signature stale and is named.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, DomainError, ForbiddenError, IllegalNowError, StaleError
from core.models import save_validated
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.models import DEPUTY, User
from programme.people.selectors import deputies_of, holders
from programme.records.services import append_event, change, writes
from programme.signoff import permissions, rules, selectors
from programme.signoff.choices import SignDecision, SignMethod, SignState
from programme.signoff.models import Signature, SignatureRequest, WrongPassword
from programme.signoff.rules import Content, Fact, Part
from programme.signoff.selectors import Staleness, staleness

if TYPE_CHECKING:
    from programme.charter.models import Programme

__all__ = [
    "Content", "Fact", "Part", "Staleness", "bind", "expire_requests", "mark_viewed", "readdress", "request_signature",
    "sign", "sign_act", "staleness", "withdraw",
]  # fmt: skip

WRONG_PASSWORDS = 5
CLOSED_FOR = timedelta(minutes=15)


class ThrottledError(DomainError):
    """Too many wrong passwords."""

    status = 429
    code = "throttled"


def bind(
    kind: str,
    *,
    content: Callable[[Any], Content],
    url: Callable[[Any], str] | None = None,
    refuses: Callable[[Any, str], Sequence[Any]] | None = None,
    decided: Callable[[Any, Signature], None] | None = None,
) -> None:
    """Make records of a kind (``app.Model``) signable; a kind is bound once, else ``ValueError``."""
    selectors.bindings.add(kind, selectors.Binding(content, url, refuses, decided))


@writes
def request_signature(
    programme: "Programme",
    *,
    subject: Any,
    meaning: Any,
    actor: User | None,
    signer: User | None = None,
    role: str = "",
    capacity: str = "",
    issue: int = 1,
    due_on: date | None = None,
    expires_on: date | None = None,
) -> SignatureRequest:
    """Ask a person, or any holder of a role, to sign what the subject says.

    ``meaning`` is the sentence that is signed, perhaps a lazy translation. With both signer and role, the person
    signs in that role. The kind must be bound.
    """
    require(permissions.can_request, actor, programme)
    if signer is not None and not (signer.is_active and signer.roles_in(programme)):
        raise BadInputError({"signer": [_("%(name)s has no role in this programme.") % {"name": signer}]})
    said = rules.said_in_both(meaning)
    frozen = selectors.frozen_content(subject) | {"meaning": said, "issue": issue}
    request = SignatureRequest(
        programme=programme,
        kind=selectors.kind_of(subject),
        object_id=subject.public_id,
        title=rules.say(frozen["title"], programme.language)[:200],
        issue=issue,
        content=rules.as_text(frozen),
        sha256=rules.fingerprint(frozen),
        meaning=said,
        signer=signer,
        role=role,
        capacity=capacity,
        due_on=due_on,
        expires_on=expires_on,
        requested_by=actor,
    )
    with change(request, "signoff.requested", actor=actor):
        save_validated(request)
    _tell(request, frozen["title"], actor)
    return request


def _tell(request: SignatureRequest, titles: Any, actor: User | None) -> None:
    """Tell whoever may sign it, and who deputises for them today."""
    asked = [request.signer] if request.signer is not None else list(holders(request.programme, request.role))
    asked += deputies_of(request.programme, asked)
    url = reverse("signoff:request", args=[request.programme.slug, request.public_id])
    for person in asked:
        if person != actor:
            notify(
                person,
                topic=Topic.SIGNATURE,
                text=lambda: (
                    _("Your signature is wanted: %(what)s") % {"what": rules.say(titles, get_language() or "")}
                ),
                url=url,
                programme=request.programme,
            )


@writes
def sign_act(programme: "Programme", *, subject: Any, meaning: Any, actor: User, comment: str = "") -> Signature:
    """Write down at once that somebody signs the act they just did, such as a decision in two clicks.

    The signature binds what the record says with its outcome, and turns stale with any later change. No password is
    asked again, and the signature says so; the act itself has checked who may do it. The kind must be bound.
    """
    said = rules.said_in_both(meaning)
    frozen = selectors.frozen_content(subject) | {"meaning": said, "issue": 1}
    request = SignatureRequest(
        programme=programme,
        kind=selectors.kind_of(subject),
        object_id=subject.public_id,
        title=rules.say(frozen["title"], programme.language)[:200],
        content=rules.as_text(frozen),
        sha256=rules.fingerprint(frozen),
        meaning=said,
        signer=actor,
        requested_by=actor,
        read_marks=rules.part_hashes(frozen),
        viewed_at=timezone.now(),
    )
    request.view()
    with change(request, "signoff.requested", actor=actor):
        save_validated(request)
    words = {"comment": comment}
    return _write_signature(request, frozen, actor, SignDecision.SIGN, words, method=SignMethod.SESSION)


def _locked(request: SignatureRequest) -> SignatureRequest:
    """Read the request again under the programme's lock."""
    return SignatureRequest.objects.select_for_update().get(pk=request.pk)


@writes
def mark_viewed(request: SignatureRequest, *, actor: User, parts: Iterable[str] | None = None) -> SignatureRequest:
    """Record which parts (None: all) the signer read as they stand now; all read makes the request *read*."""
    require(permissions.can_sign, actor, request)
    request = _locked(request)
    current = selectors.content_now(request)
    hashes = rules.part_hashes(current)
    asked = set(hashes if parts is None else parts)
    if unknown := asked - set(hashes):
        raise BadInputError({"parts": [_("No such section: %(key)s.") % {"key": key} for key in sorted(unknown)]})
    kept = {key: mark for key, mark in request.read_marks.items() if hashes.get(key) == mark}
    marks = kept | {key: hashes[key] for key in asked}
    if marks == request.read_marks and request.state == SignState.VIEWED:
        return request
    with change(request, "signoff.read", actor=actor):
        request.read_marks = marks
        request.content, request.sha256 = rules.as_text(current), rules.fingerprint(current)
        if set(marks) == set(hashes):
            request.view()
            request.viewed_at = timezone.now()
        save_validated(request)
    return request


@writes
def _count_wrong_password(request: SignatureRequest, *, actor: User) -> None:
    WrongPassword.objects.create(user=actor, at=timezone.now())
    append_event("signoff.wrong_password", request, actor=actor)


def _reauthenticate(request: SignatureRequest, actor: User, password: str) -> None:
    """Raise unless the password is right; each wrong one is committed and counted."""
    since = timezone.now() - CLOSED_FOR
    recent = WrongPassword.objects.filter(user=actor, at__gt=since).order_by("-at")[:WRONG_PASSWORDS]
    moments = [row.at for row in recent]
    if len(moments) == WRONG_PASSWORDS:
        again = timezone.localtime(moments[-1] + CLOSED_FOR)
        raise ThrottledError(_("Too many wrong passwords. Try again at %(time)s.") % {"time": f"{again:%H:%M}"})
    if not password:
        raise BadInputError({"password": [_("Enter your password to show that it is you.")]})
    if not actor.check_password(password):
        _count_wrong_password(request, actor=actor)
        left = WRONG_PASSWORDS - len(moments) - 1
        raise BadInputError({"password": [_("The password is wrong. %(n)d attempts are left.") % {"n": left}]})


def sign(
    request: SignatureRequest,
    *,
    actor: User,
    password: str,
    seen_hash: str,
    decision: str,
    comment: str = "",
    conditions: str = "",
    conditions_due: date | None = None,
) -> Signature:
    """Sign, sign with conditions, or decline what stood on the screen.

    Raises ``ForbiddenError`` for anyone but the signer, ``BadInputError`` for a wrong password and missing words,
    ``ThrottledError`` after five wrong passwords in 15 minutes, ``StaleError`` where the content is no longer the one
    seen, ``IllegalNowError`` where a part is unread or the request is closed. Two at once leave one signature.
    """
    if actor is None:
        raise ForbiddenError(_("Only a person signs."))
    require(permissions.can_sign, actor, request)
    _check_words(decision, comment, conditions, conditions_due)
    _reauthenticate(request, actor, password)
    return _sign(
        request,
        actor=actor,
        seen_hash=seen_hash,
        decision=decision,
        words={"comment": comment, "conditions": conditions, "conditions_due": conditions_due},
    )


def _check_words(decision: str, comment: str, conditions: str, conditions_due: date | None) -> None:
    fields: dict[str, list[str]] = {}
    if decision not in SignDecision.values:
        fields["decision"] = [_("Choose one of the decisions.")]
    if decision == SignDecision.DECLINE and not comment.strip():
        fields["comment"] = [_("Say why you decline.")]
    if decision == SignDecision.CONDITIONAL:
        if not conditions.strip():
            fields["conditions"] = [_("Write down the conditions.")]
        if conditions_due is None:
            fields["conditions_due"] = [_("Say by when the conditions are met.")]
    if fields:
        raise BadInputError(fields)


@writes
def _sign(request: SignatureRequest, *, actor: User, seen_hash: str, decision: str, words: dict[str, Any]) -> Signature:
    request = _locked(request)
    require(permissions.can_sign, actor, request)
    if not request.is_open:
        raise IllegalNowError(_("This request is closed: %(state)s.") % {"state": request.get_state_display()})
    if request.expires_on is not None and request.expires_on < timezone.localdate():
        raise IllegalNowError(_("The last day for signing was %(day)s.") % {"day": request.expires_on.isoformat()})
    current = selectors.content_now(request)
    _refuse_unseen(request, current, seen_hash)
    if selectors.signs_beside(request, actor):
        raise IllegalNowError(_("You sign this in your own place already; somebody else has to deputise."))
    subject, binding = selectors.subject_of(request), selectors.bindings[request.kind]
    if binding.refuses is not None and (reasons := binding.refuses(subject, decision)):
        raise IllegalNowError(*reasons)
    signature = _write_signature(request, current, actor, decision, words)
    _void_earlier(request, actor)
    if binding.decided is not None:
        binding.decided(subject, signature)
    return signature


def _refuse_unseen(request: SignatureRequest, current: rules.Frozen, seen_hash: str) -> None:
    """Raise unless the content on the screen is the current one and every part of it was read."""
    now = rules.fingerprint(current)
    if seen_hash != now:
        language = get_language() or "en"
        changed = [
            f"{rules.say(d.label, language)}: {rules.say(d.old, language) or '–'} → {rules.say(d.new, language) or '–'}"
            for d in rules.differences(request.frozen, current)
        ]
        raise StaleError(_("The content changed after you read it. Read it again."), *changed, theirs={"sha256": now})
    if titles := rules.unread(current, request.read_marks):
        language = get_language() or "en"
        said = [_("Read the section “%(title)s”.") % {"title": rules.say(title, language)} for title in titles]
        raise IllegalNowError(*said)


def _write_signature(
    request: SignatureRequest,
    current: rules.Frozen,
    actor: User,
    decision: str,
    words: dict[str, Any],
    *,
    method: str = SignMethod.PASSWORD,
) -> Signature:
    moves = {
        SignDecision.SIGN: request.sign,
        SignDecision.CONDITIONAL: request.sign_with_conditions,
        SignDecision.DECLINE: request.decline,
    }
    kept = words if decision == SignDecision.CONDITIONAL else {"comment": words["comment"]}
    signature = Signature(
        request=request,
        programme=request.programme,
        signer=actor,
        signer_name=_recorded(request, actor),
        role=request.role,
        capacity=request.capacity,
        decision=decision,
        content=rules.as_text(current),
        sha256=rules.fingerprint(current),
        signed_at=timezone.now(),
        method=method,
        **kept,
    )
    with change(request, f"signoff.{decision}", actor=actor, reason=words["comment"]):
        moves[SignDecision(decision)]()
        save_validated(request)
    with change(signature, "signoff.signature", actor=actor):
        save_validated(signature)
    return signature


def _recorded(request: SignatureRequest, actor: User) -> str:
    """Give the signer's name, a deputy's with that of the person deputised for."""
    return DEPUTY.join(filter(None, (actor.name, selectors.deputised_name(request, actor))))


def _void_earlier(request: SignatureRequest, actor: User) -> None:
    """The same signer's earlier signatures on this subject give way to the new one."""
    earlier = SignatureRequest.objects.of(request.kind, request.object_id).signed().exclude(pk=request.pk)
    for row in earlier.filter(role=request.role, signer_id=request.signer_id):
        with change(row, "signoff.voided", actor=actor, reason=_("Signed anew.")):
            row.void()
            save_validated(row)


@writes
def withdraw(request: SignatureRequest, *, actor: User | None, reason: str) -> SignatureRequest:
    """Void a request, or a signature that a new version of its subject replaces; needs a reason."""
    require(permissions.can_manage, actor, request)
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    request = _locked(request)
    with change(request, "signoff.voided", actor=actor, reason=reason):
        request.void()
        save_validated(request)
    return request


@writes
def readdress(request: SignatureRequest, *, signer: User, actor: User | None) -> SignatureRequest:
    """Name another signer for an open request; what was read before does not count for the new one."""
    require(permissions.can_manage, actor, request)
    if not (signer.is_active and signer.roles_in(request.programme)):
        raise BadInputError({"signer": [_("%(name)s has no role in this programme.") % {"name": signer}]})
    request = _locked(request)
    with change(request, "signoff.readdressed", actor=actor):
        request.readdress()
        request.signer = signer
        save_validated(request)
    return request


@writes
def expire_requests(programme: "Programme", *, today: date, actor: User | None = None) -> int:
    """Close the programme's requests whose last day has passed; returns how many."""
    rows = list(SignatureRequest.objects.filter(programme=programme).expired(today).select_for_update())
    for row in rows:
        with change(row, "signoff.expired", actor=actor):
            row.expire()
            save_validated(row)
    return len(rows)
