import pytest

from core.counts import counts_of
from core.memo import afresh, once, shared
from programme.people.models import User
from tests.factories.programme import UserFactory

pytestmark = pytest.mark.django_db


def test_many_reads_are_counted_in_one_query(django_assert_num_queries):
    me, *_others = UserFactory.create_batch(3)
    reads = [User.objects.all(), User.objects.exclude(pk=me.pk).distinct(), User.objects.none()]
    with django_assert_num_queries(1):
        assert counts_of(reads, beside=User.objects.filter(pk=me.pk)) == [3, 2, 0]


def test_counts_need_no_row_beside_them():
    UserFactory()
    assert counts_of([User.objects.all()], beside=User.objects.none()) == [1]
    assert counts_of([], beside=User.objects.none()) == []


def test_what_is_read_for_an_evaluation_is_shared_in_it_alone(programme):
    found = iter(range(9))
    assert once(programme, "n", lambda: next(found)) == 0
    assert (shared(programme, "m", lambda: next(found)), shared(programme, "m", lambda: next(found))) == (1, 2)
    reading = afresh(programme)
    assert [shared(reading, "m", lambda: next(found)) for _time in range(2)] == [3, 3]
    assert once(reading, "n", lambda: next(found)) == 4
    assert once(programme, "n", lambda: next(found)) == 0
    assert reading == programme
