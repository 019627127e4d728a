"""Paths of the pages of phases, deliverables and gates."""

from django.urls import path

from phases.gates.views import gates, updates, work

app_name = "gates"

GATE = "p/<slug:slug>/gates/<str:gate>/"
WORK = "p/<slug:slug>/deliverables/<str:code>/"
PART = f"{WORK}parts/<slug:part>/"

urlpatterns = [
    path("p/<slug:slug>/gates/", gates.GateList.as_view(), name="gates"),
    path(GATE, gates.GatePage.as_view(), name="gate"),
    path(f"{GATE}submit/", gates.SubmitGate.as_view(), name="submit"),
    path(f"{GATE}assess/", gates.AssessGate.as_view(), name="assess"),
    path(f"{GATE}decide/", gates.DecideGate.as_view(), name="decide"),
    path(f"{GATE}reschedule/", gates.RescheduleGate.as_view(), name="reschedule"),
    path(f"{GATE}exception/", gates.SignException.as_view(), name="exception"),
    path(f"{GATE}concede/", gates.Concede.as_view(), name="concede"),
    path(f"{GATE}criteria/<str:key>/state/", gates.StateCriterion.as_view(), name="state"),
    path(
        "p/<slug:slug>/gate-conditions/<str:public_id>/close/", gates.CloseCondition.as_view(), name="close_condition"
    ),
    path("p/<slug:slug>/deliverables/", work.DeliverableList.as_view(), name="deliverables"),
    path(WORK, work.DeliverableRecord.as_view(), name="deliverable"),
    path(f"{WORK}submit/", work.SubmitWork.as_view(), name="submit_work"),
    path(f"{WORK}approve/", work.ApproveWork.as_view(), name="approve_work"),
    path(f"{WORK}reject/", work.RejectWork.as_view(), name="reject_work"),
    path(f"{WORK}revise/", work.ReviseWork.as_view(), name="revise_work"),
    path(f"{PART}submit/", work.SubmitWork.as_view(), name="submit_part"),
    path(f"{PART}approve/", work.ApproveWork.as_view(), name="approve_part"),
    path(f"{PART}reject/", work.RejectWork.as_view(), name="reject_part"),
    path(f"{PART}revise/", work.ReviseWork.as_view(), name="revise_part"),
    path("p/<slug:slug>/blueprint/", updates.BlueprintUpdate.as_view(), name="blueprint"),
    path("p/<slug:slug>/blueprint/take/", updates.BlueprintTake.as_view(), name="blueprint_take"),
    path("p/<slug:slug>/phases/", work.Phases.as_view(), name="phases"),
    path("p/<slug:slug>/phases/<str:phase>/start/", work.StartPhase.as_view(), name="start_phase"),
    path("p/<slug:slug>/checks/<str:public_id>/tick/", work.TickCheck.as_view(), name="tick"),
]
