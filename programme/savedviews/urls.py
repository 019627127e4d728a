"""Paths of the views of one's own."""

from django.urls import path

from programme.savedviews import views

app_name = "savedviews"

urlpatterns = [
    path("views/<str:register>/new/", views.ViewNewOutside.as_view(), name="new_outside"),
    path("views/<str:public_id>/forget/", views.ViewForget.as_view(), name="forget"),
    path("p/<slug:slug>/views/<str:register>/new/", views.ViewNew.as_view(), name="new"),
]
