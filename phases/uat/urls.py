"""Paths of the pages of the acceptance test."""

from django.urls import path

from phases.uat.selectors import CASE_LABELS, CYCLE_LABELS, DEFECT_LABELS, RUN_LABELS
from phases.uat.views import cases, cycles, defects, runs

app_name = "uat"
UAT = "p/<slug:slug>/uat/"
CYCLE, CASE = f"{UAT}cycles/<str:public_id>/", f"{UAT}cases/<str:public_id>/"
RUN, DEFECT = f"{UAT}executions/<str:public_id>/", f"{UAT}defects/<str:public_id>/"

urlpatterns = [
    path(UAT, cycles.CycleList.as_view(), name="cycles"),
    path(f"{UAT}cycles/new/", cycles.CycleNew.as_view(), name="cycle_new"),
    path(CYCLE, cycles.CycleBoard.as_view(), name="cycle"),
    path(f"{CYCLE}edit/", cycles.CycleEdit.as_view(), name="cycle_edit"),
    path(f"{CYCLE}plan/", cycles.CyclePlan.as_view(), name="cycle_plan"),
    path(f"{CYCLE}entry/", cycles.CycleEntry.as_view(), name="cycle_entry"),
    path(f"{CYCLE}waive/", cycles.CycleWaive.as_view(), name="cycle_waive"),
    path(f"{CYCLE}concede/", cycles.CycleConcede.as_view(), name="cycle_concede"),
    *(path(f"{CYCLE}{n}/", cycles.CycleAct.as_view(name=n), name=f"cycle_{n}") for n in CYCLE_LABELS),
    path(f"{UAT}cases/", cases.CaseList.as_view(), name="cases"),
    path(f"{UAT}cases/new/", cases.CaseNew.as_view(), name="case_new"),
    path(f"{UAT}cases/access/", cases.CasesOfAccess.as_view(), name="cases_of_access"),
    path(CASE, cases.CaseDetail.as_view(), name="case"),
    path(f"{CASE}edit/", cases.CaseEdit.as_view(), name="case_edit"),
    *(path(f"{CASE}{n}/", cases.CaseAct.as_view(name=n), name=f"case_{n}") for n in CASE_LABELS),
    path(f"{UAT}executions/", runs.ExecutionList.as_view(), name="executions"),
    path(RUN, runs.Run.as_view(), name="run"),
    path(f"{RUN}tester/", runs.RunTester.as_view(), name="run_tester"),
    *(path(f"{RUN}{n}/", runs.RunAct.as_view(name=n), name=f"run_{n}") for n in RUN_LABELS),
    path(f"{UAT}defects/", defects.DefectList.as_view(), name="defects"),
    path(f"{UAT}defects/new/", defects.DefectNew.as_view(), name="defect_new"),
    path(DEFECT, defects.DefectDetail.as_view(), name="defect"),
    path(f"{DEFECT}edit/", defects.DefectEdit.as_view(), name="defect_edit"),
    *(path(f"{DEFECT}{n}/", defects.DefectAct.as_view(name=n), name=f"defect_{n}") for n in DEFECT_LABELS),
]
