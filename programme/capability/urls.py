"""Paths of what the company brings."""

from django.urls import path

from programme.capability import views

app_name = "capability"
HOME = "p/<slug:slug>/capability/<slug:kind>"
ONE = f"{HOME}/<str:public_id>"

urlpatterns = [
    path(f"{HOME}/", views.Register.as_view(), name="book"),
    path(f"{HOME}/new/", views.RowNew.as_view(), name="row_new"),
    path(f"{ONE}/", views.RowPage.as_view(), name="row"),
    path(f"{ONE}/edit/", views.RowEdit.as_view(), name="row_edit"),
    path(f"{ONE}/remove/", views.RowRemove.as_view(), name="row_remove"),
]
