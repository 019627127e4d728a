"""Proofs: is this file what was kept, is the audit chain whole."""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from programme.records.models import AuditEvent, DocumentFile, GeneratedDocument
from programme.records.rules import CODE
from programme.records.services.audit import hash_of

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
MOST_BYTES = 50 * 2**20  # what is unpacked while looking for a code
PACKAGE = b"PK\x03\x04"  # how an office file begins


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file or a chain is what it should be, why, and the facts that may be shown to anyone."""

    valid: bool
    reason: str
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give the shape that the commands print."""
        return {"valid": self.valid, "reason": self.reason, **self.facts}


def verify_bytes(content: bytes) -> Verdict:
    """Find the file by its SHA-256; where nothing has it, say what its verify code claims."""
    digest = hashlib.sha256(content).hexdigest()
    found = DocumentFile.objects.filter(sha256=digest).select_related("document").order_by("pk").first()
    if found is not None:
        facts = {**public_facts(found.document), "sha256": digest, "language": found.language, "format": found.format}
        return Verdict(valid=True, reason=_reason(found.document), facts=facts)
    code = _code_in(content)
    claimed = GeneratedDocument.objects.filter(verify_code=code).first() if code else None
    if claimed is None:
        return Verdict(valid=False, reason=_("No document with this content was ever kept here."), facts={
            "sha256": digest})  # fmt: skip
    reason = _("The file carries the code of %(paper)s, but it is not byte for byte what was kept: it was changed.")
    return Verdict(valid=False, reason=reason % {"paper": claimed}, facts={
        **public_facts(claimed), "sha256": digest})  # fmt: skip


def verify_code(code: str) -> GeneratedDocument | None:
    """Return the paper of a printed code, with its files."""
    files = Prefetch("files", DocumentFile.objects.order_by("language", "format"))
    return GeneratedDocument.objects.prefetch_related(files).filter(verify_code=code).first()


def public_facts(paper: GeneratedDocument) -> dict[str, Any]:
    """What anyone may know of a paper: number, version, state, times and hashes; never its title or content."""
    return {
        "number": paper.number,
        "version": paper.version_text,
        "state": paper.state,
        "issued_at": paper.issued_at.isoformat() if paper.issued_at else None,
        "verify_code": paper.verify_code,
    }


def _reason(paper: GeneratedDocument) -> str:
    state = paper.get_state_display()
    return _("This is %(paper)s, byte for byte as kept. State: %(state)s.") % {"paper": paper, "state": state}


def _code_in(content: bytes) -> str:
    """Find a verify code in the bytes, or in the packed parts of a PDF or an office file."""
    for part in _parts(content):
        found = CODE.search(part) or CODE.search(part.replace(b"\x00", b""))
        if found:
            return found.group().decode()
    return ""


def _parts(content: bytes) -> Iterator[bytes]:
    if content.startswith(PACKAGE):
        yield from _members(content)
        return
    yield content[:MOST_BYTES]
    left = MOST_BYTES
    for stream in STREAM.finditer(content):
        try:
            plain = zlib.decompressobj().decompress(stream.group(1), left)
        except zlib.error:
            continue
        left -= len(plain)
        if left <= 0:
            return
        yield plain


def _members(content: bytes) -> Iterator[bytes]:
    """Yield the parts of an office file, no more of them than may be unpacked; a damaged one is passed over."""
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                with package.open(name) as part:
                    plain = part.read(left)
                left -= len(plain)
                yield plain
                if left <= 0:
                    return
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        return


def verify_chain(chain: str) -> Verdict:
    """Compute a chain again from its first event; needs one pass and constant memory."""
    expected, before, count = 1, "", 0
    for event in AuditEvent.objects.filter(chain=chain).order_by("seq").iterator(2000):
        fault = _fault(event, expected, before)
        if fault:
            return Verdict(valid=False, reason=fault, facts={"events": count, "seq": event.seq})
        expected, before, count = event.seq + 1, event.hash, count + 1
    reason = _("%(n)d events, each as it was written.") % {"n": count}
    return Verdict(valid=True, reason=reason, facts={"events": count, "head": before})


def _fault(event: AuditEvent, expected: int, before: str) -> str:
    if event.seq != expected:
        return _("Event %(n)d is missing.") % {"n": expected}
    if event.prev_hash != before:
        return _("Event %(n)d does not follow the one before it.") % {"n": event.seq}
    if event.hash != hash_of(event):
        return _("Event %(n)d was changed after it was written.") % {"n": event.seq}
    return ""


def verify_every_chain() -> dict[str, Verdict]:
    """Verify the installation's chain and every programme's, by chain."""
    chains = AuditEvent.objects.order_by("chain").values_list("chain", flat=True).distinct()
    return {chain: verify_chain(chain) for chain in chains}
