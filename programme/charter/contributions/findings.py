"""What the plan check finds in the charter beyond the radar's own questions."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core import presence
from core.presence import rows_of
from core.seams import Finding, Rule, plan_rules
from programme.charter.choices import COMMITTED, RUNNING, Pitfall, ScopeSide, VersionState
from programme.charter.models import CharterVersion, ScopeItem, Tolerance
from programme.charter.selectors import goal_figures, kpi_figures

PASSED_BY = Rule(
    "charter.goal_missed", "bad", Pitfall.GOALS,
    gettext_lazy("No goal's day has passed without its target being reached"),
    gettext_lazy("Decide: a new day, a new target, or the end of this goal."),
)  # fmt: skip
NO_BASELINE = Rule(
    "charter.kpi_without_baseline", "warn", Pitfall.GOALS,
    gettext_lazy("Every KPI of a goal has a baseline"),
    gettext_lazy("Measure how it is before anything changes."),
)  # fmt: skip
NO_OWNER = Rule(
    "charter.kpi_without_owner", "warn", Pitfall.GOALS,
    gettext_lazy("Every KPI of a goal has a person who answers for it"),
    gettext_lazy("Name the person; a role alone reads no figures."),
)  # fmt: skip
NOTHING_OUT = Rule(
    "charter.no_exclusions", "warn", Pitfall.GOALS,
    gettext_lazy("The scope says what is not done"),
    gettext_lazy("Write down what is out of scope; else everything is in it."),
)  # fmt: skip
NO_TOLERANCE = Rule(
    "charter.no_tolerances", "warn", Pitfall.GOALS,
    gettext_lazy("Tolerances say when the committee must be asked"),
    gettext_lazy("Agree on tolerances of time, cost and scope."),
)  # fmt: skip
NO_CHARTER = Rule(
    "charter.not_approved", "bad", Pitfall.GOALS,
    gettext_lazy("A charter is approved before the work begins"),
    gettext_lazy("Put the charter to its signers."),
)  # fmt: skip
NO_KICKOFF = Rule(
    "charter.no_kickoff", "warn", Pitfall.USERS,
    gettext_lazy("The kick-off was held with the top executive, or a waiver says why not"),
    gettext_lazy("Hold the kick-off with the top executive, and record it."),
)  # fmt: skip


OUT = presence.ask("charter.scope_out", rows_of(ScopeItem, side=ScopeSide.OUT))
TOLERANCES = presence.ask("charter.tolerances", rows_of(Tolerance))
APPROVED = presence.ask("charter.approved", rows_of(CharterVersion, state=VersionState.APPROVED))


@plan_rules.provide(
    "charter.contents", PASSED_BY, NO_BASELINE, NO_OWNER, NOTHING_OUT, NO_TOLERANCE, NO_CHARTER, NO_KICKOFF
)
def contents(programme: Any) -> list[Finding]:
    """Goals whose day has passed, KPIs of nobody, a scope without a border; one query beside the figures."""
    today = timezone.localdate()
    goals = goal_figures(programme)
    used = {row.goal.kpi_id for row in goals if row.goal.kpi_id}
    kpis = [row for row in kpi_figures(programme) if not row.kpi.is_example and row.kpi.pk in used]
    out, tolerances, approved = presence.stand(programme, OUT, TOLERANCES, APPROVED)
    goal_list, kpi_list, page = (
        reverse(f"charter:{name}", args=[programme.slug]) for name in ("goal_list", "kpi_list", "overview")
    )
    met = programme.kickoff_on and programme.kickoff_executive
    return [
        *PASSED_BY.over(
            (r.goal.code for r in goals if r.goal.due_on and r.goal.due_on < today and r.way.status != "good"),
            goal_list,
        ),
        *NO_BASELINE.over((row.kpi.code for row in kpis if row.kpi.baseline is None), kpi_list),
        *NO_OWNER.over((row.kpi.code for row in kpis if row.kpi.owner_id is None), kpi_list),
        *NOTHING_OUT.when(not out, page),
        *NO_TOLERANCE.when(not tolerances, page),
        *NO_CHARTER.when(programme.state in COMMITTED and not approved, page),
        *NO_KICKOFF.when(programme.state in RUNNING and not met and not programme.kickoff_waiver, page),
    ]
