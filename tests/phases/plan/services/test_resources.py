"""Resources: who does how much, where it is too much, and levelling accepted or taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.errors import BadInputError, IllegalNowError
from phases.plan import services
from phases.plan.models import Assignment, PlanCalendar, PlanResource, Task
from phases.plan.selectors import levelling_of, load_of
from programme.records.models import AuditEvent
from tests.factories.programme import ProgrammeFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = 480


def resource(programme, name="Ann", **values):
    return services.save_resource(programme, name=name, actor=None, **values)


def task(programme, name, days, *people, **values):
    row = services.add_task(programme, name=name, minutes=days * DAY, actor=None, **values)
    for one in people:
        services.assign(row, resource=one, units=Decimal(100), actor=None)
    return Task.objects.get(pk=row.pk)


def test_two_tasks_at_once_are_too_much_and_the_weeks_say_so(programme):
    ann = resource(programme)
    task(programme, "Build", 3, ann)
    task(programme, "Test", 2, ann)
    found = load_of(programme, programme.starts_on, 2)
    (row,) = found.rows
    assert [(week.asked, week.over) for week in row.weeks] == [(5 * DAY, True), (0, False)]
    assert (found.overloads, len(row.overloads), found.assigned) == (1, 1, 2)
    assert row.overloads[0].units == 200


def test_a_levelling_is_proposed_accepted_and_taken_back(programme):
    ann = resource(programme)
    first, second = task(programme, "Build", 3, ann), task(programme, "Test", 2, ann)
    task(programme, "Elsewhere", 9)
    found = levelling_of(programme)
    assert [(one.key, one.delay) for one in found.proposal.moved] == [(second.pk, 3 * DAY)]
    assert services.accept_levelling(programme, stamp=found.stamp, actor=None) == 1
    second.refresh_from_db()
    assert (second.delay, second.early_start) == (3 * DAY, first.early_finish + timedelta(days=1))
    assert load_of(programme, programme.starts_on).overloads == 0
    event = AuditEvent.objects.filter(action="plan.levelled").get()
    assert event.changes == {str(second): [0, 3 * DAY]}
    assert services.clear_levelling(programme, actor=None) == 1
    second.refresh_from_db()
    assert (second.delay, second.early_start) == (0, programme.starts_on)


def test_a_proposal_of_a_plan_that_changed_is_not_accepted(programme):
    ann = resource(programme)
    task(programme, "Build", 3, ann)
    task(programme, "Test", 2, ann)
    task(programme, "Elsewhere", 9)
    stamp = levelling_of(programme).stamp
    services.update_task(Task.objects.get(name_en="Build"), minutes=4 * DAY, actor=None)
    with pytest.raises(IllegalNowError):
        services.accept_levelling(programme, stamp=stamp, actor=None)
    assert not Task.objects.filter(delay__gt=0).exists()


def test_a_proposal_that_moves_nothing_cannot_be_accepted(programme):
    task(programme, "Build", 3, resource(programme))
    with pytest.raises(IllegalNowError):
        services.accept_levelling(programme, stamp=levelling_of(programme).stamp, actor=None)


def test_work_at_half_a_share_takes_twice_as_long_where_it_is_stated(programme):
    ann, row = resource(programme), task(programme, "Build", 2)
    services.assign(row, resource=ann, units=Decimal(50), work=2 * DAY, actor=None)
    row.refresh_from_db()
    assert row.early_finish == programme.starts_on + timedelta(days=3)
    services.update_task(row, fixed=True, actor=None)
    row.refresh_from_db()
    assert row.early_finish == programme.starts_on + timedelta(days=1)


def test_a_resource_with_other_hours_moves_its_tasks(programme):
    row = task(programme, "Build", 1, resource(programme))
    weekend = PlanCalendar.objects.create(programme=programme, name="Weekend", week={"5": [[540, 1020]]})
    services.save_resource(programme, row=PlanResource.objects.get(), calendar=weekend, actor=None)
    row.refresh_from_db()
    assert row.early_start.weekday() == 5


@pytest.mark.parametrize(
    ("values", "field"),
    [({"person": "stranger"}, "person"), ({"calendar": "foreign"}, "calendar"), ({"uid": "7"}, "uid")],
)
def test_what_does_not_belong_here_is_refused_at_its_field(programme, values, field):
    foreign = {
        "stranger": UserFactory,
        "foreign": lambda: PlanCalendar.objects.create(programme=ProgrammeFactory(slug="away"), name="Theirs"),
    }
    made = {name: foreign[value]() if value in foreign else value for name, value in values.items()}
    with pytest.raises(BadInputError) as caught:
        resource(programme, **made)
    assert set(caught.value.fields) == {field}


def test_a_resource_at_work_is_kept(programme):
    ann = resource(programme)
    task(programme, "Build", 1, ann)
    with pytest.raises(IllegalNowError):
        services.delete_resource(ann, actor=None)
    services.unassign(Assignment.objects.get(), actor=None)
    services.delete_resource(ann, actor=None)
    assert not PlanResource.objects.exists()


def test_nobody_works_on_a_summary_or_with_nothing(programme):
    ann, above = resource(programme), task(programme, "All", 1)
    task(programme, "Part", 1, parent=above)
    above.refresh_from_db()
    for row, units, field in ((above, 100, ""), (Task.objects.get(name_en="Part"), 0, "units")):
        with pytest.raises(BadInputError) as caught:
            services.assign(row, resource=ann, units=Decimal(units), actor=None)
        assert set(caught.value.fields) == {field}
