"""Paths of the plan's pages."""

from django.urls import path

from phases.plan import views

app_name = "plan"

urlpatterns = [
    path("p/<slug:slug>/plan/", views.Timeline.as_view(), name="timeline"),
    path("p/<slug:slug>/plan/dates/", views.PlanReschedule.as_view(), name="reschedule"),
    path("p/<slug:slug>/plan/baseline/", views.BaselineSet.as_view(), name="baseline"),
    path("p/<slug:slug>/plan/calendar/", views.PlanCalendar.as_view(), name="calendar"),
    path("p/<slug:slug>/plan/calendar/basis/", views.BasisEdit.as_view(), name="basis"),
    path("p/<slug:slug>/plan/calendar/days/new/", views.CalendarDayAdd.as_view(), name="day_add"),
    path("p/<slug:slug>/plan/calendar/days/<str:public_id>/clear/", views.CalendarDayClear.as_view(), name="day_clear"),
    path("p/<slug:slug>/plan/forecast/", views.ForecastLatest.as_view(), name="forecast"),
    path("p/<slug:slug>/plan/forecast/new/", views.SimulationAsk.as_view(), name="simulate"),
    path("p/<slug:slug>/plan/forecast/<str:public_id>/", views.ForecastRun.as_view(), name="simulation"),
    path("p/<slug:slug>/plan/links/<str:public_id>/remove/", views.LinkRemove.as_view(), name="link_remove"),
    path("p/<slug:slug>/plan/tasks/", views.TaskList.as_view(), name="task_list"),
    path("p/<slug:slug>/plan/tasks/new/", views.TaskAdd.as_view(), name="task_add"),
    path("p/<slug:slug>/plan/tasks/<str:public_id>/", views.TaskDetail.as_view(), name="task_detail"),
    path("p/<slug:slug>/plan/tasks/<str:public_id>/edit/", views.TaskEdit.as_view(), name="edit"),
    path("p/<slug:slug>/plan/tasks/<str:public_id>/scheduling/", views.TaskScheduling.as_view(), name="scheduling"),
    path("p/<slug:slug>/plan/tasks/<str:public_id>/serves/", views.TaskServes.as_view(), name="serves"),
    path("p/<slug:slug>/plan/tasks/<str:public_id>/progress/", views.TaskProgress.as_view(), name="progress"),
    path("p/<slug:slug>/plan/tasks/<str:public_id>/move/", views.TaskMove.as_view(), name="move"),
    path("p/<slug:slug>/plan/tasks/<str:public_id>/delete/", views.TaskDelete.as_view(), name="delete"),
    path("p/<slug:slug>/plan/tasks/<str:public_id>/link/", views.LinkAdd.as_view(), name="link"),
]
