"""Readings of usage for gates, lights and KPIs."""

from collections.abc import Sequence
from typing import Any

from adoption.usage.selectors import readings
from core import seams
from core.seams import Evidence, Scope


@seams.evidence.provide("usage.daily_update")
def daily_update(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """People who updated a customer over people scheduled, of the last four weeks."""
    return [readings.daily_update(programme, scope) for scope in scopes]


@seams.evidence.provide("usage.adoption_index")
def adoption_index(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """The weighted index; without a value while a part of it is not measured."""
    return [readings.adoption_index(programme, scope) for scope in scopes]


@seams.evidence.provide("usage.adoption_of_target")
def adoption_of_target(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """How much of the target of daily update is reached."""
    return [readings.adoption_of_target(programme, scope) for scope in scopes]
