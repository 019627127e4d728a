"""Addresses of notices."""

from django.urls import path

from programme.notices import views

app_name = "notices"

P = "p/<slug:slug>/channels/"
urlpatterns = [
    path("notifications/", views.Centre.as_view(), name="centre"),
    path("profile/notices/", views.Wishes.as_view(), name="wishes"),
    path("digest/", views.Digest.as_view(), name="digest"),
    path("p/<slug:slug>/documents/<str:public_id>/send/", views.PackSend.as_view(), name="send_pack"),
    path("p/<slug:slug>/pack-rhythm/", views.PackRhythmEdit.as_view(), name="rhythm"),
    path(P, views.Channels.as_view(), name="channels"),
    path(f"{P}new/", views.EndpointNew.as_view(), name="endpoint_new"),
    path(f"{P}deliveries/", views.Deliveries.as_view(), name="deliveries"),
    path(f"{P}<str:public_id>/", views.EndpointDetail.as_view(), name="endpoint"),
    path(f"{P}<str:public_id>/edit/", views.EndpointEdit.as_view(), name="endpoint_edit"),
    path(f"{P}<str:public_id>/test/", views.EndpointTry.as_view(), name="endpoint_test"),
]
