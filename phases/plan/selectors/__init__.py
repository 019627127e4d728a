"""Reads of the plan, shaped for pages, gates, papers and other slices."""

from phases.plan.selectors.acts import available_actions, events_of, float_days, is_nearly_critical, status_of
from phases.plan.selectors.baselines import Comparison, baselines_of, compared, current_baseline
from phases.plan.selectors.basis import (
    PlanInput,
    basis_of,
    calendar_of,
    calendars_of,
    link_plans,
    plan_input,
    schedule_of,
    task_plans,
    worktime_of,
    worktimes_of,
)
from phases.plan.selectors.figures import (
    MilestoneLine,
    PlanFigures,
    finish_by_code,
    late_critical,
    milestone_lines,
    milestones_ahead,
    next_gate_slip,
    ownerless_milestones,
    plan_figures,
    rows_for_gantt,
)
from phases.plan.selectors.gantt import gantt_data, gantt_gates, gantt_links, gantt_mark, gantt_tag, gantt_tasks
from phases.plan.selectors.gates import gate_dates, holding_gate, holds_of
from phases.plan.selectors.health import PlanHealth, plan_health
from phases.plan.selectors.load import Levelling, Load, assignments_of, levelling_of, load_of, resources_of
from phases.plan.selectors.people import people_of
from phases.plan.selectors.report import schedule_report, schedule_text
from phases.plan.selectors.rows import (
    calendar_labels,
    objections,
    plan_rows,
    resource_labels,
    responsible_words,
)
from phases.plan.selectors.trends import MilestoneTrend, milestone_trends
from phases.plan.selectors.value import PlanValue, plan_value, schedule_performance
from phases.plan.selectors.why import why_here

__all__ = [
    "Comparison",
    "Levelling",
    "Load",
    "MilestoneLine",
    "MilestoneTrend",
    "PlanFigures",
    "PlanHealth",
    "PlanInput",
    "PlanValue",
    "assignments_of",
    "available_actions",
    "baselines_of",
    "basis_of",
    "calendar_labels",
    "calendar_of",
    "calendars_of",
    "compared",
    "current_baseline",
    "events_of",
    "finish_by_code",
    "float_days",
    "gantt_data",
    "gantt_gates",
    "gantt_links",
    "gantt_mark",
    "gantt_tag",
    "gantt_tasks",
    "gate_dates",
    "holding_gate",
    "holds_of",
    "is_nearly_critical",
    "late_critical",
    "levelling_of",
    "link_plans",
    "load_of",
    "milestone_lines",
    "milestone_trends",
    "milestones_ahead",
    "next_gate_slip",
    "objections",
    "ownerless_milestones",
    "people_of",
    "plan_figures",
    "plan_health",
    "plan_input",
    "plan_rows",
    "plan_value",
    "resource_labels",
    "resources_of",
    "responsible_words",
    "rows_for_gantt",
    "schedule_of",
    "schedule_performance",
    "schedule_report",
    "schedule_text",
    "status_of",
    "task_plans",
    "why_here",
    "worktime_of",
    "worktimes_of",
]
