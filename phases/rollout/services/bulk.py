"""The roster written as a whole file, in a number of queries that hardly grows with its lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.imports.kinds import Batch, Change, Outcome
from phases.rollout.choices import AccountKind
from phases.rollout.models import Absence, RosterEntry, Wave
from phases.rollout.permissions import ACTIONS
from phases.rollout.rules import Span, read_span, runs_in_circle
from phases.rollout.services.roster import absence_faults
from programme.charter.services.rows import require_alive
from programme.people.models import User
from programme.people.selectors import unit_codes
from programme.records.services import append_event, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

T = TypeVar("T")
PLAIN = ("key", "name", "crm_role", "crm_id", "licensed_on", "unlicensed_on")
WRITTEN = ("name", "email", "user", "unit", "crm_role", "crm_id", "wave", "account", "licensed_on", "unlicensed_on",
           "manager", "version", "updated_at")  # fmt: skip
LOOSE = ("programme", "user", "manager", "unit", "wave")  # foreign keys, checked here without a query each
CHUNK = 500


@dataclass
class _Line:
    """One change on its way: the entry as it will be, and what was wrong with it."""

    change: Change
    entry: RosterEntry
    before: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    spans: list[Span] | None = None

    def refuse(self, key: str, text: str) -> None:
        self.refused.setdefault(key, []).append(text)

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        return Outcome(self.change.line, "" if self.refused else self.entry.public_id, self.refused)


@dataclass
class _Known:
    """What lines refer to: units, waves and accounts by their words, entries by key and by account of the CRM."""

    units: dict[str, Any]
    waves: dict[str, Wave]
    users: dict[str, User]
    by_ref: dict[str, RosterEntry]
    by_key: dict[str, RosterEntry] = field(default_factory=dict)
    by_crm_id: dict[str, RosterEntry] = field(default_factory=dict)


@writes
def write_roster(programme: "Programme", batch: Batch, actor: User | None) -> list[Outcome]:
    """Create and change entries of a file; one audit event names every key with what changed."""
    require(ACTIONS["edit_roster"], actor, programme)
    require_alive(programme)
    known = _known(programme, batch)
    lines = []
    for done, one in enumerate(batch.changes):
        if done % CHUNK == 0:
            batch.tell(done)
        lines.append(_read(programme, one, known))
    _give_managers(lines, known)
    for line in lines:
        _validate(line, known)
    good = [line for line in lines if not line.refused]
    _write(good)
    _write_absences([line for line in good if line.spans is not None])
    _tell(programme, good, actor)
    return [line.outcome for line in lines]


@writes
def remove_entries(programme: "Programme", refs: Sequence[str], actor: User | None) -> None:
    """Take back entries that an import created; one audit event names them."""
    require(ACTIONS["edit_roster"], actor, programme)
    keys: list[str] = []
    for part in _parts(refs):
        rows = RosterEntry.objects.filter(programme=programme, public_id__in=part)
        keys += rows.order_by("key").values_list("key", flat=True)
        rows.delete()
    append_event("roster.entries_removed", programme, actor=actor, changes={"entries": [sorted(keys), None]})


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a long list, since a query takes only so many values."""
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))


def _known(programme: "Programme", batch: Batch) -> _Known:
    entries = {row.public_id: row for row in RosterEntry.objects.filter(programme=programme).order_by("pk")}
    addresses = sorted({one.row.get("email") or "" for one in batch.changes} - {""})
    users: dict[str, User] = {}
    for part in _parts(addresses):
        found = User.objects.annotate(address=Lower("email")).filter(address__in=part)
        users |= {user.email.casefold(): user for user in found}
    waves = {wave.code.casefold(): wave for wave in Wave.objects.filter(programme=programme)}
    known = _Known(unit_codes(), waves, users, entries)
    for entry in entries.values():
        known.by_key[entry.key.casefold()] = entry
        if entry.crm_id:
            known.by_crm_id[entry.crm_id] = entry
    return known


def _read(programme: "Programme", one: Change, known: _Known) -> _Line:
    """Put the cells of a line on its entry; what they refer to is looked up, what cannot be is refused."""
    entry = known.by_ref[one.ref] if one.ref else RosterEntry(programme=programme)
    line = _Line(one, entry, facts(entry) if one.ref else {})
    row = one.row
    for name in PLAIN:
        if name in row:
            setattr(entry, name, row[name])
    if "account" in row:
        entry.account = row["account"] or AccountKind.PERSON
    if "email" in row:
        entry.email = row["email"] or ""
    if "email" in row or "account" in row:
        entry.user = known.users.get(entry.email) if entry.account == AccountKind.PERSON and entry.email else None
    for name, found in (("unit", known.units), ("wave", known.waves)):
        if name in row:
            word = row[name]
            setattr(entry, name, found.get(word.casefold()) if word else None)
            if word and word.casefold() not in found:
                line.refuse(name, _("This code is not known."))
    if "absences" in row:
        _read_absences(line, row["absences"])
    known.by_key.setdefault(entry.key.casefold(), entry)
    return line


def _read_absences(line: _Line, parts: Sequence[str]) -> None:
    try:
        line.spans = [read_span(part) for part in parts]
    except ValueError:
        line.refuse("absences", _("Write an absence as 2026-05-01/2026-05-05, several with semicolons between."))
        return
    for text in absence_faults(line.spans):
        line.refuse("absences", text)


def _give_managers(lines: Iterable[_Line], known: _Known) -> None:
    """Look managers up among all entries, those of the file included; refuse circles."""
    named = [line for line in lines if "manager" in line.change.row]
    refused = {id(line.entry) for line in lines if line.refused and not line.change.ref}
    for line in named:
        word = line.change.row["manager"].casefold()
        found = known.by_key.get(word) if word else None
        if word and (found is None or id(found) in refused):
            line.refuse("manager", _("Nobody on the roster has this personnel number."))
            found = None
        line.entry.manager = found
    above = {key: entry.manager.key.casefold() for key, entry in known.by_key.items() if entry.manager}
    for line in named:
        if runs_in_circle(line.entry.key.casefold(), above):
            line.refuse("manager", _("Nobody is their own manager, also not through others."))


def _validate(line: _Line, known: _Known) -> None:
    """Check the entry's own fields, its licence, and that nobody else has its account of the CRM."""
    entry = line.entry
    try:
        entry.clean_fields(exclude=LOOSE)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            for text in texts:
                line.refuse(name, text)
    if entry.licensed_on and entry.unlicensed_on and entry.unlicensed_on < entry.licensed_on:
        line.refuse("unlicensed_on", _("A licence ends not before it begins."))
    if entry.crm_id and not line.refused:
        other = known.by_crm_id.setdefault(entry.crm_id, entry)
        if other is not entry and other.crm_id == entry.crm_id:
            line.refuse("crm_id", _("Another entry has this account in the CRM."))
        else:
            known.by_crm_id[entry.crm_id] = entry


def _write(lines: Sequence[_Line]) -> None:
    """Write the entries: the new ones first without managers, so that anybody may be anybody's."""
    now = timezone.now()
    created = [line.entry for line in lines if not line.change.ref]
    managers = {id(entry): entry.manager for entry in created if entry.manager is not None}
    for entry in created:
        entry.manager = None
    changed = [line for line in lines if line.change.ref]
    freed = [line.entry.pk for line in changed if line.before.get("crm_id") not in {"", line.entry.crm_id}]
    for part in _parts(freed):  # two entries may exchange their accounts
        RosterEntry.objects.filter(pk__in=part).update(crm_id="")
    RosterEntry.objects.bulk_create(created, batch_size=CHUNK)
    for entry in created:
        entry.manager = managers.get(id(entry))
    for line in changed:
        line.entry.version += 1
        line.entry.updated_at = now
    RosterEntry.objects.bulk_update([line.entry for line in changed], WRITTEN, batch_size=CHUNK)
    led = [entry for entry in created if entry.manager is not None]
    RosterEntry.objects.bulk_update(led, ["manager"], batch_size=CHUNK)


def _write_absences(lines: Sequence[_Line]) -> None:
    kept = [line.entry.pk for line in lines if line.change.ref]
    for part in _parts(kept):
        Absence.objects.filter(entry__in=part).delete()
    rows = [Absence(entry=line.entry, **span.fields()) for line in lines for span in line.spans or ()]
    Absence.objects.bulk_create(rows, batch_size=CHUNK)


def _tell(programme: "Programme", lines: Sequence[_Line], actor: User | None) -> None:
    """Append one event: keys that are new, and for each other key its fields before and after."""
    new = [line.entry.key for line in lines if not line.change.ref]
    changed = {}
    for line in lines:
        if line.change.ref:
            after = facts(line.entry)
            moved = {k: [line.before.get(k), v] for k, v in after.items() if line.before.get(k) != v}
            if line.spans is not None:
                moved["absences"] = [None, [str(span) for span in line.spans]]
            changed[line.entry.key] = moved
    if new or changed:
        append_event(
            "roster.written", programme, actor=actor, changes={"added": [None, new], "changed": [None, changed]}
        )
