"""How a charter version and a readiness waiver are signed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from programme.charter.choices import ReadinessState, VersionState
from programme.charter.services import charter_content, charter_signed, readiness_content, waiver_signed
from programme.signoff.choices import SignDecision
from programme.signoff.services import bind


def _version_refuses(version: Any, _decision: str) -> list[str]:
    """A version that is not in review is not signed any more."""
    if version.state == VersionState.IN_REVIEW:
        return []
    return [_("This version is “%(state)s”.") % {"state": version.get_state_display()}]


def _check_refuses(check: Any, decision: str) -> list[str]:
    """A waiver stands on a blocked check, and a conditional one is not foreseen."""
    reasons = []
    if check.state != ReadinessState.BLOCKED:
        reasons.append(_("Only a blocked readiness check is waived."))
    if decision == SignDecision.CONDITIONAL:
        reasons.append(_("Write the conditions into the plan instead."))
    return reasons


def _waived(check: Any, signature: Any) -> None:
    """Put the waiver in force where the sponsor accepts."""
    if signature.decision == SignDecision.SIGN:
        waiver_signed(check, actor=signature.signer)


bind(
    "programme.CharterVersion",
    content=charter_content,
    url=lambda version: reverse("charter:overview", args=[version.programme.slug]),
    refuses=_version_refuses,
    decided=lambda version, signature: charter_signed(version, actor=signature.signer),
)
bind(
    "programme.ReadinessCheck",
    content=readiness_content,
    url=lambda check: reverse("charter:readiness_at", args=[check.programme.slug, check.moment]),
    refuses=_check_refuses,
    decided=_waived,
)
