"""The acts of the landscape, through both fronts."""

import datetime as dt

from programme.capability.models import Department, ExecutiveTest, TeamSkill
from programme.diagnosis.models import Diagnosis, PainPoint
from programme.landscape.models import (
    AccessRule,
    DataField,
    Interface,
    MasterRecord,
    PersonalData,
    SourceSystem,
    TestDataSet,
)
from tests.contracts.fronts import Pair
from tests.contracts.parity import at
from tests.contracts.world import _of
from tests.factories.landscape import MasterRecordFactory


def _system(world, _row):
    return {"system": _of(SourceSystem)(world.programme).pk}


def _system_code(world, _row):
    return {"system": _of(SourceSystem)(world.programme).code}


def rows(kind, api, model, same, form=None, body=None):
    """The three acts on a row of a register."""
    given = {"same": same, "form": form, "body": body}
    return [
        Pair("landscape:row_new POST", f"{api} create", page={"kind": kind}, **given),
        Pair("landscape:row_edit POST", f"{api} partial_update", page={"kind": kind}, row=at(model), **given),
        Pair("landscape:row_remove POST", f"{api} destroy", page={"kind": kind}, row=at(model)),
    ]


def own(kind, api, model, same):
    """The three acts on a row of the company's own part."""
    return [
        Pair("capability:row_new POST", f"{api} create", page={"kind": kind}, same=same),
        Pair("capability:row_edit POST", f"{api} partial_update", page={"kind": kind}, row=at(model), same=same),
        Pair("capability:row_remove POST", f"{api} destroy", page={"kind": kind}, row=at(model)),
    ]


def specified(state="specified"):
    """An interface that lacks nothing."""
    told = {"frequency": "daily", "method": "api", "errors": "Again", "owner": "IT", "objects_held": "Leads"}
    return at(Interface, state=state, **told)


def twin(world):
    """A record with a duplicate."""
    row = _of(MasterRecord)(world.programme)
    MasterRecordFactory(programme=world.programme, code="MRX", system=row.system)
    return row


TEST = {"tested_on": dt.date(2026, 3, 3).isoformat(), "note": "All rows there"}
LANDSCAPE = [
    *rows("systems", "api-source-systems", SourceSystem,
          {"code": "SYX", "name": "Call centre", "owner": "Service", "objects_held": ["contact", "ticket"],
           "records": 12, "trust": 4, "fate": "integrate", "note": "By API"}),
    *rows("interfaces", "api-interfaces", Interface,
          {"code": "IFX", "system": "Portal", "direction": "in", "objects_held": "Leads", "frequency": "daily",
           "method": "file", "standard": "CSV", "errors": "Again", "owner": "IT", "in_scope": True}),
    *rows("fields", "api-data-standard", DataField,
          {"code": "DFX", "object": "customer", "name": "tax number", "format": "18", "check_rule": "mod 31",
           "required": True, "owner": "Finance", "survival": "trusted"},
          form=lambda w, _r: {"master": _of(SourceSystem)(w.programme).pk},
          body=lambda w, _r: {"master": _of(SourceSystem)(w.programme).code}),
    *rows("records", "api-master-records", MasterRecord,
          {"code": "MRY", "object": "customer", "name": "Suzhou", "key": "C1", "seen_on": "2026-03-03"},
          form=lambda w, r: _system(w, r) | {"values": "phone = 0101"},
          body=lambda w, r: _system_code(w, r) | {"values": {"phone": "0101"}}),
    *rows("personal-data", "api-personal-data", PersonalData,
          {"code": "PDX", "object": "contact", "field": "mobile", "sensitivity": "contact", "purpose": "Visits",
           "basis": "contract", "keep_months": 36, "owner": "Legal", "masked_outside": True, "masked_export": True}),
    *rows("test-data", "api-test-data", TestDataSet,
          {"code": "TDX", "name": "Sample", "used_for": "UAT", "records": 9, "anonymised": True, "method": "Drawn",
           "proof": "50 seen"}),
    *rows("access", "api-access-rules", AccessRule,
          {"code": "AMX", "role": "Seller", "object": "lead", "deed": "read", "reach": "own"}),
    Pair("landscape:interface_specify POST", "api-interfaces specify", role="IT", row=specified("draft")),
    Pair("landscape:interface_pass POST", "api-interfaces test", role="IT", row=specified(), same=TEST,
         body={"passed": True}),
    Pair("landscape:interface_fail POST", "api-interfaces test", role="IT", row=specified(), same=TEST,
         body={"passed": False}),
    Pair("landscape:record_merge POST", "api-master-records merge", row=twin, same={"other": "MRX"}),
    Pair("landscape:data_approve POST", "api-test-data approve", role="BO", row=at(TestDataSet),
         same={"reason": "Only companies"}),
    Pair("landscape:access_preset POST", "api-access-rules preset"),
    *own("executives", "api-executive-tests", ExecutiveTest,
         {"test": "person", "score": 4, "lead": "executive", "evidence": "Seen"}),
    *own("team", "api-team-skills", TeamSkill, {"area": "it", "score": 4, "evidence": "Seen"}),
    *own("departments", "api-departments", Department,
         {"desk": "legal", "name": "Law", "in_scope": True, "contact": "Li", "reason": "x"}),
    Pair("diagnosis:begin POST", "api-diagnoses create",
         same={"held_on": "2026-03-03", "after_go_live": True, "note": "Two of each"}),
    Pair("diagnosis:answer POST", "api-diagnoses answer_question", row=at(Diagnosis), page={"question": "live"},
         same={"score": 2, "evidence": "Nine days late"}, body={"question": "live"}),
    Pair("diagnosis:pain_settle POST", "api-pain-points partial_update", row=at(PainPoint),
         same={"text": "Typed twice", "reason": "Next year"}),
    Pair("diagnosis:pain_requirement POST", "api-pain-points requirement", row=at(PainPoint),
         same={"title": "Typed once", "family": "automation"}),
    Pair("people:raci_lead_to_cash POST", "api-raci lead_to_cash"),
    Pair("uat:cases_of_access POST", "api-test-cases of_access", role="TL"),
]  # fmt: skip
