"""Paths of the pages of the sourcing decision."""

from django.urls import path

from programme.sourcing import views

app_name = "sourcing"
HOME = "p/<slug:slug>/sourcing"
ONE = f"{HOME}/<slug:kind>/<str:public_id>"

urlpatterns = [
    path(f"{HOME}/", views.Overview.as_view(), name="overview"),
    path(f"{HOME}/begin/", views.Begin.as_view(), name="begin"),
    path(f"{HOME}/weights/", views.Weights.as_view(), name="weights"),
    path(f"{HOME}/describe/", views.Describe.as_view(), name="describe"),
    path(f"{HOME}/propose/", views.Propose.as_view(), name="propose"),
    path(f"{HOME}/take_back/", views.TakeBack.as_view(), name="take_back"),
    path(f"{HOME}/vendors/<str:public_id>/score/", views.Score.as_view(), name="score"),
    path(f"{HOME}/<slug:kind>/", views.Register.as_view(), name="book"),
    path(f"{HOME}/<slug:kind>/new/", views.RowNew.as_view(), name="row_new"),
    path(f"{ONE}/", views.RowPage.as_view(), name="row"),
    path(f"{ONE}/edit/", views.RowEdit.as_view(), name="row_edit"),
    path(f"{ONE}/remove/", views.RowRemove.as_view(), name="row_remove"),
]
