"""Paths of the diagnosis."""

from django.urls import path

from programme.diagnosis import views

app_name = "diagnosis"
HOME = "p/<slug:slug>/diagnosis"

urlpatterns = [
    path(f"{HOME}/", views.Overview.as_view(), name="overview"),
    path(f"{HOME}/begin/", views.Begin.as_view(), name="begin"),
    path(f"{HOME}/pains/<str:public_id>/", views.PainSettle.as_view(), name="pain_settle"),
    path(f"{HOME}/pains/<str:public_id>/requirement/", views.PainRequirement.as_view(), name="pain_requirement"),
    path(f"{HOME}/<str:public_id>/<slug:question>/", views.Answer.as_view(), name="answer"),
]
