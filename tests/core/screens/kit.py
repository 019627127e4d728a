"""Pages over real rows that use every part of the frame: a register of people, a record, acts."""

import datetime as dt
from decimal import Decimal

import django_filters
from django import forms
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core.access import Action
from core.acts import Act
from core.documents.values import Cell, Figure, Status
from core.errors import BadInputError, IllegalNowError, StaleError
from core.filters import SearchFilter
from core.pages import ActionView, CellView, RecordView
from core.register import Bulk, Column, Empty, RegisterView, SavedView
from core.urls import urlpatterns as house
from programme.people.models import User
from programme.people.services import update_profile
from programme.scope import ProgrammeMixin
from tests.core.screens import parts


class PeopleFilter(django_filters.FilterSet):
    q = SearchFilter("name", "email")
    is_active = django_filters.BooleanFilter(label=_("Active"))
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=[("en", _("English")), ("zh-hans", _("Chinese"))]
    )

    since = django_filters.DateFromToRangeFilter(field_name="created_at", label=_("Since"))
    kinds = django_filters.MultipleChoiceFilter(
        field_name="language", label=_("Kinds"), choices=[("en", "E"), ("zh-hans", "Z")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = User
        fields = []


TITLE = Column("job_title", _("Job title"), edit=lambda row: f"/kit/crm-2027/people/{row.public_id}/title/")


class TitleForm(forms.Form):
    job_title = forms.CharField(label=_("Job title"), max_length=20)


class EditTitle(ProgrammeMixin, CellView):
    form_class = TitleForm
    column = TITLE
    title = _("Job title")

    def row(self):
        return User.objects.get(public_id=self.kwargs["public_id"])

    def back_url(self):
        return f"/kit/{self.programme.slug}/people/"

    def get_initial(self):
        return {"job_title": self.row().job_title}

    def act(self, form):
        if refusal := REFUSALS.get(form.cleaned_data["job_title"]):
            raise refusal
        return update_profile(self.row(), actor=None, **form.cleaned_data)


class People(ProgrammeMixin, RegisterView):
    title = _("People")
    filterset_class = PeopleFilter
    order = "name"
    columns = (
        Column("name", _("Name"), sort="name", title=True),
        Column("email", _("E-mail"), sort="email"),
        Column("state", _("State"), lambda row: Status("good" if row.is_active else "none")),
        Column("since", _("Since"), "created_at", sort="created_at"),
        Column("hours", _("Hours"), lambda row: Cell(Figure(Decimal("1234.5")), second="n=3"), number=True, unit="h"),
        TITLE,
    )
    views = (SavedView(_("Everyone")), SavedView(_("Active"), "is_active=true"))

    def rows(self):
        return User.objects.filter(memberships__programme=self.programme)

    def row_url(self, row):
        return f"/kit/{self.programme.slug}/people/{row.public_id}/"

    def acts(self):
        return (
            Act("report", _("Report"), "#report", reasons=(_("Nothing is ready."),)),
            Act(
                "new",
                _("New person"),
                f"/kit/{self.programme.slug}/people/new/",
                method="dialog",
                primary=True,
                key="x",
            ),
        )

    def bulk(self):
        return (Bulk(_("Deactivate"), f"/kit/{self.programme.slug}/people/off/"),)

    def empty(self):
        return Empty(_("Nobody yet"), _("Invite the first person."), self.acts()[1], _("Li Min"))


class Person(ProgrammeMixin, RecordView):
    slug_field = slug_url_kwarg = "public_id"

    def get_queryset(self):
        return User.objects.filter(memberships__programme=self.programme)

    def status(self):
        return Status("good", _("Active"))

    def facts(self):
        return [(_("E-mail"), self.object.email), (_("Since"), self.object.created_at), (_("Until"), None)]

    def actions(self):
        return [
            Action("rename", _("Rename"), primary=True),
            Action("remove", _("Remove"), reasons=[_("This person is the last administrator.")], danger=True),
        ]

    def crumbs(self):
        return [(_("People"), f"/kit/{self.programme.slug}/people/"), (_("Person"), "")]


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=20, help_text=_("As on the badge."))
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    agreed = forms.BooleanField(label=_("Agreed"), required=False)


REFUSALS = {
    "bad": BadInputError({"name": ["Too plain.", "Too short."], "day": ["Not a working day."]}),
    "now": IllegalNowError("M1 is not met.", "M4 is not met."),
    "stale": StaleError("Changed meanwhile.", theirs={"name": "Theirs", "day": dt.date(2027, 5, 14)}),
}


class Rename(ProgrammeMixin, ActionView):
    form_class = NameForm
    title = _("Rename this person")
    verb = _("Rename")
    done = _("Renamed.")

    def back_url(self):
        return f"/kit/{self.programme.slug}/people/"

    def act(self, form):
        if refusal := REFUSALS.get(form.cleaned_data.get("name")):
            raise refusal


class Remove(Rename):
    form_class = forms.Form
    title = _("Remove this person?")
    verb = _("Remove")
    danger = True
    undo_url = "/kit/undo/"

    def confirm(self):
        return "Li Min"

    def consequence(self):
        return _("Three roles are lost; what was signed stays.")


class Parts(ProgrammeMixin, View):
    def get(self, request, *args, **kwargs):
        return HttpResponse(Template(parts.PAGE).render(RequestContext(request, parts.context())))


class Refused(View):
    def get(self, request, *args, **kwargs):
        raise REFUSALS[kwargs["kind"]]

    post = get


kit = [
    path("<slug:slug>/people/", People.as_view(), name="people"),
    path("<slug:slug>/people/new/", Rename.as_view(), name="new"),
    path("<slug:slug>/people/<str:public_id>/", Person.as_view(), name="person"),
    path("<slug:slug>/people/<str:public_id>/title/", EditTitle.as_view(), name="title"),
    path("<slug:slug>/people/<str:public_id>/rename/", Rename.as_view(), name="rename"),
    path("<slug:slug>/people/<str:public_id>/remove/", Remove.as_view(), name="remove"),
    path("<slug:slug>/parts/", Parts.as_view(), name="parts"),
    path("refused/<str:kind>/", Refused.as_view(), name="refused"),
]
urlpatterns = [*house, path("kit/", include((kit, "kit")))]
