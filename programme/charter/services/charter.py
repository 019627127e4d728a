"""The charter put to its signers, and in force once all have signed."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.documents.canonical import dumps, sha256_of
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.charter import permissions
from programme.charter.choices import ProgrammeState, VersionState
from programme.charter.models import CharterVersion
from programme.charter.selectors import blocked_by, charter_gaps, charter_parts, current_version, signers
from programme.charter.services.rows import require_alive
from programme.records.services import change, writes
from programme.signoff import selectors as signoff
from programme.signoff.services import Content, request_signature, withdraw

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

MEANING = gettext_lazy("I approve this charter as the basis of all later decisions.")


def charter_content(version: CharterVersion) -> Content:
    """Say what the signers read: the charter as it stands now; of a superseded version, what it said when in force."""
    row = CharterVersion.objects.select_related("programme").get(pk=version.pk)
    if row.state == VersionState.SUPERSEDED and row.content:
        return signoff.thawed(row.content)
    return Content(_("Project charter"), charter_parts(row.programme), f"v{row.number}")


def next_number(programme: "Programme") -> str:
    """1.0 first, then 1.1, 1.2 …; a withdrawn version's number is used again."""
    approved = programme.charter_versions.filter(state__in=[VersionState.APPROVED, VersionState.SUPERSEDED]).count()
    return f"1.{approved}"


@writes
def submit_charter(programme: "Programme", *, actor: "User | None") -> CharterVersion:
    """Put the charter to sponsor, business owners, finance and the project manager.

    Raises ``BadInputError`` on a missing purpose with its fields, ``IllegalNowError`` with every other reason.
    """
    require(permissions.can_manage, actor, programme)
    require_alive(programme)
    gaps = charter_gaps(programme)
    if named := {name: texts for name, texts in gaps.items() if name}:
        raise BadInputError(named | ({"": gaps[""]} if "" in gaps else {}))
    if reasons := blocked_by(programme, "submit_charter"):
        raise IllegalNowError(*reasons)
    number = next_number(programme)
    version = CharterVersion(programme=programme, number=number, submitted_at=timezone.now(), submitted_by=actor)
    with change(version, "charter.submitted", actor=actor):
        save_validated(version)
    for person, role in signers(programme):
        request_signature(programme, subject=version, meaning=MEANING, signer=person, role=role, actor=actor)
    return version


@writes
def withdraw_charter(version: CharterVersion, *, actor: "User | None", reason: str) -> CharterVersion:
    """Take a version back before all have signed; open requests are voided with it."""
    require(permissions.can_manage, actor, version)
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    for request in signoff.requests_of(version):
        if request.is_open or request.is_signed:
            withdraw(request, actor=actor, reason=reason)
    with change(version, "charter.withdrawn", actor=actor, reason=reason):
        version.withdraw()
        save_validated(version)
    return version


@writes
def charter_signed(version: CharterVersion, *, actor: "User") -> None:
    """After each signature: once all have signed, freeze the content, approve, and charter the programme."""
    version = CharterVersion.objects.select_related("programme").get(pk=version.pk)
    if version.state != VersionState.IN_REVIEW or not signoff.standing(version).complete:
        return
    programme, earlier = version.programme, current_version(version.programme)
    if earlier is not None:
        with change(earlier, "charter.superseded", actor=actor):
            earlier.supersede()
            save_validated(earlier)
    with change(version, "charter.approved", actor=actor):
        frozen: Any = signoff.frozen_content(version)
        version.content = frozen
        version.sha256 = sha256_of(dumps(frozen))
        version.approve(timezone.now())
        save_validated(version)
    if programme.state == ProgrammeState.READINESS:
        with change(programme, "programme.charter", actor=actor):
            programme.charter()
            save_validated(programme)
