"""The issue register, its records and the forms that change them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, Predicate, allows
from core.acts import Act
from core.documents.values import CellValue, Status
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.raid import permissions, selectors, services
from programme.raid.choices import OPEN_ISSUE, IssueState, Level
from programme.raid.filters import IssueFilterSet
from programme.raid.forms import ISSUE_FORMS, IssueForm, RaidForm
from programme.raid.models import Issue
from programme.raid.views import cells
from programme.records.selectors import notes_on
from programme.scope import ProgrammeMixin

ENDED = (IssueState.CLOSED, IssueState.CONVERTED)
OPEN_QUERY = "&".join(f"state={state}" for state in OPEN_ISSUE)


class IssueMixin(ProgrammeMixin):
    """The issues that this person sees in the programme."""

    def issues(self) -> QuerySet[Issue]:
        """Give them with what a row needs."""
        return Issue.objects.filter(programme=self.programme).visible_to(self.person).for_list()

    @cached_property
    def issue(self) -> Issue:
        """The issue of the address."""
        return get_object_or_404(self.issues(), public_id=self.kwargs["public_id"])

    @property
    def list_url(self) -> str:
        """Address of the register."""
        return reverse("raid:issue_list", args=[self.programme.slug])


class IssueList(IssueMixin, RegisterView):
    """The register of issues."""

    title = gettext_lazy("Issue register")
    filterset_class = IssueFilterSet
    columns = (
        Column("code", pgettext_lazy("record", "Code"), sort="code", nowrap=True),
        Column("title", gettext_lazy("Issue"), cells.issue_title, sort="title", title=True),
        Column("state", gettext_lazy("State"), cells.issue_status, sort="state"),
        Column("severity", gettext_lazy("Severity"), cells.severity, sort="severity_rank"),
        Column("owner", gettext_lazy("Owner"), "owner_text", sort="owner__name", nowrap=True),
        Column("raised_by", gettext_lazy("Raised by"), "raised_by", sort="raised_by__name", nowrap=True),
        Column("due", gettext_lazy("Due"), cells.issue_due, "due_on", number=True),
        Column("term", gettext_lazy("Term of its severity"), cells.issue_term, "due_at", shown=False, number=True),
        Column("level", gettext_lazy("Escalation level"), "level", "level", number=True, shown=False),
        Column("risk", gettext_lazy("From the risk"), cells.issue_risk, "risk__code", shown=False),
        Column("raised", gettext_lazy("Raised"), "raised_on", "raised_on", shown=False),
    )

    def rows(self) -> QuerySet[Issue]:
        """Rows of the register."""
        return self.issues()

    @cached_property
    def counted(self) -> selectors.IssueCounts:
        """How the register stands; one query."""
        return selectors.issue_counts(self.programme, self.person, timezone.localdate())

    @property
    def sub(self) -> str:
        """One sentence: open, late, waiting to be verified."""
        told = {"open": self.counted.open, "late": self.counted.overdue, "verify": self.counted.resolved}
        return _("%(open)d open, %(late)d overdue, %(verify)d waiting to be verified") % told

    def counted_views(self) -> Sequence[tuple[SavedView, int]]:
        """Count the standing views in one query."""
        counted = self.counted
        return [
            (SavedView(_("All")), counted.every),
            (SavedView(_("Not yet verified"), OPEN_QUERY), counted.open),
            (SavedView(_("Mine"), f"{OPEN_QUERY}&mine=true"), counted.mine),
            (SavedView(_("Overdue"), "late=true"), counted.overdue),
            (SavedView(_("Beyond its term"), "term=true"), counted.beyond),
            (SavedView(_("To verify"), f"state={IssueState.RESOLVED}"), counted.resolved),
        ]

    def acts(self) -> Sequence[Act]:
        """Buttons of the page."""
        slug = self.programme.slug
        found = cells.beside(slug, "issues")
        if allows(permissions.can_raise, self.person, self.programme):
            new = reverse("raid:issue_new", args=[slug])
            found.append(Act("new", _("New issue"), new, "dialog", primary=True, key="i"))
        if allows(permissions.can_import, self.person, self.programme):
            bring = reverse("records:import_new", args=[slug])
            found.insert(0, Act("import", _("Import"), f"{bring}?kind=issues", quiet=True))
            found.insert(0, Act("terms", _("Terms by severity"), reverse("raid:issue_terms", args=[slug]), quiet=True))
        return found

    def empty(self) -> Empty:
        """Teach the first issue."""
        act = None
        if allows(permissions.can_raise, self.person, self.programme):
            act = Act("first", _("New issue"), reverse("raid:issue_new", args=[self.programme.slug]), "dialog", True)
        return Empty(
            _("No issues yet"),
            _("An issue has happened already; who raised it verifies that it is solved."),
            act,
            _("The quotation interface times out about 20 times a day; the pilot cannot quote."),
        )


class IssueDetail(IssueMixin, RecordView):
    """One issue: what it is, who handles it, what may be done."""

    template_name = "raid/issue_detail.html"

    def get_object(self, queryset: Any = None) -> Issue:  # noqa: ARG002
        """Give the issue of the address."""
        return self.issue

    def status(self) -> Status:
        """State, or that it is overdue."""
        return cells.issue_status(self.issue)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("Issue register"), self.list_url)]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        issue = self.issue
        told: list[tuple[Any, CellValue]] = [
            (_("Severity"), issue.get_severity_display() if issue.severity else None),
            (_("Owner"), issue.owner_text or None),
            (_("Due"), issue.due_on),
            (_("Term of its severity"), cells.issue_term(issue) if issue.due_at else None),
            (_("Escalated to"), str(Level(issue.level).label) if issue.level else None),
            (_("Raised by"), str(issue.raised_by) if issue.raised_by else None),
            (_("Raised"), issue.raised_on),
            (_("Resolved by"), str(issue.resolved_by) if issue.resolved_by else None),
            (_("Resolved"), issue.resolved_on),
            (_("Closed"), issue.closed_on),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the issue."""
        return selectors.issue_actions(self.issue, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the button to edit."""
        if self.issue.state in ENDED or not allows(permissions.can_edit_issue, self.person, self.issue):
            return ()
        return [Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """Newest events."""
        return selectors.history(self.issue)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it came from and became, comments and files."""
        return super().get_context_data(**kwargs) | {
            "changes": list(self.issue.changes.all()),
            "assumptions": list(self.issue.assumptions.all()),
            **notes_on(self.issue, self.person),
        }


class IssueForms(IssueMixin, ActionView):
    """Base of the forms about one issue."""

    acts: ClassVar[Any] = permissions.can_edit_issue

    def acted_on(self) -> Any:
        """The issue of the address, else the programme."""
        return self.issue if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """Show what the issue says now."""
        return IssueForm.initial_of(self.issue) | {"version": self.issue.version}

    def back_url(self) -> str:
        """Back to the record."""
        return self.issue.get_absolute_url()


class IssueNew(IssueForms):
    """Raise an issue."""

    acts = permissions.can_raise
    title = gettext_lazy("New issue")
    verb = gettext_lazy("Raise the issue")
    form_class = IssueForm

    def get_initial(self) -> dict[str, Any]:
        """Start empty."""
        return {}

    def back_url(self) -> str:
        """Back to the register."""
        return self.list_url

    def act(self, form: IssueForm) -> Issue:
        """Create it."""
        return services.create_issue(self.programme, values=form.values(), actor=self.person)

    def next_url(self, result: Issue) -> str:
        """Go on to the record."""
        return result.get_absolute_url()

    def done_text(self, result: Issue) -> str:
        """Name what was made."""
        return _("%(issue)s is on the register.") % {"issue": result}


class IssueEdit(IssueForms):
    """Edit an issue; a stale edit shows both values."""

    title = gettext_lazy("Edit the issue")
    form_class = IssueForm

    def act(self, form: IssueForm) -> Issue:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_issue(self.issue, values=form.values(), actor=self.person, version=version)


class IssueAct(IssueForms):
    """One act on an issue: the form it needs, then its service."""

    name = ""

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.ISSUE_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{selectors.ISSUE_LABELS[self.name]} – {self.issue.code}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(selectors.ISSUE_LABELS[self.name])

    def get_form_class(self) -> type[RaidForm]:
        """Choose the act's form."""
        return ISSUE_FORMS[self.name]

    def act(self, form: RaidForm) -> Any:
        """Call the act's service."""
        return services.ISSUE_ACTS[self.name](self.issue, actor=self.person, **form.values())

    def next_url(self, result: Any) -> str:
        """Go on to the change request that was drafted, else back to the record."""
        return str(result.get_absolute_url())
