"""File storage on disk that shows a file whole or not at all."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.storage import FileSystemStorage

if TYPE_CHECKING:
    from django.core.files.base import File

DRAFTS = ".drafts"


class WholeFileStorage(FileSystemStorage):
    """Writes under a temporary name outside every served folder, syncs, then links the file into place."""

    def _save(self, name: str, content: "File[Any]") -> str:
        """Store the content; returns the name under which it is seen."""
        final = Path(self.path(name))
        final.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(self.location) / DRAFTS / secrets.token_hex(8)
        draft.parent.mkdir(parents=True, exist_ok=True)
        try:
            with draft.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk.encode() if isinstance(chunk, str) else chunk)
                file.flush()
                os.fsync(file.fileno())
            final = self._link(draft, final)
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(final.parent)
        return final.relative_to(self.location).as_posix()

    def _link(self, draft: Path, final: Path) -> Path:
        """Give the draft its final name, another one where that name was taken meanwhile."""
        while True:
            try:
                os.link(draft, final)
            except FileExistsError:
                relative = final.relative_to(self.location).as_posix()
                final = Path(self.path(self.get_available_name(relative)))
            else:
                return final

    def answers(self) -> None:
        """Raise ``OSError`` where nothing can be written."""
        if not os.access(self.location if Path(self.location).exists() else Path(self.location).parent, os.W_OK):
            msg = "the folder of the files cannot be written"
            raise OSError(msg)

    def forget_drafts(self) -> None:
        """Remove what a killed process left half written; call only while nobody writes."""
        for draft in (Path(self.location) / DRAFTS).glob("*"):
            draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def local_path(storage: Any, name: str) -> Iterator[Path]:
    """Give a stored file as a path on this machine: itself where the storage is a disk, else a copy for the block."""
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        path = None
    if path is not None:
        yield path
    else:
        with tempfile.TemporaryDirectory(prefix="landfall-") as folder:
            copy = Path(folder) / Path(name).name
            with storage.open(name) as stored, copy.open("wb") as file:
                shutil.copyfileobj(stored, file, 2**20)
            yield copy
