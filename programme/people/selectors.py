"""Reads about the team, shaped for pages, gates and other slices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from core.memo import once, read_once, shared
from programme.people.choices import HOME_OF, INSIDE_ROLES, MANDATORY_SEATS, Home, Role
from programme.people.models import Away, Membership, RaciCell, Seat, Unit, User
from programme.people.rules import Share, it_share, pm_qualified, raci_faults

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme
    from programme.people.querysets import AwayQuerySet


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a person who leaves would leave behind."""

    seats: list[Seat]
    last_pm_of: list["Programme"]
    last_administrator: bool


def holders(programme: "Programme", *roles: str) -> "QuerySet[User]":
    """People who hold one of the roles in the programme now."""
    return (
        User.objects.active()
        .filter(memberships__programme=programme, memberships__ended_on=None, memberships__role__in=roles)
        .distinct()
        .order_by("name", "pk")
    )


@read_once()
def project_manager(programme: "Programme") -> User | None:
    """The one accountable PM, or None where the seat is vacant."""
    return holders(programme, Role.PM).first()


def team(programme: "Programme") -> "QuerySet[Membership]":
    """Roles held now, with person and unit."""
    return Membership.objects.current().filter(programme=programme).for_list()


def absences(programme: "Programme") -> list[Away]:
    """Absences that last or are to come, with their deputies; one query."""
    return list(Away.objects.filter(programme=programme).from_day(timezone.localdate()).for_list())


def deputies_of(programme: "Programme", people: Iterable[User]) -> list[User]:
    """Who deputises today for any of these people; one query."""
    away = Away.objects.filter(programme=programme, person__in=list(people)).on(timezone.localdate())
    return [row.deputy for row in away.for_list() if row.deputy is not None]


def possible_deputies(programme: "Programme") -> "QuerySet[User]":
    """People who may deputise for others: they work inside the programme, and are no auditors of it."""
    auditors = Membership.objects.current().filter(programme=programme, role=Role.AUD).values("user")
    return holders(programme, *INSIDE_ROLES).exclude(pk__in=auditors)


def unreplaced(programme: "Programme", last: date) -> "AwayQuerySet":
    """Absences from today to the day in which nobody deputises: nobody is named, or who is named cannot.

    A deputy cannot who is away on some of the days, has no role inside the programme any longer, or audits it.
    """
    held = Membership.objects.current().filter(programme=OuterRef("programme"), user=OuterRef("deputy"))
    gone = Away.objects.filter(programme=OuterRef("programme"), person=OuterRef("deputy"))
    able = Exists(held.filter(role__in=INSIDE_ROLES)) & ~Exists(held.filter(role=Role.AUD))
    rows = Away.objects.filter(programme=programme).touching(timezone.localdate(), last)
    return rows.exclude(able & ~Exists(gone.touching(OuterRef("first_on"), OuterRef("last_on"))))


def _held(programme: "Programme") -> list[tuple[int, str, int | None, int | None]]:
    rows = Membership.objects.current().filter(programme=programme)
    columns = ("user_id", "role", "unit_id", "user__unit_id")
    return shared(programme, "people.roles", lambda: list(rows.values_list(*columns)))


def roles_and_units(programme: "Programme") -> list[tuple[str, int | None, int | None]]:
    """Role, its unit and the person's own unit of every role held now; one query, read once within an evaluation."""
    return [row[1:] for row in _held(programme)]


def people_by_role(programme: "Programme") -> dict[str, set[int]]:
    """Keys of those who hold each role now; one query, read once within an evaluation."""
    found: dict[str, set[int]] = {}
    for person, role, *_units in _held(programme):
        found.setdefault(role, set()).add(person)
    return found


def seats_of(programme: "Programme") -> list[Seat]:
    """All seats, mandatory ones first, with their holders; one query, read once for a page."""
    return once(programme, "people.seats", lambda: list(Seat.objects.filter(programme=programme).for_list()))


@read_once()
def mandatory_seats(programme: "Programme") -> list[Seat]:
    """The five seats that every programme needs, in their order; one query."""
    return list(Seat.objects.filter(programme=programme, mandatory=True).for_list())


def seats_filled(programme: "Programme", seats: Iterable[Seat] | None = None) -> Share:
    """How many of the five mandatory seats have a holder who may log in; ``seats`` where they were read."""
    needed = mandatory_seats(programme) if seats is None else seats
    return Share(sum(not seat.vacant for seat in needed), len(MANDATORY_SEATS))


def programme_it_share(programme: "Programme") -> Share:
    """Share of A cells that IT holds."""
    return it_share(RaciCell.objects.filter(programme=programme).values_list("role", "letter"))


def raci_cells(programme: "Programme") -> list[tuple[str, str, str]]:
    """Subject, role and letter of the responsibility matrix; one query, read once within an evaluation."""
    rows = RaciCell.objects.filter(programme=programme).order_by("subject", "letter", "role")
    return shared(programme, "people.raci", lambda: list(rows.values_list("subject", "role", "letter")))


def raci_gaps(programme: "Programme") -> list[str]:
    """Name the rows of the responsibility matrix without exactly one accountable or any responsible role; one query."""
    cells = raci_cells(programme)
    said = {
        "accountable": _("%(subject)s: exactly one role must be accountable (A)."),
        "responsible": _("%(subject)s: at least one role must be responsible (R)."),
    }
    return [said[fault] % {"subject": subject} for subject, fault in raci_faults(cells)]


@read_once(words=True)
def pm_warnings(programme: "Programme") -> list[str]:
    """What is wrong with the accountable PM: vacant, or without a valid qualification."""
    seat = Seat.objects.filter(programme=programme, role=Role.PM).for_list().first()
    if project_manager(programme) is None or seat is None or seat.vacant:
        return [_("PM vacant: nobody is accountable for schedule, budget and risk.")]
    fault = pm_qualified(seat.certificate, seat.certificate_expires, seat.similar_years, today=timezone.localdate())
    if fault == "expired":
        return [_("The PM's certificate has expired.")]
    if fault:
        return [_("The PM has neither a certificate nor years of similar experience.")]
    return []


def leaving(user: User) -> Leaving:
    """What deactivating this person would leave vacant, and whether it is refused."""
    last_pm_of = [
        membership.programme
        for membership in Membership.objects.current().filter(user=user, role=Role.PM).select_related("programme")
    ]
    others = User.objects.active().filter(is_administrator=True).exclude(pk=user.pk)
    return Leaving(
        seats=list(Seat.objects.filter(holder=user).select_related("programme").order_by("pk")),
        last_pm_of=last_pm_of,
        last_administrator=user.is_administrator and not others.exists(),
    )


def homes_of(user: User, programme: "Programme | None") -> list[Home]:
    """Homes that the person's roles open in this programme, the usual one first."""
    roles = user.roles_in(programme)
    found = [HOME_OF.get(Role(role), Home.LEARNER) for role in Role.values if role in roles and role != Role.ADM]
    order: list[Home] = [
        Home.PMO, Home.STEERING, Home.OWNER, Home.CHANGE, Home.TRAINER, Home.DATA, Home.LEARNER,
    ]  # fmt: skip
    return [home for home in order if home in found] + ([Home.SETUP] if user.is_administrator else [])


def sees_inside(user: User, programme: "Programme") -> bool:
    """Tell whether the person sees the programme's records."""
    return user.is_administrator or not user.roles_in(programme).isdisjoint(INSIDE_ROLES)


def contacts(programme: "Programme") -> list[User]:
    """Whom to ask for access: the PM, else administrators."""
    found = list(holders(programme, Role.PM))
    return found or list(User.objects.active().filter(is_administrator=True).order_by("name"))


def role_choices(*, without: tuple[str, ...] = (Role.ADM,)) -> list[tuple[str, Any]]:
    """Roles that may be given in a programme."""
    return [choice for choice in Role.choices if choice[0] not in without]


def people_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Roles held now as rows of the kind ``people``, by public id; one query."""
    return {
        held.public_id: {
            "email": held.user.email.casefold(),
            "name": held.user.name,
            "role": held.role,
            "unit": held.unit.code if held.unit else "",
        }
        for held in team(programme)
    }


def unit_codes() -> dict[str, Unit]:
    """Business units by code in any case."""
    return {unit.code.casefold(): unit for unit in Unit.objects.order_by("code")}
