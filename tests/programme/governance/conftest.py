"""English, and light sources known only while a test runs."""

import pytest
from django.utils import translation

from core import seams


@pytest.fixture(autouse=True)
def english():
    """Speak English whatever the installation speaks."""
    with translation.override("en"):
        yield


@pytest.fixture
def reading():
    """Give light sources; one that a slice gives already is put back afterwards."""
    before = dict(seams.evidence._providers)

    def register(name, value, **fields):
        seams.evidence._providers[name] = lambda programme, scopes: [seams.Evidence(value, **fields)]

    yield register
    seams.evidence._providers.clear()
    seams.evidence._providers.update(before)
