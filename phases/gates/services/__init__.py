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
from phases.gates.services.repeats import Settled, add_repeat, cancel_wave, remove_repeat, set_overlap
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
    "Settled",
    "Started",
    "add_concession",
    "add_repeat",
    "approve_work",
    "assess_gate",
    "cancel_wave",
    "close_condition",
    "count_rows",
    "decide_gate",
    "reject_work",
    "remove_repeat",
    "remove_stage",
    "reschedule_gate",
    "revise_work",
    "set_overlap",
    "sign_exception",
    "start_phase",
    "start_programme",
    "state_criterion",
    "submit_gate",
    "submit_work",
    "tick_check",
]
