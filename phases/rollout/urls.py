"""Paths of the pages of the rollout."""

from django.urls import path

from phases.rollout.views import forms, registers, runbook, stages

app_name = "rollout"
ROLLOUT = "p/<slug:slug>/rollout/"
WAVE, ENTRY = f"{ROLLOUT}waves/<str:public_id>/", f"{ROLLOUT}roster/<str:public_id>/"

urlpatterns = [
    path("p/<slug:slug>/cutover/", runbook.Runbook.as_view(), name="runbook"),
    path(ROLLOUT, registers.WaveList.as_view(), name="waves"),
    path(f"{ROLLOUT}length/<str:stage>/", forms.LengthReason.as_view(), name="length_reason"),
    path(f"{ROLLOUT}waves/new/", forms.WaveNew.as_view(), name="wave_new"),
    path(WAVE, registers.WaveDetail.as_view(), name="wave"),
    path(f"{WAVE}edit/", forms.WaveEdit.as_view(), name="wave_edit"),
    path(f"{WAVE}live/", forms.WaveLive.as_view(), name="wave_live"),
    path(f"{WAVE}repeat/", stages.StagePlan.as_view(), name="wave_repeat"),
    path(f"{WAVE}unrepeat/", stages.StageRemove.as_view(), name="wave_unrepeat"),
    path(f"{ROLLOUT}overlap/", stages.OverlapEdit.as_view(), name="overlap"),
    path(f"{WAVE}remove/", forms.WaveRemove.as_view(), name="wave_remove"),
    path(f"{ROLLOUT}roster/", registers.RosterList.as_view(), name="roster"),
    path(f"{ROLLOUT}roster/new/", forms.EntryNew.as_view(), name="entry_new"),
    path(ENTRY, registers.EntryDetail.as_view(), name="entry"),
    path(f"{ENTRY}edit/", forms.EntryEdit.as_view(), name="entry_edit"),
    path(f"{ENTRY}absences/", forms.EntryAbsences.as_view(), name="entry_absences"),
    path(f"{ENTRY}remove/", forms.EntryRemove.as_view(), name="entry_remove"),
]
