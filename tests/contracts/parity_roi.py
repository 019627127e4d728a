"""The acts of the ledger and of ROI statements, through both fronts."""

import datetime as dt

from roi.ledger.models import CostLine
from tests.contracts.fronts import Pair
from tests.contracts.parity import DAY, at
from tests.factories.charter import BudgetLineFactory
from tests.factories.roi import ActualFactory, BenefitFactory

LAST_MONTH = (dt.date.today().replace(day=1) - dt.timedelta(1)).replace(day=1)


def benefit(**values):
    """Make a benefit in a state, owned by the business owner."""

    def arrange(world):
        started = {"first_value_on": dt.date(2026, 1, 1), "ends_on": dt.date(2029, 1, 1), "code": "BN90"}
        return BenefitFactory(programme=world.programme, owner=world.people["BO"], **(started | values))

    return arrange


def actual(**values):
    """Make an actual that the analyst recorded."""

    def arrange(world):
        row = benefit(state="realising")(world)
        return ActualFactory(benefit=row, month=LAST_MONTH, recorded_by=world.people["DS"], **values)

    return arrange


def acted(name, role, row, **more):
    return Pair(f"ledger:benefit_{name} POST", f"api-benefits {name}", role=role, row=row, **more)


def judged(name, role="FIN", **more):
    return Pair(f"ledger:actual_{name} POST", f"api-benefit-actuals {name}", role=role, row=actual(), **more)


COST = {
    "title": "Fee", "basis": "planned", "nature": "annual", "category": "subscription", "posted_on": "2026-03-31",
    "until": "2028-12-31", "vendor": "Yuantu", "ledger_ref": "V1", "cost_centre": "1", "account": "6602",
    "project": "CRM", "risk_percent": "5",
}  # fmt: skip
PROFILE = {
    "title": "More renewals", "description": "Fewer leave", "beneficiary": "Sales", "worth": "cashable",
    "driver": "retention", "priority": 2, "measure": "monthly", "unit": "%", "baseline": "65",
    "baseline_on": "2025-12-20", "target": "78", "target_on": "2027-12-31", "volume": "100", "margin_percent": "40",
    "attribution_percent": "60", "correction_percent": "100", "risk_percent": "20", "grade": "B",
    "first_value_on": "2026-01-01", "ends_on": "2029-01-01", "ramp_months": 6, "enablers": "Training",
    "assumptions": "Prices stay", "next_review_on": DAY,
}  # fmt: skip


def owner(world, _row):
    return {"owner": world.people["BO"].public_id}


def budget(world):
    BudgetLineFactory(programme=world.programme, code="B90")


READ = {"volume": "12.5", "n": 40, "evidence": "List", "evidence_url": "https://example.com/list"}
MONEY = [
    Pair("ledger:cost_new POST", "api-costs create", same=COST, form={"amount": "960000.50"},
         body={"amount_minor": 96_000_050}),
    Pair("ledger:cost_edit POST", "api-costs partial_update", row=at(CostLine), same={"title": "Renamed"},
         form={"amount": "-20"}, body={"amount_minor": -2000}),
    Pair("ledger:cost_remove POST", "api-costs destroy", row=at(CostLine)),
    Pair("ledger:cost_adopt POST", "api-costs adopt", row=budget, same={"first": "2026-03-31"}),
    Pair("ledger:benefit_new POST", "api-benefits create",
         same=lambda w, r: PROFILE | owner(w, r), form={"unit_value": "20000"},
         body={"unit_value_minor": 2_000_000}),
    Pair("ledger:benefit_edit POST", "api-benefits partial_update", row=benefit(), same={"title": "Renamed", "volume": "7"},
         form={"unit_value": "3"}, body={"unit_value_minor": 300}),
    acted("profile", "BO", benefit()),
    acted("approve", "FIN", benefit(state="profiled")),
    acted("enable", "PM", benefit(state="approved")),
    acted("record", "DS", benefit(state="enabled"), same=READ | {"month": LAST_MONTH.isoformat()}),
    acted("review", "BO", benefit(state="realising"), same={"finding": "On its way", "next_review_on": DAY}),
    acted("conclude", "FIN", benefit(state="realising"), same={"note": "Checked"}),
    acted("sustain", "BO", benefit(state="realised"), same={"note": "To sales"}),
    acted("close", "PM", benefit(state="sustained"), same={"reason": "Over"}),
    judged("validate", same={"note": "Seen"}),
    judged("reject", same={"note": "No list"}),
    judged("restate", role="DS", same=READ | {"reason": "Counted again"}),
    Pair("statements:terms POST", "api-roi-terms set_terms", role="FIN",
         same={"rate": "8", "finance_rate": "9", "reinvest_rate": "10", "horizon_years": 4, "value_from": "2026-04-01",
               "users": 112}),
    Pair("statements:lock POST", "api-roi-statements create", same={"quarter": "2026Q1"}),
]  # fmt: skip
