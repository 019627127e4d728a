"""The cast: one programme, one person for every role, and an outsider."""

import pytest
from django.conf import settings as house
from django.test import Client
from django.utils import timezone, translation
from hypothesis import settings
from rest_framework.test import APIClient

from tests.factories.programme import ProgrammeFactory, UserFactory, member_of

settings.register_profile("house", deadline=None)  # a busy machine is not a failure
settings.load_profile("house")


@pytest.fixture(autouse=True)
def no_leftovers():
    """Start in the house's language and time zone: a request of the test before leaves its own in the thread."""
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def programme(db):
    return ProgrammeFactory(slug="crm-2027", name="CRM 2027")


@pytest.fixture
def other_programme(db):
    return ProgrammeFactory(slug="other", name="Other programme")


@pytest.fixture
def sponsor(programme):
    return member_of(programme, "SP", name="Sponsor")


@pytest.fixture
def steering(programme):
    return member_of(programme, "SC", name="Steering")


@pytest.fixture
def pmo(programme):
    return member_of(programme, "PM", name="Pmo")


@pytest.fixture
def owner(programme):
    return member_of(programme, "BO", name="Owner")


@pytest.fixture
def finance(programme):
    return member_of(programme, "FIN", name="Finance")


@pytest.fixture
def it_lead(programme):
    return member_of(programme, "IT", name="It lead")


@pytest.fixture
def trainer(programme):
    return member_of(programme, "TR", name="Trainer")


@pytest.fixture
def analyst(programme):
    return member_of(programme, "DS", name="Analyst")


@pytest.fixture
def change_manager(programme):
    return member_of(programme, "CM", name="Change manager")


@pytest.fixture
def member(programme):
    return member_of(programme, "USR", name="Member")


@pytest.fixture
def auditor(programme):
    return member_of(programme, "AUD", name="Auditor")


@pytest.fixture
def outsider(other_programme):
    return member_of(other_programme, "PM", name="Outsider")


@pytest.fixture
def administrator(db):
    return UserFactory(name="Administrator", is_administrator=True)


@pytest.fixture
def browse():
    """Give a logged-in browser for a person, or an anonymous one."""

    def browser(user=None):
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return browser


@pytest.fixture
def call():
    """Give a logged-in API client for a person, or an anonymous one."""

    def client(user=None):
        api = APIClient()
        if user is not None:
            api.force_login(user)
        return api

    return client


def pytest_runtest_setup(item):
    """Skip, with the reason printed, what this run cannot or was not asked to do."""
    if item.get_closest_marker("postgres") and "postgresql" not in house.DATABASES["default"]["ENGINE"]:
        pytest.skip("needs PostgreSQL: set LANDFALL_DATABASE_URL")
    if item.get_closest_marker("full") and "full" not in item.config.getoption("-m"):
        pytest.skip("the full count runs with -m full")
