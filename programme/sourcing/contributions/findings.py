"""What the plan check finds in the sourcing decision."""

from typing import Any

from django.utils.translation import gettext_lazy

from core import presence
from core.seams import Finding, Rule, plan_rules
from programme.charter.choices import RUNNING, Pitfall
from programme.sourcing.choices import SCORERS
from programme.sourcing.contributions.evidence import page
from programme.sourcing.models import VendorScore
from programme.sourcing.selectors import standing, warnings

FALSE_ECONOMY = Rule(
    "sourcing.false_economy", "bad", Pitfall.GOALS,
    gettext_lazy("The pick is not the lowest offer with the weakest consultants"),
    gettext_lazy("Take another candidate, or let this one name abler consultants and score it again."),
)  # fmt: skip
LOWEST = Rule(
    "sourcing.lowest_price", "warn", Pitfall.GOALS,
    gettext_lazy("The pick is not simply the lowest offer"),
    gettext_lazy("Say in the decision what makes the lowest offer the best one."),
)  # fmt: skip
ONE_SCORER = Rule(
    "sourcing.one_scorer", "warn", Pitfall.USERS,
    gettext_lazy("At least two people score the candidates, so that a spread can be seen"),
    gettext_lazy("Let business and IT score too, each for themselves."),
)  # fmt: skip
NO_REFERENCE = Rule(
    "sourcing.no_reference", "warn", Pitfall.PROCESS,
    gettext_lazy("The pick names a similar case that can be asked"),
    gettext_lazy("Visit a company of the same kind before the contract is signed."),
)  # fmt: skip
DAYS_SHORT = Rule(
    "sourcing.days_short", "warn", Pitfall.PROCESS,
    gettext_lazy("The pick offers at least the consultant days of the benchmark"),
    gettext_lazy("Negotiate more days, or say why fewer are enough."),
)  # fmt: skip
NO_BENCHMARK = Rule(
    "sourcing.no_benchmark", "warn", Pitfall.PROCESS,
    gettext_lazy("Offered consultant days are held against a benchmark with its source"),
    gettext_lazy("Write days per user or for a company of this size, and where the figure is from."),
)  # fmt: skip

OF_A_PICK = (
    (FALSE_ECONOMY, "false_economy"), (LOWEST, "lowest_price"), (NO_REFERENCE, "no_reference"),
    (DAYS_SHORT, "days_short"),
)  # fmt: skip
SCORED = presence.ask("sourcing.scored", lambda programme: VendorScore.objects.filter(vendor__programme=programme))


@plan_rules.provide("sourcing.decision", FALSE_ECONOMY, LOWEST, ONE_SCORER, NO_REFERENCE, DAYS_SHORT, NO_BENCHMARK)
def decision(programme: Any) -> list[Finding]:
    """How the candidates were scored and which one was picked; four queries once somebody scored."""
    if programme.state not in RUNNING or not presence.stand(programme, SCORED)[0]:
        return []
    found, url = standing(programme), page(programme)
    pick = found.row.pick if found.row else None
    told = dict(warnings(found, pick)) if pick else {}
    return [
        *ONE_SCORER.when(len(found.scorers) < SCORERS, url),
        *NO_BENCHMARK.when(found.benchmark is None, url),
        *(finding for rule, key in OF_A_PICK for finding in rule.when(key in told, url, str(pick))),
    ]
