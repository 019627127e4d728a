"""What the office formats share: fonts, status shapes as letters, whole links, files whose bytes hold still."""

import io
import re
import zipfile
from datetime import UTC, datetime
from urllib.parse import urlsplit

from core.documents.drawing import GOOD, INK_2, INK_3, STATUS_SHAPE
from core.documents.markup import is_safe
from core.documents.model import Document

LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"  # on every office machine; others put their own sans serif in place
GLYPHS = {"good": "●", "warn": "▲", "bad": "■", "block": "◆", "stale": "◇", "run": "▶", "wait": "○", "done": "□",
          "none": "–"}  # fmt: skip
APPLICATION = "Landfall"
EPOCH = (1980, 1, 1, 0, 0, 0)
FIRST = ("[Content_Types].xml", "_rels/.rels")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot carry
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
APP = re.compile(rb"(<Application>)[^<]*(</Application>)")


def language_tag(document: Document) -> str:
    """Return the language as the formats name it."""
    return "zh-CN" if document.language == "zh-hans" else "en-GB"


def status_colour(kind: str) -> str:
    """Return the colour of a status shape as six digits."""
    return STATUS_SHAPE.get(kind, GOOD if kind == "good" else INK_2 if kind == "run" else INK_3).lstrip("#")


def clean(text: object) -> str:
    """Return words that XML can carry."""
    return ILLEGAL.sub("", str(text))


def link(document: Document, url: str) -> str:
    """Return an address that works outside the product, or nothing."""
    if not url or not is_safe(url) or url.startswith("#"):
        return ""
    if not url.startswith("/"):
        return url
    site = urlsplit(document.verify_url)
    return f"{site.scheme}://{site.netloc}{url}" if site.scheme and site.netloc else ""


def moment(document: Document) -> datetime:
    """Return the time that the file carries as its own: when the paper was generated, without a zone, in UTC."""
    return document.generated_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def settled(content: bytes, document: Document) -> bytes:
    """Return the same package with nothing of the clock in it: order, dates and properties come from the document."""
    stamp = f"{moment(document):%Y-%m-%dT%H:%M:%SZ}".encode()
    return _packed(content, stamp)


def _packed(content: bytes, stamp: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(source.namelist(), key=lambda name: (name not in FIRST, name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            packed.writestr(entry, _member(name, source.read(name), stamp))
    return target.getvalue()


def _member(name: str, data: bytes, stamp: bytes) -> bytes:
    if name.endswith(".xlsx"):
        return _packed(data, stamp)
    if name == "docProps/core.xml":
        return STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
    if name == "docProps/app.xml":
        return APP.sub(rb"\g<1>" + APPLICATION.encode() + rb"\g<2>", data)
    return data
