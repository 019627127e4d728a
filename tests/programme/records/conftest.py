"""Tasks of the tests' own, known only while a test runs."""

import pytest
from django.utils import translation

from core import jobs
from tests.factories.records import Sample, forget_sample, provide_sample


@pytest.fixture(autouse=True)
def english():
    """Speak English whatever the installation speaks."""
    with translation.override("en"):
        yield


@pytest.fixture
def named_task():
    """Name functions as tasks and forget them afterwards."""
    names = []

    def register(name, function):
        names.append(name)
        jobs.task(name)(function)

    yield register
    for name in names:
        del jobs._tasks[name]


@pytest.fixture
def sample():
    """A document kind with two sections, known only while a test runs; its figures may be changed."""
    provide_sample()
    yield Sample
    forget_sample()


@pytest.fixture
def serial_sample():
    """The same, with a new number at each issue."""
    provide_sample(serial=True)
    yield Sample
    forget_sample()
