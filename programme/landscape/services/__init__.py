"""Every write of the landscape."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.models import save_validated
from core.personal import Personal
from programme.charter.services.books import change_in, take_out, write_in
from programme.charter.services.rows import require_alive
from programme.landscape import permissions, rules
from programme.landscape.choices import Basis, Deed, Direction, Held, InterfaceState, Reach
from programme.landscape.models import AccessRule, Interface, MasterRecord, PersonalData, TestDataSet
from programme.landscape.selectors import BOOKS, lacking, survival_rules
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

KEPT = 36  # months after which what a programme knows of persons is deleted, until somebody says otherwise


@writes
def create_row(programme: "Programme", kind: str, *, values: Mapping[str, Any], actor: "User | None") -> Any:
    """Write a row of one of the registers; raises ``BadInputError`` with every bad field."""
    require(permissions.can_write, actor, programme)
    return write_in(BOOKS[kind], programme, values, action=f"landscape.{kind}.created", actor=actor)


@writes
def update_row(
    row: Any, kind: str, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Any:
    """Change a row; a specified interface is specified anew, an approval of test data falls with the change."""
    require(permissions.can_write, actor, row)
    if isinstance(row, MasterRecord) and row.is_alias:
        raise IllegalNowError(_("It is an alias; change the record that stands for it."))
    row = type(row).objects.select_related("programme").get(pk=row.pk)
    before = {name: getattr(row, name) for name in values}
    moved = isinstance(row, Interface) and row.state != InterfaceState.DRAFT
    if moved and any(before[name] != value for name, value in values.items() if name not in {"code", "owner"}):
        row.reopen()
    if isinstance(row, TestDataSet) and any(before[name] != value for name, value in values.items()):
        row.approved_by, row.approved_at, row.approval, row.written_by = None, None, "", actor
    return change_in(BOOKS[kind], row, values, action=f"landscape.{kind}.changed", actor=actor, version=version)


@writes
def remove_row(row: Any, kind: str, *, actor: "User | None") -> None:
    """Take a row out; what other rows stand on stays."""
    require(permissions.can_write, actor, row)
    if isinstance(row, MasterRecord) and row.aliases.exists():
        raise IllegalNowError(_("Other records are its aliases."))
    if kind == "systems" and row.records_known.exists():
        raise IllegalNowError(_("Golden records name this system."))
    take_out(row, action=f"landscape.{kind}.removed", actor=actor)


def default_interfaces() -> tuple[tuple[str, str, str], ...]:
    """The three systems with which every CRM exchanges data, in the language that is active."""
    return (
        (_("Website"), Direction.IN, _("Leads and contacts from forms")),
        (_("Mini-program"), Direction.BOTH, _("Members, activities, service requests")),
        ("ERP", Direction.BOTH, _("Customers, products, orders, invoices")),
    )


@writes
def add_default_interfaces(programme: "Programme", *, actor: "User | None") -> list[Interface]:
    """Put the three systems into the register of a new programme, as drafts; one that is there stays."""
    require(permissions.can_write, actor, programme)
    known = set(Interface.objects.filter(programme=programme).values_list("system", flat=True))
    return [
        create_row(
            programme,
            "interfaces",
            values={"system": system, "direction": direction, "objects_held": held},
            actor=actor,
        )
        for system, direction, held in default_interfaces()
        if system not in known
    ]


def default_personal() -> tuple[tuple[str, str, bool], ...]:
    """What a programme knows of persons, in the language that is active: field, columns, masked in exports."""
    return (
        (_("Name"), Personal.NAME, False),
        (_("Telephone"), Personal.PHONE, True),
        (_("E-mail address"), Personal.MAIL, True),
    )


@writes
def add_default_personal(programme: "Programme", *, actor: "User | None") -> list[PersonalData]:
    """Put what Landfall itself keeps of persons into the register of a new programme; what is there stays."""
    require(permissions.can_write, actor, programme)
    known = set(PersonalData.objects.filter(programme=programme).exclude(own="").values_list("own", flat=True))
    said = {"object": Held.STAFF, "purpose": _("To run the programme"), "basis": Basis.INTEREST, "keep_months": KEPT}
    return [
        create_row(
            programme,
            "personal-data",
            values=said | {"field": field, "own": own, "masked_export": hidden},
            actor=actor,
        )
        for field, own, hidden in default_personal()
        if own not in known
    ]


@writes
def export_openly(programme: "Programme", *, title: str, kinds: Collection[str], actor: "User | None") -> None:
    """Note that a file left with personal data in the open; not everybody may have one."""
    require(permissions.ACTIONS["export_personal"], actor, programme)
    said = [str(Personal(kind).label) for kind in sorted(kinds)]
    changes = {"register": [None, title], "personal data": [None, "; ".join(said)]}
    append_event("landscape.personal.exported", programme, actor=actor, changes=changes)


@writes
def specify_interface(row: Interface, *, actor: "User | None") -> Interface:
    """Declare it specified; refused with everything that a builder still has to ask."""
    require(permissions.ACTIONS["specify"], actor, row)
    require_alive(row.programme)
    row = Interface.objects.select_related("programme").get(pk=row.pk)
    if lacks := lacking(row):
        raise BadInputError(lacks)
    with change(row, "landscape.interface.specified", actor=actor):
        row.specify()
        save_validated(row)
    return row


@writes
def test_interface(
    row: Interface, *, passed: bool, tested_on: date | None, note: str, actor: "User | None"
) -> Interface:
    """Record the result of its integration test, with what was seen."""
    require(permissions.can_test, actor, row)
    require_alive(row.programme)
    row = Interface.objects.select_related("programme").get(pk=row.pk)
    bad: dict[str, list[str]] = {}
    if tested_on is None or tested_on > timezone.localdate():
        bad["tested_on"] = [_("Give the day of the test, not after today.")]
    if not note.strip():
        bad["note"] = [_("Say what was tried and what came of it.")]
    if bad or tested_on is None:
        raise BadInputError(bad)
    with change(row, "landscape.interface.tested", actor=actor, reason=note):
        (row.pass_test if passed else row.fail_test)(tested_on, note.strip())
        save_validated(row)
    return row


@writes
def merge_records(row: MasterRecord, *, other: MasterRecord, actor: "User | None") -> MasterRecord:
    """Merge two duplicates by the rules of the data standard; the loser stays as an alias. Gives the survivor."""
    require(permissions.can_merge, actor, row)
    require_alive(row.programme)
    pair = list(
        MasterRecord.objects.filter(programme_id=row.programme_id, pk__in=[row.pk, other.pk])
        .select_related("programme", "system")
        .order_by("pk")
    )
    if len(pair) != 2 or pair[0].object != pair[1].object:  # noqa: PLR2004  (a pair)
        raise BadInputError({"other": [_("Choose another record of the same object and programme.")]})
    if any(one.is_alias for one in pair):
        raise IllegalNowError(_("One of them is an alias already."))
    sources = [rules.Source(one.code, one.system.trust, one.seen_on, one.values) for one in pair]
    merged = rules.merge(sources, survival_rules(row.programme, row.object))
    survivor, loser = sorted(pair, key=lambda one: one.code != merged.survivor)
    now = timezone.now()
    with change(loser, "landscape.record.alias", actor=actor):
        loser.merged_into, loser.merged_at = survivor, now
        save_validated(loser)
    for alias in loser.aliases.all():
        with change(alias, "landscape.record.alias", actor=actor):
            alias.merged_into = survivor
            save_validated(alias)
    with change(survivor, "landscape.record.merged", actor=actor):
        survivor.values, survivor.picks, survivor.merged_at = merged.values, merged.picks, now
        save_validated(survivor)
    return survivor


@writes
def approve_test_data(row: TestDataSet, *, reason: str, actor: "User | None") -> TestDataSet:
    """Let a test use data that are not anonymised, as somebody else than who registered them, with the reason."""
    require(permissions.approves, actor, row)
    require_alive(row.programme)
    row = TestDataSet.objects.select_related("programme").get(pk=row.pk)
    if row.usable:
        raise IllegalNowError(_("A test may use them already."))
    if actor is not None and row.written_by_id == actor.pk:
        raise ForbiddenError(_("Someone else approves."))
    if not reason.strip():
        raise BadInputError({"reason": [_("Say why they may be used as they are.")]})
    with change(row, "landscape.test_data.approved", actor=actor, reason=reason):
        row.approved_by, row.approved_at, row.approval = actor, timezone.now(), reason.strip()
        save_validated(row)
    return row


def preset_rules() -> list[tuple[str, str, str, str]]:
    """The usual matrix: account managers reach their own, heads their team, operations everything."""
    seller, head, operations = _("Account manager"), _("Sales head"), _("Sales operations")
    held = (Held.CUSTOMER, Held.OPPORTUNITY)
    return [
        *((seller, one, deed, Reach.OWN) for one in held for deed in (Deed.READ, Deed.WRITE)),
        *((head, one, deed, Reach.TEAM) for one in held for deed in (Deed.READ, Deed.WRITE, Deed.EXPORT)),
        *((operations, one, deed, Reach.ALL) for one in held for deed in (Deed.READ, Deed.EXPORT)),
    ]


@writes
def add_preset_rules(programme: "Programme", *, actor: "User | None") -> list[AccessRule]:
    """Write the usual matrix into an empty or begun one; cells that are there stay as they are."""
    require(permissions.can_write, actor, programme)
    known = set(AccessRule.objects.filter(programme=programme).values_list("role", "object", "deed"))
    return [
        create_row(
            programme, "access", values={"role": role, "object": held, "deed": deed, "reach": reach}, actor=actor
        )
        for role, held, deed, reach in preset_rules()
        if (role, str(held), str(deed)) not in known
    ]
