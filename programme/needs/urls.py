"""Paths of the pages of needs."""

from django.urls import path

from programme.needs import views

app_name = "needs"
HOME = "p/<slug:slug>/requirements"
ONE = f"{HOME}/<str:public_id>"

urlpatterns = [
    path(f"{HOME}/", views.Overview.as_view(), name="overview"),
    path(f"{HOME}/catalogue/", views.RequirementList.as_view(), name="requirement_list"),
    path(f"{HOME}/trace/", views.TracePage.as_view(), name="trace"),
    path(f"{HOME}/new/", views.RequirementNew.as_view(), name="requirement_new"),
    path(f"{HOME}/rows/<slug:kind>/new/", views.RowNew.as_view(), name="row_new"),
    path(f"{HOME}/rows/<slug:kind>/<str:public_id>/", views.RowEdit.as_view(), name="row_edit"),
    path(f"{HOME}/rows/<slug:kind>/<str:public_id>/remove/", views.RowRemove.as_view(), name="row_remove"),
    path(f"{HOME}/strategy/<str:public_id>/", views.Prompt.as_view(), name="prompt"),
    path(f"{ONE}/", views.RequirementRecord.as_view(), name="requirement"),
    path(f"{ONE}/edit/", views.RequirementEdit.as_view(), name="requirement_edit"),
    path(f"{ONE}/approve/", views.RequirementApprove.as_view(), name="requirement_approve"),
    path(f"{ONE}/drop/", views.RequirementDrop.as_view(), name="requirement_drop"),
]
