import pytest
from django.conf import settings

from tests.core.screens.test_components import faults

pytestmark = pytest.mark.django_db


def test_language_switch_keeps_the_cookie_and_the_page(client):
    response = client.post("/language/", {"language": "en", "next": "/login/?next=/p/x/"})
    assert (response.status_code, response["Location"]) == (302, "/login/?next=/p/x/")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert '<html lang="en">' in client.get("/login/").content.decode()
    client.post("/language/", {"language": "zh-hans"})
    assert '<html lang="zh-Hans">' in client.get("/login/").content.decode()


def test_language_switch_goes_nowhere_else(client):
    response = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


@pytest.mark.parametrize("language", ["fr", "", "../en"])
def test_unknown_language_is_not_kept(client, language):
    assert settings.LANGUAGE_COOKIE_NAME not in client.post("/language/", {"language": language}).cookies


def test_language_is_switched_by_post_alone(client):
    assert client.get("/language/").status_code == 405


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_missing_page_says_whom_to_ask(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert {"en": "Ask the project manager", "zh-hans": "请联系项目经理"}[language] in response.content.decode()


def test_api_page_lists_operations_to_those_who_log_in(browse, pmo):
    assert browse().get("/api/v1/docs/").status_code == 302
    body = browse(pmo).get("/api/v1/docs/").content.decode()
    assert faults(body) == []
    assert "<code>/api/v1/" in body


def test_pages_carry_a_policy_that_allows_no_inline_code(client):
    policy = client.get("/login/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert "unsafe-eval" not in policy
