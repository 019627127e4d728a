"""Paths of the pages of costs and benefits."""

from django.urls import path

from roi.ledger import services, views

app_name = "ledger"

ROI = "p/<slug:slug>/roi/"
COSTS = f"{ROI}costs/"
BENEFITS = f"{ROI}benefits/"
BENEFIT = f"{BENEFITS}<str:public_id>/"

urlpatterns = [
    path(COSTS, views.CostList.as_view(), name="cost_list"),
    path(f"{COSTS}new/", views.CostNew.as_view(), name="cost_new"),
    path(f"{COSTS}adopt/", views.CostAdopt.as_view(), name="cost_adopt"),
    path(f"{COSTS}<str:public_id>/", views.CostEdit.as_view(), name="cost_edit"),
    path(f"{COSTS}<str:public_id>/remove/", views.CostRemove.as_view(), name="cost_remove"),
    path(BENEFITS, views.BenefitList.as_view(), name="benefit_list"),
    path(f"{BENEFITS}new/", views.BenefitNew.as_view(), name="benefit_new"),
    path(BENEFIT, views.BenefitDetail.as_view(), name="benefit"),
    path(f"{BENEFIT}edit/", views.BenefitEdit.as_view(), name="benefit_edit"),
    *[
        path(f"{BENEFIT}{name}/", views.BenefitAct.as_view(name=name, danger=name == "close"), name=f"benefit_{name}")
        for name in services.BENEFIT_ACTS
    ],
    *[
        path(
            f"{ROI}actuals/<str:public_id>/{name}/",
            views.ActualAct.as_view(name=name, danger=name == "reject"),
            name=f"actual_{name}",
        )
        for name in services.ACTUAL_ACTS
    ],
]
