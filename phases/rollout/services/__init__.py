"""Every write of the rollout: waves, the roster and its absences, the cutover runbook."""

from phases.rollout.services.bulk import remove_entries, write_roster
from phases.rollout.services.cutover import create_step, remove_step, update_step
from phases.rollout.services.lengths import explain_length
from phases.rollout.services.roster import (
    create_entry,
    link_accounts,
    remove_entry,
    set_absences,
    update_entry,
)
from phases.rollout.services.waves import create_wave, mark_live, remove_wave, remove_waves, update_wave

__all__ = [
    "create_entry",
    "create_step",
    "create_wave",
    "explain_length",
    "link_accounts",
    "mark_live",
    "remove_entries",
    "remove_entry",
    "remove_step",
    "remove_wave",
    "remove_waves",
    "set_absences",
    "update_entry",
    "update_step",
    "update_wave",
    "write_roster",
]
