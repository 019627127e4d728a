"""Snapshots: every figure and every document's sections as they stand at a moment, frozen under a hash."""

import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import __version__, seams
from core.documents.canonical import dumps, sha256_of, to_json
from core.documents.model import Document, Letterhead, Missing, Section
from core.memo import afresh, shared
from core.models import save_validated
from core.seams import DocumentKind, SectionProvider
from programme.people.models import Organisation
from programme.people.selectors import holders
from programme.records.choices import Occasion
from programme.records.models import Snapshot
from programme.records.services.audit import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

log = logging.getLogger(__name__)
LANGUAGES = ("zh-hans", "en")


@writes
def take_snapshot(
    programme: "Programme", *, occasion: Occasion, actor: "User | None", slot: str | None = None
) -> Snapshot:
    """Freeze every figure and every document kind in both languages as they stand now; at most one per slot.

    Runs under the programme's lock, so that all figures are of one moment. Never fails for one provider: what it
    raised is logged, and its section says that it could not be built.
    """
    if slot is not None:
        known = Snapshot.objects.filter(programme=programme, slot=slot).first()
        if known is not None:
            return known
    as_of = timezone.now()
    content = dumps(_content(programme, as_of))
    snapshot = Snapshot(
        programme=programme,
        as_of=as_of,
        occasion=occasion,
        slot=slot,
        content=content,
        sha256=sha256_of(content),
        release=__version__,
    )
    save_validated(snapshot)
    changes = {"occasion": [None, str(occasion)], "sha256": [None, snapshot.sha256]}
    append_event("records.snapshot_taken", snapshot, actor=actor, changes=changes)
    return snapshot


def _content(row: "Programme", as_of: datetime) -> dict[str, Any]:
    programme = afresh(row)  # nothing is written meanwhile: all papers in both languages share what they read
    with timezone.override(settings.TIME_ZONE), seams.readings_kept():
        return {
            "v": 1,
            "as_of": as_of.isoformat(),
            "release": __version__,
            "public_url": settings.PUBLIC_URL,
            "programme": {"slug": programme.slug, "name": programme.name, "state": programme.state},
            "figures": {name: _figure(name, programme) for name in seams.evidence},
            "documents": {code: _subjects(kind, programme, as_of) for code, kind in seams.documents.items()},
        }


def _figure(name: str, programme: "Programme") -> dict[str, Any] | None:
    """Read one provider for the whole programme; None where it failed or has nothing to say."""
    try:
        with transaction.atomic():
            readings = seams.evidence[name](programme, [{}])
    except Exception:
        log.exception("evidence %s of programme %s could not be read", name, programme.pk)
        return None
    if not readings:
        return None
    told = asdict(readings[0])
    told.pop("detail")
    return {key: _plain(value) for key, value in told.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _subjects(kind: DocumentKind, programme: "Programme", as_of: datetime) -> dict[str, Any]:
    try:
        with transaction.atomic():
            subjects = list(kind.subjects(programme))
    except Exception:
        log.exception("subjects of document kind %s could not be read", kind.code)
        return {}
    return {subject: _as_settled(_Paper(kind, programme, as_of, subject)) for subject in subjects}


def _as_settled(paper: "_Paper") -> dict[str, Any]:
    """Build the paper; what a decision settled stands as the snapshot of that decision has it."""
    found = _in_languages(paper)
    moment = paper.kind.settled(paper.programme, paper.subject) if paper.kind.settles else None
    if moment is None:
        return found
    then = Snapshot.objects.filter(programme=paper.programme, occasion=Occasion.DECISION, as_of__gte=moment)
    taken = then.order_by("as_of", "pk").first()
    told = json.loads(taken.content)["documents"].get(paper.kind.code, {}).get(paper.subject) if taken else None
    if told is None:
        return found
    for language in LANGUAGES:
        earlier = {one["key"]: one for one in told[language]["sections"] if one["key"] in paper.kind.settles}
        found[language]["sections"] = [earlier.get(one["key"], one) for one in found[language]["sections"]]
    return found


def _in_languages(paper: "_Paper") -> dict[str, Any]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = json.loads(to_json(paper.document()))
    return found


@dataclass(frozen=True, slots=True)
class _Paper:
    """One kind about one subject at one moment, built in the active language."""

    kind: DocumentKind
    programme: "Programme"
    as_of: datetime
    subject: str

    def document(self) -> Document:
        """Build the sections that slices gave, in their order."""
        framed = self._framed()
        providers = sorted(self.kind.sections.items(), key=lambda item: (item[1].position, item[0]))
        built = [self._section(name, provider, framed) for name, provider in providers]
        return self._finished(replace(framed, sections=tuple(section for section in built if section is not None)))

    def _finished(self, whole: Document) -> Document:
        """Let the kind add what only the whole knows; a fault in it is logged and leaves the paper as it was."""
        try:
            with transaction.atomic():
                finished = self.kind.finish(self.programme, whole)
            to_json(finished)
        except Exception:
            log.exception("document kind %s could not finish its paper", self.kind.code)
            return whole
        return finished

    def _bare(self) -> Document:
        language: Any = translation.get_language()
        organisation = shared(self.programme, "records.organisation", Organisation.objects.order_by("pk").first)
        role = self.kind.owner_role
        owners = shared(self.programme, f"records.owners:{role}", lambda: list(holders(self.programme, role)))
        return Document(
            kind=self.kind.code,
            number="",
            title=str(self.kind.title),
            programme=self.programme.name,
            as_of=self.as_of,
            generated_at=self.as_of,
            language=language,
            zone=settings.TIME_ZONE,
            owner=", ".join(person.name for person in owners),
            cover=self.kind.cover,
            classification=organisation.classification if organisation else "",
            letterhead=_letterhead(organisation) if organisation else Letterhead(),
        )

    def _framed(self) -> Document:
        """Add what the kind says of itself."""
        bare = self._bare()
        try:
            with transaction.atomic():
                framed = replace(bare, **self.kind.frame(self.programme, self.as_of, self.subject))
            to_json(framed)
        except Exception:
            log.exception("frame of document kind %s could not be built", self.kind.code)
            return bare
        return framed

    def _section(self, name: str, provider: SectionProvider, framed: Document) -> Section | None:
        """Build one section; a fault in it is logged, and printed as a sentence in its place."""
        key = name.replace(".", "-")
        try:
            with transaction.atomic():
                section = provider.build(self.programme, self.as_of, self.subject)
            if section is None:
                return None
            section = section if section.key else replace(section, key=key)
            to_json(replace(framed, sections=(section,)))
        except Exception:
            log.exception("section %s of document kind %s could not be built", name, self.kind.code)
            text = _("This section could not be built; the fault is in the log under its name.")
            return Section(title=name, key=key, blocks=(Missing(text=text),))
        return section


def _letterhead(organisation: Organisation) -> Letterhead:
    logo = organisation.logo.name or ""
    return Letterhead(
        name=organisation.name_zh,
        name_en=organisation.name_en,
        logo=logo if logo and default_storage.exists(logo) else "",
        footer=organisation.footer,
        number_pattern=organisation.number_pattern,
    )
