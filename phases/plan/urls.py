"""Paths of the plan's pages."""

from django.urls import path

from phases.plan import views

app_name = "plan"

urlpatterns = [
    path("p/<slug:slug>/plan/", views.Timeline.as_view(), name="timeline"),
    path("p/<slug:slug>/plan/dates/", views.PlanReschedule.as_view(), name="reschedule"),
    path("p/<slug:slug>/plan/baseline/", views.BaselineSet.as_view(), name="baseline"),
    path("p/<slug:slug>/plan/calendar/", views.PlanCalendarPage.as_view(), name="calendar"),
    path("p/<slug:slug>/plan/baselines/", views.BaselineList.as_view(), name="baselines"),
    path("p/<slug:slug>/plan/baselines/<str:public_id>/", views.BaselineCompare.as_view(), name="baseline_compare"),
    path("p/<slug:slug>/plan/baselines/<str:public_id>/use/", views.BaselineUse.as_view(), name="baseline_use"),
    path("p/<slug:slug>/plan/figures/", views.PlanFiguresPage.as_view(), name="figures"),
    path("p/<slug:slug>/plan/health/", views.PlanHealthPage.as_view(), name="health"),
    path("p/<slug:slug>/plan/calendar/basis/", views.BasisEdit.as_view(), name="basis"),
    path("p/<slug:slug>/plan/calendar/days/new/", views.CalendarDayAdd.as_view(), name="day_add"),
    path("p/<slug:slug>/plan/calendar/days/<str:public_id>/clear/", views.CalendarDayClear.as_view(), name="day_clear"),
    path("p/<slug:slug>/plan/calendars/new/", views.CalendarAdd.as_view(), name="calendar_add"),
    path("p/<slug:slug>/plan/calendars/<str:public_id>/edit/", views.CalendarEdit.as_view(), name="calendar_edit"),
    path(
        "p/<slug:slug>/plan/calendars/<str:public_id>/delete/", views.CalendarDelete.as_view(), name="calendar_delete"
    ),
    path("p/<slug:slug>/plan/inserted/<str:public_id>/", views.InsertedSwitch.as_view(), name="inserted"),
    path("p/<slug:slug>/plan/plan.xml", views.PlanXml.as_view(), name="xml"),
    path("p/<slug:slug>/plan/milestones.ics", views.PlanMilestones.as_view(), name="milestones"),
    path("p/<slug:slug>/plan/forecast/", views.ForecastLatest.as_view(), name="forecast"),
    path("p/<slug:slug>/plan/forecast/new/", views.SimulationAsk.as_view(), name="simulate"),
    path("p/<slug:slug>/plan/forecast/<str:public_id>/", views.ForecastRun.as_view(), name="simulation"),
    path("p/<slug:slug>/plan/links/<str:public_id>/remove/", views.LinkRemove.as_view(), name="link_remove"),
    path("p/<slug:slug>/plan/load/", views.LoadPage.as_view(), name="load"),
    path("p/<slug:slug>/plan/levelling/", views.LevellingPage.as_view(), name="levelling"),
    path("p/<slug:slug>/plan/levelling/accept/", views.LevellingAccept.as_view(), name="levelling_accept"),
    path("p/<slug:slug>/plan/levelling/clear/", views.LevellingClear.as_view(), name="levelling_clear"),
    path("p/<slug:slug>/plan/resources/", views.ResourceList.as_view(), name="resources"),
    path("p/<slug:slug>/plan/resources/new/", views.ResourceAdd.as_view(), name="resource_add"),
    path("p/<slug:slug>/plan/resources/<str:public_id>/", views.ResourceEdit.as_view(), name="resource_edit"),
    path(
        "p/<slug:slug>/plan/resources/<str:public_id>/delete/", views.ResourceDelete.as_view(), name="resource_delete"
    ),
    path(
        "p/<slug:slug>/plan/assignments/<str:public_id>/remove/",
        views.AssignmentRemove.as_view(),
        name="assignment_remove",
    ),
    path("p/<slug:slug>/plan/tasks/<str:public_id>/assign/", views.TaskAssign.as_view(), name="assign"),
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
    path("p/<slug:slug>/plan/tasks/<str:public_id>/ripple/", views.TaskRipple.as_view(), name="ripple"),
    path("p/<slug:slug>/plan/changes/<str:public_id>/", views.ChangeEdits.as_view(), name="change_edits"),
    path("p/<slug:slug>/plan/changes/<str:public_id>/drop/", views.ChangeEditDrop.as_view(), name="change_drop"),
]
