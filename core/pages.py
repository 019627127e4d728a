"""Bases of the pages that are no registers: a record with its acts, and one act with its form."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, FormView

from core.access import Action
from core.acts import Act, acts_of
from core.api import as_domain_error
from core.documents.values import CellValue, Status
from core.documents.words import as_cell
from core.errors import BadInputError, DomainError, StaleError
from core.templatetags.landfall import cell_html

CONFLICTS = frozenset({409, 412})


class RecordView(DetailView[Any]):
    """Base of every record page: facts and content left, acts and history right; put ``ProgrammeMixin`` before it.

    A slice gives ``get_object()`` (through ``visible_to``), ``facts()``, ``actions()``; perhaps ``status()``,
    ``history()``, and a template that extends ``components/record.html``.
    """

    template_name = "components/record.html"
    context_object_name = "record"

    def title(self) -> Any:
        """Name the record."""
        return str(self.object)

    def status(self) -> Status | None:
        """Say how it stands."""
        return None

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Give label and value of what never needs more than a line."""
        return ()

    def actions(self) -> Sequence[Action]:
        """Give what may be done, blocked acts with their reasons: the function that also feeds the API."""
        return ()

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Give label and address of the pages above."""
        return ()

    def history(self) -> Sequence[Any]:
        """Give the newest audit events of the record."""
        return ()

    def more_acts(self) -> Sequence[Act]:
        """Give buttons that are no actions on the row, such as a download."""
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the record's template draws."""
        context = super().get_context_data(**kwargs)
        acts = [*self.more_acts(), *acts_of(self.actions(), self.request.path)]
        return context | {
            "title": self.title(),
            "status": self.status(),
            "facts": list(self.facts()),
            "crumbs": list(self.crumbs()),
            "history": list(self.history()),
            "acts": sorted(acts, key=lambda act: act.primary),
        }


class ActionView(FormView[Form]):
    """Base of every act with a form: GET shows it, POST hands clean values to one service.

    A slice gives ``title``, ``verb``, ``form_class``, ``act(form)`` and ``success_url``; a destructive act also
    ``danger``, ``consequence()`` and ``confirm()``, the word to type. A refusal of the service becomes errors on the
    form with its status: 400 for bad input, 403, 409 for what is illegal now or stale; what was typed stays.
    """

    template_name = "components/action.html"
    fragment_name = "components/_action.html"
    title: Any = ""
    verb: Any = _("Save")
    done: Any = _("Saved.")
    danger = False
    undo_url = ""

    def act(self, form: Any) -> Any:
        """Call the service with the clean values; what it returns is passed to ``done_text`` and ``next_url``."""
        raise NotImplementedError

    def consequence(self) -> Any:
        """Say what will be lost and what stays."""
        return ""

    def confirm(self) -> str:
        """Give the word that must be typed first; empty where none."""
        return ""

    def back_url(self) -> str:
        """Where Cancel leads."""
        return str(self.success_url or "..")

    def next_url(self, result: Any) -> str:  # noqa: ARG002
        """Where success leads."""
        return self.back_url()

    def done_text(self, result: Any) -> Any:  # noqa: ARG002
        """What the toast says afterwards."""
        return self.done

    def get_template_names(self) -> list[str]:
        """Choose the whole page, or the form alone for a dialog."""
        return [self.fragment_name if getattr(self.request, "htmx", False) else str(self.template_name)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the form's template draws."""
        extra = {
            "title": self.title,
            "verb": self.verb,
            "danger": self.danger,
            "consequence": self.consequence(),
            "confirm": self.confirm(),
            "back_url": self.back_url(),
            "action_url": self.request.get_full_path(),
        }
        return super().get_context_data(**(extra | kwargs))

    def form_valid(self, form: Form) -> HttpResponse:
        """Act; go on with a toast, or show the refusal on the form."""
        if self.confirm() and self.request.POST.get("confirm", "").strip() != self.confirm():
            form.add_error(None, _("Type the name exactly to confirm."))
            return self.form_invalid(form)
        try:
            result = self.act(form)
        except Exception as error:
            refusal = as_domain_error(error)
            if refusal is None or refusal.status == 404:  # noqa: PLR2004
                raise
            return self.refused(form, refusal)
        toast(self.request, self.done_text(result), undo_url=self.undo_url)
        return went_to(self.request, self.next_url(result))

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show every error at once."""
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def refused(self, form: Form, error: DomainError) -> HttpResponse:
        """Put the refusal on the form: field errors on their fields, reasons above all."""
        if isinstance(error, BadInputError):
            for name, texts in error.fields.items():
                form.add_error(name if name in form.fields else None, [str(text) for text in texts])
        else:
            form.add_error(None, [str(reason) for reason in error.reasons])
        theirs = {}
        if isinstance(error, StaleError):
            labels = {name: field.label or name for name, field in form.fields.items()}
            theirs = {labels.get(name, name): value for name, value in error.theirs.items()}
        status = 409 if error.status in CONFLICTS else error.status
        context = self.get_context_data(form=form, theirs=theirs, refusal=error)
        return self.render_to_response(context, status=status)


class BulkView(ActionView):
    """Base of one act on selected rows of a register: the selection arrives first, then what the act needs.

    A slice gives ``name``, ``labels`` and ``forms`` (by name; each form has the hidden field ``rows``, public ids with
    commas between), ``act(form)`` and ``back_url()``, the register.
    """

    name = ""
    labels: Mapping[str, Any] = {}
    forms: Mapping[str, type[Form]] = {}

    @property
    def title(self) -> str:
        """The act."""
        return str(self.labels[self.name])

    verb = title

    @property
    def refs(self) -> list[str]:
        """The public ids that were selected."""
        return self.request.POST.getlist("row") or [one for one in self.request.POST.get("rows", "").split(",") if one]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Nothing is selected: back to the register."""
        return HttpResponseRedirect(self.back_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for what the act needs first."""
        if "rows" in request.POST:
            return super().post(request, *args, **kwargs)
        if not self.refs:
            toast(request, _("Select at least one row first."))
            return HttpResponseRedirect(self.back_url())
        blank = {name: value for name, value in self.get_form_kwargs().items() if name not in {"data", "files"}}
        form = self.get_form_class()(**(blank | {"initial": {"rows": ",".join(self.refs)}}))
        return self.render_to_response(self.get_context_data(form=form))

    def get_form_class(self) -> type[Form]:
        """Choose the act's form."""
        return self.forms[self.name]


class CellView(ActionView):
    """Base of one field edited in place: htmx gets the field in its cell, everybody else the form as a page.

    A slice gives ``form_class`` (one visible field, perhaps a hidden ``version``), ``act(form)`` that returns the row,
    ``column`` (the register's own) and ``row()``.
    """

    fragment_name = "components/_cell_form.html"
    column: Any = None

    def row(self) -> Any:
        """Fetch the row as it stands."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the field; ``?shown`` gives the cell back as it was."""
        if "shown" in request.GET and getattr(request, "htmx", False):
            return self.drawn(self.row())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the value that stands until it is saved."""
        return super().get_context_data(**({"column": self.column, "old": self.column.of(self.row())} | kwargs))

    def form_valid(self, form: Form) -> HttpResponse:
        """Act; htmx gets the new cell and a toast in place."""
        if not getattr(self.request, "htmx", False):
            return super().form_valid(form)
        try:
            result = self.act(form)
        except Exception as error:
            refusal = as_domain_error(error)
            if refusal is None:
                raise
            return self.refused(form, refusal)
        response = self.drawn(result)
        response.headers["HX-Trigger"] = json.dumps({"toast": {"text": str(self.done_text(result)), "level": "done"}})
        return response

    def drawn(self, row: Any) -> HttpResponse:
        """Draw the cell of a row."""
        cell = as_cell(self.column.of(row))
        return HttpResponse(cell_html(self.column, cell, edit_url=self.request.path))


def toast(request: HttpRequest, text: Any, *, level: int = messages.SUCCESS, undo_url: str = "") -> None:
    """Leave a toast for the next page, with Undo where an address undoes the act."""
    messages.add_message(request, level, text, extra_tags=f"undo={undo_url}" if undo_url else "")


def went_to(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect; htmx is told to load the page whole."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
