"""Paths of the pages about people."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from programme.people import views

app_name = "people"

urlpatterns = [
    path("", views.HomeRedirect.as_view(), name="start"),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("set-up/<str:token>/", views.SetUp.as_view(), name="set_up"),
    path("profile/", views.Profile.as_view(), name="profile"),
    path("programmes/", views.Programmes.as_view(), name="programmes"),
    path("setup/", views.Setup.as_view(), name="setup"),
    path("setup/people/<str:public_id>/deactivate/", views.Deactivate.as_view(), name="deactivate"),
    path("setup/units/new/", views.UnitEdit.as_view(), name="unit_new"),
    path("setup/units/<str:public_id>/", views.UnitEdit.as_view(), name="unit_edit"),
    path("setup/letterhead/", views.Letterhead.as_view(), name="letterhead"),
    path("p/<slug:slug>/", views.ProgrammeHome.as_view(), name="overview"),
    path("p/<slug:slug>/home/<slug:home>/", views.ProgrammeHome.as_view(), name="home"),
    path("p/<slug:slug>/team/", views.Team.as_view(), name="team"),
    path("p/<slug:slug>/team/roles/<str:public_id>/end/", views.EndRole.as_view(), name="end_role"),
    path("p/<slug:slug>/team/seats/<str:public_id>/", views.SeatEdit.as_view(), name="seat"),
    path("p/<slug:slug>/team/absences/new/", views.AbsencePlan.as_view(), name="absence_plan"),
    path("p/<slug:slug>/team/absences/<str:public_id>/end/", views.AbsenceEnd.as_view(), name="absence_end"),
    path("p/<slug:slug>/team/raci/", views.Raci.as_view(), name="raci"),
    path("p/<slug:slug>/team/raci/lead-to-cash/", views.RaciLeadToCash.as_view(), name="raci_lead_to_cash"),
    path("p/<slug:slug>/team/raci/<str:public_id>/", views.RaciRow.as_view(), name="raci_row"),
]
