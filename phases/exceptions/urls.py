"""Paths of the pages of exceptions."""

from django.urls import path

from phases.exceptions.views import reports, tolerances

app_name = "exceptions"
HOME = "p/<slug:slug>/exceptions"
ONE = f"{HOME}/<str:public_id>"
TOLERANCE = "p/<slug:slug>/stage-tolerances"

urlpatterns = [
    path(f"{HOME}/", reports.ExceptionList.as_view(), name="exceptions"),
    path(f"{HOME}/watch/", reports.Watch.as_view(), name="watch"),
    path(f"{ONE}/", reports.ExceptionDetail.as_view(), name="exception"),
    path(f"{ONE}/edit/", reports.ExceptionEdit.as_view(), name="exception_edit"),
    path(f"{ONE}/raise/", reports.ExceptionRaise.as_view(), name="exception_raise"),
    path(f"{ONE}/decide/", reports.ExceptionDecide.as_view(), name="exception_decide"),
    path(f"{ONE}/close/", reports.ExceptionClose.as_view(), name="exception_close"),
    path(f"{TOLERANCE}/new/", tolerances.ToleranceNew.as_view(), name="tolerance_new"),
    path(f"{TOLERANCE}/<str:public_id>/", tolerances.ToleranceEdit.as_view(), name="tolerance_edit"),
    path(f"{TOLERANCE}/<str:public_id>/remove/", tolerances.ToleranceRemove.as_view(), name="tolerance_remove"),
]
