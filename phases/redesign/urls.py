"""Paths of the pages of the process library."""

from django.urls import path

from phases.redesign import views

app_name = "redesign"

urlpatterns = [
    path("p/<slug:slug>/processes/", views.Library.as_view(), name="library"),
    path("p/<slug:slug>/processes/<str:code>/edit/", views.EditProcess.as_view(), name="edit"),
]
