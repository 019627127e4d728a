"""The plan as a paper for the board: gates and milestones on the first sheet, then every row."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import seams
from core.documents.model import (
    Bar,
    Block,
    Definition,
    Figure,
    Gantt,
    GateMark,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Source,
)
from core.memo import shared
from core.seams import DocumentKind, provide_section
from phases.gates.models import Gate
from phases.plan.models import Task
from phases.plan.rules.slip import slip_days
from phases.plan.selectors import (
    MilestoneLine,
    PlanFigures,
    basis_of,
    calendar_of,
    gate_dates,
    milestone_lines,
    plan_figures,
)

KIND = "plan"


def _frame(programme: Any, _as_of: datetime, _subject: str) -> dict[str, Any]:
    """What the paper says of itself: which promise slip is counted from, what the words mean."""
    since = basis_of(programme).baselined_on
    return {
        "subtitle": programme.name,
        "period": _("against the baseline of %(day)s") % {"day": f"{since:%Y-%m-%d}"} if since else _("no baseline"),
        "contents": False,
        "definitions": (
            Definition("F04", _("Slip"), _("forecast − baseline in working days")),
            Definition("CPM", _("Critical"), _("no float: what moves such a task moves the end of the plan")),
            Definition("TF", _("Float"), _("working days a task may finish later before the end of the plan moves")),
        ),
    }


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND, title=gettext_lazy("Project plan"), prefix="PP", cover=False, owner_role="PM", frame=_frame
    ),
)


@provide_section(KIND, "plan.milestones", 100)
def milestones(programme: Any, as_of: datetime, _subject: str) -> Section:
    """The plan in figures, over its gates and milestones on one scale."""
    today = timezone.localtime(as_of).date()
    bars = [bar for bar in _bars(programme) if bar.milestone]
    bars += [bar for line in milestone_lines(programme, today) if line.gate and (bar := _gate_bar(line))]
    title = _("Gates and milestones")
    if not bars:
        return Section(title, (_nothing(programme),), "milestones")
    shown = tuple(sorted(bars, key=lambda bar: (bar.end, bar.code, bar.name)))
    gates = _gates(programme)
    figures = plan_figures(programme, today)
    blocks: tuple[Block, ...] = (_figures(figures), Gantt(shown, today, sheet=True, gates=gates))
    return Section(title, blocks, "milestones", _span(figures), sources=(Source(_("Plan"), as_of, len(shown)),))


@provide_section(KIND, "plan.rows", 200)
def rows(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Every row of the plan in its order."""
    today = timezone.localtime(as_of).date()
    bars = _bars(programme)
    if not bars:
        return None
    blocks = (Gantt(bars, today, sheet=True, gates=_gates(programme)),)
    return Section(_("All tasks"), blocks, "rows", sources=(Source(_("Plan"), as_of, len(bars)),))


def _bars(programme: Any) -> tuple[Bar, ...]:
    """Every dated row in the reader's language; one query, and those of the calendar, for all sections of one paper."""
    return shared(programme, f"plan.board:{get_language()}", lambda: tuple(_read(programme)))


def _read(programme: Any) -> list[Bar]:
    calendar = calendar_of(programme)
    depth: dict[int, int] = {}
    found = []
    for task in Task.objects.filter(programme=programme).order_by("position", "pk"):
        depth[task.pk] = depth.get(task.parent_id or 0, -1) + 1
        start, end = task.actual_start or task.early_start, task.actual_finish or task.early_finish
        if start is None or end is None:
            continue
        found.append(
            Bar(
                name=task.name,
                start=start,
                end=max(start, end),
                baseline_start=task.baseline_start,
                baseline_end=task.baseline_finish,
                done=0 if task.summary else task.percent,
                critical=task.critical and not task.done,
                milestone=task.milestone and not task.summary,
                code=task.code or task.wbs,
                depth=depth[task.pk],
                summary=task.summary,
                latest=None if task.done else task.late_finish,
                slip=slip_days(task.baseline_finish, end, calendar),
                deadline=task.deadline,
            )
        )
    return found


def _gates(programme: Any) -> tuple[GateMark, ...]:
    days = gate_dates(programme)
    found = Gate.objects.filter(programme=programme).order_by("position", "wave", "pk")
    return tuple(
        GateMark(gate.key, days[gate.key], "go" if gate.is_passed else "ahead", title=gate.name)
        for gate in found
        if gate.key in days
    )


def _gate_bar(line: MilestoneLine) -> Bar | None:
    if line.reached is None:
        return None
    return Bar(
        name=line.name.removeprefix(line.gate).strip(),
        start=line.reached,
        end=line.reached,
        baseline_start=line.baseline,
        baseline_end=line.baseline,
        critical=line.actual is None and line.float_days is not None and line.float_days <= 0,
        milestone=True,
        code=line.gate,
        slip=line.slip,
    )


def _figures(figures: PlanFigures) -> KeyFigures:
    tasks = figures.tasks
    return KeyFigures(
        (
            KeyFigure(_("Slip of the end of plan"), Figure(figures.slip, "wd", signed=True), formula="F04"),
            KeyFigure(_("Finished"), Figure(figures.done, "count", numerator=figures.done, denominator=tasks)),
            KeyFigure(
                _("Critical, not finished"),
                Figure(figures.critical, "count", numerator=figures.critical, denominator=tasks),
            ),
            KeyFigure(_("Late"), Figure(figures.late, "count", numerator=figures.late, denominator=tasks)),
        )
    )


def _span(figures: PlanFigures) -> str:
    if figures.start is None or figures.finish is None:
        return ""
    said = f"{figures.start:%Y-%m-%d} – {figures.finish:%Y-%m-%d}"
    promised = figures.baseline_finish
    return f"{said} ({_('baseline')} {promised:%Y-%m-%d})" if promised else said


def _nothing(programme: Any) -> Missing:
    return Missing(
        _("No gate or milestone has a date yet."),
        _("Import a plan or add tasks; their dates are computed."),
        f"/p/{programme.slug}/plan/",
    )
