import pytest

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.imports.kinds import Batch, Change
from tests.factories.programme import UserFactory
from tests.factories.rollout import RosterEntryFactory
from tests.factories.training import CourseFactory, RoomFactory, TrainerFactory, needs, published
from training.catalogue import services
from training.catalogue.models import Course, CourseEdition, Room, Trainer
from training.catalogue.selectors import course_actions, matrix
from training.catalogue.services import create_course, remove_courses, update_course

pytestmark = pytest.mark.django_db
VALUES = {
    "code": "C01",
    "name_en": "Basics",
    "tier": "basic",
    "hours": 3,
    "hands_on": 2,
    "passed_by": "score",
    "pass_mark": 80,
}


def test_course_is_written_changed_and_removed(programme, trainer, member):
    with pytest.raises(ForbiddenError):
        create_course(programme, values=VALUES, actor=member)
    course = create_course(programme, values=VALUES, actor=trainer)
    assert update_course(course, values={"pass_mark": 85}, actor=trainer).pass_mark == 85
    remove_courses(programme, refs=[course.public_id], actor=trainer)
    assert not Course.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"hands_on": 4}, {"pass_mark": None}, {"passed_by": "attend"}, {"prerequisite": "C99"}, {"name_en": ""}]
)
def test_course_refuses_what_does_not_fit(programme, trainer, changes):
    with pytest.raises(BadInputError):
        create_course(programme, values=VALUES | changes, actor=trainer)


def test_kind_reads_back_what_it_wrote(programme):
    kind = seams.kinds["courses"]
    row = {column.key: "" for column in kind.columns} | {"attendance_need": 90, "valid_months": None} | VALUES
    outcome = kind.write(programme, Batch([Change(line=1, row=row)]), None)[0]
    assert (outcome.refused, kind.existing(programme)) == ({}, {outcome.ref: row})


def test_course_is_published_by_another_person_as_an_edition_that_stays(programme, change_manager, trainer, owner):
    course = CourseFactory(programme=programme, code="C02")
    course = services.submit_course(course, actor=change_manager)
    with pytest.raises(IllegalNowError, match="You put it to review"):
        services.publish_course(course, actor=change_manager)
    with pytest.raises(ForbiddenError):
        services.publish_course(course, actor=trainer)
    course = services.publish_course(course, notes="First", actor=owner)
    assert (course.state, course.edition) == ("published", 1)
    with pytest.raises(IllegalNowError, match="ask for a revision first"):
        update_course(course, values={"pass_mark": 60}, actor=trainer)
    course = services.ask_revision(course, reason="Screens changed", actor=trainer)
    update_course(Course.objects.get(), values={"pass_mark": 60}, actor=trainer)
    course = services.submit_course(Course.objects.get(), actor=trainer)
    course = services.publish_course(course, notes="Second", actor=owner)
    assert list(CourseEdition.objects.order_by("number").values_list("number", "pass_mark")) == [(1, 80), (2, 60)]
    with pytest.raises(IllegalNowError, match="retired, not removed"):
        remove_courses(programme, refs=[course.public_id], actor=trainer)


def test_unwritten_course_is_not_put_to_review_and_says_why(programme, trainer):
    course = CourseFactory(programme=programme, objectives="", pain_points="", tier="advanced")
    with pytest.raises(IllegalNowError) as refusal:
        services.submit_course(course, actor=trainer)
    assert len(refusal.value.reasons) == 3
    submit = next(action for action in course_actions(course, trainer) if action.name == "submit")
    assert [str(reason) for reason in submit.reasons] == [str(reason) for reason in refusal.value.reasons]


def test_prerequisites_make_no_circle(programme, trainer):
    CourseFactory(programme=programme, code="C01", prerequisite="C02")
    second = CourseFactory(programme=programme, code="C02")
    with pytest.raises(BadInputError, match="itself"):
        update_course(second, values={"prerequisite": "C01"}, actor=trainer)


def test_requirement_stands_once_and_shows_in_the_matrix(programme, change_manager, other_programme):
    course = CourseFactory(programme=programme, code="C02")
    RosterEntryFactory(programme=programme, crm_role="sales")
    RosterEntryFactory(programme=programme, crm_role="service")
    values = {"course": course, "crm_role": " sales ", "wave": None, "before_go_live": True}
    item = services.add_requirement(programme, values=values, actor=change_manager)
    with pytest.raises(BadInputError):
        services.add_requirement(programme, values=values, actor=change_manager)
    foreign = values | {"course": CourseFactory(programme=other_programme)}
    with pytest.raises(BadInputError, match="another programme"):
        services.add_requirement(programme, values=foreign, actor=change_manager)
    found = matrix(programme)
    assert [(row.role, row.people, [len(cell) for cell in row.cells], row.unplanned) for row in found.rows] == [
        ("", 2, [0], False), ("sales", 1, [1], False), ("service", 1, [0], True),
    ]  # fmt: skip
    services.remove_requirement(item, actor=change_manager)
    assert matrix(programme).rows[1].cells == [[]]


def test_trainer_is_qualified_by_codes_and_found_by_address(programme, trainer):
    published(programme, "C02")
    account = UserFactory(email="he@example.com")
    row = services.create_trainer(
        programme, values={"name": "He", "email": "HE@example.com", "courses": ["c02"]}, actor=trainer
    )
    assert (row.user, [one.code for one in row.courses.all()]) == (account, ["C02"])
    with pytest.raises(BadInputError, match="C99"):
        services.update_trainer(row, values={"courses": ["C99", "C02"]}, actor=trainer)


@pytest.mark.parametrize("code", ["rooms", "trainers"])
def test_registers_read_back_what_they_wrote_and_undo(programme, trainer, code):
    CourseFactory(programme=programme, code="C02")
    kind = seams.kinds[code]
    row = (
        {"name": "Lab 1", "site": "Suzhou", "capacity": 12, "equipment": "", "active": True}
        if code == "rooms"
        else {"name": "He Jing", "email": "he@example.com", "courses": ("C02",), "active": True}
    )
    outcome = kind.write(programme, Batch([Change(line=1, row=row)]), trainer)[0]
    assert (outcome.refused, kind.existing(programme)) == ({}, {outcome.ref: row})
    changed = row | {"name": row["name"] + "x"}
    kind.write(programme, Batch([Change(line=1, row=changed, ref=outcome.ref)]), trainer)
    assert kind.existing(programme) == {outcome.ref: changed}
    kind.remove(programme, [outcome.ref], trainer)
    assert (Room.objects.count(), Trainer.objects.count()) == (0, 0)


def test_plan_rules_name_little_practice_and_roles_without_courses(programme):
    published(programme, "C02", hands_on=1)
    RosterEntryFactory.create_batch(2, programme=programme, crm_role="sales")
    found = seams.plan_rules["training.little_practice"](programme)
    assert len(found) == 1
    assert [one.rule for one in seams.plan_rules["training.role_without_course"](programme)] == [
        "training.role_without_course"
    ]
    needs(Course.objects.get())
    assert seams.plan_rules["training.role_without_course"](programme) == []


def test_room_and_trainer_forget_nothing_they_do_not_know(programme, trainer):
    with pytest.raises(BadInputError):
        services.update_room(RoomFactory(programme=programme), values={"colour": "red"}, actor=trainer)
    with pytest.raises(BadInputError):
        services.update_trainer(TrainerFactory(programme=programme), values={"user": trainer}, actor=trainer)
