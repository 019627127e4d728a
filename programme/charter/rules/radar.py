"""The pitfall radar: five axes, each with its tests, from plain facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programme.charter.choices import Pitfall

IT_LIMIT = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tests look at; None means that nobody can tell yet."""

    goals: int = 0
    goals_short: tuple[str, ...] = ()  # SMART below 4
    goals_unsigned: tuple[str, ...] = ()
    goals_unlinked: tuple[str, ...] = ()
    kpis: int = 0
    kpis_unread: tuple[str, ...] = ()
    business_lead: bool = False
    it_share: Decimal | None = None
    a_cells: int = 0
    technical_owners: tuple[str, ...] = ()
    stakeholders: int = 0
    gaps_without_step: tuple[str, ...] = ()
    messages_overdue: int = 0
    start_verdict: str = ""
    start_ready: bool | None = None
    outputs: tuple[int, int] | None = None  # approved of 15
    analyst: bool = False
    standard_signed: bool | None = None
    quality: Decimal | None = None
    final_stages: int | None = None
    calendar_signed: bool | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the facts: True, False, or None where it cannot be asked yet."""

    rule: str
    pitfall: Pitfall
    severity: str  # bad turns the axis red, warn amber
    label: Any
    passes: Callable[[Facts], bool | None]
    found: Callable[[Facts], str]
    remedy: Any
    page: str  # the name of the page that helps


@dataclass(frozen=True, slots=True)
class Result:
    """A test with its answer."""

    rule: str
    label: Any
    passed: bool | None
    severity: str
    found: str
    remedy: Any
    page: str = ""
    url: str = ""
    waived: str = ""  # until when and by whom somebody answers for it; the test then counts as not asked


@dataclass(frozen=True, slots=True)
class Axis:
    """One pitfall with every test that was asked."""

    pitfall: Pitfall
    results: tuple[Result, ...] = field(default=())

    @property
    def light(self) -> str:
        """``bad``, ``warn``, ``good``; ``none`` where nothing could be asked."""
        failed = {result.severity for result in self.results if result.passed is False}
        if failed:
            return "bad" if "bad" in failed else "warn"
        return "good" if any(result.passed for result in self.results) else "none"


def _names(names: tuple[str, ...]) -> str:
    """Print the names a test fell over."""
    return gettext(", ").join(names[:5]) + (" …" if len(names) > 5 else "")  # noqa: PLR2004


def _percent(share: Decimal | None) -> str:
    """Print a share."""
    return gettext("n/a") if share is None else f"{(share * 100).quantize(Decimal('0.1'))}%"


def _of(pair: tuple[int, int] | None) -> str:
    """Print done of wanted."""
    return gettext("n/a") if pair is None else f"{pair[0]}/{pair[1]}"


QUESTIONS = (
    Question("charter.kpis_empty", Pitfall.GOALS, "bad", _("The KPI list is not empty"),
         lambda f: f.kpis > 0, lambda f: str(f.kpis),
         _("Enter the KPIs by which success is read, with unit, direction, baseline and target."), "kpi_list"),
    Question("charter.goals_empty", Pitfall.GOALS, "bad", _("At least one goal is written"),
         lambda f: f.goals > 0, lambda f: str(f.goals),
         _("Write at least one business goal."), "goal_list"),
    Question("charter.goals_not_smart", Pitfall.GOALS, "bad", _("Every goal scores at least 4 of 5 as SMART"),
         lambda f: not f.goals_short if f.goals else None, lambda f: _names(f.goals_short),
         _("Open the goal and close the gaps that it names."), "goal_list"),
    Question("charter.goals_without_baseline", Pitfall.GOALS, "warn", _("Every goal has a signed baseline"),
         lambda f: not f.goals_unsigned if f.goals else None, lambda f: _names(f.goals_unsigned),
         _("Measure the baseline and let the goal's owner sign it."), "goal_list"),
    Question("charter.goals_without_strategy", Pitfall.GOALS, "warn", _("Every goal serves a strategic objective"),
         lambda f: not f.goals_unlinked if f.goals else None, lambda f: _names(f.goals_unlinked),
         _("Link each goal to an objective of the company."), "goal_list"),
    Question("charter.no_business_lead", Pitfall.USERS, "bad", _("A business lead is named"),
         lambda f: f.business_lead, lambda _f: "",
         _("Fill the seat of the business owner."), ""),
    Question("charter.technology_led", Pitfall.USERS, "warn", _("IT holds at most half of the A cells"),
         lambda f: None if f.it_share is None else f.it_share <= IT_LIMIT,
         lambda f: f"{_percent(f.it_share)}, n = {f.a_cells}",
         _("Give business roles the accountability for goals and deliverables."), ""),
    Question("charter.technical_owner", Pitfall.USERS, "bad", _("Every goal is owned by a business role"),
         lambda f: not f.technical_owners if f.goals else None, lambda f: _names(f.technical_owners),
         _("Let the business own the goal; IT is consulted."), "goal_list"),
    Question("stakeholders.empty", Pitfall.USERS, "warn", _("The stakeholder register is not empty"),
         lambda f: f.stakeholders > 0, lambda f: str(f.stakeholders),
         _("Enter who can help or stop the programme."), "stakeholder_list"),
    Question("stakeholders.gap_without_step", Pitfall.USERS, "warn",
         _("Every powerful stakeholder who should stand higher has a next step"),
         lambda f: not f.gaps_without_step if f.stakeholders else None, lambda f: _names(f.gaps_without_step),
         _("Write the next step for each of them."), "stakeholder_list"),
    Question("stakeholders.messages_overdue", Pitfall.USERS, "warn", _("No message of the plan is overdue"),
         lambda f: f.messages_overdue == 0, lambda f: str(f.messages_overdue),
         _("Send it, or move its date."), "communication_list"),
    Question("charter.readiness_unmet", Pitfall.PROCESS, "bad", _("Readiness at start is passed or waived"),
         lambda f: f.start_ready, lambda f: f.start_verdict,
         _("Answer the five causes with evidence, or let the sponsor sign a waiver with a plan."), "readiness"),
    Question("charter.outputs_open", Pitfall.PROCESS, "warn", _("All 15 process outputs are approved"),
         lambda f: None if f.outputs is None else f.outputs[0] >= f.outputs[1], lambda f: _of(f.outputs),
         _("Approve the five outputs of each of the three processes."), ""),
    Question("charter.no_analyst", Pitfall.DATA, "bad", _("A data analyst is named"),
         lambda f: f.analyst, lambda _f: "",
         _("Fill the seat of the data analyst."), ""),
    Question("charter.kpis_unread", Pitfall.DATA, "warn", _("Every KPI of a goal was read in the last 45 days"),
         lambda f: not f.kpis_unread if f.kpis else None, lambda f: _names(f.kpis_unread),
         _("Enter or import the latest readings."), "kpi_list"),
    Question("charter.data_standard", Pitfall.DATA, "warn", _("The data standard is approved"),
         lambda f: f.standard_signed, lambda _f: "",
         _("Approve the data standard with its owners."), ""),
    Question("charter.quality_low", Pitfall.DATA, "bad", _("Data quality is at least 95 %"),
         lambda f: None if f.quality is None else f.quality >= Decimal("0.95"), lambda f: _percent(f.quality),
         _("Work on the rules that fail most."), ""),
    Question("charter.no_iteration", Pitfall.ITERATION, "bad", _("Stages after go-live are planned"),
         lambda f: None if f.final_stages is None else f.final_stages > 0, lambda f: str(f.final_stages or 0),
         _("Keep the phase of iteration in the plan."), ""),
    Question("charter.release_calendar", Pitfall.ITERATION, "warn", _("The release calendar is approved"),
         lambda f: f.calendar_signed, lambda _f: "",
         _("Plan two major releases a year and monthly iterations."), ""),
)  # fmt: skip


def examine(facts: Facts, questions: Iterable[Question] = QUESTIONS) -> tuple[Axis, ...]:
    """Ask every test and sort the answers under the five pitfalls."""
    results: dict[Pitfall, list[Result]] = {pitfall: [] for pitfall in Pitfall}
    for test in questions:
        results[test.pitfall].append(
            Result(test.rule, test.label, test.passes(facts), test.severity, test.found(facts), test.remedy, test.page)
        )
    return tuple(Axis(pitfall, tuple(found)) for pitfall, found in results.items())
