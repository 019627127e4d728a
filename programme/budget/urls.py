"""Paths of the budget's pages."""

from django.urls import path

from programme.budget import views

app_name = "budget"

urlpatterns = [
    path("p/<slug:slug>/budget/", views.LineList.as_view(), name="line_list"),
    path("p/<slug:slug>/budget/new/", views.LineNew.as_view(), name="line_new"),
    path("p/<slug:slug>/budget/ask/", views.Ask.as_view(), name="ask"),
    path("p/<slug:slug>/budget/<str:public_id>/", views.LineEdit.as_view(), name="line_edit"),
    path("p/<slug:slug>/budget/<str:public_id>/remove/", views.LineRemove.as_view(), name="line_remove"),
]
