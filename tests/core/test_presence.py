"""What stands in a programme, and what it says, is asked by every slice and answered by one query each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import presence
from core.memo import afresh
from programme.raid.models import Risk
from tests.factories.raid import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(monkeypatch):
    monkeypatch.setattr(presence, "_ASKED", dict(presence._ASKED))
    monkeypatch.setattr(presence, "_SAYS", dict(presence._SAYS))
    return presence.ask("test.risks", presence.rows_of(Risk, title="Late"), says=("code", "title"))


@pytest.fixture
def other_question(question):
    return presence.ask("test.causes", presence.rows_of(Risk, cause="Why"), says=("code",))


def test_one_query_answers_for_all_and_is_kept_for_an_evaluation(programme, question, django_assert_num_queries):
    one = afresh(programme)
    with django_assert_num_queries(1):
        assert list(presence.stand(one, question, "charter.tolerances")) == [False, False]
        assert list(presence.stand(one, question)) == [False]


def test_rows_of_another_programme_do_not_count(programme, other_programme, question):
    RiskFactory(programme=other_programme, title="Late")
    assert list(presence.stand(programme, question)) == [False]
    RiskFactory(programme=programme, title="Late")
    assert list(presence.stand(programme, question)) == [True]


def test_one_query_tells_what_stands_under_all_questions(
    programme, question, other_question, django_assert_num_queries
):
    RiskFactory(programme=programme, code="R2", title="Late", cause="Why")
    RiskFactory(programme=programme, code="R1", title="Late")
    one = afresh(programme)
    with django_assert_num_queries(2):
        late, why = presence.told(one, question, other_question)
        assert presence.told(one, question) == [late]
        assert list(presence.stand(one, other_question)) == [True]
    assert (late, why) == ([("R1", "Late"), ("R2", "Late")], [("R2",)])


def test_nothing_is_read_where_nothing_stands(programme, other_programme, question, django_assert_num_queries):
    RiskFactory(programme=other_programme, title="Late")
    with django_assert_num_queries(1):
        assert presence.told(afresh(programme), question) == [[]]


def test_what_a_row_says_is_told_once_though_it_answers_twice(programme, monkeypatch, question):
    risk = RiskFactory(programme=programme)
    for days in (1, 2):
        risk.scores.create(on=risk.created_at.date() + timedelta(days), probability=1, impact=1)
    rows = Risk.objects.filter(programme=programme, scores__impact=1)
    scored = presence.ask("test.scored", lambda _programme: rows, says=("code",))
    assert rows.count() == 2
    assert presence.told(programme, scored) == [[(risk.code,)]]


def test_outside_an_evaluation_only_what_is_named_is_asked(programme, question):
    with CaptureQueriesContext(connection) as asked:
        presence.stand(programme, question)
    assert ["programme_tolerance" in query["sql"] for query in asked.captured_queries] == [False]


def test_a_name_is_taken_once(question):
    with pytest.raises(ValueError, match=r"'test\.risks' is asked already"):
        presence.ask(question, presence.rows_of(Risk))
