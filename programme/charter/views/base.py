"""What the charter's pages share."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Predicate
from core.pages import ActionView
from programme.charter import permissions
from programme.charter.forms import ValuesForm
from programme.scope import ProgrammeMixin


class CharterAct(ProgrammeMixin, ActionView):
    """An act of the charter: shown to those who may act only, and back to a page of the slice."""

    nav = "charter.overview"
    reads = permissions.can_read
    acts: ClassVar[Any] = permissions.can_edit_charter
    on_row: ClassVar[Any] = None  # a predicate over the row, where the programme alone does not decide
    back = "charter:overview"
    row_model: ClassVar[Any] = None
    form_class: Any = None
    row: Any = None

    def right(self) -> Predicate:
        """The predicate of this act."""
        predicate: Predicate = type(self).on_row or type(self).acts
        return predicate

    def acted_on(self) -> Any:
        """The row or programme that the act is about."""
        return self.the_row() if self.row_model is not None and "public_id" in self.kwargs else self.programme

    def the_row(self) -> Any:
        """Fetch the row of this programme once; raises ``Http404``."""
        if self.row is None and self.row_model is not None:
            self.row = get_object_or_404(
                self.row_model._default_manager, programme=self.programme, public_id=self.kwargs["public_id"]
            )
        return self.row

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give a values form the programme and the row as it is."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if self.form_class is not None and issubclass(self.form_class, ValuesForm):
            kwargs["programme"] = self.programme
            if self.row_model is not None and "public_id" in self.kwargs:
                kwargs["instance"] = self.the_row()
        return kwargs

    def back_url(self) -> str:
        """Back to the record, or to the slice's page."""
        if self.back in {"charter:goal", "charter:kpi", "charter:workshop"}:
            return reverse(self.back, args=[self.programme.slug, self.kwargs["public_id"]])
        return reverse(self.back, args=[self.programme.slug])


CHARTER = _("Charter & goals")


def charter_crumbs(programme: Any) -> list[tuple[Any, str]]:
    """The page above goals, KPIs and readiness."""
    return [(CHARTER, reverse("charter:overview", args=[programme.slug]))]
