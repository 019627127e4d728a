"""Table of contents of the API."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from programme.budget import api as budget
from programme.capability import api as capability
from programme.charter import api as charter
from programme.checks import api as checks
from programme.closure import api as closure
from programme.diagnosis import api as diagnosis
from programme.governance import api as governance
from programme.landscape import api as landscape
from programme.needs import api as needs
from programme.notices import api as notices
from programme.people import api as people
from programme.raid import api as raid
from programme.records import api as records
from programme.signoff import api as signoff
from programme.sourcing import api as sourcing
from programme.sponsor import api as sponsor
from programme.stakeholders import api as stakeholders

SCOPE = r"programmes/(?P<slug>[-a-z0-9]+)"

router = SimpleRouter()
router.register("people", people.PeopleViewSet, "api-people")
router.register("units", people.UnitViewSet, "api-units")
router.register(f"{SCOPE}/roles", people.MembershipViewSet, "api-roles")
router.register(f"{SCOPE}/seats", people.SeatViewSet, "api-seats")
router.register(f"{SCOPE}/absences", people.AbsenceViewSet, "api-absences")
router.register("jobs", records.JobViewSet, "api-jobs")
router.register("notifications", notices.NotificationViewSet, "api-notifications")
router.register(f"{SCOPE}/channels", notices.EndpointViewSet, "api-channels")
router.register(f"{SCOPE}/deliveries", notices.DeliveryViewSet, "api-deliveries")
router.register(f"{SCOPE}/documents", records.DocumentViewSet, "api-documents")
router.register(f"{SCOPE}/comments", records.CommentViewSet, "api-comments")
router.register(f"{SCOPE}/attachments", records.AttachmentViewSet, "api-attachments")
router.register(f"{SCOPE}/audit", records.AuditViewSet, "api-audit")
router.register(f"{SCOPE}/decisions", governance.DecisionViewSet, "api-decisions")
router.register(f"{SCOPE}/change-requests", governance.ChangeViewSet, "api-changes")
router.register(f"{SCOPE}/lights", governance.LightViewSet, "api-lights")
router.register(f"{SCOPE}/meetings", governance.MeetingViewSet, "api-meetings")
router.register(f"{SCOPE}/actions", governance.ActionItemViewSet, "api-actions")
router.register(f"{SCOPE}/imports", records.ImportViewSet, "api-imports")
router.register(f"{SCOPE}/risks", raid.RiskViewSet, "api-risks")
router.register(f"{SCOPE}/issues", raid.IssueViewSet, "api-issues")
router.register(f"{SCOPE}/assumptions", raid.AssumptionViewSet, "api-assumptions")
router.register(f"{SCOPE}/dependencies", raid.DependencyViewSet, "api-dependencies")
router.register(f"{SCOPE}/signatures", signoff.SignatureRequestViewSet, "api-signatures")
router.register("programmes", charter.ProgrammesViewSet, "api-programmes")
router.register(f"{SCOPE}/charter-versions", charter.VersionViewSet, "api-charter-versions")
router.register(f"{SCOPE}/goals", charter.GoalViewSet, "api-goals")
router.register(f"{SCOPE}/kpis", charter.KpiViewSet, "api-kpis")
router.register(f"{SCOPE}/kpi-readings", charter.ReadingViewSet, "api-kpi-readings")
router.register(f"{SCOPE}/scope", charter.ScopeViewSet, "api-scope")
router.register(f"{SCOPE}/statements", charter.StatementViewSet, "api-statements")
router.register(f"{SCOPE}/tolerances", charter.ToleranceViewSet, "api-tolerances")
router.register(f"{SCOPE}/strategy", charter.StrategyViewSet, "api-strategy")
router.register(f"{SCOPE}/reference-cases", charter.ReferenceCaseViewSet, "api-reference-cases")
router.register(f"{SCOPE}/consultants", charter.ConsultantViewSet, "api-consultants")
router.register(f"{SCOPE}/feature-gaps", charter.FeatureGapViewSet, "api-feature-gaps")
router.register(f"{SCOPE}/requirements", needs.RequirementViewSet, "api-requirements")
router.register(f"{SCOPE}/user-groups", needs.UserGroupViewSet, "api-user-groups")
router.register(f"{SCOPE}/elicitations", needs.ElicitationViewSet, "api-elicitations")
router.register(f"{SCOPE}/capabilities", needs.CapabilityViewSet, "api-capabilities")
router.register(f"{SCOPE}/executive-tests", capability.ExecutiveTestViewSet, "api-executive-tests")
router.register(f"{SCOPE}/team-skills", capability.TeamSkillViewSet, "api-team-skills")
router.register(f"{SCOPE}/departments", capability.DepartmentViewSet, "api-departments")
router.register(f"{SCOPE}/diagnoses", diagnosis.DiagnosisViewSet, "api-diagnoses")
router.register(f"{SCOPE}/pain-points", diagnosis.PainPointViewSet, "api-pain-points")
router.register(f"{SCOPE}/source-systems", landscape.SystemViewSet, "api-source-systems")
router.register(f"{SCOPE}/interfaces", landscape.InterfaceViewSet, "api-interfaces")
router.register(f"{SCOPE}/data-standard", landscape.DataFieldViewSet, "api-data-standard")
router.register(f"{SCOPE}/master-records", landscape.MasterRecordViewSet, "api-master-records")
router.register(f"{SCOPE}/personal-data", landscape.PersonalDataViewSet, "api-personal-data")
router.register(f"{SCOPE}/test-data", landscape.TestDataViewSet, "api-test-data")
router.register(f"{SCOPE}/access-rules", landscape.AccessRuleViewSet, "api-access-rules")
router.register(f"{SCOPE}/stakeholders", stakeholders.StakeholderViewSet, "api-stakeholders")
router.register(f"{SCOPE}/communications", stakeholders.MessageViewSet, "api-communications")
router.register(f"{SCOPE}/lessons", closure.LessonViewSet, "api-lessons")
router.register(f"{SCOPE}/sourcing", sourcing.SourcingViewSet, "api-sourcing")
router.register(f"{SCOPE}/sourcing-criteria", sourcing.SourcingCriterionViewSet, "api-sourcing-criteria")
router.register(f"{SCOPE}/vendors", sourcing.VendorViewSet, "api-vendors")
router.register(f"{SCOPE}/vendor-scores", sourcing.VendorScoreViewSet, "api-vendor-scores")
router.register(f"{SCOPE}/sponsor-acts", sponsor.SponsorActViewSet, "api-sponsor-acts")
router.register(f"{SCOPE}/rule-waivers", checks.RuleWaiverViewSet, "api-rule-waivers")
router.register(f"{SCOPE}/budget", budget.BudgetViewSet, "api-budget")
router.register(f"{SCOPE}/commitments", budget.CommitmentViewSet, "api-commitments")
router.register(f"{SCOPE}/actual-costs", budget.ActualCostViewSet, "api-actual-costs")
router.register(f"{SCOPE}/contingency-draws", budget.DrawViewSet, "api-draws")
router.register(f"{SCOPE}/budget-baselines", budget.BudgetBaselineViewSet, "api-budget-baselines")

READINESS = "programmes/<slug:slug>/readiness/<slug:moment>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "programmes/<slug:slug>/raci/",
        people.RaciViewSet.as_view({"get": "list", "put": "replace"}),
        name="api-raci-list",
    ),
    path(
        "programmes/<slug:slug>/raci/lead-to-cash/",
        people.RaciViewSet.as_view({"post": "lead_to_cash"}),
        name="api-raci-lead-to-cash",
    ),
    path(
        "programmes/<slug:slug>/issue-terms/",
        raid.IssueTermViewSet.as_view({"get": "show", "put": "replace"}),
        name="api-issue-terms",
    ),
    path(READINESS, charter.ReadinessViewSet.as_view({"get": "show"}), name="api-readiness"),
    path(
        f"{READINESS}answer/",
        charter.ReadinessViewSet.as_view({"post": "answer_cause"}),
        name="api-readiness-answer",
    ),
    path(
        f"{READINESS}conclude/", charter.ReadinessViewSet.as_view({"post": "conclude"}), name="api-readiness-conclude"
    ),
    path(f"{READINESS}waiver/", charter.ReadinessViewSet.as_view({"post": "waiver"}), name="api-readiness-waiver"),
    path("programmes/<slug:slug>/radar/", charter.RadarViewSet.as_view({"get": "show"}), name="api-radar"),
    path("programmes/<slug:slug>/lint/", checks.CheckViewSet.as_view({"get": "lint"}), name="api-lint"),
    path("programmes/<slug:slug>/lint/rules/", checks.CheckViewSet.as_view({"get": "book"}), name="api-lint-rules"),
    path("digest/", notices.DigestViewSet.as_view({"get": "show"}), name="api-digest"),
    path(
        "programmes/<slug:slug>/pack-rhythm/",
        notices.PackPlanViewSet.as_view({"get": "show", "put": "replace"}),
        name="api-pack-rhythm",
    ),
    path(
        "programmes/<slug:slug>/documents/<str:public_id>/readers/",
        notices.PackViewSet.as_view({"get": "readers"}),
        name="api-pack-readers",
    ),
    path(
        "programmes/<slug:slug>/documents/<str:public_id>/send/",
        notices.PackViewSet.as_view({"post": "send"}),
        name="api-pack-send",
    ),
    path("notice-wishes/", notices.WishViewSet.as_view({"get": "show", "put": "replace"}), name="api-notice-wishes"),
    path("", include(router.urls)),
]
