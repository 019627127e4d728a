"""Paths of the pages of risks and issues."""

from django.urls import path

from programme.raid import services
from programme.raid.views import assumptions, bulk, dependencies, issues, risk_forms, risks, terms

app_name = "raid"

RISKS = "p/<slug:slug>/risks/"
RISK = f"{RISKS}<str:public_id>/"
ISSUES = "p/<slug:slug>/issues/"
ISSUE = f"{ISSUES}<str:public_id>/"
ASSUMPTIONS = "p/<slug:slug>/assumptions/"
ASSUMPTION = f"{ASSUMPTIONS}<str:public_id>/"
DEPENDENCIES = "p/<slug:slug>/dependencies/"
DEPENDENCY = f"{DEPENDENCIES}<str:public_id>/"

urlpatterns = [
    path(RISKS, risks.RiskList.as_view(), name="risk_list"),
    path(f"{RISKS}new/", risk_forms.RiskNew.as_view(), name="risk_new"),
    *[path(f"{RISKS}bulk/{name}/", bulk.RiskBulk.as_view(name=name), name=f"risk_bulk_{name}") for name in bulk.BULK],
    path(RISK, risks.RiskDetail.as_view(), name="risk_detail"),
    path(f"{RISK}edit/", risk_forms.RiskEdit.as_view(), name="risk_edit"),
    path(f"{RISK}probability/", risk_forms.RiskProbability.as_view(), name="risk_probability"),
    path(f"{RISK}impact/", risk_forms.RiskImpact.as_view(), name="risk_impact"),
    *[
        path(f"{RISK}{name}/", risk_forms.RiskAct.as_view(name=name, danger=name == "occur"), name=f"risk_{name}")
        for name in services.RISK_ACTS
    ],
    path(ISSUES, issues.IssueList.as_view(), name="issue_list"),
    path(f"{ISSUES}new/", issues.IssueNew.as_view(), name="issue_new"),
    path(f"{ISSUES}terms/", terms.Terms.as_view(), name="issue_terms"),
    path(ISSUE, issues.IssueDetail.as_view(), name="issue_detail"),
    path(f"{ISSUE}edit/", issues.IssueEdit.as_view(), name="issue_edit"),
    *[
        path(f"{ISSUE}{name}/", issues.IssueAct.as_view(name=name), name=f"issue_{name}")
        for name in services.ISSUE_ACTS
    ],
    path(ASSUMPTIONS, assumptions.AssumptionList.as_view(), name="assumption_list"),
    path(f"{ASSUMPTIONS}new/", assumptions.AssumptionNew.as_view(), name="assumption_new"),
    path(ASSUMPTION, assumptions.AssumptionDetail.as_view(), name="assumption_detail"),
    path(f"{ASSUMPTION}edit/", assumptions.AssumptionEdit.as_view(), name="assumption_edit"),
    *[
        path(
            f"{ASSUMPTION}{name}/",
            assumptions.AssumptionAct.as_view(name=name, danger=name == "refute"),
            name=f"assumption_{name}",
        )
        for name in services.ASSUMPTION_ACTS
    ],
    path(DEPENDENCIES, dependencies.DependencyList.as_view(), name="dependency_list"),
    path(f"{DEPENDENCIES}new/", dependencies.DependencyNew.as_view(), name="dependency_new"),
    path(DEPENDENCY, dependencies.DependencyDetail.as_view(), name="dependency_detail"),
    path(f"{DEPENDENCY}edit/", dependencies.DependencyEdit.as_view(), name="dependency_edit"),
    *[
        path(f"{DEPENDENCY}{name}/", dependencies.DependencyAct.as_view(name=name), name=f"dependency_{name}")
        for name in services.DEPENDENCY_ACTS
    ],
]
