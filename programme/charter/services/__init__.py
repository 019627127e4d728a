"""Every write of the charter."""

from programme.charter.services.amending import amend_charter, check_amendments
from programme.charter.services.charter import charter_content, charter_signed, submit_charter, withdraw_charter
from programme.charter.services.goals import (
    create_goal,
    create_strategy,
    create_workshop,
    create_workshop_entry,
    preview_goal,
    remove_goals,
    update_goal,
    withdraw_goal,
)
from programme.charter.services.kpis import (
    create_kpi,
    record_reading,
    remove_kpis,
    remove_readings,
    sign_baseline,
    supersede_baseline,
    update_kpi,
)
from programme.charter.services.life import move_programme, record_kickoff, set_purpose
from programme.charter.services.readiness import (
    answer_readiness,
    conclude_readiness,
    propose_waiver,
    readiness_content,
    waiver_signed,
)
from programme.charter.services.rows import create_row, remove_row, update_row
from programme.charter.services.start import create_programme

__all__ = [
    "amend_charter",
    "answer_readiness",
    "charter_content",
    "charter_signed",
    "check_amendments",
    "conclude_readiness",
    "create_goal",
    "create_kpi",
    "create_programme",
    "create_row",
    "create_strategy",
    "create_workshop",
    "create_workshop_entry",
    "move_programme",
    "preview_goal",
    "propose_waiver",
    "readiness_content",
    "record_kickoff",
    "record_reading",
    "remove_goals",
    "remove_kpis",
    "remove_readings",
    "remove_row",
    "set_purpose",
    "sign_baseline",
    "submit_charter",
    "supersede_baseline",
    "update_goal",
    "update_kpi",
    "update_row",
    "waiver_signed",
    "withdraw_charter",
    "withdraw_goal",
]
