"""Paths of the pages of the landscape."""

from django.urls import path

from programme.landscape import views

app_name = "landscape"
HOME = "p/<slug:slug>/landscape"
ONE = f"{HOME}/<slug:kind>/<str:public_id>"

urlpatterns = [
    path(f"{HOME}/", views.Overview.as_view(), name="overview"),
    path(f"{HOME}/matrix/", views.MatrixPage.as_view(), name="matrix"),
    path(f"{HOME}/access/usual/", views.AccessPreset.as_view(), name="access_preset"),
    path(f"{HOME}/interfaces/<str:public_id>/specify/", views.InterfaceSpecify.as_view(), name="interface_specify"),
    path(f"{HOME}/interfaces/<str:public_id>/pass/", views.InterfacePass.as_view(), name="interface_pass"),
    path(f"{HOME}/interfaces/<str:public_id>/fail/", views.InterfaceFail.as_view(), name="interface_fail"),
    path(f"{HOME}/records/<str:public_id>/merge/", views.RecordMerge.as_view(), name="record_merge"),
    path(f"{HOME}/test-data/<str:public_id>/approve/", views.DataApprove.as_view(), name="data_approve"),
    path(f"{HOME}/<slug:kind>/", views.Register.as_view(), name="book"),
    path(f"{HOME}/<slug:kind>/new/", views.RowNew.as_view(), name="row_new"),
    path(f"{ONE}/", views.RowPage.as_view(), name="row"),
    path(f"{ONE}/edit/", views.RowEdit.as_view(), name="row_edit"),
    path(f"{ONE}/remove/", views.RowRemove.as_view(), name="row_remove"),
]
