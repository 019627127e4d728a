"""Paths of the budget's pages."""

from django.urls import path

from programme.budget.views import actuals, commitments, lines, money

app_name = "budget"
ROOT = "p/<slug:slug>/budget/"
ROW = "<str:public_id>/"

urlpatterns = [
    path(ROOT, lines.LineList.as_view(), name="line_list"),
    path(f"{ROOT}new/", lines.LineNew.as_view(), name="line_new"),
    path(f"{ROOT}ask/", lines.Ask.as_view(), name="ask"),
    path(f"{ROOT}money/", money.MoneyPage.as_view(), name="money"),
    path(f"{ROOT}lock/", money.Lock.as_view(), name="lock"),
    path(f"{ROOT}contingency/", money.Draws.as_view(), name="draws"),
    path(f"{ROOT}contingency/new/", money.DrawNew.as_view(), name="draw_new"),
    path(f"{ROOT}contingency/{ROW}grant/", money.DrawGrant.as_view(), name="draw_grant"),
    path(f"{ROOT}contingency/{ROW}refuse/", money.DrawRefuse.as_view(), name="draw_refuse"),
    path(f"{ROOT}baselines/", money.Baselines.as_view(), name="baselines"),
    path(f"{ROOT}changes/{ROW}", money.ChangeApply.as_view(), name="change_apply"),
    path(f"{ROOT}commitments/", commitments.CommitmentList.as_view(), name="commitments"),
    path(f"{ROOT}commitments/new/", commitments.CommitmentNew.as_view(), name="commitment_new"),
    path(f"{ROOT}commitments/{ROW}", commitments.CommitmentPage.as_view(), name="commitment"),
    path(f"{ROOT}commitments/{ROW}edit/", commitments.CommitmentEdit.as_view(), name="commitment_edit"),
    path(f"{ROOT}commitments/{ROW}close/", commitments.CommitmentClose.as_view(), name="commitment_close"),
    path(f"{ROOT}commitments/{ROW}reopen/", commitments.CommitmentReopen.as_view(), name="commitment_reopen"),
    path(f"{ROOT}commitments/{ROW}remove/", commitments.CommitmentRemove.as_view(), name="commitment_remove"),
    path(f"{ROOT}actuals/", actuals.ActualList.as_view(), name="actuals"),
    path(f"{ROOT}actuals/new/", actuals.ActualNew.as_view(), name="actual_new"),
    path(f"{ROOT}actuals/{ROW}", actuals.ActualPage.as_view(), name="actual"),
    path(f"{ROOT}actuals/{ROW}edit/", actuals.ActualEdit.as_view(), name="actual_edit"),
    path(f"{ROOT}actuals/{ROW}remove/", actuals.ActualRemove.as_view(), name="actual_remove"),
    path(f"{ROOT}{ROW}", lines.LineEdit.as_view(), name="line_edit"),
    path(f"{ROOT}{ROW}forecast/", lines.LineForecast.as_view(), name="line_forecast"),
    path(f"{ROOT}{ROW}remove/", lines.LineRemove.as_view(), name="line_remove"),
]
