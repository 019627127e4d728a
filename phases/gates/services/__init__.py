"""Every write about phases, deliverables and gates."""

from phases.gates.services.deciding import (
    add_concession,
    assess_gate,
    close_condition,
    decide_gate,
    reschedule_gate,
    sign_exception,
    submit_gate,
)
from phases.gates.services.phases import remove_stage, start_phase
from phases.gates.services.start import Started, count_rows, start_programme
from phases.gates.services.work import (
    approve_work,
    reject_work,
    revise_work,
    state_criterion,
    submit_work,
    tick_check,
)

__all__ = [
    "Started",
    "add_concession",
    "approve_work",
    "assess_gate",
    "close_condition",
    "count_rows",
    "decide_gate",
    "reject_work",
    "remove_stage",
    "reschedule_gate",
    "revise_work",
    "sign_exception",
    "start_phase",
    "start_programme",
    "state_criterion",
    "submit_gate",
    "submit_work",
    "tick_check",
]
