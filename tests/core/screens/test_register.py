import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from programme.people.models import User
from tests.factories.programme import member_of

pytestmark = [pytest.mark.urls("tests.core.screens.kit"), pytest.mark.django_db]
URL = "/kit/crm-2027/people/"


@pytest.fixture
def people(programme, pmo):
    for name, language in (("Chen Xi", "en"), ("Zhou Qiming", "zh-hans"), ("=HYPERLINK(1)", "en")):
        member_of(programme, "USR", name=name, language=language)
    return programme


def names(response):
    return [row.label for row in response.context["drawn"]]


def test_register_shows_every_row_in_its_order(browse, pmo, people):
    response = browse(pmo).get(URL)
    assert names(response) == ["=HYPERLINK(1)", "Chen Xi", "Pmo", "Zhou Qiming"]
    assert response.context["total"] == 4


def test_register_sorts_by_the_asked_column_downwards(browse, pmo, people):
    response = browse(pmo).get(URL, {"sort": "-name"})
    assert names(response) == ["Zhou Qiming", "Pmo", "Chen Xi", "=HYPERLINK(1)"]
    assert 'aria-sort="descending"' in response.content.decode()


def test_register_ignores_a_sort_nobody_offers(browse, pmo, people):
    assert names(browse(pmo).get(URL, {"sort": "password"})) == ["=HYPERLINK(1)", "Chen Xi", "Pmo", "Zhou Qiming"]


def test_register_searches_every_word(browse, pmo, people):
    assert names(browse(pmo).get(URL, {"q": "zhou QIM"})) == ["Zhou Qiming"]


def test_chip_says_what_is_chosen_and_how_to_remove_it(browse, pmo, people):
    response = browse(pmo).get(URL, {"language": "zh-hans", "q": "o"})
    chip = next(chip for chip in response.context["chips"] if chip.field.name == "language")
    assert (chip.chosen, chip.off) == ("Chinese", "q=o")


def test_saved_view_is_current_whatever_the_page_and_sort(browse, pmo, people):
    response = browse(pmo).get(URL, {"is_active": "true", "sort": "-name"})
    assert [(count, here) for _view, count, here in response.context["views"]] == [(4, False), (4, True)]


def test_register_without_hits_says_what_excluded_the_rows(browse, pmo, people):
    body = browse(pmo).get(URL, {"q": "nobody at all"}).content.decode()
    assert "No row in this view" in body
    assert "None of the 4 rows meets" in body


def test_chosen_columns_keep_the_title(browse, pmo, people):
    response = browse(pmo).get(URL, {"cols": ["job_title"]})
    assert [column.name for column in response.context["columns"]] == ["name", "job_title"]


def test_htmx_gets_the_table_alone(browse, pmo, people):
    body = browse(pmo).get(URL, headers={"HX-Request": "true"}).content.decode()
    assert 'id="register"' in body
    assert "<html" not in body


def test_csv_has_every_filtered_row_and_disarms_formulas(browse, pmo, people):
    response = browse(pmo).get(URL, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "E-mail", "State", "Since", "Hours (h)", "Job title"]
    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(1)", "Chen Xi", "Pmo", "Zhou Qiming"]
    assert rows[1][4] == "1234.5"


def test_xlsx_keeps_numbers_as_numbers(browse, pmo, people):
    response = browse(pmo).get(URL, {"export": "xlsx", "q": "Chen"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert sheet[1][0] == "Chen Xi"
    assert sheet[1][4] == 1234.5


def test_pages_hold_fifty_rows(browse, pmo, programme):
    User.objects.bulk_create([User(email=f"n{n}@example.com", name=f"N{n:02}") for n in range(60)])
    for user in User.objects.filter(email__startswith="n"):
        user.memberships.create(programme=programme, role="USR")
    response = browse(pmo).get(URL, {"page": "2"})
    assert len(response.context["drawn"]) == 11
    assert "51–61 of 61" in response.content.decode()


def test_register_costs_the_same_queries_whatever_its_rows(browse, pmo, programme, django_assert_num_queries):
    client = browse(pmo)
    client.get(URL)  # ribbon and counts are kept from the first look on
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for n in range(30):
        member_of(programme, "USR", name=f"N{n}")
    with django_assert_num_queries(len(few)):
        client.get(URL)
