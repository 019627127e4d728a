"""What the company brings, in the charter and in the plan check."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import presence
from core.documents.model import Column, Missing, Section, Table
from core.presence import rows_of
from core.seams import Finding, Rule, plan_rules, provide_section
from programme.capability.choices import NEEDED_DESKS, Area, Lead, Test
from programme.capability.models import Department, ExecutiveTest, TeamSkill
from programme.capability.rules import FAILS_BELOW
from programme.capability.selectors import BOOKS, executives_of, silent_departments
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


FAILING = Q(score__lt=FAILS_BELOW) | Q(test=Test.PERSON, lead=Lead.IT)
FAILED = presence.ask("capability.failed", rows_of(ExecutiveTest, FAILING))
HEARD = [presence.ask(f"capability.heard_{desk}", rows_of(Department, desk=desk)) for desk in NEEDED_DESKS]
SCORED = [presence.ask(f"capability.scored_{area}", rows_of(TeamSkill, area=area)) for area in Area]


@plan_rules.provide("capability.own_part", EXECUTIVES, SILENT, UNSCORED)
def own_part(programme: Any) -> list[Finding]:
    """What the company leaves open once the programme runs; a query where a test fails."""
    if programme.state not in RUNNING:
        return []
    failed, *told = presence.stand(programme, FAILED, *HEARD, *SCORED)
    heard, scored = told[: len(HEARD)], told[len(HEARD) :]
    at = {kind: reverse("capability:book", args=[programme.slug, kind]) for kind in BOOKS}
    tests = [Test(test).label for test in executives_of(programme).failed] if failed else []
    return [
        *EXECUTIVES.over(tests, at["executives"]),
        *SILENT.over(
            (desk.label for desk, known in zip(NEEDED_DESKS, heard, strict=True) if not known), at["departments"]
        ),
        *UNSCORED.over((area.label for area, known in zip(Area, scored, strict=True) if not known), at["team"]),
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
