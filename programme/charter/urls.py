"""Paths of the charter's pages."""

from django.urls import path, re_path

from programme.charter import views

app_name = "charter"
MOVES = "assess|activate|hold|resume|operate|begin_closing|close|cancel"

urlpatterns = [
    path("p/<slug:slug>/charter/", views.Overview.as_view(), name="overview"),
    path("p/<slug:slug>/charter/purpose/", views.PurposeEdit.as_view(), name="purpose"),
    path("p/<slug:slug>/charter/kickoff/", views.KickoffEdit.as_view(), name="kickoff"),
    path("p/<slug:slug>/charter/submit_charter/", views.Submit.as_view(), name="submit"),
    path("p/<slug:slug>/charter/withdraw/", views.WithdrawVersion.as_view(), name="withdraw"),
    re_path(rf"^p/(?P<slug>[-\w]+)/charter/(?P<name>{MOVES})/$", views.Move.as_view(), name="move"),
    path("p/<slug:slug>/charter/versions/<str:public_id>/", views.VersionPage.as_view(), name="version"),
    path("p/<slug:slug>/charter/radar/", views.Radar.as_view(), name="radar"),
    path("p/<slug:slug>/charter/rows/<slug:kind>/new/", views.RowNew.as_view(), name="row_new"),
    path("p/<slug:slug>/charter/rows/<slug:kind>/<str:public_id>/", views.RowEdit.as_view(), name="row_edit"),
    path(
        "p/<slug:slug>/charter/rows/<slug:kind>/<str:public_id>/remove/",
        views.RowRemove.as_view(),
        name="row_remove",
    ),
    path("p/<slug:slug>/goals/", views.GoalList.as_view(), name="goal_list"),
    path("p/<slug:slug>/goals/new/", views.GoalNew.as_view(), name="goal_new"),
    path("p/<slug:slug>/goals/score/", views.GoalScore.as_view(), name="goal_score"),
    path("p/<slug:slug>/goals/<str:public_id>/", views.GoalRecord.as_view(), name="goal"),
    path("p/<slug:slug>/goals/<str:public_id>/edit/", views.GoalEdit.as_view(), name="goal_edit"),
    path("p/<slug:slug>/goals/<str:public_id>/withdraw/", views.GoalWithdraw.as_view(), name="goal_withdraw"),
    path("p/<slug:slug>/goals/<str:public_id>/sign_baseline/", views.GoalSign.as_view(), name="goal_sign"),
    path(
        "p/<slug:slug>/goals/<str:public_id>/supersede_baseline/",
        views.GoalSupersede.as_view(),
        name="goal_supersede",
    ),
    path("p/<slug:slug>/workshops/new/", views.WorkshopNew.as_view(), name="workshop_new"),
    path("p/<slug:slug>/workshops/<str:public_id>/", views.WorkshopRecord.as_view(), name="workshop"),
    path("p/<slug:slug>/workshops/<str:public_id>/add/", views.WorkshopAdd.as_view(), name="workshop_add"),
    path("p/<slug:slug>/workshops/<str:public_id>/export/", views.WorkshopExport.as_view(), name="workshop_export"),
    path("p/<slug:slug>/kpis/", views.KpiList.as_view(), name="kpi_list"),
    path("p/<slug:slug>/kpis/new/", views.KpiNew.as_view(), name="kpi_new"),
    path("p/<slug:slug>/kpis/<str:public_id>/", views.KpiRecord.as_view(), name="kpi"),
    path("p/<slug:slug>/kpis/<str:public_id>/edit/", views.KpiEdit.as_view(), name="kpi_edit"),
    path("p/<slug:slug>/kpis/<str:public_id>/record/", views.KpiRead.as_view(), name="kpi_record"),
    path("p/<slug:slug>/kpis/<str:public_id>/sign_baseline/", views.KpiSign.as_view(), name="kpi_sign"),
    path("p/<slug:slug>/kpis/<str:public_id>/supersede_baseline/", views.KpiSupersede.as_view(), name="kpi_supersede"),
    path("p/<slug:slug>/readiness/", views.ReadinessPage.as_view(), {"moment": "start"}, name="readiness"),
    re_path(
        r"^p/(?P<slug>[-\w]+)/readiness/(?P<moment>start|build)/$", views.ReadinessPage.as_view(), name="readiness_at"
    ),
    re_path(
        r"^p/(?P<slug>[-\w]+)/readiness/(?P<moment>start|build)/conclude/$",
        views.Conclude.as_view(),
        name="conclude",
    ),
    re_path(r"^p/(?P<slug>[-\w]+)/readiness/(?P<moment>start|build)/waiver/$", views.Waiver.as_view(), name="waiver"),
    re_path(
        r"^p/(?P<slug>[-\w]+)/readiness/(?P<moment>start|build)/(?P<cause>[a-z]+)/$",
        views.Answer.as_view(),
        name="answer",
    ),
]
