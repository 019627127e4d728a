"""Ways from the plan's pages to its papers."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from core.acts import Act
from programme.records.selectors import may_draft

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def paper_acts(user: "User", programme: "Programme", kind: str, label: Any) -> list[Act]:
    """The way to draft a paper of a kind, for who may draft papers."""
    if not may_draft(user, programme):
        return []
    url = f"{reverse('records:document_new', args=[programme.slug])}?kind={kind}"
    return [Act("paper", label, url, method="dialog", quiet=True, icon="printer")]
