"""The team of a programme: invitations, roles, seats, leaving, and the import of people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.people.choices import MANDATORY_SEATS, Role
from programme.people.models import Membership, Seat, Unit, User
from programme.people.permissions import ACTIONS
from programme.people.selectors import leaving, unit_codes
from programme.people.services.accounts import find_or_make, make_link
from programme.records.services import change, lock_programme, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme


INVITATION_LINK = timedelta(days=7)


DUTIES = {
    Role.PM: gettext_lazy("Runs schedule, budget and risk; reports to the steering committee."),
    Role.BO: gettext_lazy("Owns goals and requirements; decides for the business; signs UAT."),
    Role.IT: gettext_lazy("Owns architecture, integration, security and operation."),
    Role.DS: gettext_lazy("Owns baselines, data quality, migration counts and KPI readings."),
    Role.ADM: gettext_lazy("Keeps the CRM after the programme: accounts, settings, data."),
    Role.CM: gettext_lazy("Owns stakeholders, communication, training and adoption."),
}


@writes
def invite(
    programme: "Programme", *, email: str, name: str, role: str, actor: User | None, unit: Unit | None = None
) -> tuple[Membership, str]:
    """Invite a person into a role; returns the role held and a set-up token ("" where the account is open)."""
    require(ACTIONS["invite"], actor, programme)
    user = find_or_make(email, name, language=programme.language, unit=unit)
    membership = give_role(programme, user=user, role=role, unit=unit, actor=actor)
    token = "" if user.has_usable_password() else make_link(user, valid_for=INVITATION_LINK, actor=actor)
    return membership, token


@writes
def give_role(
    programme: "Programme", *, user: User, role: str, actor: User | None, unit: Unit | None = None
) -> Membership:
    """Give a role; a new PM ends the old one's, so that exactly one is accountable. Fills the role's vacant seat."""
    require(ACTIONS["give_role"], actor, programme)
    if role == Role.ADM:
        raise BadInputError({"role": [_("Administrators are made for the installation, not in a programme.")]})
    if not user.is_active:
        raise BadInputError({"user": [_("This account is deactivated.")]})
    if role == Role.PM:
        for old in Membership.objects.filter(programme=programme, role=Role.PM, ended_on=None).exclude(user=user):
            _end(old, actor=actor, reason=_("A new PM was named."))
    existing = Membership.objects.filter(programme=programme, user=user, role=role, ended_on=None).first()
    if existing is not None:
        return existing
    membership = Membership(programme=programme, user=user, role=role, unit=unit)
    with change(membership, "people.role_given", actor=actor):
        save_validated(membership)
    user.forget_roles()
    seat = Seat.objects.filter(programme=programme, role=role, holder=None).order_by("position").first()
    if seat is not None:
        with change(seat, "people.seat_filled", actor=actor):
            seat.holder = user
            save_validated(seat)
    return membership


def _end(membership: Membership, *, actor: User | None, reason: str) -> None:
    """End a role and empty the seats held through it."""
    with change(membership, "people.role_ended", actor=actor, reason=reason):
        membership.ended_on = timezone.localdate()
        save_validated(membership)
    membership.user.forget_roles()
    for seat in Seat.objects.filter(programme=membership.programme, role=membership.role, holder=membership.user):
        with change(seat, "people.seat_vacated", actor=actor, reason=reason):
            seat.holder = None
            save_validated(seat)


@writes
def end_role(membership: Membership, *, actor: User | None, reason: str = "") -> None:
    """End a role; a role already ended is refused."""
    require(ACTIONS["end_role"], actor, membership)
    if membership.ended_on is not None:
        raise IllegalNowError(_("This role has ended already."))
    _end(membership, actor=actor, reason=reason)


@writes
def set_up_seats(programme: "Programme", *, actor: User | None) -> list[Seat]:
    """Make the five mandatory seats and that of the CRM administrator, where they do not exist yet."""
    require(ACTIONS["fill_seat"], actor, programme)
    have = set(Seat.objects.filter(programme=programme).values_list("role", flat=True))
    for position, role in enumerate((*MANDATORY_SEATS, Role.ADM)):
        if role in have:
            continue
        with translation.override(programme.language):
            duties = str(DUTIES[role])
        seat = Seat(programme=programme, role=role, mandatory=role != Role.ADM, position=position, duties=duties)
        with change(seat, "people.seat_made", actor=actor):
            save_validated(seat)
    return list(Seat.objects.filter(programme=programme).for_list())


@writes
def fill_seat(seat: Seat, *, holder: User | None, actor: User | None, **details: Any) -> Seat:
    """Put a person on a seat (None empties it) with allocation, dates and qualification; gives the role as well."""
    require(ACTIONS["fill_seat"], actor, seat)
    if holder is not None and not holder.is_active:
        raise BadInputError({"holder": [_("This account is deactivated.")]})
    with change(seat, "people.seat_filled" if holder else "people.seat_vacated", actor=actor):
        seat.holder = holder
        for name in DETAILS & details.keys():
            setattr(seat, name, details[name])
        save_validated(seat)
    if holder is not None and seat.role != Role.ADM:
        give_role(seat.programme, user=holder, role=seat.role, actor=actor)
    return seat


DETAILS = frozenset(
    {
        "allocation",
        "starts_on",
        "ends_on",
        "certificate",
        "certificate_number",
        "certificate_expires",
        "similar_years",
        "duties",
    }
)


def deactivate(user: User, *, actor: User | None, reason: str = "") -> list[Seat]:
    """End an account: sessions stop at the next request; returns the seats left vacant.

    Refused for the last administrator and for anyone who is the accountable PM of a programme. Takes the locks of
    the person's programmes in order, then the installation's.
    """
    require(ACTIONS["deactivate"], actor, user)
    with transaction.atomic():
        held = Membership.objects.filter(user=user, ended_on=None)
        for membership in held.select_related("programme").order_by("programme_id"):
            lock_programme(membership.programme)
        lock_programme(None)
        left = leaving(user)
        reasons = [_("Name another PM for “%(programme)s” first.") % {"programme": one} for one in left.last_pm_of]
        if left.last_administrator:
            reasons.append(_("The last administrator cannot leave."))
        if reasons:
            raise IllegalNowError(*reasons)
        with change(user, "people.deactivated", actor=actor, reason=reason):
            user.is_active = False
            save_validated(user)
        for membership in held.select_related("programme", "user"):
            _end(membership, actor=actor, reason=reason)
    return left.seats


def import_person(programme: "Programme", row: dict[str, Any], actor: User | None) -> str:
    """Give the role of a row of the kind ``people``; invites who has no account yet. Returns the role's public id."""
    unit = unit_codes().get(row.get("unit", "").casefold())
    membership, _token = invite(
        programme, email=row["email"], name=row["name"], role=row["role"], unit=unit, actor=actor
    )
    return membership.public_id


@writes
def reimport_person(programme: "Programme", ref: str, row: dict[str, Any], actor: User | None) -> None:
    """Change unit and name of a role held; the name only of an account that its owner has not opened yet."""
    require(ACTIONS["give_role"], actor, programme)
    membership = Membership.objects.select_related("user").get(programme=programme, public_id=ref)
    name = row.get("name", membership.user.name)
    if name != membership.user.name:
        if membership.user.has_usable_password():
            raise BadInputError({"name": [_("This account is open; the person changes the name in the profile.")]})
        with change(membership.user, "people.profile_changed", actor=actor):
            membership.user.name = name
            save_validated(membership.user)
    if "unit" in row:
        with change(membership, "people.role_given", actor=actor):
            membership.unit = unit_codes().get(row["unit"].casefold())
            save_validated(membership)


@writes
def unimport_people(programme: "Programme", refs: Sequence[str], actor: User | None) -> None:
    """End the roles that an import gave."""
    for membership in Membership.objects.filter(programme=programme, public_id__in=refs, ended_on=None):
        end_role(membership, actor=actor, reason=_("The import was undone."))
