"""Addresses of the plan check."""

from django.urls import path

from programme.checks import views

app_name = "checks"

urlpatterns = [
    path("p/<slug:slug>/check/", views.Overview.as_view(), name="overview"),
    path("p/<slug:slug>/check/waive/", views.Waive.as_view(), name="waive"),
    path("p/<slug:slug>/check/waivers/<str:public_id>/end/", views.End.as_view(), name="end"),
]
