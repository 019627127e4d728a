"""Who can log in to the living example, in words for the console."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.demo import PASSWORD
from programme.people.choices import Role
from programme.people.models import Membership, User

if TYPE_CHECKING:
    from programme.charter.models import Programme


def demo_lines(programme: "Programme") -> list[str]:
    """Say in the programme's language what it is, where, and who can log in."""
    address = settings.PUBLIC_URL + reverse("people:overview", args=[programme.slug])
    with translation.override(programme.language):
        return [f"{programme.slug}: {programme.name}  {address}", *account_lines(programme)]


def account_lines(programme: "Programme | None" = None) -> list[str]:
    """One line for each demo account, with address, roles and the password they share; two queries.

    Of a ``programme`` those who hold a role in it, and who administers under the same mail domain: a story in a
    second language has people of its own.
    """
    held = Membership.objects.filter(ended_on=None).order_by("pk")
    held = held if programme is None else held.filter(programme=programme)
    rows = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    people = list(rows.prefetch_related(Prefetch("memberships", held, to_attr="held")))
    if programme is not None:
        homes = {_domain(person) for person in people if person.held}  # type: ignore[attr-defined]
        people = [one for one in people if one.held or (one.is_administrator and _domain(one) in homes)]  # type: ignore[attr-defined]
    head = _("Demo accounts, password %(password)s:") % {"password": PASSWORD}
    return [head, *map(_line, people)] if people else []


def _domain(person: User) -> str:
    return person.email.rpartition("@")[2].lower()


def _line(person: User) -> str:
    roles = [str(role.get_role_display()) for role in person.held]  # type: ignore[attr-defined]
    roles += [str(Role.ADM.label)] if person.is_administrator else []
    return f"  {person.email:<34} {person.name}  {', '.join(dict.fromkeys(roles))}"
