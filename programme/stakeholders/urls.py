"""Paths of the pages about stakeholders and messages."""

from django.urls import path

from programme.stakeholders import views

app_name = "stakeholders"

urlpatterns = [
    path("p/<slug:slug>/stakeholders/", views.StakeholderList.as_view(), name="stakeholder_list"),
    path("p/<slug:slug>/stakeholders/resistance/", views.Resistance.as_view(), name="resistance"),
    path("p/<slug:slug>/stakeholders/new/", views.StakeholderNew.as_view(), name="stakeholder_new"),
    path("p/<slug:slug>/stakeholders/<str:public_id>/", views.StakeholderEdit.as_view(), name="stakeholder_edit"),
    path("p/<slug:slug>/communications/", views.CommunicationList.as_view(), name="communication_list"),
    path("p/<slug:slug>/communications/new/", views.CommunicationNew.as_view(), name="communication_new"),
    path("p/<slug:slug>/communications/<str:public_id>/", views.CommunicationEdit.as_view(), name="communication_edit"),
    path(
        "p/<slug:slug>/communications/<str:public_id>/sent/",
        views.CommunicationSent.as_view(),
        name="communication_sent",
    ),
]
