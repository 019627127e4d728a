import django_filters
import pytest
from django.http import QueryDict
from django.utils import translation

from core.filters import SearchFilter, chips
from programme.people.models import Unit, User
from tests.factories.programme import UnitFactory, UserFactory


class Filters(django_filters.FilterSet):
    q = SearchFilter("name", "email__iexact")
    unit = django_filters.ModelChoiceFilter(queryset=Unit.objects.all())
    units = django_filters.ModelMultipleChoiceFilter(field_name="unit", queryset=Unit.objects.all(), label="Units")
    language = django_filters.MultipleChoiceFilter(choices=[("en", "English"), ("zh-hans", "Chinese")])
    active = django_filters.BooleanFilter(field_name="is_active")
    since = django_filters.DateFilter(field_name="created_at", lookup_expr="date__gte")
    made = django_filters.DateFromToRangeFilter(field_name="created_at")

    class Meta:
        model = User
        fields = []


def chosen(query):
    data = QueryDict(query)
    with translation.override("en"):
        return {
            chip.field.name: (chip.chosen, chip.off) for chip in chips(Filters(data, User.objects.all()).form, data)
        }


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("language=en&language=zh-hans", "language", "English, Chinese"),
        ("active=true", "active", "Yes"),
        ("active=false", "active", "No"),
        ("since=2027-05-14", "since", "14 May 2027"),
        ("made_after=2027-05-14&made_before=2027-05-20", "made", "14 May 2027 – 20 May 2027"),
        ("", "language", ""),
    ],
)
def test_chip_says_in_words_what_is_chosen(db, query, name, words):
    assert chosen(query)[name][0] == words


def test_chip_names_rows_by_their_own_name(db):
    unit = UnitFactory(name="Sales East")
    assert chosen(f"unit={unit.pk}")["unit"][0] == "Sales East"
    assert chosen(f"units={unit.pk}")["units"][0] == "Sales East"


def test_chip_is_removed_without_the_others_or_the_page(db):
    found = chosen("active=true&made_after=2027-05-14&made_before=2027-05-20&page=3")
    assert found["made"][1] == "active=true"
    assert found["active"][1] == "made_after=2027-05-14&made_before=2027-05-20"


def test_search_is_no_chip(db):
    assert "q" not in chosen("q=x")


def test_search_needs_every_word_somewhere(db):
    both, one = UserFactory(name="Chen Xi"), UserFactory(name="Chen Yu", email="xi@example.com")
    rows = User.objects.order_by("pk")

    def found(text):
        return list(Filters({"q": text}, rows).qs)

    assert found("chen") == [both, one]
    assert found("chen xi") == [both]
    assert found("chen XI@example.com") == [one]
    assert found("") == [both, one]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_words_of_django_filter_follow_the_language(db, language):
    with translation.override(language):
        shown = str(Filters({}, User.objects.all()).form["active"])
    assert ("未知" in shown, "Unknown" in shown) == ((True, False) if language == "zh-hans" else (False, True))
