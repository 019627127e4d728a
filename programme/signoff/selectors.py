"""Reads of sign-offs: what a subject says now, whether a signature still fits it, and what waits for whom."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.access import Action, allows
from core.documents.model import Signature as SignatureBlock
from core.documents.model import Signatures, Status
from core.errors import IllegalNowError
from core.kept import kept
from core.memo import once
from core.seams import Registry
from programme.people.models import Membership, User
from programme.records.models import AuditEvent
from programme.signoff import permissions, rules
from programme.signoff.choices import SIGNED_STATES, SignDecision, SignState
from programme.signoff.models import Signature, SignatureRequest
from programme.signoff.rules import Content, Difference, Frozen

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Binding:
    """How one kind of subject is signed; see ``services.bind``."""

    content: Callable[[Any], Content]
    url: Callable[[Any], str] | None = None
    refuses: Callable[[Any, str], Sequence[Any]] | None = None
    decided: Callable[[Any, Signature], None] | None = None


bindings: Registry[Binding] = Registry("signoff bindings")


@dataclass(frozen=True, slots=True)
class Staleness:
    """Whether what was signed (or last read) is still what the subject says."""

    changes: tuple[Difference, ...]
    then: str
    now: str
    gone: bool = False  # the subject itself no longer exists

    @property
    def stale(self) -> bool:
        """Tell whether the signature no longer fits."""
        return bool(self.changes) or self.gone


@dataclass(frozen=True, slots=True)
class Standing:
    """The signatures of one subject, counted."""

    requested: int
    signed: int
    declined: int
    stale: int

    @property
    def complete(self) -> bool:
        """Tell whether everybody who was asked has signed what the subject says now."""
        return self.requested > 0 and self.signed == self.requested and not self.stale


def kind_of(subject: Model) -> str:
    """Name the kind of a subject."""
    return str(subject._meta.label)


def subject_of(request: SignatureRequest) -> Any | None:
    """Return the row that is signed, None where it is gone. One query, kept on the request."""
    if "_subject" not in request.__dict__:
        model = apps.get_model(request.kind)
        request.__dict__["_subject"] = model._base_manager.filter(public_id=request.object_id).first()
    return request.__dict__["_subject"]


def frozen_content(subject: Model) -> Frozen:
    """Freeze what the subject says now, read through the provider of its kind once per language."""
    binding = bindings[kind_of(subject)]
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


def staleness(request: SignatureRequest, current: Frozen | None = None) -> Staleness:
    """Compare what was signed (before signing: what was last read) with what the subject says now."""
    row = request.signature if request.state in SIGNED_STATES else request
    if current is None:
        if subject_of(request) is None:
            return Staleness((), row.sha256, "", gone=True)
        current = content_now(request)
    return Staleness(rules.differences(row.frozen, current), row.sha256, rules.fingerprint(current))


@dataclass(frozen=True, slots=True)
class Line:
    """One line that differs between two contents, in the reader's language; ``change`` is changed, added, removed."""

    change: str
    part: str
    label: str
    old: str
    new: str


def compared(before: Frozen, now: Frozen) -> list[Line]:
    """Name every line that differs between two frozen contents, in the reader's language."""
    language = get_language() or "en"
    return [
        Line(
            str(one.change.value),
            *(rules.say(text, language) for text in (one.part, one.label, one.old, one.new)),
        )
        for one in rules.differences(before, now)
    ]


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


def requests_of(subject: Any) -> list[SignatureRequest]:
    """Requests about the subject that stand, in the order in which they were made."""
    rows = SignatureRequest.objects.of(kind_of(subject), subject.public_id).exclude(state=SignState.VOIDED)
    return list(rows.for_list().order_by("created_at", "pk"))


def standing(subject: Any) -> Standing:
    """Count the subject's signatures; a stale one is counted as signed and as stale."""
    requests = requests_of(subject)
    signed = [request for request in requests if request.is_signed]
    content = frozen_content(subject) if signed else None
    stale = [
        request
        for request in signed
        if staleness(request, content | {"meaning": request.meaning, "issue": request.issue}).stale  # type: ignore[operator]
    ]
    declined = sum(request.state == SignState.DECLINED for request in requests)
    return Standing(len(requests), len(signed), declined, len(stale))


def previous_signature(request: SignatureRequest) -> Signature | None:
    """Return what the same signer signed about the same subject before."""
    earlier = Signature.objects.filter(
        request__kind=request.kind, request__object_id=request.object_id, request__role=request.role
    ).exclude(request=request)
    if request.signer_id is not None:
        earlier = earlier.filter(signer_id=request.signer_id)
    return earlier.order_by("-signed_at").first()


def since_last(request: SignatureRequest, current: Frozen) -> Staleness:
    """Compare what the signer last signed, else what was asked or last read, with what stands now."""
    last = None if request.is_signed else previous_signature(request)
    if last is None:
        return staleness(request, current)
    return Staleness(rules.differences(json.loads(last.content), current), last.sha256, rules.fingerprint(current))


def waiting_for(user: User, programme: "Programme | None" = None) -> list[SignatureRequest]:
    """Open requests that this person may sign, the most urgent first; for the owner's home."""
    rows = (
        SignatureRequest.objects.open().visible_to(user) if programme is None else programme.signature_requests.open()
    )
    addressed = rows.addressed_to(user, user.roles_in(programme), user.stands_for(programme)).for_list()
    return [request for request in addressed if permissions.can_sign(user, request)]


def waiting_count(user: User, programme: "Programme | None") -> int:
    """Count open requests that this person may sign; one query."""
    if programme is None:
        return 0
    rows = programme.signature_requests.open()
    return rows.addressed_to(user, user.roles_in(programme), user.stands_for(programme)).count()


def without_signer(programme: "Programme") -> list[SignatureRequest]:
    """Give open requests whose named signer was deactivated or left the programme; one query."""
    here = Membership.objects.filter(programme=programme, ended_on=None, user__is_active=True).values("user")
    rows = programme.signature_requests.open().filter(signer__isnull=False).exclude(signer__in=here)
    return list(rows.exclude(signer__is_active=True, signer__is_administrator=True).for_list())


def signed_by(user: User, programme: "Programme", limit: int | None = None) -> list[tuple[SignatureRequest, Staleness]]:
    """Return what this person signed, the newest first, each with whether it still fits.

    What a subject says is read where the programme changed since; ``limit`` bounds that.
    """
    rows = programme.signature_requests.signed().filter(signature__signer=user).for_list()
    found = list(rows.order_by("-signature__signed_at")[:limit])
    return [
        (one, kept(programme, f"signoff.stale:{one.pk}", partial(_staleness_here, programme, one))) for one in found
    ]


def _staleness_here(programme: "Programme", request: SignatureRequest) -> Staleness:
    """Compare as ``staleness`` does; a subject that several have signed is frozen once."""
    subject = subject_of(request)
    if subject is None:
        return staleness(request)
    name = f"signoff.content:{request.kind}:{request.object_id}"
    content = once(programme, name, lambda: frozen_content(subject))
    return staleness(request, content | {"meaning": request.meaning, "issue": request.issue})


def signed_on(programme: "Programme", kinds: Sequence[str]) -> list[SignatureRequest]:
    """Signatures that stand on records of these kinds, the newest first; one query, none for no kind."""
    if not kinds:
        return []
    rows = SignatureRequest.objects.filter(programme=programme, kind__in=kinds, state__in=SIGNED_STATES)
    return list(rows.select_related("signer").order_by("-pk"))


def signer_left(request: SignatureRequest) -> bool:
    """Tell whether the named signer can no longer sign: deactivated, or out of the programme."""
    signer = request.signer
    return request.is_open and signer is not None and not (signer.is_active and signer.roles_in(request.programme))


def url_of(request: SignatureRequest) -> str:
    """Return the page of the subject, empty where it has none."""
    binding, subject = bindings.get(request.kind), subject_of(request)
    return binding.url(subject) if binding is not None and binding.url is not None and subject is not None else ""


def signing_reasons(request: SignatureRequest, user: User | None, current: Frozen) -> list[str]:
    """Say everything that stands between this person and signing, but for the password."""
    if not request.is_open:
        return [_("This request is closed: %(state)s.") % {"state": request.get_state_display()}]
    if signer_left(request):
        return [
            _("%(name)s is no longer in the programme; the project manager names another signer.")
            % {"name": request.signer}
        ]
    if not allows(permissions.can_sign, user, request):
        return [_("Only %(who)s signs this.") % {"who": request.signer or request.get_role_display()}]
    if subject_of(request) is None:
        return [_("What was to be signed no longer exists.")]
    if user is not None and permissions.signs_beside(request, user):
        return [_("You sign this in your own place already; somebody else has to deputise.")]
    titles = [rules.say(title, get_language() or "en") for title in rules.unread(current, request.read_marks)]
    return [_("Read the section “%(title)s”.") % {"title": title} for title in titles]


def decisions(request: SignatureRequest) -> list[tuple[SignDecision, tuple[Any, ...]]]:
    """Give every decision with the reasons why the subject does not leave it open."""
    binding, subject = bindings[request.kind], subject_of(request)
    if subject is None:
        return [(decision, (_("What was to be signed no longer exists."),)) for decision in SignDecision]
    refuses = binding.refuses or (lambda _subject, _decision: ())
    return [(decision, tuple(refuses(subject, decision.value))) for decision in SignDecision]


def last_change(request: SignatureRequest, since: datetime) -> AuditEvent | None:
    """Return the newest audit event on the subject itself after a moment."""
    events = AuditEvent.objects.filter(kind=request.kind, object_id=request.object_id, at__gt=since)
    return events.order_by("-at").first()


def available_actions(request: SignatureRequest, user: User, current: Frozen) -> list[Action]:
    """List what this person may do with the request, each blocked act with its reasons."""
    reasons = signing_reasons(request, user, current)
    actions = []
    if request.is_open and permissions.can_sign(user, request):
        actions.append(Action("view", _("Mark as read")))
        actions.append(Action("sign", _("Sign"), reasons, primary=True))
    if permissions.can_manage(user, request):
        closed = (
            ()
            if request.is_open
            else (_("This request is closed: %(state)s.") % {"state": request.get_state_display()},)
        )
        actions.append(Action("readdress", _("Name another signer"), closed))
        actions.append(Action("withdraw", _("Withdraw the request"), closed, danger=True))
    return actions


def signature_block(subject: Any, heading: str = "") -> Signatures:
    """Give the signature block of a document: who signed, who is still waited for, what is stale."""
    content = None
    lines = []
    for request in requests_of(subject):
        if request.is_signed and content is None:
            content = frozen_content(subject)
        lines.append(_block_line(request, content))
    return Signatures(tuple(lines), heading)


def block_rows(request: SignatureRequest) -> list[dict[str, Any]]:
    """Give the signatures on the same subject as the page draws them."""
    subject = subject_of(request)
    requests = requests_of(subject) if subject is not None else [request]
    return [_row_of(one) for one in requests if one.state != SignState.EXPIRED]


def _row_of(request: SignatureRequest) -> dict[str, Any]:
    signature = getattr(request, "signature", None)
    who = signature.who if signature else (request.signer.name if request.signer else "")
    role = request.capacity or (request.get_role_display() if request.role else "")
    if signature is None:
        return {"name": who, "role": role, "due": request.due_on}
    return {
        "name": who,
        "role": role,
        "decision": signature.get_decision_display(),
        "at": signature.signed_at,
        "method": signature.get_method_display(),
        "hash": signature.sha256,
        "stale": request.is_signed and staleness(request).stale,
    }


def _block_line(request: SignatureRequest, content: Frozen | None) -> SignatureBlock:
    role = str(request.get_role_display()) if request.role else ""
    if request.state not in {*SIGNED_STATES, SignState.DECLINED}:
        name = request.signer.name if request.signer else ""
        return SignatureBlock(name, role, request.capacity, status=Status("wait", str(request.get_state_display())))
    signature = request.signature
    current = None if content is None else content | {"meaning": request.meaning, "issue": request.issue}
    status = None
    if request.is_signed and staleness(request, current).stale:
        status = Status("stale", _("Stale: the content changed after signing"))
    return SignatureBlock(
        signature.who,
        role,
        request.capacity,
        str(signature.get_decision_display()),
        "\n".join(filter(None, (signature.conditions, signature.comment))),
        signature.signed_at,
        str(signature.get_method_display()),
        signature.sha256,
        status,
    )
