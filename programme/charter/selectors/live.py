"""Live readings that other slices give through the seam."""

from typing import Any

from core import seams
from core.seams import Evidence


def evidence_of(programme: Any, name: str, **scope: Any) -> Evidence | None:
    """Read one piece of evidence now; None where nobody provides it yet."""
    provider = seams.evidence.get(name)
    if provider is None:
        return None
    found = provider(programme, [scope])
    return found[0] if found else None


def deliverables_of(programme: Any, *codes: str) -> list[Evidence | None]:
    """Read several deliverables of the plan in one call; None for each where nobody can tell."""
    provider = seams.evidence.get("gates.deliverable")
    if provider is None:
        return [None] * len(codes)
    return list(provider(programme, [{"deliverable": code} for code in codes]))


def deliverable_approved(programme: Any, code: str) -> bool | None:
    """Tell whether a deliverable of the plan is approved with all its parts; None where nobody can tell."""
    found = evidence_of(programme, "gates.deliverable", deliverable=code)
    if found is None or found.value is None:
        return None
    return bool(found.value)
