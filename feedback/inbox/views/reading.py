"""What everybody reads: one's own feedback, ideas to vote for; and for readers the figures and answering times."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from core.access import allows
from core.acts import Act
from core.documents.html import report
from core.documents.model import Document, Section, Table
from core.pages import ActionView
from feedback.inbox import permissions, services
from feedback.inbox.choices import Act as StepAct
from feedback.inbox.choices import ItemKind
from feedback.inbox.forms import TargetForm
from feedback.inbox.models import FeedbackItem, FeedbackTarget
from feedback.inbox.selectors import digest
from feedback.inbox.selectors.acts import can_vote, steps_of
from feedback.inbox.selectors.clocks import targets_of
from feedback.inbox.selectors.items import ideas, own_items, voted
from feedback.inbox.views.cells import told, waits
from programme.scope import ProgrammeMixin

UNKNOWN = pgettext_lazy("feedback kind", "Not classified yet")


def _give(view: Any) -> list[Act]:
    slug = view.programme.slug
    found = [Act("by_code", _("Find anonymous feedback"), reverse("inbox:by_code", args=[slug]), quiet=True)]
    if allows(permissions.can_send, view.person, view.programme):
        found.append(Act("new", _("Give feedback"), reverse("inbox:item_new", args=[slug]), primary=True))
    return found


def last_words(item: FeedbackItem) -> Any:
    """Give the last step in which somebody said something to the submitter."""
    return next((step for step in reversed(steps_of(item)) if step.text and step.act != StepAct.REPLY), None)


class Mine(ProgrammeMixin, ListView[FeedbackItem]):
    """What this person said, and what became of it."""

    template_name = "inbox/mine.html"
    context_object_name = "items"
    paginate_by = 30

    def get_queryset(self) -> Any:
        """One's own items, the newest first."""
        return own_items(self.programme, self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each item's state in words, its last answer, and whether something is expected."""
        context = super().get_context_data(**kwargs)
        rows = [
            (
                item,
                told(item),
                next((s for s in reversed(item.history) if s.text and s.act != "reply"), None),
                waits(item),
            )
            for item in context["items"]
        ]
        slug = self.programme.slug
        return context | {
            "title": _("My feedback"),
            "rows": rows,
            "acts": [Act("ideas", _("Ideas and votes"), reverse("inbox:ideas", args=[slug]), quiet=True), *_give(self)],
        }


class Ideas(ProgrammeMixin, ListView[FeedbackItem]):
    """Ideas and known faults, the most wanted first, to be voted for; who sent them is not told."""

    template_name = "inbox/ideas.html"
    context_object_name = "items"
    paginate_by = 30

    def get_queryset(self) -> Any:
        """Everything shared."""
        return ideas(self.programme)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what this person voted for."""
        context = super().get_context_data(**kwargs)
        items = list(context["items"])
        mine = voted(self.person, items)
        rows = [(item, told(item), item.pk in mine, can_vote(item, self.person)) for item in items]
        return context | {"title": _("Ideas and votes"), "rows": rows, "acts": _give(self)}


def _overdue(programme: Any, now: datetime) -> Section:
    """Give what is late; its key figures already stand at the head of the page."""
    section = digest.in_time(programme, now)
    blocks = tuple(replace(block, heading="") for block in section.blocks if isinstance(block, Table))
    return replace(section, title=_("Overdue now"), blocks=blocks)


class Figures(ProgrammeMixin, TemplateView):
    """The feedback report as it stands now, and the answering times."""

    template_name = "inbox/figures.html"
    reads = permissions.reads

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw the sections live."""
        now, programme = timezone.now(), self.programme
        sections = (digest.volumes(programme, now), digest.top_themes(programme, now), _overdue(programme, now))
        paper = Document(
            kind="feedback", number="", title=_("Feedback report"), programme=programme.name, as_of=now,
            generated_at=now, language="zh-hans" if (get_language() or "").startswith("zh") else "en",
            zone=str(timezone.get_current_timezone()),
            sections=sections, cover=False, contents=False,
        )  # fmt: skip
        labels = dict(ItemKind.choices) | {"": UNKNOWN}
        sets = allows(permissions.can_set_targets, self.person, programme)
        times = [
            (labels[kind], one, two, reverse("inbox:target", args=[programme.slug, kind or "none"]) if sets else "")
            for kind, (one, two) in targets_of(programme).items()
        ]
        draft = reverse("records:document_new", args=[programme.slug])
        return super().get_context_data(**kwargs) | {
            "title": _("Feedback in figures"),
            "parts": [part for part in report(paper).parts if part.key in {section.key for section in sections}],
            "times": times,
            "acts": [
                Act("list", _("Inbox"), reverse("inbox:item_list", args=[programme.slug]), quiet=True),
                Act("draft", _("Feedback report"), f"{draft}?kind=feedback"),
            ],
        }


class TargetEdit(ProgrammeMixin, ActionView):
    """Set the answering times of a kind."""

    acts = permissions.can_set_targets
    form_class = TargetForm

    @property
    def kind(self) -> str:
        """The kind of the address; none is what is not classified yet."""
        named = str(self.kwargs["item_kind"])
        return "" if named == "none" else named

    @property
    def title(self) -> str:
        """Name the kind."""
        labels = dict(ItemKind.choices) | {"": UNKNOWN}
        return _("Answering times: %(kind)s") % {"kind": labels.get(self.kind, self.kind)}

    def get_initial(self) -> dict[str, Any]:
        """Show what holds now."""
        one, two = targets_of(self.programme).get(self.kind, (None, None))
        return {"reply_hours": one, "decision_hours": two}

    def consequence(self) -> str:
        """Say what counts."""
        return _("Hours of service time, 9:00 to 18:00 on working days: nine hours are a day. Running clocks follow.")

    def back_url(self) -> str:
        """Back to the figures."""
        return reverse("inbox:figures", args=[self.programme.slug])

    def act(self, form: Any) -> FeedbackTarget:
        """Set them."""
        return services.set_target(self.programme, kind=self.kind, actor=self.person, **form.cleaned_data)
