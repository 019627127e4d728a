"""Paths of the pages of the timetable."""

from django.urls import path

from training.timetable import services, views

app_name = "timetable"

SESSIONS = "p/<slug:slug>/sessions/"
SESSION = f"{SESSIONS}<str:public_id>/"

urlpatterns = [
    path(SESSIONS, views.SessionList.as_view(), name="sessions"),
    path(f"{SESSIONS}week/", views.WeekPage.as_view(), name="week"),
    path(f"{SESSIONS}new/", views.SessionNew.as_view(), name="session_new"),
    path(SESSION, views.SessionDetail.as_view(), name="session"),
    path(f"{SESSION}edit/", views.SessionEdit.as_view(), name="session_edit"),
    *[
        path(f"{SESSION}{name}/", views.SessionAct.as_view(name=name, danger=name == "cancel"), name=f"session_{name}")
        for name in services.SESSION_ACTS
    ],
]
