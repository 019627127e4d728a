"""Table of contents of the API."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from phases.exceptions import api as exceptions
from phases.gates import api as gates
from phases.plan import api as plan
from phases.portfolio import api as portfolio
from phases.redesign import api as redesign
from phases.rollout import api as rollout
from phases.uat import api as uat

SCOPE = r"programmes/(?P<slug>[-a-z0-9]+)"

router = SimpleRouter()
router.register(f"{SCOPE}/phases", gates.PhaseViewSet, "api-phases")
router.register(f"{SCOPE}/stages", gates.StageViewSet, "api-stages")
router.register(f"{SCOPE}/deliverables", gates.DeliverableViewSet, "api-deliverables")
router.register(f"{SCOPE}/gates", gates.GateViewSet, "api-gates")
router.register(f"{SCOPE}/gate-conditions", gates.ConditionViewSet, "api-gate-conditions")
router.register(f"{SCOPE}/exceptions", exceptions.ExceptionViewSet, "api-exceptions")
router.register(f"{SCOPE}/stage-tolerances", exceptions.StageToleranceViewSet, "api-stage-tolerances")
router.register("portfolio", portfolio.PortfolioViewSet, "api-portfolio")
router.register(f"{SCOPE}/processes", redesign.ProcessViewSet, "api-processes")
router.register(f"{SCOPE}/cutover-steps", rollout.CutoverStepViewSet, "api-cutover-steps")
router.register(f"{SCOPE}/waves", rollout.WaveViewSet, "api-waves")
router.register(f"{SCOPE}/roster", rollout.RosterViewSet, "api-roster")
router.register(f"{SCOPE}/uat-cycles", uat.CycleViewSet, "api-uat-cycles")
router.register(f"{SCOPE}/test-cases", uat.CaseViewSet, "api-test-cases")
router.register(f"{SCOPE}/executions", uat.ExecutionViewSet, "api-executions")
router.register(f"{SCOPE}/defects", uat.DefectViewSet, "api-defects")
router.register(f"{SCOPE}/tasks", plan.TaskViewSet, "api-tasks")
router.register(f"{SCOPE}/task-links", plan.TaskLinkViewSet, "api-task-links")
router.register(f"{SCOPE}/baselines", plan.BaselineViewSet, "api-baselines")
router.register(f"{SCOPE}/inserted-plans", plan.InsertedPlanViewSet, "api-inserted-plans")
router.register(f"{SCOPE}/plan-calendars", plan.PlanCalendarViewSet, "api-plan-calendars")
router.register(f"{SCOPE}/resources", plan.ResourceViewSet, "api-resources")
router.register(f"{SCOPE}/assignments", plan.AssignmentViewSet, "api-assignments")
router.register(f"{SCOPE}/simulations", plan.SimulationViewSet, "api-simulations")
router.register(f"{SCOPE}/calendar-days", plan.CalendarDayViewSet, "api-calendar-days")

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "programmes/<slug:slug>/plan/reschedule/",
        plan.PlanViewSet.as_view({"post": "reschedule"}),
        name="api-plan-reschedule",
    ),
    path(
        "programmes/<slug:slug>/plan/ripple/",
        plan.PlanViewSet.as_view({"post": "ripple"}),
        name="api-plan-ripple",
    ),
    path(
        "programmes/<slug:slug>/plan/baseline/",
        plan.PlanViewSet.as_view({"post": "baseline"}),
        name="api-plan-baseline",
    ),
    path(
        "programmes/<slug:slug>/plan/gantt/",
        plan.GanttViewSet.as_view({"get": "gantt"}),
        name="api-plan-gantt",
    ),
    path(
        "programmes/<slug:slug>/plan/edit/",
        plan.GanttViewSet.as_view({"post": "edit"}),
        name="api-plan-edit",
    ),
    path("programmes/<slug:slug>/plan/health/", plan.PromiseViewSet.as_view({"get": "health"}), name="api-plan-health"),
    path("programmes/<slug:slug>/plan/load/", plan.LoadViewSet.as_view({"get": "load"}), name="api-plan-load"),
    path(
        "programmes/<slug:slug>/plan/levelling/",
        plan.LoadViewSet.as_view({"get": "levelling", "post": "accept", "delete": "clear"}),
        name="api-plan-levelling",
    ),
    path("programmes/<slug:slug>/plan/trends/", plan.PromiseViewSet.as_view({"get": "trends"}), name="api-plan-trends"),
    path("programmes/<slug:slug>/plan/value/", plan.PromiseViewSet.as_view({"get": "value"}), name="api-plan-value"),
    path(
        "programmes/<slug:slug>/rollout/lengths/",
        rollout.LengthViewSet.as_view({"get": "list", "post": "create"}),
        name="api-rollout-lengths",
    ),
    path(
        "programmes/<slug:slug>/rollout/overlap/",
        rollout.OverlapViewSet.as_view({"get": "show", "post": "settle"}),
        name="api-rollout-overlap",
    ),
    path(
        "programmes/<slug:slug>/blueprint/",
        gates.BlueprintViewSet.as_view({"get": "show", "post": "take"}),
        name="api-blueprint",
    ),
    path("", include(router.urls)),
]
