import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from phases.rollout.models import RosterEntry
from tests.factories.programme import member_of
from tests.factories.rollout import RosterEntryFactory, WaveFactory
from tests.factories.training import EnrolmentFactory, SessionFactory, held, needs, person, published
from training.catalogue.models import Trainer
from training.learners.models import Enrolment

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


def url(name, programme, *more):
    return reverse(name, args=[programme.slug, *more])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 30, 1000])
@pytest.mark.parametrize(
    ("name", "queries"), [("learners:people", 20), ("timetable:sessions", 15), ("catalogue:courses", 15)]
)
def test_registers_cost_the_same_queries_at_any_size(programme, trainer, browse, name, queries, count):
    edition = published(programme, "C02")
    needs(edition)
    wave = WaveFactory(programme=programme, code="W1")
    if name == "learners:people":
        RosterEntry.objects.bulk_create(RosterEntryFactory.build_batch(count, programme=programme, wave=wave))
    elif name == "timetable:sessions":
        type(SessionFactory.build(programme=programme, edition=edition)).objects.bulk_create(
            SessionFactory.build_batch(count, programme=programme, edition=edition, wave=wave)
        )
    client = browse(trainer)
    client.get(url(name, programme), headers=FRAGMENT)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url(name, programme), headers=FRAGMENT).status_code == 200
    assert len(found) == SEEN.setdefault(name, len(found))
    assert len(found) <= queries


SEEN = {}


def test_overview_names_who_is_missing_and_where_seats_are_needed(programme, trainer, browse):
    needs(published(programme, "C02"))
    one = person(programme, wave="W1")
    page = text(browse(trainer).get(url("learners:overview", programme)))
    assert one.name in page
    assert "1 person without a seat" in page
    assert "no session ahead" in page
    assert "1 person short" in page


def test_bulk_enrolment_offers_who_needs_the_course_and_tells_what_became_of_it(programme, trainer, browse):
    edition = published(programme, "C02")
    needs(edition)
    session = SessionFactory(programme=programme, edition=edition, capacity=1)
    first, second = person(programme, wave="W1", name="Anna"), person(programme, wave="W1", name="Bert")
    client = browse(trainer)
    form = client.get(url("learners:enrol", programme, session.public_id)).context["form"]
    assert [value for value, _label in form.fields["people"].choices] == [first.public_id, second.public_id]
    assert form.fields["people"].initial == [first.public_id]
    sent = {"people": [first.public_id, second.public_id], "others": "nobody"}
    assert "Nobody on the roster: nobody." in text(
        client.post(url("learners:enrol", programme, session.public_id), sent)
    )
    done = client.post(url("learners:enrol", programme, session.public_id), sent | {"others": ""}, follow=True)
    assert "1 have a seat, 1 wait, 0 were not enrolled." in text(done)


def test_attendance_and_results_pages_mark_everybody_and_certify(programme, trainer, browse):
    session = held(published(programme, "C02"))
    rows = EnrolmentFactory.create_batch(2, session=session)
    client = browse(trainer)
    sent = {rows[0].public_id: "0", "rest": "on", "complete": "on"}
    client.post(url("learners:attendance", programme, session.public_id), sent)
    assert [row.state for row in Enrolment.objects.order_by("pk")] == ["no_show", "attended"]
    page = client.get(url("learners:results", programme, session.public_id))
    assert list(page.context["form"].refs) == [rows[1].public_id]
    client.post(url("learners:results", programme, session.public_id), {rows[1].public_id: "88"})
    page = text(client.get(session.get_absolute_url()))
    assert f"C02-{timezone.localdate().year}-0001" in page
    assert "Absent" in page


def test_scores_are_shown_to_those_who_teach_only(programme, trainer, owner, browse, call):
    session = held(published(programme, "C02"), state="completed")
    EnrolmentFactory(session=session, state="passed", score=87, attended=100)
    assert "87" in text(browse(trainer).get(session.get_absolute_url()))
    assert browse(owner).get(session.get_absolute_url()).context["scores_shown"] is False
    rows = call(owner).get(f"/api/v1/programmes/{programme.slug}/enrolments/").json()["results"]
    assert [row["score"] for row in rows] == [None]


def test_trainer_home_shows_the_own_week_and_the_work(programme, trainer, browse):
    edition = published(programme, "C02")
    needs(edition)
    person(programme, wave="W1")
    teacher = Trainer.objects.create(programme=programme, name="He", user=trainer)
    now = timezone.now()
    over = held(
        edition,
        trainer=teacher,
        code="S77",
        starts_at=now - dt.timedelta(minutes=2),
        ends_at=now - dt.timedelta(minutes=1),
    )  # over, and of this week unless it began a moment ago
    EnrolmentFactory(session=over)
    home = browse(trainer).get(url("people:home", programme, "trainer"))
    page = text(home)
    assert "Attendance to confirm" in page
    assert reverse("learners:attendance", args=[programme.slug, over.public_id]) in page
    assert "Without a seat before the go-live" in page
    assert "olve" not in page.replace("Resolve", "").replace("resolve", "")
    week = next(
        content["week"] for panel, content in home.context["main_panels"] if panel.template.endswith("_week.html")
    )
    assert [one.code for one in week.sessions] == ["S77"]


def test_learner_home_shows_courses_go_live_and_seats_to_ask_for(programme, member, browse):
    edition = published(programme, "C02")
    needs(edition)
    own = person(programme, wave="W1", user=member)
    session = SessionFactory(programme=programme, edition=edition)
    client = browse(member)
    page = text(client.get(url("people:home", programme, "learner")))
    assert "1 course is missing until then." in page
    ask = reverse("learners:ask", args=[programme.slug, session.public_id])
    assert ask in page
    client.post(ask)
    row = Enrolment.objects.get(entry=own)
    assert row.state == "requested"
    page = text(client.get(url("people:home", programme, "learner")))
    assert reverse("learners:enrolment_release", args=[programme.slug, row.public_id]) in page


@pytest.mark.parametrize("passed", [0, 3, 4])
def test_my_courses_counts_the_rows_that_stand_below(programme, member, browse, passed):
    """Three are needed before the go-live, one afterwards: all four are one's own."""
    editions = [published(programme, code) for code in ("C02", "C03", "C12", "C08")]
    own = person(programme, "sales", "W1", user=member)
    for edition in editions:
        needs(edition, "sales", before_go_live=edition.course.code != "C08")
    for edition in editions[:passed]:
        EnrolmentFactory(session=held(edition, state="completed"), entry=own, state="passed")
    page = text(browse(member).get(url("people:home", programme, "learner")))
    panel = page.partition('id="my-courses"')[2].partition("</section>")[0]
    _head, *rows = panel.split("<li>")
    assert re.search(r'class="n">(\d+)/(\d+)<', panel).groups() == (str(passed), "4")
    assert len(rows) == 4
    assert [row for row in rows if "needed after the go-live" in row] == [row for row in rows if "C08" in row]
    assert ("missing until then" in page) is (passed < 3)


def test_learner_without_a_roster_entry_is_told_so(programme, member, browse):
    page = text(browse(member).get(url("people:home", programme, "learner")))
    assert "You are not on the roster of a group yet." in page
    assert "No go-live date was given to you yet" in page


def test_a_learner_reaches_only_the_own_enrolment(programme, member, browse, call):
    session = SessionFactory(programme=programme, edition=published(programme, "C02"))
    own = EnrolmentFactory(session=session, entry=person(programme, user=member))
    other = EnrolmentFactory(session=session)
    client = browse(member)
    assert client.get(url("learners:enrolment_release", programme, own.public_id)).status_code == 200
    assert client.get(url("learners:enrolment_release", programme, other.public_id)).status_code == 404
    assert client.get(url("learners:enrolment_withdraw", programme, own.public_id)).status_code == 403
    rows = call(member).get(f"/api/v1/programmes/{programme.slug}/enrolments/").json()["results"]
    assert [row["public_id"] for row in rows] == [own.public_id]


def test_week_page_and_curricula_go_out(programme, trainer, browse):
    edition = published(programme, "C02")
    needs(edition, "sales")
    person(programme, "sales")
    SessionFactory(programme=programme, edition=edition)
    client = browse(trainer)
    assert "C02 Basics" in text(client.get(url("timetable:week", programme), {"day": "2099-03-02"}))
    assert client.get(url("timetable:week", programme), {"day": "never"}).status_code == 200
    sheet = client.get(url("catalogue:curricula", programme), {"export": "csv"})
    body = b"".join(sheet).decode("utf-8-sig") if sheet.streaming else sheet.content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in body.splitlines()] == ["Role in the CRM", "Everybody", "sales"]


def test_api_enrols_marks_and_assesses(programme, trainer, call):
    edition = published(programme, "C02")
    needs(edition)
    one = person(programme, wave="W1")
    base = f"/api/v1/programmes/{programme.slug}"
    session = SessionFactory(programme=programme, edition=edition)
    done = (
        call(trainer).post(f"{base}/session-seats/{session.public_id}/enrol/", {"needing": True}, format="json").json()
    )
    assert (len(done["seated"]), done["refused"]) == (1, [])
    now = timezone.now()
    type(session).objects.update(starts_at=now - dt.timedelta(hours=2), ends_at=now - dt.timedelta(hours=1))
    ref = done["seated"][0]
    api = call(trainer)
    marks = {"marks": {ref: 100}, "complete": True}
    assert (
        api.post(f"{base}/session-seats/{session.public_id}/attendance/", marks, format="json").json()["state"]
        == "completed"
    )
    bad = api.post(f"{base}/session-seats/{session.public_id}/results/", {"results": {ref: 101, "x": 5}}, format="json")
    assert (bad.status_code, {row["field"] for row in bad.json()["errors"]}) == (400, {ref, "x"})
    api.post(f"{base}/session-seats/{session.public_id}/results/", {"results": {ref: 91}}, format="json")
    assert api.get(f"{base}/learners/{one.public_id}/").json()["ready"] is True
    assert api.get(f"{base}/learners/").json()["results"][0]["items"] == [
        {"course": "C02", "status": "satisfied", "before_go_live": True}
    ]


def test_pmo_sees_the_entry_with_its_key(programme, browse):
    page = browse(member_of(programme, "PM")).get(url("learners:overview", programme))
    entry = next(one for one in page.context["frame"].keyed if one.name == "training")
    team = next(one for one in page.context["frame"].keyed if one.name == "people.team")
    assert (entry.key, entry.current, team.key) == ("t", True, "m")
