"""The fourteen tests of a plan in words: what each asks, its limit, what to do, and how bad a failure is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.documents.blocks import Column, Table
from core.documents.values import Cell, CellValue, Figure, Status
from phases.plan.rules.health import Check
from phases.plan.rules.schedule import LinkPlan
from phases.plan.rules.tokens import lag_text
from phases.plan.selectors.health import PlanHealth

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Asked:
    """One test in words; ``bad`` failures make the dates untrue, others make them doubtful."""

    label: Any
    question: Any
    remedy: Any
    bad: bool = False


ASKED: dict[str, Asked] = {
    "logic": Asked(
        gettext_lazy("Missing logic"),
        gettext_lazy("Unfinished tasks without a task before them, or without one after them"),
        gettext_lazy("Link each task to what it waits for and to what waits for it."),
        bad=True,
    ),
    "leads": Asked(
        gettext_lazy("Leads"),
        gettext_lazy("Links with a negative lag"),
        gettext_lazy("Split the earlier task where the later one may begin, and link to that part."),
    ),
    "lags": Asked(
        gettext_lazy("Lags"),
        gettext_lazy("Links with a waiting time"),
        gettext_lazy("Plan the waiting as a task that somebody watches."),
    ),
    "kinds": Asked(
        gettext_lazy("Finish-to-start links"),
        gettext_lazy("Links by which a task begins when another ends"),
        gettext_lazy("Use other kinds of link only where work really overlaps."),
    ),
    "constraints": Asked(
        gettext_lazy("Hard constraints"),
        gettext_lazy("Tasks that must start or finish on or before a day, or whose dates are kept by hand"),
        gettext_lazy("Let links set the dates; keep a promise as a deadline."),
    ),
    "high_float": Asked(
        gettext_lazy("High float"),
        gettext_lazy("Tasks that may slip by more than 44 working days"),
        gettext_lazy("Look for the task that really waits for this one, and link it."),
    ),
    "negative_float": Asked(
        gettext_lazy("Negative float"),
        gettext_lazy("Tasks that miss a fixed date or a deadline"),
        gettext_lazy("Shorten the way to the date, or agree on another date."),
        bad=True,
    ),
    "long": Asked(
        gettext_lazy("Long tasks"),
        gettext_lazy("Tasks longer than 44 working days"),
        gettext_lazy("Split them so that progress shows within two months."),
    ),
    "dates": Asked(
        gettext_lazy("Impossible dates"),
        gettext_lazy("Work done after the status date, or forecast before it"),
        gettext_lazy("Record what has happened, and set the status date."),
        bad=True,
    ),
    "resources": Asked(
        gettext_lazy("Nobody responsible"),
        gettext_lazy("Unfinished work without a resource, a person or a role"),
        gettext_lazy("Name who does it."),
    ),
    "missed": Asked(
        gettext_lazy("Missed promises"),
        gettext_lazy("Tasks promised up to the status date that ended later or have not ended"),
        gettext_lazy("Say why and what catches up; take a new baseline only with a decision."),
    ),
    "critical_path": Asked(
        gettext_lazy("Test of the critical path"),
        gettext_lazy("Part of a delay of 600 days on a critical task that reaches the finish"),
        gettext_lazy("A fixed date or a missing link breaks the path; find it and mend it."),
        bad=True,
    ),
    "cpli": Asked(
        gettext_lazy("Critical path index (CPLI)"),
        gettext_lazy("Working days left plus the margin to the promise, of the working days left"),
        gettext_lazy("Shorten the critical path, or tell the board."),
        bad=True,
    ),
    "bei": Asked(
        gettext_lazy("Execution index (BEI)"),
        gettext_lazy("Tasks that have ended, of those promised up to the status date"),
        gettext_lazy("Finish what was promised before new work begins."),
    ),
}
RATIOS = frozenset({"cpli", "bei"})
NAMED = 8  # tasks that a table names; the page links to the rest


def shown(check: Check) -> Figure:
    """Write a test's value: indices as numbers, everything else as a share with its counts."""
    if check.key in RATIOS:
        return Figure(check.value, "", 2, check.counted, check.of)
    return Figure(check.value, "share", 1, check.counted, check.of)


def limit(check: Check) -> str:
    """Write a test's limit."""
    sign = "≥" if check.at_least else "≤"
    if check.key in RATIOS:
        return f"{sign} {check.limit}"
    return f"{sign} {(check.limit * 100).quantize(Decimal(1))}%"


def verdict(check: Check) -> Status:
    """Say whether a test is passed, as shape and word."""
    if check.met is None:
        return Status("none", _("nothing to test"))
    if check.met:
        return Status("good", _("passed"))
    return Status("bad" if ASKED[check.key].bad else "warn", _("not passed"))


def health_table(found: PlanHealth) -> Table:
    """List the fourteen tests with value, limit and verdict, for papers."""
    columns = (
        Column(_("Test"), width=5), Column(_("Value"), "right"), Column(_("Limit"), "right"),
        Column(_("Fails"), "right"), Column(_("Verdict")),
    )  # fmt: skip
    rows = tuple(
        (Cell(str(ASKED[one.key].label), second=str(ASKED[one.key].question)), shown(one), limit(one),
         len(one.tasks) + len(one.links) or None, verdict(one))
        for one in found.checks
    )  # fmt: skip
    note = _("The usual assessment of a schedule by fourteen tests (DCMA), at the status date.")
    return Table(columns, rows, note=note)


@dataclass(frozen=True, slots=True)
class Named:
    """A task or a link that fails, as a page names it."""

    text: str
    url: str
    more: str = ""


def named_tasks(found: PlanHealth, keys: Sequence[Any], programme: "Programme") -> list[Named]:
    """Name tasks with the address of their record; no queries."""
    tasks = [found.tasks[key] for key in keys if key in found.tasks]
    return [Named(str(task), reverse("plan:task_detail", args=[programme.slug, task.public_id])) for task in tasks]


def named_links(found: PlanHealth, links: Sequence[LinkPlan], programme: "Programme") -> list[Named]:
    """Name links by both tasks, with the address of the later one; no queries."""
    pairs = [(link, found.tasks.get(link.earlier), found.tasks.get(link.later)) for link in links]
    return [
        Named(
            f"{earlier} → {later}",
            reverse("plan:task_detail", args=[programme.slug, later.public_id]),
            " ".join(filter(None, (link.kind, lag_text(link.lag, link.unit) if link.lag else ""))),
        )
        for link, earlier, later in pairs
        if earlier is not None and later is not None
    ]


def failing(found: PlanHealth, check: Check, programme: "Programme") -> list[Named]:
    """Name everything that fails a test."""
    return [*named_tasks(found, check.tasks, programme), *named_links(found, check.links, programme)]


def score(found: PlanHealth) -> CellValue:
    """Say how many tests are passed."""
    return f"{found.tested - len(found.failed)} / {found.tested}"
