"""Paths of the pages of governance."""

from django.urls import path

from programme.governance.views import decisions, overview

app_name = "governance"
ONE = "p/<slug:slug>/governance/decisions/<str:public_id>"
LIGHT = "p/<slug:slug>/governance/lights"

urlpatterns = [
    path("p/<slug:slug>/governance/", overview.Overview.as_view(), name="overview"),
    path(f"{LIGHT}/declare/", overview.Declare.as_view(), name="declare"),
    path(f"{LIGHT}/<str:public_id>/confirm/", overview.Confirm.as_view(), name="confirm"),
    path(f"{LIGHT}/<str:public_id>/end/", overview.EndDeclaration.as_view(), name="end_declaration"),
    path("p/<slug:slug>/governance/meetings/new/", overview.MeetingNew.as_view(), name="meeting_new"),
    path("p/<slug:slug>/governance/decisions/new/", decisions.DecisionNew.as_view(), name="decision_new"),
    path(f"{ONE}/", decisions.DecisionDetail.as_view(), name="decision"),
    path(f"{ONE}/edit/", decisions.DecisionEdit.as_view(), name="decision_edit"),
    path(f"{ONE}/request/", decisions.DecisionRequest.as_view(), name="decision_request"),
    path(f"{ONE}/ask_back/", decisions.DecisionAskBack.as_view(), name="decision_ask_back"),
    path(f"{ONE}/answer/", decisions.DecisionAnswer.as_view(), name="decision_answer"),
    path(f"{ONE}/approve/", decisions.DecisionApprove.as_view(), name="decision_approve"),
    path(f"{ONE}/reject/", decisions.DecisionReject.as_view(), name="decision_reject"),
]
