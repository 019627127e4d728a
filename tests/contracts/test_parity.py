"""What one does on a page and by the API comes to the same: the same row, the same event."""

import logging

import pytest
from django.db import transaction

from programme.records.models import ImportRun
from tests.contracts.asking import browser, undone
from tests.contracts.excused import CALLS_ALONE, PAGES_ALONE
from tests.contracts.fronts import EVERY, facts, written
from tests.contracts.parity import REGISTERS
from tests.contracts.parity_budget import BUDGET
from tests.contracts.parity_exceptions import EXCEPTIONS
from tests.contracts.parity_feedback import FEEDBACK
from tests.contracts.parity_governance import COMMITTEE
from tests.contracts.parity_imports import IMPORTS, sent
from tests.contracts.parity_landscape import LANDSCAPE
from tests.contracts.parity_needs import NEEDS
from tests.contracts.parity_reach import REACH
from tests.contracts.parity_roi import MONEY
from tests.contracts.parity_sourcing import SOURCING
from tests.contracts.parity_training import TRAINING
from tests.contracts.parity_uat import UAT
from tests.contracts.parity_work import WORK
from tests.contracts.world import build

pytestmark = pytest.mark.django_db
PAIRS = [
    *REGISTERS,
    *WORK,
    *UAT,
    *FEEDBACK,
    *MONEY,
    *BUDGET,
    *TRAINING,
    *IMPORTS,
    *REACH,
    *NEEDS,
    *LANDSCAPE,
    *COMMITTEE,
    *EXCEPTIONS,
    *SOURCING,
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A whole programme with everybody in it; nothing stays."""
    level = logging.root.manager.disable
    logging.disable(logging.ERROR)
    with django_db_blocker.unblock(), transaction.atomic():
        yield build("acme")
        transaction.set_rollback(True)
    logging.disable(level)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_both_fronts_write_the_same(world, pair):
    page, call = written(world, pair, api=None)
    assert (page["done"], call["done"]) == (True, True)
    assert page["wrote"]
    assert page["events"] == call["events"]
    assert page["rows"] == call["rows"]
    assert page["jobs"] == call["jobs"]


def test_both_fronts_check_a_file_alike(world):
    """The page takes the file and then asks for its columns; the call does both at once."""
    client, (form, body) = browser(world.people["PM"]), sent()
    with undone():
        columns = client.post("/p/acme/imports/new/", form)["Location"]
        choices = client.get(columns).context["choices"]
        client.post(columns, {f"column-{one.position}": one.chosen for one in choices})
        page = facts(ImportRun.objects.latest("pk"))
    with undone():
        client.post("/api/v1/programmes/acme/imports/", body, content_type="application/json")
        run = ImportRun.objects.latest("pk")
        call = facts(run)
    assert (run.verdict["rows"], run.verdict["accepted"], run.verdict["refused"]) == (3, 2, 1)
    assert page | {"version": ""} == call | {"version": ""}  # the page's second step is a second version


def test_every_act_of_the_api_is_compared_or_excused():
    calls = {key for key, way in EVERY.items() if way.api and way.method in {"post", "put", "patch", "delete"}}
    assert calls - {pair.api for pair in PAIRS} == set(CALLS_ALONE)


def test_every_form_is_compared_or_excused():
    forms = {key for key, way in EVERY.items() if not way.api and way.method == "post"}
    assert forms - {pair.html for pair in PAIRS} == set(PAGES_ALONE)
