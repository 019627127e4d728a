"""Comments and attachments of any record."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import View

from core.errors import BadInputError
from programme.records.forms import CommentForm, FileForm
from programme.records.models import Attachment
from programme.records.permissions import can_see_records, can_speak
from programme.records.selectors.places import address_of, record_named
from programme.records.services.notes import add_comment, attach_file
from programme.scope import ProgrammeMixin


class OnRecord(ProgrammeMixin, View):
    """Base of what is written on a record: back to where the person was."""

    reads = can_see_records
    acts = can_speak

    def acted_on(self) -> Any:
        """The record."""
        return self.row()

    def row(self) -> Any:
        """Fetch the record of the address."""
        return record_named(self.programme, self.kwargs["kind"], self.kwargs["object_id"], self.person)

    def back(self, row: Any) -> HttpResponse:
        """Return to the page the form stood on."""
        here = self.request.META.get("HTTP_REFERER", "")
        safe = url_has_allowed_host_and_scheme(here, {self.request.get_host()}, self.request.is_secure())
        return redirect(here if safe else address_of(row))


class AddComment(OnRecord):
    """Say something."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Call the service."""
        row, form = self.row(), CommentForm(request.POST)
        if not form.is_valid():
            raise BadInputError({name: [str(one) for one in errors] for name, errors in form.errors.items()})
        add_comment(row, text=form.cleaned_data["text"], actor=self.person)
        messages.success(request, _("Comment added."))
        return self.back(row)


class AddAttachment(OnRecord):
    """Attach a file."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Call the service."""
        row, form = self.row(), FileForm(request.POST, request.FILES)
        if not form.is_valid():
            raise BadInputError({name: [str(one) for one in errors] for name, errors in form.errors.items()})
        attach_file(row, file=form.cleaned_data["file"], actor=self.person)
        messages.success(request, _("File attached."))
        return self.back(row)


class AttachmentDownload(ProgrammeMixin, View):
    """A file that hangs on a record."""

    reads = can_see_records

    def get(self, _request: HttpRequest, slug: str, public_id: str) -> FileResponse:  # noqa: ARG002
        """Serve it as a download only, whatever it claims to be."""
        one = Attachment.objects.filter(programme=self.programme, public_id=public_id).first()
        if one is None:
            raise Http404
        record_named(self.programme, one.kind, one.object_id, self.person)
        response = FileResponse(
            one.file.open(), as_attachment=True, filename=one.name, content_type="application/octet-stream"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
