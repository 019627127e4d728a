"""The deployment checks: each unsafe setting is refused by name, a sound one passes."""

import pytest
from django.db import connection
from django.test import override_settings

from core.checks import no_demo_accounts, production_is_whole
from tests.factories.programme import UserFactory

SOUND = {
    "PRODUCTION": True,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db", "PASSWORD": "long"}},
    "BROKER_URL": "amqp://landfall:long@rabbitmq:5672//",
    "JOBS_RUNNER": "celery",
    "SECRET_KEY": "k7#" * 20,
    "ALLOWED_HOSTS": ["landfall.example"],
    "PUBLIC_URL": "https://landfall.example",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "STORAGE_URL": "s3://files?endpoint=https://s3.example",
}
UNSAFE = [
    ("landfall.E001", {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}),
    ("landfall.E002", {"BROKER_URL": ""}),
    ("landfall.E002", {"JOBS_RUNNER": "db"}),
    ("landfall.E003", {"ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]}),
    ("landfall.E003", {"ALLOWED_HOSTS": ["*"]}),
    ("landfall.E004", {"SECRET_KEY": "short"}),
    ("landfall.E005", {"PUBLIC_URL": "http://localhost:8000"}),
    ("landfall.E006", {"BROKER_URL": "amqp://guest:guest@rabbitmq:5672//"}),
    ("landfall.E006", {"BROKER_URL": "redis://redis:6379/0"}),
    ("landfall.E007", {"DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db"}}}),
    ("landfall.E008", {"STORAGE_URL": "s3://files?endpoint=http://s3.example"}),
    ("landfall.W001", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
]


def found(values):
    with override_settings(**values):
        return [one.id for one in production_is_whole()]


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_sound_production_passes_and_the_embedded_mode_is_not_asked():
    assert found(SOUND) == []
    assert found({**SOUND, "PRODUCTION": False, "SECRET_KEY": "short"}) == []


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize(("code", "values"), UNSAFE)
def test_unsafe_setting_is_refused(code, values):
    assert set(found(SOUND | values)) - {"landfall.E007"} | {code} == {code}


@pytest.mark.django_db
def test_demo_accounts_are_refused_in_production():
    UserFactory(is_demo=True)
    with override_settings(PRODUCTION=True):
        assert [one.id for one in no_demo_accounts(databases=[connection.alias])] == ["landfall.E009"]
        assert no_demo_accounts() == []
    assert no_demo_accounts(databases=[connection.alias]) == []
