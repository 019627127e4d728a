import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.imports.kinds import Batch, Change
from programme.records.models import AuditEvent
from tests.factories.programme import member_of
from tests.factories.rollout import AbsenceFactory
from tests.factories.training import EnrolmentFactory, SessionFactory, at, held, needs, person, published
from training.learners import services
from training.learners.models import Certificate, Enrolment
from training.learners.selectors import needing, standing_of
from training.timetable.services import update_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def basic(programme):
    return published(programme, "C02")


@pytest.fixture
def session(programme, basic):
    return SessionFactory(programme=programme, edition=basic, capacity=2)


def enrol(session, people, actor, **more):
    return services.enrol_people(session, entries=people, actor=actor, **more)


def state_of(row):
    return Enrolment.objects.values_list("state", flat=True).get(pk=row.pk)


def test_seats_go_in_order_and_the_rest_waits(programme, trainer, session, member):
    people = [person(programme) for _n in range(4)]
    with pytest.raises(ForbiddenError):
        enrol(session, people, member)
    done = enrol(session, people, trainer)
    assert [row.entry for row in done.seated] == people[:2]
    assert [row.entry for row in done.waiting] == people[2:]
    session.refresh_from_db()
    assert session.state == "full"
    event = AuditEvent.objects.get(action="session.enrolled")
    assert event.changes[f"{people[0]} ({people[0].key})"] == [None, "confirmed"]


def test_a_seat_given_back_goes_to_who_waited_first(programme, trainer, session):
    people = [person(programme) for _n in range(4)]
    done = enrol(session, people, trainer)
    services.give_back(done.seated[0], actor=trainer, note="Cannot come")
    assert [state_of(row) for row in (*done.seated, *done.waiting)] == [
        "assigned",
        "confirmed",
        "confirmed",
        "waitlisted",
    ]
    services.withdraw(done.seated[1], reason="Left", actor=trainer)
    assert state_of(done.waiting[1]) == "confirmed"
    steps = list(done.waiting[0].changes.order_by("pk").values_list("was", "became"))
    assert steps == [("", "waitlisted"), ("waitlisted", "confirmed")]


def test_nobody_sits_twice_in_a_course_or_at_one_time(programme, trainer, session):
    one = person(programme)
    enrol(session, [one], trainer)
    with pytest.raises(IllegalNowError, match="has a place in"):
        enrol(session, [one], trainer, strict=True)
    other = SessionFactory(programme=programme, edition=published(programme, "C05"), starts_at=at(11), ends_at=at(13))
    with pytest.raises(IllegalNowError) as refusal:
        enrol(other, [one], trainer, strict=True)
    assert refusal.value.reasons == (f"{one} sits in {session.label} at that time.",)
    later = SessionFactory(programme=programme, edition=other.edition, starts_at=at(12), ends_at=at(13))
    assert len(enrol(later, [one], trainer).seated) == 1


def test_who_is_away_or_has_no_licence_is_refused_with_the_days(programme, trainer, session):
    away = person(programme)
    AbsenceFactory(entry=away, first=dt.date(2099, 3, 2), last=dt.date(2099, 3, 4))
    gone = person(programme, unlicensed_on=dt.date(2026, 1, 1))
    away_says, gone_says = f"{away} is away: 2099-03-02 – 2099-03-04.", f"{gone} holds no licence at that time."
    with pytest.raises(IllegalNowError) as refusal:
        enrol(session, [away, gone], trainer)
    assert (refusal.value.reasons, Enrolment.objects.count()) == ((away_says, gone_says), 0)
    here = person(programme)
    done = enrol(session, [away, here, gone], trainer)
    assert [list(reasons) for _one, reasons in done.refused] == [[away_says], [gone_says]]
    assert [row.entry for row in done.seated] == [here]


@pytest.mark.requirement("S0-50")
def test_advanced_is_refused_before_basic_is_passed(programme, trainer, basic):
    advanced = published(programme, "C06", tier="advanced", prerequisite="C02")
    one = person(programme)
    before = SessionFactory(programme=programme, edition=basic, starts_at=at(9), ends_at=at(11))
    session = SessionFactory(programme=programme, edition=advanced, starts_at=at(14), ends_at=at(16))
    enrol(before, [one], trainer)
    with pytest.raises(IllegalNowError, match="has not passed C02, on which C06 builds"):
        enrol(session, [one], trainer, strict=True)
    Enrolment.objects.update(state="passed")
    assert enrol(session, [one], trainer, strict=True).seated[0].state == "confirmed"


def test_basic_courses_may_be_booked_in_one_go(programme, trainer, basic):
    second = published(programme, "C03", prerequisite="C02")
    one = person(programme)
    first = SessionFactory(programme=programme, edition=basic, starts_at=at(9), ends_at=at(11))
    then = SessionFactory(programme=programme, edition=second, starts_at=at(14), ends_at=at(16))
    earlier = SessionFactory(programme=programme, edition=second, starts_at=at(8), ends_at=at(9))
    enrol(first, [one], trainer)
    with pytest.raises(IllegalNowError, match="has not passed C02"):
        enrol(earlier, [one], trainer)
    assert len(enrol(then, [one], trainer).seated) == 1


def test_attendance_starts_and_completes_and_is_corrected(programme, trainer, basic):
    session = held(basic)
    rows = EnrolmentFactory.create_batch(3, session=session)
    marks = {rows[0].public_id: 100, rows[1].public_id: 0, rows[2].public_id: 60}
    done = services.record_attendance(session, marks=marks, actor=trainer, complete=True)
    assert (done.state, [state_of(row) for row in rows]) == ("completed", ["attended", "no_show", "attended"])
    services.record_attendance(session, marks={rows[1].public_id: 100}, actor=trainer)
    assert state_of(rows[1]) == "attended"
    assert list(rows[1].changes.order_by("pk").values_list("was", "became")) == [
        ("confirmed", "no_show"), ("no_show", "attended"),
    ]  # fmt: skip


def test_every_bad_mark_is_named_and_nothing_written(programme, trainer, basic):
    session = held(basic)
    rows = EnrolmentFactory.create_batch(2, session=session)
    marks = {rows[0].public_id: 100, rows[1].public_id: 101, "nobody": 50}
    with pytest.raises(BadInputError) as refusal:
        services.record_attendance(session, marks=marks, actor=trainer)
    assert set(refusal.value.fields) == {rows[1].public_id, "nobody"}
    assert state_of(rows[0]) == "confirmed"


def test_attendance_of_a_session_ahead_is_refused(programme, trainer, session):
    with pytest.raises(IllegalNowError, match="has not begun"):
        services.record_attendance(session, marks={}, actor=trainer)


def attended(edition, percent, **values):
    return EnrolmentFactory(session=held(edition, state="completed", **values), state="attended", attended=percent)


@pytest.mark.parametrize(
    ("percent", "score", "state"), [(100, 80, "passed"), (90, 100, "passed"), (89, 100, "failed"), (100, 79, "failed")]
)
def test_a_pass_needs_eighty_and_ninety(programme, trainer, basic, percent, score, state):
    row = attended(basic, percent)
    services.record_results(row.session, results={row.public_id: Decimal(score)}, actor=trainer)
    assert state_of(row) == state
    assert Certificate.objects.count() == (state == "passed")


def test_a_certificate_has_a_number_and_runs_out(programme, trainer):
    yearly = published(programme, "C14", valid_months=12)
    row = attended(yearly, 100)
    needs(yearly)
    services.record_results(row.session, results={row.public_id: Decimal(95)}, actor=trainer)
    one = Certificate.objects.get()
    today = timezone.localdate()
    assert (one.number, one.issued_on) == (f"C14-{today.year}-0001", today)
    assert 363 <= (one.valid_until - today).days <= 365
    assert standing_of(row.entry).items[0].status == "satisfied"
    assert standing_of(row.entry, one.valid_until + dt.timedelta(1)).items[0].status == "expired"
    services.revoke_certificate(row, reason="Somebody else sat there", actor=programme_manager(programme))
    assert standing_of(row.entry).items[0].status == "expired"


def programme_manager(programme):
    return member_of(programme, "PM")


def test_observed_work_has_no_score_and_attendance_alone_passes(programme, trainer):
    practice, talk = (
        published(programme, "C08", passed_by="observed", pass_mark=None),
        published(programme, "C01", passed_by="attend", pass_mark=None),
    )
    row = attended(practice, 100)
    with pytest.raises(BadInputError, match="no score"):
        services.record_results(row.session, results={row.public_id: Decimal(80)}, actor=trainer)
    services.record_results(row.session, results={row.public_id: True}, actor=trainer)
    session = held(talk, code="S901")
    there, short = EnrolmentFactory.create_batch(2, session=session)
    services.record_attendance(session, marks={there.public_id: 90, short.public_id: 80}, actor=trainer)
    assert [state_of(one) for one in (row, there, short)] == ["passed", "passed", "attended"]


def test_a_result_is_refused_for_who_did_not_attend_or_lacks_the_basis(programme, trainer, basic):
    second = published(programme, "C03", prerequisite="C02")
    session = held(second, state="completed")
    absent = EnrolmentFactory(session=session, state="no_show", attended=0)
    came = EnrolmentFactory(session=session, state="attended", attended=100)
    with pytest.raises(BadInputError) as refusal:
        services.record_results(
            session, results={absent.public_id: Decimal(90), came.public_id: Decimal(90)}, actor=trainer
        )
    assert set(refusal.value.fields) == {absent.public_id, came.public_id}
    EnrolmentFactory(session=held(basic, code="S902"), entry=came.entry, state="passed")
    services.record_results(session, results={came.public_id: Decimal(90)}, actor=trainer)
    assert state_of(came) == "passed"


def test_a_failed_course_is_taken_again_at_most_twice(programme, trainer, basic, session):
    row = attended(basic, 100)
    for n in range(3):
        services.record_results(row.session, results={row.public_id: Decimal(10)}, actor=trainer)
        row.refresh_from_db()
        assert (row.state, row.retakes) == ("failed", n)
        if n < 2:
            services.give_again(row, actor=trainer)
            Enrolment.objects.filter(pk=row.pk).update(state="attended", session=held(basic, code=f"S8{n}", state="completed"),
                                                       attended=100)  # fmt: skip
            row = Enrolment.objects.select_related("session").get(pk=row.pk)
    with pytest.raises(IllegalNowError, match="twice"):
        services.give_again(row, actor=trainer)
    with pytest.raises(IllegalNowError, match="taken the course again twice"):
        enrol(session, [row.entry], trainer)


def test_who_did_not_come_gets_a_new_seat_without_a_retake(programme, trainer, basic, session):
    row = EnrolmentFactory(session=held(basic), state="no_show", attended=0)
    enrol(session, [row.entry], trainer)
    row.refresh_from_db()
    assert (row.state, row.retakes, row.session, row.attended) == ("confirmed", 0, session, None)


def test_a_learner_asks_for_a_seat_and_a_trainer_gives_it(programme, trainer, session, member):
    own = person(programme, user=member)
    with pytest.raises(ForbiddenError):
        services.ask_for_seat(session, entry=person(programme), actor=member)
    row = services.ask_for_seat(session, entry=own, actor=member)
    assert (row.state, session.enrolments.count()) == ("requested", 1)
    assert services.give_seat(row, actor=trainer).state == "confirmed"
    assert services.give_back(row, actor=member).state == "assigned"


def test_a_waiver_counts_until_its_day_and_ends(programme, change_manager, trainer, basic):
    one = person(programme)
    needs(basic)
    with pytest.raises(ForbiddenError):
        services.waive_course(one, course=basic.course, reason="Knows it", actor=trainer)
    with pytest.raises(BadInputError) as refusal:
        services.waive_course(one, course=basic.course, reason="", until=dt.date(2020, 1, 1), actor=change_manager)
    assert set(refusal.value.fields) == {"reason", "until"}
    row = services.waive_course(
        one, course=basic.course, reason="Built it", until=timezone.localdate(), actor=change_manager
    )
    assert standing_of(one).items[0].status == "waived"
    assert standing_of(one, timezone.localdate() + dt.timedelta(1)).items[0].status == "not_started"
    services.end_waiver(row, reason="Mistake", actor=change_manager)
    assert standing_of(one).items[0].status == "not_started"


def test_enrol_those_who_need_it_takes_the_next_go_live_first(programme, trainer, basic):
    needs(basic, "sales")
    second, first = person(programme, wave="W2"), person(programme, wave="W1")
    second.wave.planned_on = dt.date(2099, 5, 1)
    second.wave.save()
    person(programme, role="service", wave="W1")
    done = person(programme, wave="W1")
    EnrolmentFactory(session=held(basic, state="completed"), entry=done, state="passed")
    assert [one.entry for one in needing(programme, basic.course)] == [first, second]


def test_a_new_time_is_refused_while_a_learner_sits_elsewhere(programme, trainer, session):
    one = person(programme)
    enrol(session, [one], trainer)
    other = SessionFactory(programme=programme, edition=published(programme, "C05"), starts_at=at(14), ends_at=at(15))
    enrol(other, [one], trainer)
    with pytest.raises(BadInputError, match="sits in"):
        update_session(session, values={"starts_at": at(13), "ends_at": at(15)}, actor=trainer)


def test_attendance_file_marks_scores_walks_in_and_undoes(programme, trainer, basic):
    session = held(basic)
    seated, walk_in = EnrolmentFactory(session=session), person(programme)
    kind = seams.kinds["attendance"]
    row = {"session": session.code, "person": seated.entry.key, "attended": 100, "score": Decimal("85.0"), "met": None}
    came = row | {"person": walk_in.key, "score": None}
    batch = Batch([Change(line=2, row=row, ref=seated.public_id), Change(line=3, row=came)])
    outcomes = kind.write(programme, batch, trainer)
    assert [outcome.refused for outcome in outcomes] == [{}, {}]
    assert kind.existing(programme) == {seated.public_id: row, outcomes[1].ref: came}
    assert state_of(seated) == "passed"
    bad = kind.write(programme, Batch([Change(line=2, row=row | {"session": "S0", "person": "?"})]), trainer)[0].refused
    assert set(bad) == {"session", "person"}
    kind.remove(programme, [outcomes[1].ref], trainer)
    assert Enrolment.objects.get(entry=walk_in).state == "withdrawn"
    with pytest.raises(IllegalNowError, match="Results stand"):
        kind.remove(programme, [seated.public_id], trainer)
