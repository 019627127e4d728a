"""Factories of the landscape."""

import factory

from programme.landscape.models import (
    AccessRule,
    DataField,
    Interface,
    MasterRecord,
    PersonalData,
    SourceSystem,
    TestDataSet,
)
from tests.factories.programme import ProgrammeFactory


class SourceSystemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SourceSystem

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"SY{n:03}")
    name = factory.Sequence(lambda n: f"System {n}")
    owner = "Sales operations"


class InterfaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interface

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"IF{n:03}")
    system = factory.Sequence(lambda n: f"System {n}")
    objects_held = "Leads"
    frequency = "daily"
    method = "api"
    standard = "REST"
    errors = "Tried again"
    owner = "IT"


class DataFieldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DataField

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"DF{n:03}")
    name = factory.Sequence(lambda n: f"field {n}")
    owner = "Finance"


class MasterRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MasterRecord

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"MR{n:05}")
    name = factory.Sequence(lambda n: f"Customer {n}")
    system = factory.LazyAttribute(lambda row: SourceSystemFactory(programme=row.programme))
    seen_on = "2026-05-20"


class PersonalDataFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PersonalData

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"PD{n:03}")
    field = factory.Sequence(lambda n: f"field {n}")
    purpose = "Visits"
    keep_months = 36


class TestDataSetFactory(factory.django.DjangoModelFactory):
    __test__ = False

    class Meta:
        model = TestDataSet

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"TD{n:03}")
    name = factory.Sequence(lambda n: f"Sample {n}")


class AccessRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessRule

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"AM{n:04}")
    role = factory.Sequence(lambda n: f"Role {n}")
