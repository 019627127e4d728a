"""The register of candidates and a candidate's page, with what each person scored."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.access import allows
from core.acts import Act
from core.books.pages import BookEdit, BookNew, BookRecord, BookRegister, BookRemove
from core.documents.values import Status
from programme.records.selectors import history_of, notes_on
from programme.scope import ProgrammeMixin
from programme.sourcing import permissions, services
from programme.sourcing.models import VendorScore
from programme.sourcing.selectors import BOOKS, scorers_offered
from programme.sourcing.selectors.books import running_status
from programme.sourcing.views.overview import NAV


class Candidates(ProgrammeMixin):
    """What the pages of candidates share."""

    nav = NAV
    books: ClassVar[Any] = BOOKS
    space: ClassVar[str] = "sourcing"
    home_title: ClassVar[Any] = gettext_lazy("Sourcing decision")
    services: ClassVar[Any] = services
    writes: ClassVar[Any] = permissions.can_write
    reads = permissions.can_read


class Register(Candidates, BookRegister):
    """The candidates."""

    template_name = "sourcing/register.html"


class RowPage(Candidates, BookRecord):
    """A candidate with its scores."""

    template_name = "sourcing/vendor.html"

    def status(self) -> Status:
        """Whether it is in the running."""
        return running_status(self.object)

    def more_acts(self) -> Sequence[Act]:
        """Score it."""
        acts = list(super().more_acts())
        if self.object.runs and allows(permissions.can_score, self.person, self.object):
            url = reverse("sourcing:score", args=[self.programme.slug, self.object.public_id])
            acts.append(Act("score", gettext_lazy("Score"), url, "get", primary=True))
        return acts

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the scores, notes and files."""
        rows = VendorScore.objects.filter(vendor=self.object).select_related("criterion", "scorer", "entered_by")
        found = rows.order_by("criterion__code", "scorer__name", "pk")
        may_enter = self.object.runs and allows(permissions.can_enter, self.person, self.object)
        others = [one for one in scorers_offered(self.programme) if one != self.person] if may_enter else []
        more = {"scores": list(found), "others": others}
        return super().get_context_data(**kwargs) | more | notes_on(self.object, self.person)


class RowNew(Candidates, BookNew):
    """List a candidate."""

    acts = permissions.can_write


class RowEdit(Candidates, BookEdit):
    """Change a candidate."""

    acts = permissions.can_write


class RowRemove(Candidates, BookRemove):
    """Take a candidate out."""

    acts = permissions.can_write
