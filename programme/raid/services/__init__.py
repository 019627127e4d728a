"""Every write of risks and issues: the registers in modules of their own, imports and saved views beside them."""

from collections.abc import Callable

from programme.raid.models import Issue, Risk
from programme.raid.services.bulk import change_owner, escalate_risks, schedule_reviews
from programme.raid.services.imports import (
    create_issue_from_row,
    create_risk_from_row,
    remove_issues,
    remove_risks,
    update_issue_from_row,
    update_risk_from_row,
)
from programme.raid.services.issues import (
    assign_issue,
    close_issue,
    create_issue,
    escalate_issue,
    reopen_issue,
    resolve_issue,
    start_issue,
    triage_issue,
    update_issue,
    verify_issue,
)
from programme.raid.services.remarks import comment
from programme.raid.services.risks import (
    calm_risk,
    close_risk,
    create_risk,
    escalate_risk,
    finish_response,
    monitor_risk,
    open_risk,
    respond_to_risk,
    review_risk,
    risk_occurred,
    schedule_review,
    update_risk,
)
from programme.raid.services.views import forget_view, save_view

RISK_ACTS: dict[str, Callable[..., Risk | Issue]] = {
    "open": open_risk,
    "respond": respond_to_risk,
    "finish_response": finish_response,
    "monitor": monitor_risk,
    "review": review_risk,
    "escalate": escalate_risk,
    "calm": calm_risk,
    "occur": risk_occurred,
    "close": close_risk,
}
ISSUE_ACTS: dict[str, Callable[..., Issue]] = {
    "triage": triage_issue,
    "assign": assign_issue,
    "start": start_issue,
    "resolve": resolve_issue,
    "verify": verify_issue,
    "close": close_issue,
    "reopen": reopen_issue,
    "escalate": escalate_issue,
}

__all__ = [
    "ISSUE_ACTS",
    "RISK_ACTS",
    "assign_issue",
    "calm_risk",
    "change_owner",
    "close_issue",
    "close_risk",
    "comment",
    "create_issue",
    "create_issue_from_row",
    "create_risk",
    "create_risk_from_row",
    "escalate_issue",
    "escalate_risk",
    "escalate_risks",
    "finish_response",
    "forget_view",
    "monitor_risk",
    "open_risk",
    "remove_issues",
    "remove_risks",
    "reopen_issue",
    "resolve_issue",
    "respond_to_risk",
    "review_risk",
    "risk_occurred",
    "save_view",
    "schedule_review",
    "schedule_reviews",
    "start_issue",
    "triage_issue",
    "update_issue",
    "update_issue_from_row",
    "update_risk",
    "update_risk_from_row",
    "verify_issue",
]  # fmt: skip
