"""Pages of imports: choose a file, map its columns, look at the dry run, confirm, see the result, undo."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.access import Predicate, require
from core.acts import Act
from core.documents.values import Status
from core.errors import BadInputError
from core.imports.kinds import Kind
from core.imports.templates import FORMATS, template_file
from core.pages import ActionView, toast, went_to
from core.personal import Personal
from core.register import Column, Empty, RegisterView
from core.seams import kinds
from programme.records.forms import ImportForm
from programme.records.models import ImportRun
from programme.records.permissions import can_import, can_see_imports
from programme.records.selectors.imports import (
    causes,
    export_kind,
    heading_choices,
    imports_of,
    is_working,
    kinds_for,
    refused_file,
)
from programme.records.services.imports import map_import, replace_value, sent_file, start_import, upload_import
from programme.records.services.undo import undo_import, undo_reasons
from programme.scope import ProgrammeMixin

TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
}


def run_status(run: ImportRun) -> Status:
    """Say in a word how far an import is."""
    if is_working(run):
        return Status("run", _("In progress"))
    if run.undone_at:
        return Status("none", _("Undone"))
    if run.applied_at:
        return Status("warn", _("Imported in part")) if run.verdict["refused"] else Status("done", _("Imported"))
    return Status("wait", _("Not imported yet"))


def count_of(name: str) -> Any:
    """Read a count of the verdict."""
    return lambda run: run.verdict.get(name)


class ImportList(ProgrammeMixin, RegisterView):
    """What was imported, the newest first."""

    reads = can_see_imports
    title = gettext_lazy("Imports")
    sub = gettext_lazy("Every file that was checked or imported; an import can be undone until its records change.")
    order = "-at"
    columns = (
        Column("filename", gettext_lazy("File"), title=True, sort="filename"),
        Column("kind", gettext_lazy("Kind"), value=lambda run: _kind_label(run.kind), sort="kind"),
        Column("state", gettext_lazy("State"), value=run_status),
        Column("rows", gettext_lazy("Rows"), value=count_of("rows"), number=True),
        Column("created", gettext_lazy("New"), value=count_of("created"), number=True),
        Column("updated", gettext_lazy("Changed"), value=count_of("updated"), number=True),
        Column("refused", gettext_lazy("Refused"), value=count_of("refused"), number=True),
        Column("actor", gettext_lazy("Who"), value="actor"),
        Column("at", gettext_lazy("When"), value="created_at", sort="created_at"),
    )

    def rows(self) -> QuerySet[ImportRun]:
        """Imports of the programme."""
        return imports_of(self.programme)

    def row_url(self, row: ImportRun) -> str:
        """A file not yet checked goes on where it was left."""
        name = "records:import" if row.verdict or is_working(row) else "records:import_map"
        return reverse(name, args=[self.programme.slug, row.public_id])

    def acts(self) -> Sequence[Act]:
        """Import a file, where this person may import anything."""
        if not kinds_for(self.person, self.programme):
            return ()
        url = reverse("records:import_new", args=[self.programme.slug])
        return [Act("new", _("Import a file"), url, primary=True, icon="file-import")]

    def empty(self) -> Empty:
        """Teach the first import."""
        acts = self.acts()
        text = _("Bring a plan, a risk register or a list of people. Nothing is written before you say so.")
        return Empty(_("Nothing was imported yet"), text, act=acts[0] if acts else None)


def _kind_label(code: str) -> str:
    kind = kinds.get(code)
    return str(kind.label) if kind else code


class ImportNew(ProgrammeMixin, ActionView):
    """Choose what and which file."""

    reads = can_see_imports
    acts = can_import
    form_class = ImportForm
    template_name = "records/import_new.html"
    title = gettext_lazy("Import a file")
    verb = gettext_lazy("Upload")

    @cached_property
    def offered(self) -> list[Kind]:
        """Kinds this person may import here."""
        return kinds_for(self.person, self.programme)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the kinds."""
        return super().get_form_kwargs() | {"kinds": self.offered}

    def get_initial(self) -> dict[str, Any]:
        """Start with the kind of the page one came from."""
        return {"kind": self.request.GET.get("kind", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give templates to fill in for each kind."""
        hidden = self.hides(Personal.values)
        masked = [one.label for one in self.offered if one.hide or hidden & {column.personal for column in one.columns}]
        may = bool(masked) and self.may_open()
        return super().get_context_data(**kwargs) | {
            "kinds": self.offered,
            "formats": FORMATS,
            "masked": masked,
            "may_open": may,
            "openly": may and bool(self.request.GET.get("personal")),
        }

    def act(self, form: Any) -> ImportRun:
        """Keep the file."""
        file = form.cleaned_data["file"]
        kind = form.cleaned_data["kind"]
        data = sent_file(file, kind)
        return upload_import(self.programme, kind=kind, data=data, filename=file.name, actor=self.person)

    def back_url(self) -> str:
        """Back to the history."""
        return reverse("records:imports", args=[self.programme.slug])

    def next_url(self, result: ImportRun) -> str:
        """On to the columns."""
        return reverse("records:import_map", args=[self.programme.slug, result.public_id])

    def done_text(self, result: ImportRun) -> str:
        """Say what was read."""
        return _("%(file)s was read: %(n)d rows.") % {"file": result.filename, "n": result.reading["rows"]}


class RunMixin(ProgrammeMixin):
    """Pages of one import: ``self.run``."""

    reads = can_see_imports

    def right(self) -> Predicate:
        """The right to import this kind."""
        return kinds[self.run.kind].can

    @cached_property
    def run(self) -> ImportRun:
        """The import of the URL, if it belongs to this programme."""
        return get_object_or_404(imports_of(self.programme), public_id=self.kwargs["public_id"])

    def url(self, name: str) -> str:
        """Address of a page of this import."""
        return reverse(f"records:{name}", args=[self.programme.slug, self.run.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the import, its kind and how it was read."""
        reading = self.run.reading
        return super().get_context_data(**kwargs) | {
            "run": self.run,
            "kind": kinds[self.run.kind],
            "reading": reading,
            "title": _("Import: %(kind)s") % {"kind": kinds[self.run.kind].label},
            "refusal": kwargs.get("refusal"),
        }


class ImportMap(RunMixin, TemplateView):
    """Say which heading is which column."""

    template_name = "records/import_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give headings with what they are taken for."""
        choices = heading_choices(self.run)
        chosen = {one.chosen for one in choices}
        missing = [column for column in kinds[self.run.kind].columns if column.required and column.key not in chosen]
        labels = [(c.key, c.label(get_language() or "en"), c.required) for c in kinds[self.run.kind].columns]
        extra = {"choices": choices, "labels": labels, "missing": [c.label(get_language() or "en") for c in missing]}
        return super().get_context_data(**kwargs) | extra

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep what differs from what is recognised, and check the file."""
        asked = {one: request.POST.get(f"column-{one.position}", "") for one in heading_choices(self.run)}
        chosen = list(asked.values())
        said = {
            one.name: key or None
            for one, key in asked.items()
            if key != one.automatic or (key and chosen.count(key) > 1)
        }
        try:
            run = map_import(self.run, mapping=said, actor=self.person)
        except BadInputError as error:
            return self.render_to_response(self.get_context_data(refusal=error, **kwargs), status=400)
        start_import(run, dry_run=True, actor=self.person)
        return redirect(self.url("import"))


class ImportPage(RunMixin, TemplateView):
    """The dry run with every error, and after the import its result."""

    template_name = "records/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show progress while a job works; htmx asks for the bar alone and gets the whole page at the end."""
        working = is_working(self.run)
        if not working and not self.run.verdict and self.run.job is None:
            return redirect(self.url("import_map"))
        if getattr(request, "htmx", False) and not working:
            return went_to(request, request.path)
        response = super().get(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_template_names(self) -> list[str]:
        """Choose the page, or the bar alone."""
        working = is_working(self.run)
        if working and getattr(self.request, "htmx", False):
            return ["records/_import_progress.html"]
        return ["records/import_working.html" if working or not self.run.verdict else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the verdict in groups, and what may be done."""
        run, done = self.run, self.run.applied_at is not None
        may = kinds[run.kind] in kinds_for(self.person, self.programme)
        reasons = undo_reasons(run) if done and may and not is_working(run) else []
        return super().get_context_data(**kwargs) | {
            "causes": causes(run),
            "may": may,
            "job": run.job,
            "status": run_status(run),
            "writes": run.verdict.get("created", 0) + run.verdict.get("updated", 0),
            "undo_reasons": reasons,
        }


class ImportReplace(RunMixin, View):
    """Read one refused value as an accepted one, everywhere in the column."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep it and check the file again."""
        said = {name: request.POST.get(name, "") for name in ("key", "old", "new")}
        run = replace_value(self.run, **said, actor=self.person)
        start_import(run, dry_run=True, actor=self.person)
        return redirect(self.url("import"))


class ImportApply(RunMixin, View):
    """Import what the dry run accepted."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Write it, or ask a job to."""
        start_import(self.run, dry_run=False, actor=self.person)
        if self.run.applied_at:
            toast(request, _("%(file)s was imported.") % {"file": self.run.filename}, undo_url=self.url("import_undo"))
        return redirect(self.url("import"))


class ImportUndo(RunMixin, ActionView):
    """Take an import back."""

    form_class = Form
    title = gettext_lazy("Undo this import")
    verb = gettext_lazy("Undo the import")
    danger = True
    done = gettext_lazy("The import was undone.")

    def consequence(self) -> str:
        """Say what is removed and what goes back."""
        created = sum(1 for _ref, before in self.run.before if before is None)
        return _("%(created)d new records are removed, %(updated)d changed ones get their old values back.") % {
            "created": created, "updated": len(self.run.before) - created}  # fmt: skip

    def act(self, form: Any) -> ImportRun:  # noqa: ARG002
        """Undo."""
        return undo_import(self.run, actor=self.person)

    def back_url(self) -> str:
        """Back to the import."""
        return self.url("import")


def file_response(data: bytes, name: str, suffix: str) -> HttpResponse:
    """Answer with a file to download."""
    response = HttpResponse(data, content_type=TYPES.get(suffix, "application/octet-stream"))
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}{suffix}") or "attachment"
    response.headers["Content-Disposition"] = disposition
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class ImportErrors(RunMixin, View):
    """The refused rows as a file to correct."""

    def get(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Answer with the file."""
        data = refused_file(self.run, get_language() or "en", kwargs["file_format"])
        word = _("errors")
        return file_response(data, f"{self.run.kind}-{word}", f".{kwargs['file_format']}")


class KindMixin(ProgrammeMixin):
    """Files of one kind, for those who may import it."""

    reads = can_see_imports

    def kind(self, code: str) -> Kind:
        """The kind of the URL, for those who may import it."""
        found = kinds.get(code)
        if found is None:
            raise Http404
        require(found.can, self.person, self.programme)
        return found


class KindTemplate(KindMixin, View):
    """A file to fill in."""

    def get(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Answer with headings, an example and accepted values."""
        kind = self.kind(kwargs["kind"])
        data = template_file(kind, get_language() or "en", kwargs["file_format"])
        word = _("template")
        return file_response(data, f"{kind.code}-{word}", f".{kwargs['file_format']}")


class KindExport(KindMixin, View):
    """Everything of one kind as a file that imports again."""

    def get(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Answer with the file."""
        kind, suffix = self.kind(kwargs["kind"]), f".{kwargs['suffix']}"
        wall = self.wall({one.personal for one in kind.columns if one.personal}, kind.label, own=kind.hide is not None)
        data = export_kind(self.programme, kind, language=get_language() or "en", suffix=suffix, wall=wall)
        return file_response(data, f"{self.programme.slug}-{kind.code}", suffix)
