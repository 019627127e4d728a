"""Paths of the pages of ROI."""

from django.urls import path

from roi.statements import views

app_name = "statements"

ROI = "p/<slug:slug>/roi/"
STATEMENT = f"{ROI}statements/<str:public_id>/"

urlpatterns = [
    path(ROI, views.Overview.as_view(), name="overview"),
    path(f"{ROI}lock/", views.Lock.as_view(), name="lock"),
    path(f"{ROI}terms/", views.Terms.as_view(), name="terms"),
    path(f"{ROI}kpis/", views.Kpis.as_view(), name="kpis"),
    path(f"{ROI}tco/", views.Tco.as_view(), name="tco"),
    path(f"{ROI}cases/", views.Cases.as_view(), name="cases"),
    path(STATEMENT, views.StatementDetail.as_view(), name="statement"),
    path(f"{STATEMENT}sign/", views.Sign.as_view(), name="sign"),
]
