"""Table of contents of the API."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from roi.ledger import api as ledger
from roi.statements import api as statements

SCOPE = r"programmes/(?P<slug>[-a-z0-9]+)"

router = SimpleRouter()
router.register(f"{SCOPE}/costs", ledger.CostViewSet, "api-costs")
router.register(f"{SCOPE}/benefits", ledger.BenefitViewSet, "api-benefits")
router.register(f"{SCOPE}/benefit-actuals", ledger.ActualViewSet, "api-benefit-actuals")
router.register(f"{SCOPE}/roi-statements", statements.RoiStatementViewSet, "api-roi-statements")

ROI = "programmes/<slug:slug>/roi/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ROI, statements.RoiViewSet.as_view({"get": "show"}), name="api-roi"),
    path(
        f"{ROI}terms/",
        statements.TermsViewSet.as_view({"get": "show", "patch": "set_terms"}),
        name="api-roi-terms",
    ),
    path("", include(router.urls)),
]
