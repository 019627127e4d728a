"""Programmes, people and the roles they hold."""

import datetime as dt

import factory

from programme.charter.models import Programme
from programme.people.models import Membership, Seat, Unit, User

PASSWORD = "correct horse battery"


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"crm-{n}")
    name = factory.Sequence(lambda n: f"CRM {n}")
    language = "en"
    starts_on = dt.date(2026, 3, 2)


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"Unit {n}")
    code = factory.Sequence(lambda n: f"U{n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"
    time_zone = "Asia/Shanghai"
    password = factory.django.Password(PASSWORD)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    programme = factory.SubFactory(ProgrammeFactory)
    user = factory.SubFactory(UserFactory)
    role = "PM"


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    programme = factory.SubFactory(ProgrammeFactory)
    role = "PM"
    mandatory = True


def member_of(programme, *roles, **fields):
    """Make a person who holds these roles in the programme."""
    user = UserFactory(**fields)
    for role in roles:
        MembershipFactory(programme=programme, user=user, role=role)
    return user
