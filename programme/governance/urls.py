"""Paths of the pages of governance."""

from django.urls import path

from programme.governance.views import (
    actions,
    change_acts,
    changes,
    charter_edits,
    decisions,
    meetings,
    overview,
)

app_name = "governance"
ONE = "p/<slug:slug>/governance/decisions/<str:public_id>"
CHANGE = "p/<slug:slug>/governance/changes/<str:public_id>"
MEETINGS = "p/<slug:slug>/governance/meetings"
MEETING = f"{MEETINGS}/<str:public_id>"
ACTIONS = "p/<slug:slug>/governance/actions"
ACTION = f"{ACTIONS}/<str:public_id>"
LIGHT = "p/<slug:slug>/governance/lights"

urlpatterns = [
    path("p/<slug:slug>/governance/", overview.Overview.as_view(), name="overview"),
    path(f"{LIGHT}/declare/", overview.Declare.as_view(), name="declare"),
    path(f"{LIGHT}/<str:public_id>/confirm/", overview.Confirm.as_view(), name="confirm"),
    path(f"{LIGHT}/<str:public_id>/end/", overview.EndDeclaration.as_view(), name="end_declaration"),
    path(f"{MEETINGS}/", meetings.MeetingList.as_view(), name="meetings"),
    path(f"{MEETINGS}/new/", meetings.MeetingNew.as_view(), name="meeting_new"),
    path(f"{MEETINGS}/plan/", meetings.MeetingPlan.as_view(), name="meeting_plan"),
    path(f"{MEETING}/", meetings.MeetingDetail.as_view(), name="meeting"),
    path(f"{MEETING}/meeting.ics", meetings.MeetingCalendar.as_view(), name="meeting_calendar"),
    path(f"{MEETING}/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    *[
        path(
            f"{MEETING}/{name}/",
            meetings.MeetingAct.as_view(name=name, danger=name == "cancel"),
            name=f"meeting_{name}",
        )
        for name in meetings.FORMS
    ],
    path(f"{ACTIONS}/", actions.ActionList.as_view(), name="actions"),
    path(f"{ACTIONS}/new/", actions.ActionNew.as_view(), name="action_new"),
    path(f"{ACTION}/", actions.ActionDetail.as_view(), name="action"),
    path(f"{ACTION}/edit/", actions.ActionEdit.as_view(), name="action_edit"),
    *[
        path(f"{ACTION}/{name}/", actions.ActionAct.as_view(name=name, danger=name == "drop"), name=f"action_{name}")
        for name in actions.SERVICES
    ],
    path("p/<slug:slug>/governance/decisions/new/", decisions.DecisionNew.as_view(), name="decision_new"),
    path(f"{ONE}/", decisions.DecisionDetail.as_view(), name="decision"),
    path(f"{ONE}/edit/", decisions.DecisionEdit.as_view(), name="decision_edit"),
    path(f"{ONE}/request/", decisions.DecisionRequest.as_view(), name="decision_request"),
    path(f"{ONE}/ask_back/", decisions.DecisionAskBack.as_view(), name="decision_ask_back"),
    path(f"{ONE}/answer/", decisions.DecisionAnswer.as_view(), name="decision_answer"),
    path(f"{ONE}/approve/", decisions.DecisionApprove.as_view(), name="decision_approve"),
    path(f"{ONE}/reject/", decisions.DecisionReject.as_view(), name="decision_reject"),
    path("p/<slug:slug>/governance/changes/", changes.ChangeList.as_view(), name="changes"),
    path("p/<slug:slug>/governance/changes/new/", change_acts.ChangeNew.as_view(), name="change_new"),
    path(f"{CHANGE}/", changes.ChangeDetail.as_view(), name="change"),
    path(f"{CHANGE}/edit/", change_acts.ChangeEdit.as_view(), name="change_edit"),
    path(f"{CHANGE}/charter/", charter_edits.ChangeCharter.as_view(), name="change_charter"),
    path(f"{CHANGE}/charter/drop/", charter_edits.ChangeCharterDrop.as_view(), name="change_charter_drop"),
    path(f"{CHANGE}/charter/<slug:op>/", charter_edits.ChangeCharterAdd.as_view(), name="change_charter_add"),
    path(f"{CHANGE}/submit/", change_acts.ChangeSubmit.as_view(), name="change_submit"),
    path(f"{CHANGE}/assess/", change_acts.ChangeAssess.as_view(), name="change_assess"),
    path(f"{CHANGE}/approve/", change_acts.ChangeApprove.as_view(), name="change_approve"),
    path(f"{CHANGE}/reject/", change_acts.ChangeReject.as_view(), name="change_reject"),
    path(f"{CHANGE}/defer/", change_acts.ChangeDefer.as_view(), name="change_defer"),
    path(f"{CHANGE}/emergency/", change_acts.ChangeEmergency.as_view(), name="change_emergency"),
    path(f"{CHANGE}/implement/", change_acts.ChangeImplement.as_view(), name="change_implement"),
    path(f"{CHANGE}/verify/", change_acts.ChangeVerify.as_view(), name="change_verify"),
    path(f"{CHANGE}/close/", change_acts.ChangeClose.as_view(), name="change_close"),
    path(f"{CHANGE}/withdraw/", change_acts.ChangeWithdraw.as_view(), name="change_withdraw"),
]
