"""What the plan check finds in the acceptance test."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core import presence
from core.seams import Finding, Rule, plan_rules
from phases.redesign.models import ProcessNode
from phases.rollout.selectors import waves_of
from phases.uat.choices import OPEN_CYCLE, CaseState, CycleState, DefectState, Severity
from phases.uat.models import Defect, TestCase
from phases.uat.selectors import cycle_rows
from programme.charter.choices import Pitfall

SOON = timedelta(days=14)
UNTOUCHED = timedelta(days=5)
NO_CASES = Rule(
    "uat.cycle_without_cases", "bad", Pitfall.USERS,
    gettext_lazy("Every cycle that begins within 14 days has its cases"),
    gettext_lazy("Enter the cases into the cycle, with their testers."),
)  # fmt: skip
NO_TESTER = Rule(
    "uat.case_without_tester", "warn", Pitfall.USERS,
    gettext_lazy("Every case of a running cycle has a tester"),
    gettext_lazy("Give each case to somebody of the business."),
)  # fmt: skip
TOO_LATE = Rule(
    "uat.ends_after_go_live", "bad", Pitfall.USERS,
    gettext_lazy("The acceptance test ends before the first go-live"),
    gettext_lazy("Move the go-live, or the test."),
)  # fmt: skip
NO_DATA = Rule(
    "uat.without_data", "warn", Pitfall.DATA,
    gettext_lazy("Every cycle names the data it is run on"),
    gettext_lazy("Load migrated or anonymised data and name the set."),
)  # fmt: skip
UNTESTED = Rule(
    "uat.process_without_case", "warn", Pitfall.PROCESS,
    gettext_lazy("Every process is tested by a confirmed case"),
    gettext_lazy("Write a case in the words of those who work in the process."),
)  # fmt: skip
SEVERE = Rule(
    "uat.severe_untouched", "bad", Pitfall.USERS,
    gettext_lazy("No defect that stops the business waits for triage or repair for five days"),
    gettext_lazy("Triage it today, and name who repairs it."),
)  # fmt: skip
LAPSED = Rule(
    "uat.concession_lapsed", "bad", Pitfall.ITERATION,
    gettext_lazy("No concession has outlived its day"),
    gettext_lazy("Repair the defect, or let the business owner decide again."),
)  # fmt: skip


def _severe(programme: Any) -> QuerySet[Defect]:
    waiting = (DefectState.NEW, DefectState.TRIAGED)
    since = timezone.localdate() - UNTOUCHED
    return Defect.objects.filter(
        programme=programme, severity=Severity.STOPPED, state__in=waiting, reported_on__lt=since
    )


def _lapsed(programme: Any) -> QuerySet[Defect]:
    rows = Defect.objects.filter(programme=programme, state=DefectState.DEFERRED)
    return rows.filter(concessions__expires_on__lt=timezone.localdate())


def _untested(programme: Any) -> QuerySet[ProcessNode]:
    confirmed = TestCase.objects.filter(programme=programme, state=CaseState.CONFIRMED).exclude(process=None)
    return ProcessNode.objects.filter(programme=programme).exclude(pk__in=confirmed.values("process"))


LYING = presence.ask(SEVERE.code, _severe, says=("code",))
OUTLIVED = presence.ask(LAPSED.code, _lapsed, says=("code",))
BARE = presence.ask(UNTESTED.code, _untested, says=("code",))


@plan_rules.provide("uat.rules", NO_CASES, NO_TESTER, TOO_LATE, NO_DATA, UNTESTED, SEVERE, LAPSED)
def rules(programme: Any) -> list[Finding]:
    """Cycles, cases, defects and concessions that endanger acceptance; two queries, which others share."""
    today = timezone.localdate()
    cycles = [cycle for cycle in cycle_rows(programme) if cycle.state in OPEN_CYCLE]
    days = (wave.planned_on for wave in waves_of(programme) if wave.live_on is None and wave.planned_on)
    first = min((day for day in days if day >= today), default=None)
    severe, lapsed, untested = presence.told(programme, LYING, OUTLIVED, BARE)
    page, cases, defects = (reverse(f"uat:{name}", args=[programme.slug]) for name in ("cycles", "cases", "defects"))
    begun = (CycleState.RUNNING, CycleState.SUSPENDED)
    return [
        *NO_CASES.over((c for c in cycles if c.cases == 0 and c.starts_on and c.starts_on <= today + SOON), page),
        *NO_TESTER.over((c for c in cycles if c.idle and c.state in begun), page),
        *TOO_LATE.over((c for c in cycles if first and c.wave_id is None and c.ends_on and c.ends_on >= first), page),
        *NO_DATA.over((c for c in cycles if not c.data_set.strip()), page),
        *UNTESTED.over((code for (code,) in untested) if cycles else (), cases),
        *SEVERE.over((code for (code,) in severe), defects),
        *LAPSED.over((code for (code,) in lapsed), defects),
    ]
