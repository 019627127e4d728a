"""Paths of the pages of the catalogue."""

from django.urls import path

from training.catalogue import services
from training.catalogue.models import Room, Trainer
from training.catalogue.views import courses, registers

app_name = "catalogue"

COURSES = "p/<slug:slug>/courses/"
COURSE = f"{COURSES}<str:public_id>/"
CURRICULA = "p/<slug:slug>/curricula/"

urlpatterns = [
    path(COURSES, courses.CourseList.as_view(), name="courses"),
    path(f"{COURSES}new/", courses.CourseNew.as_view(), name="course_new"),
    path(COURSE, courses.CourseDetail.as_view(), name="course"),
    path(f"{COURSE}edit/", courses.CourseEdit.as_view(), name="course_edit"),
    *[
        path(f"{COURSE}{name}/", courses.CourseAct.as_view(name=name, danger=name == "retire"), name=f"course_{name}")
        for name in services.COURSE_ACTS
    ],
    path(CURRICULA, registers.Curricula.as_view(), name="curricula"),
    path(f"{CURRICULA}new/", registers.RequirementNew.as_view(), name="requirement_new"),
    path(f"{CURRICULA}<str:public_id>/remove/", registers.RequirementRemove.as_view(), name="requirement_remove"),
    path("p/<slug:slug>/rooms/", registers.RoomList.as_view(), name="rooms"),
    path("p/<slug:slug>/rooms/new/", registers.PlainEdit.as_view(model=Room), name="room_new"),
    path("p/<slug:slug>/rooms/<str:public_id>/", registers.PlainEdit.as_view(model=Room), name="room_edit"),
    path("p/<slug:slug>/trainers/", registers.TrainerList.as_view(), name="trainers"),
    path("p/<slug:slug>/trainers/new/", registers.PlainEdit.as_view(model=Trainer), name="trainer_new"),
    path("p/<slug:slug>/trainers/<str:public_id>/", registers.PlainEdit.as_view(model=Trainer), name="trainer_edit"),
]
