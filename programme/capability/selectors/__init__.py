"""Reads of what the company brings, and its three registers."""

from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, Min, OuterRef, Subquery, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.books import Book
from core.documents.values import Figure, Status
from core.memo import shared
from core.personal import Personal
from core.register import Column
from programme.capability import rules
from programme.capability.choices import NEEDED_DESKS, WEAK, Desk, Lead, Test
from programme.capability.models import Department, ExecutiveTest, TeamSkill

if TYPE_CHECKING:
    from programme.charter.models import Programme

__all__ = ["BOOKS", "executives_of", "lowest_test", "silent_departments"]


def executives_of(programme: "Programme") -> rules.Executives:
    """The three tests judged; one query, once for an evaluation."""
    rows = ExecutiveTest.objects.filter(programme=programme)
    told = shared(programme, "capability.executives", lambda: list(rows.values_list("test", "score", "lead")))
    return rules.executives({test: rules.Scored(score, lead) for test, score, lead in told})


def lowest_test(programme: str) -> Subquery:
    """The lowest score of the three tests, once all are answered, beside rows that lead to a programme by this name."""
    counts = Case(When(test=Test.PERSON, lead=Lead.IT, then=0), default="score", output_field=IntegerField())
    rows = ExecutiveTest.objects.filter(programme=OuterRef(programme)).order_by().values("programme")
    whole = rows.annotate(n=Count("pk"), lowest=Min(counts)).filter(n=len(Test))
    return Subquery(whole.values("lowest"))


def silent_departments(programme: "Programme") -> list[str]:
    """The five departments beside sales of which nothing is said yet; one query."""
    known = set(Department.objects.filter(programme=programme).values_list("desk", flat=True))
    return [str(Desk(desk).label) for desk in NEEDED_DESKS if desk not in known]


def test_status(row: ExecutiveTest) -> Status:
    """Whether the test is passed."""
    score = rules.counted(row.test, rules.Scored(row.score, row.lead))
    return Status("bad", _("Fails")) if score < rules.FAILS_BELOW else Status("good", _("Passes"))


def skill_status(row: TeamSkill) -> Status:
    """Whether something is done about a weak area."""
    if row.score > WEAK:
        return Status("good", _("Able"))
    return Status("warn", _("Weak: %(action)s") % {"action": row.action.code if row.action else _("no action")})


def department_status(row: Department) -> Status:
    """Whether it takes part."""
    return Status("good", _("Takes part")) if row.in_scope else Status("none", _("Not in scope"))


def _said(row: Department) -> dict[str, list[str]]:
    if row.in_scope and not row.contact.strip():
        return {"contact": [_("Name who takes part for it.")]}
    if not row.in_scope and not row.reason.strip():
        return {"reason": [_("Say why it does not take part.")]}
    return {}


EXECUTIVES = Book(
    kind="executives",
    model=ExecutiveTest,
    fields=("test", "score", "lead", "evidence"),
    title=gettext_lazy("Executive tests"),
    one=gettext_lazy("Executive test"),
    search=("evidence",),
    filters=("test", "lead"),
    order="test",
    helps={"lead": gettext_lazy("A programme that IT leads alone fails the test of personal involvement.")},
    columns=(
        Column("test", gettext_lazy("Test"), "get_test_display", sort="test", title=True),
        Column("score", gettext_lazy("Score 0–4"), lambda row: Figure(row.score, "count"), sort="score", number=True),
        Column("lead", gettext_lazy("Led by"), lambda row: row.get_lead_display() or "–"),
        Column("state", gettext_lazy("Verdict"), test_status),
        Column("evidence", gettext_lazy("Evidence")),
    ),
    empty=(
        gettext_lazy("No test answered yet"),
        gettext_lazy("Is the CRM the command system, do executives lead in person, is an own team built up?"),
        gettext_lazy("Led in person: 3, the general manager chairs the monthly meeting"),
    ),
)  # fmt: skip
TEAM = Book(
    kind="team",
    model=TeamSkill,
    fields=("area", "score", "evidence"),
    title=gettext_lazy("Skills of the own team"),
    one=gettext_lazy("Skill of the own team"),
    search=("evidence",),
    filters=("area",),
    order="area",
    helps={"score": gettext_lazy("2 or less writes an action to train or to hire.")},
    columns=(
        Column("area", gettext_lazy("Area"), "get_area_display", sort="area", title=True),
        Column("score", gettext_lazy("Score 1–5"), lambda row: Figure(row.score, "count"), sort="score", number=True),
        Column("state", gettext_lazy("Verdict"), skill_status),
        Column("evidence", gettext_lazy("Evidence")),
    ),
    empty=(
        gettext_lazy("No area scored yet"),
        gettext_lazy("How able the own team is in process change, information technology and business."),
        gettext_lazy("Process change: 2, nobody has redesigned a process before; train two people"),
    ),
)  # fmt: skip
DEPARTMENTS = Book(
    kind="departments",
    model=Department,
    fields=("desk", "name", "in_scope", "contact", "reason"),
    title=gettext_lazy("Departments beside sales"),
    one=gettext_lazy("Department"),
    search=("name", "contact", "reason"),
    filters=("desk", "in_scope"),
    order="desk",
    check=_said,
    columns=(
        Column("desk", gettext_lazy("Department"), str, sort="desk", title=True),
        Column("in_scope", gettext_lazy("Takes part"), department_status, sort="in_scope"),
        Column("contact", pgettext_lazy("person", "Contact"), lambda row: row.contact or "–", personal=Personal.NAME),
        Column("reason", gettext_lazy("Why not"), lambda row: row.reason or "–"),
    ),
    empty=(
        gettext_lazy("No department yet"),
        gettext_lazy("Research, finance, supply chain, legal, commerce: who takes part for each, or why it does not."),
        gettext_lazy("Finance: Zheng Ning takes part"),
    ),
)  # fmt: skip
BOOKS = {book.kind: book for book in (EXECUTIVES, TEAM, DEPARTMENTS)}
