"""A seat of the team stands for anything that can be signed."""

import pytest
from django.utils.translation import gettext_lazy as _

from programme.signoff import selectors
from programme.signoff.services import Content, Fact, Part, bind, request_signature
from tests.factories.programme import SeatFactory

MEANING = "I accept the duties of this seat."


def seat_content(seat):
    return Content(
        title=f"Seat {seat.role}",
        number="SEAT-1",
        parts=(
            Part("duties", _("Duties"), (Fact("duties", _("Duties"), seat.duties),)),
            Part("effort", _("Effort"), (Fact("allocation", _("allocation %"), seat.allocation),)),
        ),
    )


@pytest.fixture
def bound():
    """Bind seats while the test runs; the test may set hooks."""
    hooks = {"refuses": None, "decided": None}

    def refuses(seat, decision):
        return hooks["refuses"](seat, decision) if hooks["refuses"] else []

    def decided(seat, signature):
        if hooks["decided"]:
            hooks["decided"](seat, signature)

    bind("programme.Seat", content=seat_content, refuses=refuses, decided=decided)
    yield hooks
    del selectors.bindings._providers["programme.Seat"]


@pytest.fixture
def seat(programme):
    return SeatFactory(programme=programme, role="BO", duties="Decides on scope", allocation=40)


@pytest.fixture
def asked(bound, seat, programme, pmo, owner):
    return request_signature(programme, subject=seat, meaning=MEANING, signer=owner, role="BO", actor=pmo)
