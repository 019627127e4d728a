"""Every write about people: invitations, roles, seats, responsibilities, leaving."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import allows, require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.imports.words import say
from core.models import save_validated
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import INSIDE_ROLES, MANDATORY_SEATS, Role
from programme.people.models import Away, Invitation, Membership, Organisation, RaciCell, Seat, Unit, User
from programme.people.permissions import ACTIONS, can_manage_team
from programme.people.querysets import AwayQuerySet
from programme.people.selectors import leaving, unit_codes
from programme.records.services import append_event, change, lock_programme, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

ADMIN_LINK = timedelta(minutes=30)
INVITATION_LINK = timedelta(days=7)

DUTIES = {
    Role.PM: gettext_lazy("Runs schedule, budget and risk; reports to the steering committee."),
    Role.BO: gettext_lazy("Owns goals and requirements; decides for the business; signs UAT."),
    Role.IT: gettext_lazy("Owns architecture, integration, security and operation."),
    Role.DS: gettext_lazy("Owns baselines, data quality, migration counts and KPI readings."),
    Role.ADM: gettext_lazy("Keeps the CRM after the programme: accounts, settings, data."),
    Role.CM: gettext_lazy("Owns stakeholders, communication, training and adoption."),
}


def hash_token(token: str) -> str:
    """Hash a set-up token; only this is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _find_or_make(email: str, name: str, *, language: str = "", unit: Unit | None = None) -> User:
    """Find the account by address in any case, or make one without a password."""
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is not None:
        return found
    user = User(email=email.strip().lower(), name=name.strip() or email, language=language, unit=unit)
    user.set_unusable_password()
    save_validated(user)
    append_event("people.account_made", user, actor=None, changes={"email": [None, user.email]})
    return user


@writes
def make_link(user: User, *, valid_for: timedelta, actor: User | None) -> str:
    """Make a set-up link's token, valid once; earlier links of the person end."""
    now = timezone.now()
    for old in Invitation.objects.filter(user=user, used_at=None, expires_at__gt=now):
        old.expires_at = now
        old.save(update_fields=["expires_at"])
    token = secrets.token_urlsafe(24)
    invitation = Invitation(user=user, token_hash=hash_token(token), expires_at=now + valid_for, invited_by=actor)
    save_validated(invitation)
    append_event("people.link_made", user, actor=actor)
    return token


@writes
def create_admin(email: str, *, name: str = "", actor: User | None = None) -> str:
    """Make or promote an administrator and return a set-up token, valid once and 30 minutes."""
    user = _find_or_make(email, name)
    with change(user, "people.administrator_made", actor=actor):
        user.is_administrator = True
        user.is_active = True
        save_validated(user)
    return make_link(user, valid_for=ADMIN_LINK, actor=actor)


def invitation_for(token: str) -> Invitation | None:
    """Return the link's invitation while it still works."""
    found = Invitation.objects.select_related("user").filter(token_hash=hash_token(token)).first()
    return found if found is not None and found.usable(timezone.now()) else None


@writes
def accept_invitation(token: str, *, name: str, password: str) -> User:
    """Set the first password through a link; raises ``IllegalNowError`` for a used or expired one."""
    invitation = invitation_for(token)
    if invitation is None:
        raise IllegalNowError(_("This link was used already or has expired. Ask for a new one."))
    user = invitation.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInputError({"password": error.messages}) from error
    with change(user, "people.account_opened", actor=user):
        user.name = name.strip() or user.name
        user.set_password(password)
        save_validated(user)
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    return user


@writes
def demo_account(
    email: str, *, name: str, job_title: str, language: str, unit: Unit | None, administrator: bool, password: str
) -> User:
    """Make an account of the demo, whose password everybody knows; found again where it exists."""
    user = User.objects.filter(email__iexact=email).first() or User(email=email)
    with change(user, "people.demo_account", actor=None):
        user.name, user.job_title, user.language, user.unit = name, job_title, language, unit
        user.is_administrator, user.is_demo, user.is_active = administrator, True, True
        user.password = _demo_hash(password)
        save_validated(user)
    return user


@cache
def _demo_hash(password: str) -> str:
    """Hash the password that all demo accounts share once; hashing is slow by intent."""
    return make_password(password)


@writes
def invite(
    programme: "Programme", *, email: str, name: str, role: str, actor: User | None, unit: Unit | None = None
) -> tuple[Membership, str]:
    """Invite a person into a role; returns the role held and a set-up token ("" where the account is open)."""
    require(ACTIONS["invite"], actor, programme)
    user = _find_or_make(email, name, language=programme.language, unit=unit)
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


@writes
def plan_absence(
    programme: "Programme",
    *,
    person: User,
    first_on: date,
    last_on: date,
    actor: User | None,
    deputy: User | None = None,
    authority: str = "",
) -> Away:
    """Write down when a member of the team is away, and who deputises with which written authority.

    Everybody inside may for themselves, who forms the team for anybody. Raises ``BadInputError``: a deputy needs a
    role inside the programme and a written authority, is not away meanwhile, and one absence at a time is kept.
    """
    require(ACTIONS["plan_absence"], actor, programme)
    if actor is not None and actor.pk != person.pk and not allows(can_manage_team, actor, programme):
        raise ForbiddenError(_("You tell of your own absence only; the project manager of anybody's."))
    row = Away(programme=programme, person=person, deputy=deputy, first_on=first_on, last_on=last_on,
               authority=authority.strip())  # fmt: skip
    if problems := _absence_problems(row):
        raise BadInputError(problems)
    with change(row, "people.absence_planned", actor=actor):
        save_validated(row)
    if deputy is not None:
        deputy.forget_roles()
        said = say(
            gettext_lazy("You deputise for {person} from {first} to {last}."),
            person=person.name, first=first_on.isoformat(), last=last_on.isoformat(),
        )  # fmt: skip
        url = reverse("people:team", args=[programme.slug])
        notify(deputy, topic=Topic.TASK, text=lambda: str(said), url=url, programme=programme)
    return row


def _absence_problems(row: Away) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not row.person.own_roles_in(row.programme):
        problems["person"] = [_("%(name)s has no role in this programme.") % {"name": row.person}]
    if row.last_on < row.first_on:
        problems["last_on"] = [_("The last day is before the first.")]
    elif row.last_on < timezone.localdate():
        problems["last_on"] = [_("This absence is over already.")]
    near = Away.objects.filter(programme=row.programme).touching(row.first_on, row.last_on)
    if near.filter(person=row.person).exists():
        problems["first_on"] = [_("An absence of these days is written down already; end it first.")]
    if row.deputy is not None and near.filter(deputy=row.person).exists():
        problems["person"] = [_("%(name)s deputises for somebody on some of these days.") % {"name": row.person}]
    return _deputy_problems(row, near) | problems


def _deputy_problems(row: Away, near: AwayQuerySet) -> dict[str, list[str]]:
    """Say what is wrong with the deputy; ``near`` are the absences of the same days."""
    problems: dict[str, list[str]] = {}
    deputy = row.deputy
    if deputy is None:
        return problems
    if deputy == row.person:
        problems["deputy"] = [_("Nobody deputises for themselves.")]
    elif not deputy.is_active or deputy.own_roles_in(row.programme).isdisjoint(INSIDE_ROLES):
        problems["deputy"] = [_("A deputy needs a role that sees the programme's records.")]
    elif near.filter(person=deputy).exists():
        problems["deputy"] = [_("%(name)s is away on some of these days.") % {"name": deputy}]
    if not row.authority:
        problems["authority"] = [_("Say where the authority of the deputy is written.")]
    return problems


@writes
def end_absence(row: Away, *, actor: User | None) -> Away:
    """End an absence early, or take one back that has not begun; the deputy's roles end at once."""
    require(ACTIONS["end_absence"], actor, row)
    today = timezone.localdate()
    if row.ended_on is not None or row.last_on < today:
        raise IllegalNowError(_("This absence is over already."))
    with change(row, "people.absence_ended", actor=actor):
        row.ended_on = today
        save_validated(row)
    if row.deputy is not None:
        row.deputy.forget_roles()
    return row


@writes
def set_raci(programme: "Programme", *, cells: list[tuple[str, str, str, str]], actor: User | None) -> int:
    """Write responsibility cells (subject, title, role, letter), replacing those of the named subjects.

    One audit event for all of them; returns how many cells were written. Refuses two accountable roles in a row.
    """
    require(ACTIONS["set_raci"], actor, programme)
    accountable = Counter(subject for subject, _title, _role, letter in dict.fromkeys(cells) if letter == "A")
    twice = [subject for subject, count in accountable.items() if count > 1]
    if twice:
        text = _("Exactly one role is accountable for %(subject)s; two were given.") % {"subject": twice[0]}
        raise BadInputError({"letter": [text]})
    RaciCell.objects.filter(programme=programme, subject__in={cell[0] for cell in cells}).delete()
    rows = [
        RaciCell(programme=programme, subject=subject, title=title, role=role, letter=letter)
        for subject, title, role, letter in dict.fromkeys(cells)
    ]
    RaciCell.objects.bulk_create(rows)
    append_event(
        "people.raci_set", programme, actor=actor, changes={"cells": [None, [f"{c[0]} {c[2]} {c[3]}" for c in cells]]}
    )
    return len(rows)


LTC = (  # step of lead to cash, and who does what: accountable, responsible, consulted, informed
    ("LTC-1", gettext_lazy("Manage leads"), "AR", "AR", "SR", "FR"),
    ("LTC-2", gettext_lazy("Manage opportunities"), "AR", "AR SR", "FR", ""),
    ("LTC-3", gettext_lazy("Manage authority and its exercise"), "BO", "AR", "SR FR", "FIN"),
    ("LTC-4", gettext_lazy("Manage projects"), "FR", "FR", "SR", "AR"),
    ("LTC-5", gettext_lazy("Manage solutions"), "SR", "SR", "AR FR", ""),
    ("LTC-6", gettext_lazy("Manage the contract life cycle"), "AR", "AR FR", "SR FIN", ""),
)


@writes
def add_ltc_raci(programme: "Programme", *, actor: User | None) -> int:
    """Write the six steps of lead to cash with the sales triangle AR, SR and FR; returns how many cells."""
    with translation.override(programme.language):
        cells = [
            (step, str(title), role, letter)
            for step, title, *told in LTC
            for letter, roles in zip("ARCI", told, strict=True)
            for role in roles.split()
        ]
    return set_raci(programme, cells=cells, actor=actor)


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


@writes
def update_profile(user: User, *, actor: User | None, **values: Any) -> User:
    """Change one's own name, language, time zone and shortcuts."""
    if actor is not None and actor.pk != user.pk:
        require(ACTIONS["deactivate"], actor, user)
    with change(user, "people.profile_changed", actor=actor):
        for name in {"name", "language", "time_zone", "shortcuts", "job_title"} & values.keys():
            setattr(user, name, values[name])
        save_validated(user)
    return user


@writes
def save_unit(unit: Unit | None, *, name: str, code: str, parent: Unit | None, actor: User | None) -> Unit:
    """Make or change a business unit; a unit is never below itself."""
    require(ACTIONS["edit_unit"], actor, unit)
    unit = unit or Unit()
    above = parent
    while above is not None:
        if above.pk is not None and above.pk == unit.pk:
            raise BadInputError({"parent": [_("A unit cannot be below itself.")]})
        above = above.parent
    with change(unit, "people.unit_saved", actor=actor):
        unit.name, unit.code, unit.parent = name, code, parent
        save_validated(unit)
    return unit


@writes
def save_organisation(*, actor: User | None, **values: Any) -> Organisation:
    """Change the letterhead."""
    organisation = Organisation.objects.order_by("pk").first() or Organisation()
    require(ACTIONS["edit_organisation"], actor, organisation)
    with change(organisation, "people.organisation_saved", actor=actor):
        for name in {"name_zh", "name_en", "footer", "classification", "number_pattern"} & values.keys():
            setattr(organisation, name, values[name])
        save_validated(organisation)
    return organisation


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
