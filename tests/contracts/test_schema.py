from io import StringIO

from django.core.management import call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS


def test_schema_is_valid_and_says_everything():
    GENERATOR_STATS.reset()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


def test_schema_is_openapi_3_1(pmo):
    client = Client()
    client.force_login(pmo)
    answer = client.get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert b"3.1.0" in answer.content[:200]
