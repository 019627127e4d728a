"""What people give: readings for gates, the team's entry in the map, what needs attention."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.access import is_administrator
from core.imports.kinds import Column, Kind, Objection, Row, Type, row_by_row
from core.personal import Personal
from core.seams import AttentionItem, Evidence, EvidenceItem, Finding, PageEntry, Panel, Rule, Scope
from programme.charter.choices import Pitfall
from programme.people.choices import Role
from programme.people.models import Seat, User
from programme.people.permissions import can_manage_team, can_see_team
from programme.people.rules import pm_qualified as pm_fault
from programme.people.selectors import (
    contacts,
    mandatory_seats,
    people_rows,
    pm_warnings,
    programme_it_share,
    project_manager,
    raci_gaps,
    roles_and_units,
    seats_filled,
    seats_of,
    unit_codes,
)
from programme.people.services import import_person, reimport_person, unimport_people

SEATS_EACH = 2  # mandatory seats that one person can fill


def _team_url(programme: Any) -> str:
    return reverse("people:team", args=[programme.slug])


def _seats(programme: Any) -> list[Seat]:
    """All seats, mandatory ones first; one query for the readings of them."""
    return seats_of(programme)


@seams.evidence.provide("people.seats_filled")
def seats(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """How many of the five mandatory seats have a holder."""
    needed = [seat for seat in _seats(programme) if seat.mandatory]
    share = seats_filled(programme, needed)
    vacant = [
        EvidenceItem(_("Fill the seat: %(seat)s") % {"seat": seat.get_role_display()}, _team_url(programme))
        for seat in needed
        if seat.vacant
    ]
    reading = Evidence(
        value=share.numerator,
        numerator=share.numerator,
        denominator=share.denominator,
        unit="count",
        as_of=timezone.now(),
        source_url=_team_url(programme),
        detail=vacant,
    )
    return [reading for _scope in scopes]


@seams.evidence.provide("people.it_share")
def it_cells(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Share of accountable cells that IT holds."""
    share = programme_it_share(programme)
    reading = Evidence(
        value=share.value,
        numerator=share.numerator,
        denominator=share.denominator,
        unit="share",
        as_of=timezone.now(),
        source_url=reverse("people:raci", args=[programme.slug]),
    )
    return [reading for _scope in scopes]


@seams.evidence.provide("people.administrator_named")
def administrator(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Whether the seat of the CRM administrator is filled."""
    named = any(seat.role == Role.ADM and not seat.vacant for seat in _seats(programme))
    reading = Evidence(
        value=named,
        as_of=timezone.now(),
        source_url=_team_url(programme),
        detail=[] if named else [EvidenceItem(_("Fill the seat of the CRM administrator"), _team_url(programme))],
    )
    return [reading for _scope in scopes]


@seams.attention.provide("people.seats")
def vacancies(programme: Any, user: Any) -> list[AttentionItem]:
    """Vacant mandatory seats, and a PM without qualification."""
    if not can_see_team(user, programme):
        return []
    url = _team_url(programme)
    vacant_pm = project_manager(programme) is None
    items = [
        AttentionItem("bad" if vacant_pm else "warn", text, url, verb=_("Fill seat")) for text in pm_warnings(programme)
    ]
    for seat in mandatory_seats(programme):
        if seat.vacant and seat.role != Role.PM:
            text = _("Vacant seat: %(seat)s") % {"seat": seat.get_role_display()}
            items.append(AttentionItem("warn", text, url, verb=_("Fill seat")))
    return items


def contacts_panel(programme: Any, user: Any) -> dict[str, Any]:  # noqa: ARG001  (a panel takes both)
    """Whom to ask."""
    return {"contacts": contacts(programme)}


seams.pages.add(
    "people.overview",
    PageEntry(
        label=gettext_lazy("Overview"),
        url_name="people:overview",
        icon="layout-dashboard",
        order=10,
        key="h",
        panels=(Panel(frozenset({"learner"}), "people/_panel_contacts.html", contacts_panel, order=50, side=True),),
    ),
)
seams.pages.add(
    "people.profile",
    PageEntry(
        label=gettext_lazy("My profile"), url_name="people:profile", icon="user", order=10, place="me", scoped=False
    ),
)
seams.pages.add(
    "people.setup",
    PageEntry(
        label=gettext_lazy("Set-up"),
        url_name="people:setup",
        icon="settings",
        order=20,
        place="me",
        scoped=False,
        visible=is_administrator,
    ),
)
seams.pages.add(
    "people.team",
    PageEntry(
        label=gettext_lazy("Team"),
        url_name="people:team",
        icon="users",
        order=155,
        group=3,
        key="m",
        visible=can_see_team,
    ),
)


def check_people(programme: Any, rows: Sequence[Row]) -> Iterator[Objection]:
    """Object to units that do not exist, a second PM, and a name that an open account does not have."""
    units = unit_codes()
    pm = project_manager(programme)
    accounts = {user.email.casefold(): user for user in User.objects.filter(email__in=[row["email"] for row in rows])}
    for index, row in enumerate(rows):
        unit, account = row.get("unit", ""), accounts.get(row["email"])
        if unit and unit.casefold() not in units:
            yield index, "unit", _("There is no business unit with this code."), [one.code for one in units.values()]
        if row["role"] == Role.PM and pm is not None and pm.email.casefold() != row["email"]:
            yield index, "role", _("The programme has a PM; name another one on the team page."), [pm.name]
        if account is not None and account.name != row["name"] and account.has_usable_password():
            yield index, "name", _("This address belongs to an account with another name."), [account.name]


seams.kinds.add(
    "people",
    Kind(
        code="people",
        label=gettext_lazy("People and roles"),
        order=150,
        columns=(
            Column("email", "邮箱", "E-mail", Type.PERSON, required=True, aliases=("电子邮箱", "邮件", "mail", "email"),
                   example_zh="zhang.min@example.com", example_en="zhang.min@example.com", personal=Personal.MAIL),
            Column("name", "姓名", "Name", required=True, max_length=120, aliases=("名字", "full name"),
                   example_zh="张敏", example_en="Zhang Min", personal=Personal.NAME),
            Column("role", "角色", "Role", Type.CHOICE, required=True, choices=Role, leave_out=("ADM",),
                   example_zh="BO", example_en="BO"),
            Column("unit", "部门代码", "Unit code", max_length=40, aliases=("部门", "业务单元", "business unit")),
        ),
        natural_key=("email", "role"),
        existing=people_rows,
        write=row_by_row(import_person, reimport_person),
        remove=unimport_people,
        can=can_manage_team,
        check=check_people,
    ),
)  # fmt: skip


NO_SPONSOR = Rule(
    "people.no_sponsor", "bad", Pitfall.GOALS,
    gettext_lazy("The programme has a sponsor"),
    gettext_lazy("Give the role of sponsor to an executive who decides."),
)  # fmt: skip
NO_MANAGER = Rule(
    "people.no_manager", "bad", Pitfall.GOALS,
    gettext_lazy("The seat of the project manager is filled"),
    gettext_lazy("Name one person who is accountable for schedule, budget and risk."),
)  # fmt: skip
UNPROVEN = Rule(
    "people.manager_unqualified", "warn", Pitfall.GOALS,
    gettext_lazy("The project manager has a valid certificate or years of similar work"),
    gettext_lazy("Record certificate or experience, or name somebody beside who has it."),
)  # fmt: skip
NO_PROCESS_OWNER = Rule(
    "people.no_process_owner", "warn", Pitfall.PROCESS,
    gettext_lazy("Somebody holds the role of process owner"),
    gettext_lazy("Name the business people who own the processes."),
)  # fmt: skip
NO_CHANGE_MANAGER = Rule(
    "people.no_change_manager", "warn", Pitfall.USERS,
    gettext_lazy("The seat of the change manager is filled"),
    gettext_lazy("Name who prepares people for the change."),
)  # fmt: skip
HEAPED = Rule(
    "people.seats_heaped", "warn", Pitfall.USERS,
    gettext_lazy("Nobody holds more than two of the mandatory seats"),
    gettext_lazy("Spread the seats; who holds three has time for none."),
)  # fmt: skip


RACI_GAPS = Rule(
    "people.raci", "warn", Pitfall.PROCESS,
    gettext_lazy("Each row of the responsibility matrix has one accountable and at least one responsible role"),
    gettext_lazy("Give each row one accountable and at least one responsible role."),
)  # fmt: skip


@seams.plan_rules.provide("people.raci", RACI_GAPS)
def unanswered(programme: Any) -> list[Finding]:
    """Rows of the responsibility matrix for which nobody is responsible, or not exactly one role accountable."""
    return RACI_GAPS.over(raci_gaps(programme), reverse("people:raci", args=[programme.slug]))


@seams.plan_rules.provide("people.seats", NO_SPONSOR, NO_MANAGER, UNPROVEN, NO_PROCESS_OWNER, NO_CHANGE_MANAGER, HEAPED)
def team_findings(programme: Any) -> list[Finding]:
    """Seats and roles without which such a programme fails; two queries."""
    seats, url = _seats(programme), _team_url(programme)
    held = {role for role, *_units in roles_and_units(programme)}
    filled = {seat.role: seat for seat in seats if not seat.vacant}
    manager = filled.get(Role.PM)
    heaped = Counter(seat.holder for seat in seats if seat.mandatory and not seat.vacant)
    return [
        *NO_SPONSOR.when(Role.SP not in held, url),
        *NO_MANAGER.when(manager is None, url),
        *UNPROVEN.when(
            manager
            and pm_fault(
                manager.certificate, manager.certificate_expires, manager.similar_years, today=timezone.localdate()
            ),
            url,
        ),
        *NO_PROCESS_OWNER.when(Role.PO not in held, url),
        *NO_CHANGE_MANAGER.when(Role.CM not in filled, url),
        *HEAPED.over((person for person, n in heaped.items() if n > SEATS_EACH), url),
    ]
