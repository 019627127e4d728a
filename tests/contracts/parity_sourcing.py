"""The acts of the sourcing decision, through both fronts."""

import datetime as dt

from programme.sourcing.models import Sourcing, SourcingCriterion, Vendor, VendorScore
from tests.contracts.fronts import Pair
from tests.contracts.parity import at
from tests.contracts.world import _of

DAY = (dt.date.today() + dt.timedelta(30)).isoformat()
OFFER = {
    "code": "VX", "name": "Third", "path": "open", "product": "Suite", "days": "120.5", "reference": "A mill",
    "out_reason": "",
}  # fmt: skip
SAID = {
    "measure": "whole", "benchmark": "400.50", "users": 90, "benchmark_source": "Two companies", "saas_reason": "",
    "open_reason": "Nobody keeps it up", "build_reason": "Later by a year",
}  # fmt: skip
ASKED = {"vendor": "V91", "reason": "Best", "cost_of_delay": "A week", "due_on": DAY}
GIVEN = {"C01": (5, "Shown"), "C02": (2, "Met")}


def bare(world):
    """The decision before there are criteria."""
    SourcingCriterion.objects.filter(programme=world.programme).delete()
    return _of(Sourcing)(world.programme)


def goals(world, _row):
    return {"goals": ["GL91"]}


def unscored(world):
    """A candidate that this person did not score."""
    row = _of(Vendor)(world.programme)
    VendorScore.objects.filter(vendor=row).delete()
    return row


MONEY = {"form": {"price_minor": "2500000.50"}, "body": {"price_minor": 250_000_050}}
SOURCING = [
    Pair("sourcing:row_new POST", "api-vendors create", same=OFFER, **MONEY),
    Pair("sourcing:row_edit POST", "api-vendors partial_update", row=at(Vendor), same=OFFER, **MONEY),
    Pair("sourcing:row_remove POST", "api-vendors destroy", row=unscored),
    Pair("sourcing:begin POST", "api-sourcing begin", row=bare),
    Pair("sourcing:weights POST", "api-sourcing weights", row=at(Sourcing), same={"price_reason": "Money is short"},
         form={"weight_C01": "30", "weight_C02": "40", "weight_new": "30", "aspect": "price"},
         body={"criteria": [{"code": "C01", "weight": "30"}, {"code": "C02", "weight": "40"},
                            {"aspect": "price", "weight": "30"}]}),
    Pair("sourcing:describe POST", "api-sourcing describe", row=at(Sourcing), same=SAID),
    Pair("sourcing:score POST", "api-vendors score", role="BO", row=at(Vendor),
         form={f"{name}_{code}": told[n] for code, told in GIVEN.items() for n, name in enumerate(("score", "evidence"))},
         body={"scores": [{"criterion": code, "score": one, "evidence": said} for code, (one, said) in GIVEN.items()]}),
    Pair("sourcing:score POST", "api-vendors score", row=at(Vendor), name="scores of another",
         form=lambda w, _r: {"scorer": w.people["BO"].public_id, "score_C01": 3, "evidence_C01": "On paper"},
         body=lambda w, _r: {"scorer": w.people["BO"].public_id,
                             "scores": [{"criterion": "C01", "score": 3, "evidence": "On paper"}]}),
    Pair("sourcing:propose POST", "api-sourcing propose", row=at(Sourcing), same=lambda w, r: ASKED | goals(w, r)),
    Pair("sourcing:take_back POST", "api-sourcing take_back", row=at(Sourcing, state="proposed"),
         same={"reason": "Scored anew"}),
]  # fmt: skip
