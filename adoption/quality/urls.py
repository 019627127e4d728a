"""Paths of the pages of data quality."""

from django.urls import path

from adoption.quality import views

app_name = "quality"

urlpatterns = [path("p/<slug:slug>/quality-rules/", views.RuleList.as_view(), name="rules")]
