"""Feedback in named states."""

import datetime as dt

import factory
from django.utils import timezone

from feedback.inbox.choices import Act, ItemState
from feedback.inbox.models import FeedbackItem, FeedbackStep, FeedbackVote
from tests.factories.programme import ProgrammeFactory


class FeedbackStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackStep

    act = Act.RECEIVE
    state = ItemState.NEW


class FeedbackItemFactory(factory.django.DjangoModelFactory):
    """An item by a person without account, received now, with its first step and its submitter's vote."""

    class Meta:
        model = FeedbackItem
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"FB{n:03}")
    title = factory.Sequence(lambda n: f"Item {n}")
    text = factory.Sequence(lambda n: f"Item {n}, at length")
    channel = "web"
    received_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def begun(self, create, extracted, **kwargs):
        if not create:
            return
        FeedbackStepFactory(item=self, at=self.received_at, kind=self.kind)
        if self.state not in (ItemState.NEW, ItemState.MERGED):
            act = {"answered": Act.ANSWER, "declined": Act.DECLINE, "released": Act.RELEASE}.get(self.state)
            FeedbackStepFactory(
                item=self, at=self.received_at + dt.timedelta(minutes=5), kind=self.kind, state=self.state,
                act=act or Act.CLASSIFY, text="Said so",
            )  # fmt: skip
        FeedbackVote.objects.create(item=self, voter=self.submitter, email=self.submitter_email, own=True)
