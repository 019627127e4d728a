"""What the plan check finds in the acceptance test."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

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


@plan_rules.provide("uat.rules", NO_CASES, NO_TESTER, TOO_LATE, NO_DATA, UNTESTED, SEVERE, LAPSED)
def rules(programme: Any) -> list[Finding]:
    """Cycles, cases, defects and concessions that endanger acceptance; three queries."""
    today = timezone.localdate()
    cycles = [cycle for cycle in cycle_rows(programme) if cycle.state in OPEN_CYCLE]
    days = (wave.planned_on for wave in waves_of(programme) if wave.live_on is None and wave.planned_on)
    first = min((day for day in days if day >= today), default=None)
    untouched = Q(
        severity=Severity.STOPPED, state__in=(DefectState.NEW, DefectState.TRIAGED), reported_on__lt=today - UNTOUCHED
    )
    lapsed = Q(state=DefectState.DEFERRED, concessions__expires_on__lt=today)
    rows = Defect.objects.filter(untouched | lapsed, programme=programme).order_by("code").distinct()
    wrong = list(rows.values_list("code", "state"))
    page, cases, defects = (reverse(f"uat:{name}", args=[programme.slug]) for name in ("cycles", "cases", "defects"))
    begun = (CycleState.RUNNING, CycleState.SUSPENDED)
    return [
        *NO_CASES.over((c for c in cycles if c.cases == 0 and c.starts_on and c.starts_on <= today + SOON), page),
        *NO_TESTER.over((c for c in cycles if c.idle and c.state in begun), page),
        *TOO_LATE.over((c for c in cycles if first and c.wave_id is None and c.ends_on and c.ends_on >= first), page),
        *NO_DATA.over((c for c in cycles if not c.data_set.strip()), page),
        *UNTESTED.over(_untested(programme) if cycles else (), cases),
        *SEVERE.over((code for code, state in wrong if state != DefectState.DEFERRED), defects),
        *LAPSED.over((code for code, state in wrong if state == DefectState.DEFERRED), defects),
    ]


def _untested(programme: Any) -> list[str]:
    confirmed = TestCase.objects.filter(programme=programme, state=CaseState.CONFIRMED).exclude(process=None)
    rows = ProcessNode.objects.filter(programme=programme).exclude(pk__in=confirmed.values("process"))
    return list(rows.order_by("position").values_list("code", flat=True))
