"""Paths of the pages of sign-offs."""

from django.urls import path

from programme.signoff import views

app_name = "signoff"

P = "p/<slug:slug>/signatures/"
urlpatterns = [
    path(P, views.SignatureList.as_view(), name="signatures"),
    path(f"{P}<str:public_id>/", views.SignaturePage.as_view(), name="request"),
    path(f"{P}<str:public_id>/read/", views.SignatureRead.as_view(), name="read"),
    path(f"{P}<str:public_id>/sign/", views.SignatureSign.as_view(), name="sign"),
    path(f"{P}<str:public_id>/withdraw/", views.SignatureWithdraw.as_view(), name="withdraw"),
    path(f"{P}<str:public_id>/readdress/", views.SignatureReaddress.as_view(), name="readdress"),
]
