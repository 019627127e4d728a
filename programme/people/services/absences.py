"""Absences of the team and who deputises."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import allows, require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.imports.words import say
from core.models import save_validated
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import INSIDE_ROLES, Role
from programme.people.models import Away, User
from programme.people.permissions import ACTIONS, can_manage_team
from programme.people.querysets import AwayQuerySet
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme


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
    role inside the programme and a written authority, is no auditor there and not away meanwhile, and one absence at
    a time is kept.
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
    roles = deputy.own_roles_in(row.programme)
    if deputy == row.person:
        problems["deputy"] = [_("Nobody deputises for themselves.")]
    elif Role.AUD in roles:
        problems["deputy"] = [_("An auditor stays independent and deputises for nobody.")]
    elif not deputy.is_active or roles.isdisjoint(INSIDE_ROLES):
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
