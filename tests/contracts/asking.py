"""Ask every way as one person, each in a savepoint that is rolled back, and keep the status."""

from contextlib import contextmanager

from django.db import transaction
from django.test import Client

from tests.contracts.world import address, kwargs_of


@contextmanager
def undone():
    """Roll back what happens inside."""
    with transaction.atomic():
        sid = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(sid)


def browser(user=None):
    """A browser of this person; one session for all its questions."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def ask(client, way, url):
    """Send the emptiest request of this way; gives the status, or the fault's name."""
    body = (
        {} if way.method == "get" else {"data": "{}", "content_type": "application/json"} if way.api else {"data": {}}
    )
    kept = client.cookies.copy()
    with undone():
        try:
            response = getattr(client, way.method)(url, **body)
            if response.streaming:
                b"".join(response)  # read to its end, so that its file is closed
        except Exception as error:  # noqa: BLE001  what would be a 500
            return f"{type(error).__name__}: {error}"
        finally:
            client.cookies = kept  # a logout is undone as well
    return response.status_code


def addresses(ways, programme, chosen=None):
    """URL of each way, with rows of this programme."""
    return {way.key: address(way, kwargs_of(way, programme, **(chosen or {}).get(way.key, {}))) for way in ways}
