"""My signatures, and the page on which one is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.acts import acts_of
from core.documents.values import Status, StatusKind
from core.errors import DomainError
from core.forms import tell_form
from core.pages import ActionView, toast, went_to
from programme.scope import ProgrammeMixin
from programme.signoff import rules, selectors, services
from programme.signoff.choices import SignDecision, SignState
from programme.signoff.forms import ReaddressForm, SignForm, WithdrawForm
from programme.signoff.models import SignatureRequest
from programme.signoff.permissions import can_manage, can_sign
from programme.signoff.rules import Difference, Frozen

SIGNED_SHOWN = 50
SHAPES: dict[str, StatusKind] = {
    SignState.REQUESTED: "wait",
    SignState.VIEWED: "wait",
    SignState.SIGNED: "good",
    SignState.CONDITIONAL: "warn",
    SignState.DECLINED: "bad",
    SignState.EXPIRED: "stale",
    SignState.VOIDED: "done",
}
CHANGE_WORDS: dict[str, Any] = {
    "changed": pgettext_lazy("difference", "Changed"),
    "added": pgettext_lazy("difference", "Added"),
    "removed": pgettext_lazy("difference", "Removed"),
}
CHANGE_CSS = {"changed": "chg", "added": "add", "removed": "del"}
NOTES: dict[str, Any] = {
    SignDecision.SIGN: gettext_lazy("You accept the content as it stands."),
    SignDecision.CONDITIONAL: gettext_lazy("Your conditions are printed beside the signature, with their date."),
    SignDecision.DECLINE: gettext_lazy("Needs a reason; who asked for the signature sees it."),
}


def said(text: rules.Said) -> str:
    """Say a text of the frozen content in the language of the page."""
    return rules.say(text, get_language() or "en")


def status_of(request: SignatureRequest) -> Status:
    """Say how the request stands."""
    return Status(SHAPES[request.state], str(request.get_state_display()))


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part as the page shows it, with its read mark."""

    key: str
    title: str
    facts: list[tuple[str, str]]
    read: bool


def shown_parts(content: Frozen, marks: dict[str, str]) -> list[ShownPart]:
    """Give the parts in the language of the page."""
    hashes = rules.part_hashes(content)
    return [
        ShownPart(
            part["key"],
            said(part["title"]),
            [(said(fact["label"]), said(fact["value"])) for fact in part["facts"]],
            marks.get(part["key"]) == hashes[part["key"]],
        )
        for part in content["parts"]
    ]


def shown_changes(changes: Sequence[Difference]) -> list[dict[str, Any]]:
    """Give the differences in the language of the page."""
    return [
        {
            "word": CHANGE_WORDS[change.change],
            "css": CHANGE_CSS[change.change],
            "part": said(change.part),
            "label": said(change.label),
            "old": said(change.old),
            "new": said(change.new),
        }
        for change in changes
    ]


class RequestMixin(ProgrammeMixin):
    """The request in the address, if this person sees it."""

    def acted_on(self) -> SignatureRequest:
        """The request."""
        return self.asked

    @cached_property
    def asked(self) -> SignatureRequest:
        """Give the request of the address."""
        rows = SignatureRequest.objects.filter(programme=self.programme).visible_to(self.person)
        return get_object_or_404(rows.for_list(), public_id=self.kwargs["public_id"])

    @property
    def url(self) -> str:
        """Address of the request's page."""
        return reverse("signoff:request", args=[self.programme.slug, self.asked.public_id])


class SignatureList(ProgrammeMixin, TemplateView):
    """What waits for me, and what I signed, with what has become stale."""

    template_name = "signoff/signatures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the two lists, and what others were asked for."""
        mine = selectors.waiting_for(self.person, self.programme)
        rows = SignatureRequest.objects.filter(programme=self.programme).visible_to(self.person)
        others = [row for row in rows.open().for_list() if row not in mine]
        left = {row.pk for row in selectors.without_signer(self.programme)} if others else set()
        return super().get_context_data(**kwargs) | {
            "title": _("My signatures"),
            "sub": _("%(n)d waiting for you") % {"n": len(mine)},
            "waiting": [(row, status_of(row)) for row in mine],
            "signed": selectors.signed_by(self.person, self.programme, limit=SIGNED_SHOWN),
            "others": [(row, status_of(row), row.pk in left) for row in others],
        }


class SignaturePage(RequestMixin, TemplateView):
    """What changed, what is signed, the decision, its meaning, the password, and the button; in this order."""

    template_name = "signoff/request.html"
    form: SignForm | None = None

    @cached_property
    def content(self) -> Frozen:
        """What stands on the screen."""
        looks = self.request.method == "GET"
        return selectors.content_looked_at(self.asked) if looks else selectors.content_shown(self.asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give everything the page draws."""
        request = self.asked
        parts = shown_parts(self.content, request.read_marks if request.is_open else rules.part_hashes(self.content))
        every = selectors.available_actions(request, self.person, self.content)
        return super().get_context_data(**kwargs) | {
            "title": said(self.content["title"]),
            "number": self.content["number"],
            "asked": request,
            "status": status_of(request),
            "subject_url": selectors.url_of(request),
            "acts": acts_of([a for a in every if a.name not in {"view", "sign"}], self.url),
            "parts": parts,
            "read": sum(part.read for part in parts),
            "may_sign": any(a.name == "sign" for a in every),
            "blocked": selectors.signing_reasons(request, self.person, self.content),
            "digest": rules.fingerprint(self.content),
            "signatures": selectors.block_rows(request),
            "url": self.url,
            **self._changes(),
            **self._form(),
        }

    def _changes(self) -> dict[str, Any]:
        """What changed since this signer last signed; for a signed request, since it was signed."""
        request = self.asked
        if not (request.is_open or request.is_signed):
            return {"changes": []}
        last = request.signature if request.is_signed else selectors.previous_signature(request)
        state = selectors.since_last(request, self.content) if request.is_open else selectors.staleness(request)
        since = last.signed_at if last else request.created_at
        return {
            "changes": shown_changes(state.changes),
            "state": state,
            "last": last,
            "cause": selectors.last_change(request, since) if state.stale else None,
        }

    def _form(self) -> dict[str, Any]:
        """Give the form of the signer; nobody else gets one."""
        request = self.asked
        if not request.is_open:
            return {}
        digest = rules.fingerprint(self.content)
        form = self.form or SignForm(initial={"seen_hash": digest})
        choices = [
            {"value": d.value, "label": d.label, "note": NOTES[d], "off": " ".join(map(str, off))}
            for d, off in selectors.decisions(request)
        ]
        sign = {
            "url": f"{self.url}sign/",
            "choices": choices,
            "meaning": request.meaning_text,
            "verb": _("Sign with this decision"),
            "place": selectors.deputised_name(request, self.person),
            "missing": selectors.signing_reasons(request, self.person, self.content),
            "digest": " ".join(digest[i : i + 8] for i in range(0, 64, 8)),
        }
        return {"form": form, "sign": sign}


class SignatureRead(RequestMixin, View):
    """Mark one part, or all, as read."""

    acts = can_sign

    def post(self, request: HttpRequest, slug: str, public_id: str) -> HttpResponse:  # noqa: ARG002
        """Call the service and go back to the next unread part."""
        parts = request.POST.getlist("part") or None
        seen = services.mark_viewed(self.asked, actor=self.person, parts=parts)
        unread = [part.key for part in shown_parts(seen.frozen, seen.read_marks) if not part.read]
        return redirect(f"{self.url}#{f'part-{unread[0]}' if unread else 'sign'}")


class SignatureSign(SignaturePage):
    """Sign: the form of the page, answered with the page where something is wrong."""

    acts = can_sign

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """There is one page for both."""
        return redirect(self.url)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Call the service; every error stands on the form, what was typed stays."""
        self.form = SignForm(request.POST)
        status = 400
        if self.form.is_valid():
            try:
                services.sign(self.asked, actor=self.person, **self.form.cleaned_data)
            except DomainError as error:
                tell_form(self.form, error)
                status = 409 if error.status in {409, 412} else error.status
            else:
                toast(request, _("Signed."))
                return went_to(request, self.url)
        self.form = self._again(self.form)
        return render(request, self.template_name, self.get_context_data(**kwargs), status=status)

    def _again(self, form: SignForm) -> SignForm:
        """Show the form with the fingerprint that stands on the screen now."""
        now = rules.fingerprint(self.content) if self.asked.is_open else ""
        form.data = {name: form.data.get(name, "") for name in form.data} | {"seen_hash": now}
        return form


class SignatureWithdraw(RequestMixin, ActionView):
    """Withdraw a request."""

    acts = can_manage
    title = gettext_lazy("Withdraw the request")
    verb = gettext_lazy("Withdraw")
    form_class = WithdrawForm
    danger = True

    def back_url(self) -> str:
        """Back to the request."""
        return self.url

    def act(self, form: WithdrawForm) -> SignatureRequest:
        """Call the service."""
        return services.withdraw(self.asked, actor=self.person, **form.cleaned_data)


class SignatureReaddress(RequestMixin, ActionView):
    """Name another signer."""

    acts = can_manage
    title = gettext_lazy("Name another signer")
    form_class = ReaddressForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def back_url(self) -> str:
        """Back to the request."""
        return self.url

    def act(self, form: ReaddressForm) -> SignatureRequest:
        """Call the service."""
        return services.readdress(self.asked, actor=self.person, **form.cleaned_data)
