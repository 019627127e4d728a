"""Chainable reads of cycles, cases, executions and defects."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from phases.uat.choices import OPEN_CYCLE, OPEN_DEFECT, Severity
from programme.people.choices import INSIDE_ROLES, Role
from programme.people.models import Membership

if TYPE_CHECKING:
    from phases.uat.models import Defect, Execution, TestCase, UatConcession, UatCycle

TESTS = (*INSIDE_ROLES, Role.TST)


def _tests_in(user: Any) -> Q:
    """Rows of the programmes where the person works inside or tests."""
    held = Membership.objects.filter(user=user, ended_on=None, role__in=TESTS)
    return Q(programme__in=held.values("programme"))


class UatCycleQuerySet(QuerySet["UatCycle"]):
    """Reads of cycles."""

    def for_list(self) -> "UatCycleQuerySet":
        """With programme, wave and lead."""
        return self.select_related("programme", "wave", "lead")

    def open(self) -> "UatCycleQuerySet":
        """Those that are not decided."""
        return self.filter(state__in=OPEN_CYCLE)


class TestCaseQuerySet(QuerySet["TestCase"]):
    """Reads of cases."""

    def for_list(self) -> "TestCaseQuerySet":
        """With programme, process and unit."""
        return self.select_related("programme", "process", "unit")


class ExecutionQuerySet(QuerySet["Execution"]):
    """Reads of executions."""

    def visible_to(self, user: Any) -> "ExecutionQuerySet":
        """Those of programmes where the person works inside or tests, and those given to the person."""
        if user.is_administrator:
            return self
        return self.filter(_tests_in(user) | Q(tester=user))

    def for_list(self) -> "ExecutionQuerySet":
        """With cycle, case and tester."""
        return self.select_related(
            "programme", "cycle__programme", "case__programme", "case__process", "case__unit", "tester"
        )

    def first_of_each(self, columns: Sequence[Sequence[str]], shown: int) -> "ExecutionQuerySet":
        """The first of each group of states by case, with the group's ``column`` and how many it has in ``held``."""
        cases = [When(state__in=states, then=Value(number)) for number, states in enumerate(columns)]
        rows: Any = self.annotate(column=Case(*cases, output_field=IntegerField())).exclude(column=None)
        here = F("column")
        rows = rows.annotate(
            held=Window(Count("pk"), partition_by=here),
            place=Window(RowNumber(), partition_by=here, order_by=("case__code", "pk")),
        )
        found: ExecutionQuerySet = rows.filter(place__lte=shown).for_list().order_by("column", "place")
        return found

    def counting(self) -> "ExecutionQuerySet":
        """The attempts that count: one for each case and cycle."""
        return self.filter(current=True)


class DefectQuerySet(QuerySet["Defect"]):
    """Reads of defects."""

    def for_list(self) -> "DefectQuerySet":
        """With cycle, case and people."""
        return self.select_related("programme", "cycle", "case__unit", "execution", "fixer", "reporter", "unit")

    def open(self) -> "DefectQuerySet":
        """Those that still wait for a repair or a retest."""
        return self.filter(state__in=OPEN_DEFECT)

    def severe(self) -> "DefectQuerySet":
        """Those of severity 1."""
        return self.filter(severity=Severity.STOPPED)

    def asked(self) -> "DefectQuerySet":
        """Those whose deferral waits for the business owner."""
        return self.open().exclude(deferral_asked_on=None)


class UatConcessionQuerySet(QuerySet["UatConcession"]):
    """Reads of concessions."""

    def for_list(self) -> "UatConcessionQuerySet":
        """With defect and owner."""
        return self.select_related("programme", "cycle", "defect", "owner")

    def alive(self, day: date) -> "UatConcessionQuerySet":
        """Those that have not ended by that day."""
        return self.filter(expires_on__gte=day)
