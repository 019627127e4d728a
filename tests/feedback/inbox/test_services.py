import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInputError, ForbiddenError, IllegalNowError, StaleError
from feedback.inbox import services
from feedback.inbox.choices import ItemState
from feedback.inbox.models import FeedbackItem, FeedbackStep, FeedbackVote
from feedback.inbox.selectors.clocks import clocks_of, desk, late_keys, sla_share
from feedback.inbox.selectors.items import channel_mix, similar_items
from programme.notices.models import Notification
from programme.records.models import AuditEvent, IdempotentAnswer
from tests.factories.feedback import FeedbackItemFactory
from tests.factories.programme import member_of
from tests.factories.rollout import RosterEntryFactory, WaveFactory


def fresh(item):
    return FeedbackItem.objects.for_list().get(pk=item.pk)


def give(programme, user, text="It is slow", **values):
    return services.give_feedback(programme, values={"text": text, **values}, actor=user).item


@pytest.fixture
def ambassador(programme):
    return member_of(programme, "AMB", name="Ambassador")


@pytest.mark.requirement("S0-42")
def test_one_item_through_each_channel_lands_in_one_list_with_channel_and_submitter(
    programme, member, change_manager, browse
):
    give(programme, member, "By the form", channel="web")
    give(programme, member, "By the button", channel="button", page="/p/crm/plan/")
    give(programme, change_manager, "In an interview", channel="interview", submitter_name="Wu Tong")
    give(programme, change_manager, "In a survey", channel="survey", submitter_email=member.email)
    rows = FeedbackItem.objects.filter(programme=programme).visible_to(change_manager).order_by("pk")
    assert [(row.channel, row.submitter_text) for row in rows] == [
        ("web", "Member"), ("button", "Member"), ("interview", "Wu Tong"), ("survey", "Member"),
    ]  # fmt: skip
    page = browse(change_manager).get(reverse("inbox:item_list", args=[programme.slug])).content.decode()
    lines = [re.sub(r"<[^>]+>", " ", line) for line in re.findall(r"<tr.*?</tr>", page, re.DOTALL)]
    for told in (
        ("By the form", "Web form", "Member"), ("By the button", "Button in the application", "Member"),
        ("In an interview", "Interview note", "Wu Tong"), ("In a survey", "Survey", "Member"),
    ):  # fmt: skip
        assert sum(all(word in line for word in told) for line in lines) == 1
    assert dict(channel_mix(programme)) == {
        "Web form": 1, "Button in the application": 1, "Interview note": 1, "Survey": 1, "Mailbox": 0, "Chat group": 0,
        "Import": 0,
    }  # fmt: skip


@pytest.mark.requirement("S0-43")
def test_three_similar_items_are_one_idea_with_three_votes_and_all_three_hear_of_each_state(
    programme, change_manager, owner, django_capture_on_commit_callbacks
):
    people = [member_of(programme, "USR", name=f"Seller {n}") for n in range(3)]
    items = [give(programme, who, text, kind="improvement", module="WeChat", reach=40)
             for who, text in zip(people, ("希望增加微信快捷回复功能", "希望微信可以快捷回复", "微信快捷回复"), strict=True)]  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        for other in items[1:]:
            services.merge_item(other, original=items[0], actor=change_manager)
    idea = fresh(items[0])
    assert FeedbackItem.objects.counted().count() == 1
    assert idea.vote_count == 3
    assert [fresh(one).original for one in items[1:]] == [idea, idea]
    moves = [
        ("acknowledge", {}, "acknowledged"),
        ("classify", {"kind": "improvement", "category": "wish"}, "classified"),
        ("backlog", {"text": "We take it"}, "backlog"),
        ("plan", {"text": "With the May release", "release": "2026.05"}, "planned"),
        ("release", {"text": "It is there"}, "released"),
    ]
    for act, values, state in moves:
        Notification.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            services.ITEM_ACTS[act](fresh(idea), actor=change_manager, **values)
        assert fresh(idea).state == state
        told = Notification.objects.filter(url=idea.get_absolute_url())
        assert sorted(one.person.name for one in told) == ["Seller 0", "Seller 1", "Seller 2"]
        assert {one.text.split(" – ")[0] for one in told} == {
            f"“{idea.title}” is now: {fresh(idea).get_state_display()}"
        }


def test_merged_person_counts_once_and_taking_apart_takes_the_vote_along(programme, member, change_manager):
    one, other = give(programme, member, "One"), give(programme, member, "Other")
    third = give(programme, change_manager, "Third")
    services.merge_item(other, original=one, actor=change_manager)
    services.merge_item(third, original=one, actor=change_manager)
    assert fresh(one).vote_count == 2
    services.split_item(fresh(third), actor=change_manager, text="It says something else")
    assert (fresh(one).vote_count, fresh(third).state, fresh(third).original) == (1, "reopened", None)


def test_merging_into_itself_elsewhere_or_into_a_merged_one_is_refused(programme, other_programme, change_manager):
    one, other = FeedbackItemFactory.create_batch(2, programme=programme)
    far = FeedbackItemFactory(programme=other_programme)
    for wrong in (None, one, far):
        with pytest.raises(BadInputError) as refused:
            services.merge_item(one, original=wrong, actor=change_manager)
        assert list(refused.value.fields) == ["original"]
    services.merge_item(other, original=one, actor=change_manager)
    with pytest.raises(IllegalNowError):
        services.merge_item(one, original=fresh(other), actor=change_manager)


def test_simple_path_to_the_confirmed_end(programme, member, change_manager, owner):
    item = give(programme, member)
    services.acknowledge_item(item, actor=change_manager)
    item = services.classify_item(item, actor=change_manager, kind="question", category="training")
    item = services.answer_item(item, actor=owner, text="Use the filter")
    item = services.confirm_item(item, actor=member)
    assert item.state == "closed"
    acts = list(FeedbackStep.objects.filter(item=item).order_by("at", "pk").values_list("act", "state"))
    assert acts == [
        ("receive", "new"), ("acknowledge", "acknowledged"), ("classify", "classified"), ("answer", "answered"),
        ("confirm", "confirmed"), ("close", "closed"),
    ]  # fmt: skip
    events = AuditEvent.objects.filter(object_id=item.public_id).order_by("seq").values_list("action", flat=True)
    assert list(events) == [
        "inbox.received", "inbox.acknowledged", "inbox.classified", "inbox.answered", "inbox.confirmed", "inbox.closed",
    ]  # fmt: skip
    item = services.reopen_item(item, actor=member, text="It still fails")
    assert item.state == "reopened"


def test_first_who_handles_keeps_it(programme, member, change_manager, pmo):
    item = services.acknowledge_item(give(programme, member), actor=change_manager)
    item = services.classify_item(item, actor=pmo, kind="question", category="training")
    assert item.owner == change_manager


@pytest.mark.parametrize(
    ("act", "state", "kind", "values", "lacks"),
    [
        ("answer", "classified", "question", {"text": " "}, ["text"]),
        ("decline", "classified", "improvement", {"text": ""}, ["text"]),
        ("backlog", "classified", "improvement", {"text": ""}, ["text"]),
        ("plan", "backlog", "improvement", {"text": "", "release": ""}, ["release", "text"]),
        ("release", "planned", "improvement", {"text": ""}, ["text"]),
        ("link_defect", "classified", "defect", {"text": "", "defect": ""}, ["defect", "text"]),
        ("classify", "acknowledged", "", {}, ["category", "kind"]),
        ("ask", "acknowledged", "", {"text": ""}, ["text"]),
        ("reopen", "answered", "question", {"text": ""}, ["text"]),
        ("split", "new", "", {"text": ""}, ["text"]),
    ],
)
def test_every_word_that_is_missing_is_named(act, state, kind, values, lacks, programme):
    item = FeedbackItemFactory(programme=programme, state=state, kind=kind)
    with pytest.raises(BadInputError) as refused:
        services.ITEM_ACTS[act](item, actor=None, **values)
    assert sorted(refused.value.fields) == lacks


def test_acts_out_of_turn_are_refused_with_a_sentence(programme, pmo):
    item = FeedbackItemFactory(programme=programme, state="new")
    with pytest.raises(IllegalNowError, match="“Answer” is not possible: the item is New"):
        services.answer_item(item, actor=pmo, text="x")
    question = FeedbackItemFactory(programme=programme, state="classified", kind="question")
    with pytest.raises(IllegalNowError, match="Classify it as a defect first"):
        services.link_defect(question, actor=pmo, defect="D-1", text="x")
    with pytest.raises(IllegalNowError, match="Classify it as an improvement first"):
        services.take_into_backlog(question, actor=pmo, text="x")


def test_decline_is_for_committee_and_owners(programme, change_manager, steering, owner):
    item = FeedbackItemFactory(programme=programme, state="classified", kind="improvement")
    with pytest.raises(ForbiddenError):
        services.decline_item(item, actor=change_manager, text="No")
    assert services.decline_item(item, actor=steering, text="It costs more than it brings").state == "declined"


@pytest.mark.requirement("S4-23")
def test_complaint_closes_only_confirmed_or_silent_and_after_its_review(programme, member, owner, pmo, change_manager):
    complaint = give(programme, member, "Nobody calls back", kind="complaint")
    complaint = services.classify_item(complaint, actor=change_manager, kind="complaint", category="process")
    complaint = services.answer_item(complaint, actor=pmo, text="We call from now on")
    with pytest.raises(IllegalNowError, match="does not review"):
        services.review_complaint(complaint, actor=pmo, text="Fine")
    complaint = services.confirm_item(complaint, actor=member)
    assert complaint.state == "confirmed"
    assert services.close_silent_items(programme, day=timezone.localdate() + timedelta(days=30)) == 0
    complaint = services.review_complaint(complaint, actor=owner, text="Answered well")
    assert (complaint.state, complaint.reviewed_by) == ("closed", owner)


def test_silence_of_five_working_days_closes(programme, change_manager):
    monday = timezone.make_aware(timezone.datetime(2026, 3, 2, 10))
    silent = FeedbackItemFactory(programme=programme, state="answered", kind="question", received_at=monday)
    spoken = FeedbackItemFactory(programme=programme, state="answered", kind="question", received_at=monday)
    unreviewed = FeedbackItemFactory(programme=programme, state="answered", kind="complaint", received_at=monday)
    services.reply_to_item(spoken, actor=None, text="But it is not so")
    assert services.close_silent_items(programme, day=date(2026, 3, 9)) == 0
    assert services.close_silent_items(programme, day=date(2026, 3, 10)) == 1
    assert [fresh(one).state for one in (silent, spoken, unreviewed)] == ["closed", "answered", "answered"]
    assert services.close_silent_items(programme, day=date(2026, 3, 10)) == 0


def test_asking_back_pauses_until_the_submitter_replies(programme, member, change_manager):
    item = services.ask_submitter(give(programme, member), actor=change_manager, text="Which screen?")
    assert (item.state, item.waiting) == ("acknowledged", True)
    assert clocks_of(fresh(item), desk(programme)).decision.paused
    item = services.reply_to_item(item, actor=member, text="The quotation")
    assert not item.waiting
    assert not clocks_of(fresh(item), desk(programme)).decision.paused
    with pytest.raises(ForbiddenError):
        services.reply_to_item(item, actor=change_manager, text="For another")


def test_reply_for_a_person_without_account_is_written_down_by_who_triages(programme, change_manager, finance):
    item = give(programme, change_manager, "By phone", channel="interview", submitter_name="Old Zhang")
    with pytest.raises(ForbiddenError):
        services.reply_to_item(item, actor=finance, text="He says yes")
    assert services.reply_to_item(item, actor=change_manager, text="He says yes").state == "new"


def test_notes_for_others_are_written_by_readers_only(programme, member):
    with pytest.raises(ForbiddenError):
        give(programme, member, "He said", channel="interview", submitter_name="Old Zhang")


def test_votes_once_a_person_and_none_after_the_end(programme, member, pmo):
    item = FeedbackItemFactory(programme=programme, state="backlog", kind="improvement", submitter=pmo)
    services.vote_for(item, actor=member)
    services.vote_for(item, actor=member)
    assert fresh(item).vote_count == 2
    services.take_vote_back(item, actor=member)
    assert fresh(item).vote_count == 1
    with pytest.raises(IllegalNowError):
        services.take_vote_back(item, actor=pmo)
    ended = FeedbackItemFactory(programme=programme, state="declined", kind="improvement")
    with pytest.raises(IllegalNowError):
        services.vote_for(ended, actor=member)


def test_sender_is_found_on_the_roster(programme, member):
    wave = WaveFactory(programme=programme, code="W7")
    RosterEntryFactory(programme=programme, email=member.email.upper(), wave=wave, crm_role="Sales")
    item = give(programme, member)
    assert (item.wave, item.crm_role) == (wave, "Sales")


def test_text_is_needed_and_the_future_refused(programme, member):
    with pytest.raises(BadInputError) as refused:
        give(programme, member, "  ")
    assert list(refused.value.fields) == ["text"]
    with pytest.raises(BadInputError) as refused:
        give(programme, member, received_at=timezone.now() + timedelta(days=1))
    assert list(refused.value.fields) == ["received_at"]


def test_auditor_and_outsider_send_nothing(programme, auditor, outsider):
    for who in (auditor, outsider):
        with pytest.raises(ForbiddenError):
            give(programme, who)


def test_similar_items_are_found_among_what_is_shared(programme):
    FeedbackItemFactory(programme=programme, title="希望增加微信快捷回复", kind="improvement", state="backlog")
    FeedbackItemFactory(programme=programme, title="希望增加微信快捷回复", kind="complaint", state="classified")
    FeedbackItemFactory(programme=programme, title="希望增加微信快捷回复", kind="improvement", state="new")
    found = similar_items(programme, "微信快捷回复")
    assert [(one.kind, one.state) for one in found] == [("improvement", "backlog")]


def test_stale_edit_is_refused_and_strangers_are_no_handlers(programme, change_manager, outsider):
    item = FeedbackItemFactory(programme=programme)
    services.update_item(item, values={"module": "Mobile"}, actor=change_manager, version=1)
    with pytest.raises(StaleError):
        services.update_item(item, values={"module": "Web"}, actor=change_manager, version=1)
    with pytest.raises(BadInputError) as refused:
        services.update_item(item, values={"owner": outsider, "state": "closed"}, actor=change_manager)
    assert sorted(refused.value.fields) == ["owner", "state"]


def test_share_in_time_counts_kept_and_late_but_not_what_still_runs(programme, change_manager):
    long_ago = timezone.now() - timedelta(days=60)
    FeedbackItemFactory.create_batch(3, programme=programme, state="answered", kind="question", received_at=long_ago)
    late = FeedbackItemFactory(programme=programme, received_at=long_ago)
    FeedbackItemFactory(programme=programme)
    FeedbackItemFactory(programme=programme, received_at=long_ago, state="merged", original=late)
    share = sla_share(programme)
    assert (share.met, share.decided, share.value) == (3, 4, Decimal("0.75"))
    assert late_keys(programme) == [late.pk]


def test_targets_of_the_programme_count_at_once(programme, change_manager, member):
    item = FeedbackItemFactory(programme=programme)
    before = clocks_of(fresh(item), desk(programme)).reply.due
    services.set_target(programme, kind="", reply_hours=Decimal(90), decision_hours=Decimal(90), actor=change_manager)
    assert clocks_of(fresh(item), desk(programme)).reply.due > before
    with pytest.raises(ForbiddenError):
        services.set_target(programme, kind="", reply_hours=Decimal(1), decision_hours=Decimal(1), actor=member)
    with pytest.raises(BadInputError):
        services.set_target(programme, kind="praise", reply_hours=Decimal(1), decision_hours=None, actor=change_manager)


def nothing_of(user, item):
    """Look through every row about the item for who sent it."""
    events = AuditEvent.objects.filter(object_id=item.public_id) | AuditEvent.objects.filter(kind="records.Attachment")
    traces = [str(event.changes) + event.actor_name + event.object_text + event.reason for event in events]
    rows = [*FeedbackItem.objects.values(), *FeedbackStep.objects.values(), *FeedbackVote.objects.values(), *traces]
    keys = ("submitter_id", "by_id", "voter_id", "owner_id")
    assert not [row for row in rows if isinstance(row, dict) and any(row.get(key) == user.pk for key in keys)]
    assert user.name not in str(rows)
    assert user.email not in str(rows)
    assert not AuditEvent.objects.filter(actor=user).exists()


def test_nothing_of_an_anonymous_sender_is_kept(programme, change_manager):
    shy = member_of(programme, "USR", name="Shy Sender", email="shy@example.com")
    wave = WaveFactory(programme=programme)
    RosterEntryFactory(programme=programme, user=shy, wave=wave, crm_role="The only one")
    given = services.give_feedback(
        programme, values={"text": "My boss shouts", "page": "/p/x/?user=shy"}, actor=shy, anonymous=True
    )
    item = fresh(given.item)
    nothing_of(shy, item)
    assert (item.wave, item.crm_role, item.page) == (None, "", "/p/x/")
    assert timezone.localtime(item.received_at).strftime("%H:%M") == "00:00"
    services.answer_item(
        services.classify_item(item, actor=change_manager, kind="question", category="process"),
        actor=change_manager, text="We talk to him",
    )  # fmt: skip
    services.reopen_item(fresh(item), actor=None, text="He still does", by_code=True)
    nothing_of(shy, item)


def test_wave_of_an_anonymous_sender_is_kept_where_five_share_it(programme):
    shy = member_of(programme, "USR")
    wave = WaveFactory(programme=programme)
    RosterEntryFactory(programme=programme, user=shy, wave=wave)
    RosterEntryFactory.create_batch(4, programme=programme, wave=wave)
    item = services.give_feedback(programme, values={"text": "Slow"}, actor=shy, anonymous=True).item
    assert item.wave == wave


def test_anonymous_retry_gives_the_same_item_and_code(programme, member):
    first = services.give_feedback(programme, values={"text": "x"}, actor=member, anonymous=True, once="k1")
    again = services.give_feedback(programme, values={"text": "x"}, actor=member, anonymous=True, once="k1")
    assert (again.item, again.reply_code) == (first.item, first.reply_code)
    other = services.give_feedback(programme, values={"text": "y"}, actor=member, anonymous=True, once="k1")
    assert other.item != first.item
    assert not IdempotentAnswer.objects.exists()


def test_bulk_classifies_all_or_none(programme, change_manager):
    good, bad = FeedbackItemFactory(programme=programme), FeedbackItemFactory(programme=programme, state="answered")
    with pytest.raises(IllegalNowError) as refused:
        services.classify_items(
            programme, items=[good, bad], actor=change_manager, kind="question", category="training"
        )
    assert bad.code in str(refused.value)
    assert fresh(good).state == "new"
    services.classify_items(programme, items=[good], actor=change_manager, kind="question", category="training")
    assert (fresh(good).state, fresh(good).category) == ("classified", "training")


def test_votes_are_told_once_though_the_job_runs_twice(programme, member, change_manager):
    item = give(programme, member)
    services.acknowledge_item(item, actor=change_manager, text="Thank you")
    step = FeedbackStep.objects.get(item=item, act="acknowledge")
    Notification.objects.all().delete()
    assert [services.tell_step(step), services.tell_step(step)] == [1, 1]
    assert Notification.objects.get().text == "“It is slow” is now: Acknowledged – Thank you"


def test_states_are_guarded(programme):
    item = FeedbackItemFactory(programme=programme)
    with pytest.raises(AttributeError):
        item.state = ItemState.CLOSED
