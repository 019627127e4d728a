"""Calendars of the plan: written in words, followed by tasks, kept while something uses them."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import BadInputError, IllegalNowError
from phases.plan import services
from phases.plan.models import PlanBasis, PlanCalendar, Task
from phases.plan.selectors import worktimes_of
from tests.factories.programme import ProgrammeFactory

pytestmark = pytest.mark.django_db
OFFICE = [[540, 720], [780, 1080]]
WEEK = {str(day): OFFICE for day in range(5)}


def calendar(programme, name="Office", **values):
    return services.save_calendar(programme, name=name, actor=None, **({"week": WEEK} | values))


def test_a_derived_calendar_follows_its_base_where_it_says_nothing(programme):
    office = calendar(programme)
    short = calendar(programme, "Short Friday", base=office, week={"4": [[540, 720]]})
    hours = worktimes_of(programme)[short.pk]
    assert hours.between(hours.begin_of(date(2026, 3, 2)), hours.end_of(date(2026, 3, 8))) == 4 * 480 + 180


def test_changing_a_calendar_moves_the_work_that_follows_it(programme):
    row = calendar(programme)
    task = services.add_task(programme, name="Build", minutes=480 * 3, calendar=row, actor=None)
    off = {"name": "Retreat", "from": "2026-03-02", "to": "2026-03-31", "shifts": []}
    services.save_calendar(programme, row=row, exceptions=[off], actor=None, version=row.version)
    assert Task.objects.get(pk=task.pk).early_start >= date(2026, 4, 1)


@pytest.mark.parametrize("week", [{}, {"0": []}])
def test_a_calendar_that_never_works_is_refused(programme, week):
    with pytest.raises(BadInputError) as caught:
        calendar(programme, week=week)
    assert set(caught.value.fields) == {"week"}


def test_a_calendar_is_not_based_on_itself_nor_on_another_programmes(programme):
    first = calendar(programme)
    second = calendar(programme, "Second", base=first)
    for base in (second, calendar(ProgrammeFactory(slug="away"))):
        with pytest.raises(BadInputError) as caught:
            services.save_calendar(programme, row=first, base=base, actor=None)
        assert set(caught.value.fields) == {"base"}


def test_a_calendar_in_use_is_kept_and_says_what_uses_it(programme):
    row = calendar(programme)
    task = services.add_task(programme, name="Build", calendar=row, actor=None)
    with pytest.raises(IllegalNowError) as caught:
        services.delete_calendar(row, actor=None)
    assert "(1)" in str(caught.value)
    services.update_task(task, calendar=None, actor=None)
    services.delete_calendar(row, actor=None)
    assert not PlanCalendar.objects.exists()


def test_the_plan_may_count_by_a_calendar_of_its_own(programme):
    services.add_task(programme, name="Build", minutes=480, actor=None)
    with pytest.raises(BadInputError) as caught:
        services.set_basis(programme, calendar="file", actor=None)
    assert set(caught.value.fields) == {"own_calendar"}
    weekend = calendar(programme, "Weekend", week={"5": OFFICE, "6": OFFICE})
    services.set_basis(programme, calendar="file", own_calendar=weekend, actor=None)
    assert Task.objects.get().early_start.weekday() in {5, 6}
    assert PlanBasis.objects.get().own_calendar == weekend


def test_hours_and_exceptions_are_typed_in_words(programme, pmo, browse):
    client, add = browse(pmo), reverse("plan:calendar_add", args=[programme.slug])
    typed = {"name": "Nights", "day_0": "22:00-24:00", "day_1": "0:00-6:00, 22:00-24:00",
             "exceptions": "2026-05-01..2026-05-05 | off | Labour Day\n2026-03-02..x4 weekly fri | 9:00-12:00"}  # fmt: skip
    assert client.post(add, typed).status_code == 302
    row = PlanCalendar.objects.get()
    assert row.week == {"0": [[1320, 1440]], "1": [[0, 360], [1320, 1440]]}
    assert [one["name"] for one in row.exceptions] == ["Labour Day", ""]
    edit = reverse("plan:calendar_edit", args=[programme.slug, row.public_id])
    form = client.get(edit).context["form"]
    assert form.initial["exceptions"].splitlines()[0] == "2026-05-01..2026-05-05 | off | Labour Day"
    refused = client.post(edit, typed | {"day_0": "late", "exceptions": "some day"})
    assert list(refused.context["form"].errors) == ["day_0", "exceptions"]


def test_seasons_of_a_file_survive_an_edit(programme, pmo, browse):
    season = {"name": "Summer", "from": "2026-06-01", "to": "2026-08-31", "week": {"4": [[540, 720]]}}
    row = calendar(programme, exceptions=[season])
    edit = reverse("plan:calendar_edit", args=[programme.slug, row.public_id])
    client = browse(pmo)
    initial = client.get(edit).context["form"].initial
    typed = {key: value for key, value in initial.items() if value is not None}
    assert client.post(edit, typed | {"name": "Office hours"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.exceptions, row.week) == ("Office hours", [season], WEEK)
