"""A charter that all have signed, for tests."""

from programme.charter.services import move_programme, submit_charter
from programme.signoff import selectors as signoff
from tests.factories.charter import ready_to_sign
from tests.programme.charter.test_life import signed_by


def signed_charter(programme):
    """Take the programme to its signed charter 1.0; returns the people by role."""
    people = ready_to_sign(programme)
    move_programme(programme, "assess", actor=people["PM"])
    for request in signoff.requests_of(submit_charter(programme, actor=people["PM"])):
        signed_by(request)
    programme.refresh_from_db()
    return people
