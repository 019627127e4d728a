"""Paths of the pages of adoption."""

from django.urls import path

from adoption.usage import views

app_name = "usage"

urlpatterns = [
    path("p/<slug:slug>/adoption/", views.Overview.as_view(), name="overview"),
    path("p/<slug:slug>/adoption/scorecard/", views.Scorecard.as_view(), name="scorecard"),
    path("p/<slug:slug>/adoption/people/", views.PeopleList.as_view(), name="people"),
    path("p/<slug:slug>/adoption/people/<str:public_id>/", views.PersonDetail.as_view(), name="person"),
]
