"""Every write of one entry of the roster and of its absences."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import expect_version, save_validated
from phases.rollout.choices import AccountKind
from phases.rollout.models import Absence, RosterEntry
from phases.rollout.permissions import ACTIONS
from phases.rollout.rules import Span, overlapping
from programme.charter.services.rows import require_alive
from programme.people.models import User
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

ROSTER_FIELDS = frozenset(
    {"key", "name", "email", "manager", "unit", "crm_role", "crm_id", "wave", "account", "licensed_on",
     "unlicensed_on"}
)  # fmt: skip


@writes
def create_entry(
    programme: "Programme", *, values: Mapping[str, Any], actor: User | None, absences: Sequence[Span] = ()
) -> RosterEntry:
    """Enter a holder of a licence; an e-mail that has an account here links to it."""
    require(ACTIONS["edit_roster"], actor, programme)
    require_alive(programme)
    entry = RosterEntry(programme=programme)
    with change(entry, "roster.added", actor=actor):
        _assign(entry, values)
        save_validated(entry)
    if absences:
        set_absences(entry, spans=absences, actor=actor)
    return entry


@writes
def update_entry(
    entry: RosterEntry, *, values: Mapping[str, Any], actor: User | None, version: int | None = None
) -> RosterEntry:
    """Change an entry."""
    require(ACTIONS["edit_roster"], actor, entry)
    require_alive(entry.programme)
    expect_version(entry, version, dict(values))
    with change(entry, "roster.changed", actor=actor):
        _assign(entry, values)
        save_validated(entry)
    return entry


@writes
def remove_entry(entry: RosterEntry, *, actor: User | None) -> None:
    """Take an entry out; refused where other records hold it. Who left gets a last day of the licence instead."""
    require(ACTIONS["edit_roster"], actor, entry)
    require_alive(entry.programme)
    append_event("roster.removed", entry, actor=actor, changes={k: [v, None] for k, v in facts(entry).items()})
    entry.delete()


@writes
def set_absences(entry: RosterEntry, *, spans: Sequence[Span], actor: User | None) -> RosterEntry:
    """Let these be all absences of the person; raises where two share a day or one ends before it begins."""
    require(ACTIONS["edit_roster"], actor, entry)
    require_alive(entry.programme)
    if told := absence_faults(spans):
        raise BadInputError({"absences": told})
    before = [str(span) for span in spans_of(entry)]
    entry.absences.all().delete()
    Absence.objects.bulk_create([Absence(entry=entry, **span.fields()) for span in spans])
    after = [str(span) for span in sorted(spans)]
    if before != after:
        append_event("roster.absences", entry, actor=actor, changes={"absences": [before, after]})
    return entry


def absence_faults(spans: Sequence[Span]) -> list[str]:
    """Say what is wrong with spans of absence."""
    told = [_("%(span)s ends before it begins.") % {"span": span} for span in spans if span.last < span.first]
    if not told and (pair := overlapping(spans)):
        told.append(_("%(one)s and %(other)s share a day.") % {"one": pair[0], "other": pair[1]})
    return told


def spans_of(entry: RosterEntry) -> list[Span]:
    """Give the absences of an entry in order."""
    return sorted(Span(row.first, row.last, row.reason) for row in entry.absences.all())


@writes
def link_accounts(user: User, *, actor: User | None) -> int:
    """Link entries with the person's address, in every programme, to the new account; returns how many."""
    rows = RosterEntry.objects.filter(email__iexact=user.email, user=None, account=AccountKind.PERSON)
    entries = list(rows.select_related("programme").order_by("pk"))
    for entry in entries:
        _link(entry, user, actor)
    return len(entries)


def _link(entry: RosterEntry, user: User, actor: User | None) -> None:
    with change(entry, "roster.linked", actor=actor):
        entry.user = user
        save_validated(entry)


def _assign(entry: RosterEntry, values: Mapping[str, Any]) -> None:
    unknown = set(values) - ROSTER_FIELDS
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    for name, value in values.items():
        setattr(entry, name, value)
    _check_kin(entry)
    entry.email = entry.email.strip().casefold()
    entry.user = _account_of(entry)


def _account_of(entry: RosterEntry) -> User | None:
    if not entry.email or entry.account != AccountKind.PERSON:
        return None
    return User.objects.filter(email__iexact=entry.email).first()


def _check_kin(entry: RosterEntry) -> None:
    """Refuse a wave or a manager of another programme, and a chain of managers that ends in itself."""
    fields: dict[str, list[str]] = {}
    if entry.wave is not None and entry.wave.programme_id != entry.programme_id:
        fields["wave"] = [_("Choose a wave of this programme.")]
    if entry.manager is not None and entry.manager.programme_id != entry.programme_id:
        fields["manager"] = [_("Choose a manager from the roster of this programme.")]
    above, seen = entry.manager, set()
    while above is not None and above.pk not in seen and "manager" not in fields:
        if above.pk == entry.pk:
            fields["manager"] = [_("Nobody is their own manager, also not through others.")]
        seen.add(above.pk)
        above = above.manager
    if fields:
        raise BadInputError(fields)
