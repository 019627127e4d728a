"""Files through both fronts: taken, checked, imported, undone."""

import base64

from django.core.files.uploadedfile import SimpleUploadedFile

from programme.records.services.imports import run_import
from tests.contracts.fronts import Pair

NAME = "risks.csv"
DATA = (
    b"\xef\xbb\xbfRisk,Cause,Event,Effect,Probability,Impact\r\n"
    b"Late data,because,may,leading,3,4\r\nNobody comes,because,may,leading,9,4\r\nNo time,because,may,leading,2,5\r\n"
)  # two rows stand, one is refused


def _taken(world, *, dry_run):
    return run_import(
        world.programme, kind="risks", data=DATA, filename=NAME, actor=world.people["PM"], dry_run=dry_run
    )


def checked(world):
    """A file that was looked at, and not imported."""
    return _taken(world, dry_run=True)


def imported(world):
    """A file whose rows are in."""
    return _taken(world, dry_run=False)


def sent():
    """The file as a browser sends it, and as a call does."""
    form = {"kind": "risks", "file": SimpleUploadedFile(NAME, DATA)}
    return form, {"kind": "risks", "filename": NAME, "content": base64.b64encode(DATA).decode(), "dry_run": True}


IMPORTS = [
    Pair("records:import_apply POST", "api-imports apply", row=checked),
    Pair("records:import_undo POST", "api-imports undo", row=imported),
]
