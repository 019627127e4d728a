"""The signatures of a subject as documents and pages draw them."""

from typing import Any

from django.utils.translation import gettext as _

from core.documents.model import Signature as SignatureBlock
from core.documents.model import Signatures, Status
from programme.signoff.choices import SIGNED_STATES, SignState
from programme.signoff.models import SignatureRequest
from programme.signoff.rules import Frozen
from programme.signoff.selectors.changes import staleness
from programme.signoff.selectors.requests import requests_of
from programme.signoff.selectors.subjects import frozen_content, subject_of


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
