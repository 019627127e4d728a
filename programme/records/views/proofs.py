"""The public page that tells whether a paper is genuine: number, version and hashes, never content."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from programme.records.forms import FileForm
from programme.records.rules import clean_code
from programme.records.services.verification import Verdict, public_facts, verify_bytes, verify_code

LARGEST = 50 * 2**20


class Verify(TemplateView):
    """Ask by code, or by the file itself; nobody needs to be logged in."""

    template_name = "records/verify.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or what the code stands for."""
        typed = request.GET.get("code", "")
        if typed:
            return redirect("records:verify_code", code=clean_code(typed))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Look the code up."""
        code = self.kwargs.get("code", "")
        paper = verify_code(clean_code(code)) if code else None
        return super().get_context_data(**kwargs) | {
            "title": _("Is this document genuine?"),
            "code": code,
            "paper": paper,
            "facts": public_facts(paper) if paper else None,
            "files": list(paper.files.all()) if paper else [],
            "form": FileForm(),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Compare a file with what was kept; the file is read and forgotten."""
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs) | {"form": form}, status=400)
        file = form.cleaned_data["file"]
        too_large = file.size > LARGEST
        verdict = Verdict(valid=False, reason=_("The file is larger than 50 MB.")) if too_large else verify_bytes(
            file.read()
        )  # fmt: skip
        return self.render_to_response(self.get_context_data(**kwargs) | {"verdict": verdict})
