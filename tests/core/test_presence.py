"""What stands in a programme is asked by every slice and answered by one query."""

import pytest

from core import presence
from core.memo import afresh
from programme.raid.models import Risk
from tests.factories.raid import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(monkeypatch):
    monkeypatch.setattr(presence, "_ASKED", dict(presence._ASKED))
    return presence.ask("test.risks", presence.rows_of(Risk, title="Late"))


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


def test_a_name_is_taken_once(question):
    with pytest.raises(ValueError, match=r"'test\.risks' is asked already"):
        presence.ask(question, presence.rows_of(Risk))
