"""Paths of the pages of the learners."""

from django.urls import path

from training.learners.forms import ENROLMENT_FORMS
from training.learners.views import acts, people

app_name = "learners"

TRAINING = "p/<slug:slug>/training/"
SESSION = "p/<slug:slug>/sessions/<str:public_id>/"
ENROLMENT = f"{TRAINING}enrolments/<str:public_id>/"
PERSON = f"{TRAINING}people/<str:public_id>/"

urlpatterns = [
    path(TRAINING, people.Overview.as_view(), name="overview"),
    path(f"{TRAINING}people/", people.PeopleList.as_view(), name="people"),
    path(PERSON, people.PersonDetail.as_view(), name="person"),
    path(f"{PERSON}waive/", acts.WaiverForms.as_view(), name="waive"),
    path(f"{TRAINING}waivers/<str:public_id>/end/", acts.WaiverEnd.as_view(), name="waiver_end"),
    path(f"{SESSION}enrol/", acts.EnrolPeople.as_view(), name="enrol"),
    path(f"{SESSION}attendance/", acts.Attendance.as_view(), name="attendance"),
    path(f"{SESSION}results/", acts.Results.as_view(), name="results"),
    path(f"{SESSION}ask/", acts.AskForSeat.as_view(), name="ask"),
    path(f"{ENROLMENT}seat/", acts.GiveSeat.as_view(), name="enrolment_seat"),
    *[
        path(f"{ENROLMENT}{name}/", acts.EnrolmentForms.as_view(name=name, danger=name in {"withdraw", "revoke"}),
             name=f"enrolment_{name}")
        for name in ENROLMENT_FORMS
    ],
]  # fmt: skip
