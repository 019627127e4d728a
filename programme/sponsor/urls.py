"""Paths of the pages of the sponsor's acts."""

from django.urls import path

from programme.sponsor import views

app_name = "sponsor"
HOME = "p/<slug:slug>/sponsor"
ONE = f"{HOME}/<str:public_id>"

urlpatterns = [
    path(f"{HOME}/", views.ActList.as_view(), name="acts"),
    path(f"{HOME}/new/", views.ActNew.as_view(), name="act_new"),
    path(f"{ONE}/", views.ActDetail.as_view(), name="act"),
    path(f"{ONE}/edit/", views.ActEdit.as_view(), name="act_edit"),
    path(f"{ONE}/done/", views.ActDone.as_view(), name="act_done"),
    path(f"{ONE}/drop/", views.ActDrop.as_view(), name="act_drop"),
]
