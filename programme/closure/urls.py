"""Paths of the pages of lessons."""

from django.urls import path

from programme.closure import views

app_name = "closure"
HOME = "p/<slug:slug>/lessons"
ONE = f"{HOME}/<str:public_id>"

urlpatterns = [
    path(f"{HOME}/", views.LessonList.as_view(), name="lessons"),
    path(f"{HOME}/new/", views.LessonNew.as_view(), name="lesson_new"),
    path(f"{ONE}/", views.LessonDetail.as_view(), name="lesson"),
    path(f"{ONE}/edit/", views.LessonEdit.as_view(), name="lesson_edit"),
    path(f"{ONE}/adopt/", views.LessonAdopt.as_view(), name="lesson_adopt"),
]
