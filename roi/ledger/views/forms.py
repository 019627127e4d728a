"""The forms about benefits: new, edit, every act, and the acts on actuals."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Predicate
from core.pages import ActionView
from roi.ledger import permissions, services
from roi.ledger.forms import ACTUAL_FORMS, BENEFIT_FORMS, BenefitForm, LedgerForm
from roi.ledger.models import Benefit, BenefitActual
from roi.ledger.selectors.acts import ACTUAL_LABELS, BENEFIT_LABELS
from roi.ledger.views.benefits import BenefitMixin


class BenefitForms(BenefitMixin, ActionView):
    """Base of the forms about benefits."""

    acts: ClassVar[Any] = permissions.can_edit

    def acted_on(self) -> Any:
        """The benefit of the address, else the programme."""
        return self.benefit if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def back_url(self) -> str:
        """Back to the record, or to the register."""
        return self.benefit.get_absolute_url() if "public_id" in self.kwargs else self.list_url


class BenefitNew(BenefitForms):
    """Identify a benefit."""

    acts = permissions.can_propose
    title = gettext_lazy("New benefit")
    form_class = BenefitForm

    def act(self, form: Any) -> Benefit:
        """Create it."""
        return services.create_benefit(self.programme, values=form.values(), actor=self.person)

    def next_url(self, result: Benefit) -> str:
        """Go on to the record."""
        return result.get_absolute_url()


class BenefitEdit(BenefitForms):
    """Edit a profile; a stale edit shows both values."""

    title = gettext_lazy("Edit the benefit")
    form_class = BenefitForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        return BenefitForm.initial_of(self.benefit) | {"version": self.benefit.version}

    def act(self, form: Any) -> Benefit:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_benefit(self.benefit, values=form.values(), actor=self.person, version=version)


class BenefitAct(BenefitForms):
    """One act on a benefit: the form it needs, then its service."""

    name = ""

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.BENEFIT_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{BENEFIT_LABELS[self.name]} – {self.benefit.code}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(BENEFIT_LABELS[self.name])

    def consequence(self) -> str:
        """Say what follows."""
        said = {
            "approve": _("Finance and sponsor approve, two people; then only finance changes the assumptions."),
            "conclude": _("The validated value is judged against the plan to date: from 95 per cent it is realised."),
            "close": _("Nobody follows the benefit any more."),
        }
        return said.get(self.name, "")

    def get_form_class(self) -> type[LedgerForm]:
        """Choose the act's form."""
        return BENEFIT_FORMS[self.name]

    def act(self, form: Any) -> Any:
        """Call the act's service."""
        return services.BENEFIT_ACTS[self.name](self.benefit, actor=self.person, **form.values())  # type: ignore[operator]


class ActualAct(BenefitForms):
    """One act on an actual: validate, reject, restate."""

    name = ""

    @cached_property
    def actual(self) -> BenefitActual:
        """The actual of the address."""
        rows = BenefitActual.objects.filter(benefit__programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    @cached_property
    def benefit(self) -> Benefit:
        """Its benefit."""
        return self.actual.benefit

    def acted_on(self) -> Any:
        """The actual."""
        return self.actual

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.ACTUAL_ACTS[self.name]

    def get_initial(self) -> dict[str, Any]:
        """Start a restatement with what stands."""
        if self.name != "restate":
            return {}
        return {name: getattr(self.actual, name) for name in ("volume", "n", "evidence", "evidence_url")}

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{ACTUAL_LABELS[self.name]} – {self.actual}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(ACTUAL_LABELS[self.name])

    def consequence(self) -> str:
        """Say what stays."""
        return _("The old figure stays readable with its validator.") if self.name == "restate" else ""

    def get_form_class(self) -> type[LedgerForm]:
        """Choose the act's form."""
        return ACTUAL_FORMS[self.name]

    def act(self, form: Any) -> Any:
        """Call the act's service."""
        return services.ACTUAL_ACTS[self.name](self.actual, actor=self.person, **form.values())  # type: ignore[operator]
