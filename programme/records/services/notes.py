"""What people say about records and hang on them."""

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from programme.records.models import Attachment, Comment
from programme.records.permissions import ACTIONS
from programme.records.services.audit import change, writes

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from programme.people.models import User

LARGEST = 25 * 2**20
SUFFIXES = frozenset({
    ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".txt", ".md", ".csv", ".json", ".xml", ".doc", ".docx", ".xls",
    ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".wps", ".et", ".dps", ".mpp", ".eml", ".msg", ".zip", ".log",
})  # fmt: skip


@writes
def add_comment(row: Any, *, text: str, actor: "User | None") -> Comment:
    """Say something about a record; what was said is never changed."""
    require(ACTIONS["comment"], actor, row)
    comment = Comment(
        programme=row.programme, kind=row._meta.label, object_id=row.public_id, author=actor, text=text.strip()
    )
    with change(comment, "records.commented", actor=actor):
        save_validated(comment)
    return comment


@writes
def attach_file(row: Any, *, file: "UploadedFile[Any]", actor: "User | None") -> Attachment:
    """Hang a file on a record; its kind is judged by its name and it is only ever served as a download."""
    require(ACTIONS["attach"], actor, row)
    name = clean_name(file.name or "")
    suffix = PurePosixPath(name).suffix.lower()
    size = file.size or 0
    if suffix not in SUFFIXES:
        said = _("Files of this kind are not taken. Accepted: %(kinds)s") % {"kinds": " ".join(sorted(SUFFIXES))}
        raise BadInputError({"file": [said]})
    if not 0 < size <= LARGEST:
        raise BadInputError({"file": [_("The file is empty or larger than %(n)d MB.") % {"n": LARGEST // 2**20}]})
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    attachment = Attachment(
        programme=row.programme, kind=row._meta.label, object_id=row.public_id, author=actor, name=name, size=size
    )
    attachment.sha256 = digest.hexdigest()
    attachment.file.save(f"{row.programme.public_id}/{attachment.public_id}{suffix}", file, save=False)
    with change(attachment, "records.attached", actor=actor):
        save_validated(attachment)
    return attachment


def clean_name(name: str) -> str:
    """Keep what a person reads of a file's name: no folders, no control or direction signs, 180 characters."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(c for c in unicodedata.normalize("NFC", bare) if unicodedata.category(c)[0] != "C")
    shown = re.sub(r"\s+", " ", shown).strip(" .") or "file"
    path = PurePosixPath(shown)
    return path.stem[: 180 - len(path.suffix)] + path.suffix[:20]
