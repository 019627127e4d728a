"""What the company brings, in the charter and in the plan check."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.documents.model import Column, Missing, Section, Table
from core.seams import Finding, Rule, plan_rules, provide_section
from programme.capability.models import Department
from programme.capability.selectors import BOOKS, executives_of, silent_departments, unscored_areas
from programme.capability.selectors import department_status as status_of
from programme.charter.choices import RUNNING, Pitfall

EXECUTIVES = Rule(
    "capability.executives", "bad", Pitfall.USERS,
    gettext_lazy("No executive test fails"),
    gettext_lazy("Let an executive lead in person, and place the CRM as the command system of sales."),
)  # fmt: skip
SILENT = Rule(
    "capability.silent_departments", "warn", Pitfall.USERS,
    gettext_lazy("Each department beside sales takes part, or it is said why not"),
    gettext_lazy("Name a contact, or the reason."),
)  # fmt: skip
UNSCORED = Rule(
    "capability.unscored", "warn", Pitfall.PROCESS,
    gettext_lazy("The own team is scored in all three areas"),
    gettext_lazy("Score process change, information technology and business."),
)  # fmt: skip


@plan_rules.provide("capability.own_part", EXECUTIVES, SILENT, UNSCORED)
def own_part(programme: Any) -> list[Finding]:
    """What the company leaves open once the programme runs; three queries."""
    if programme.state not in RUNNING:
        return []
    at = {kind: reverse("capability:book", args=[programme.slug, kind]) for kind in BOOKS}
    return [
        *EXECUTIVES.over(executives_of(programme).failed, at["executives"]),
        *SILENT.over(silent_departments(programme), at["departments"]),
        *UNSCORED.over(unscored_areas(programme), at["team"]),
    ]


@provide_section("charter", "departments", 42)
def departments(programme: Any, _as_of: datetime, _subject: str) -> Section:
    """Each department beside sales, with its contact or the reason why it does not take part."""
    title, url = _("Departments beside sales"), reverse("capability:book", args=[programme.slug, "departments"])
    rows = list(Department.objects.filter(programme=programme))
    silent = silent_departments(programme)
    missing = Missing(
        _("Nothing is said of: %(names)s.") % {"names": _(", ").join(silent)}, _("Name a contact, or the reason."), url
    )
    if not rows:
        return Section(title, (missing,), "departments")
    table = Table(
        (
            Column(_("Department"), width=3),
            Column(_("Takes part"), width=2),
            Column(_("Contact, or the reason"), width=5),
        ),
        tuple((str(row), status_of(row), row.contact if row.in_scope else row.reason) for row in rows),
    )
    return Section(title, (table, *((missing,) if silent else ())), "departments")
