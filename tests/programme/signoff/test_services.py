import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.errors import BadInputError, DomainError, ForbiddenError, IllegalNowError, StaleError
from programme.notices.models import Notification
from programme.people.models import User
from programme.people.services import plan_absence
from programme.records.models import AuditEvent
from programme.signoff import rules, selectors, services
from programme.signoff.choices import SignState
from programme.signoff.models import Signature, SignatureRequest, WrongPassword
from tests.factories.programme import PASSWORD, MembershipFactory, member_of


def seen(request):
    return rules.fingerprint(selectors.content_now(request))


def read(request, person):
    return services.mark_viewed(request, actor=person)


def sign(request, person, **words):
    given = {"password": PASSWORD, "seen_hash": seen(request), "decision": "sign"} | words
    return services.sign(request, actor=person, **given)


def fresh(request):
    return SignatureRequest.objects.for_list().get(pk=request.pk)


def test_request_freezes_content_meaning_and_fingerprint(asked):
    content = asked.frozen
    assert [part["key"] for part in content["parts"]] == ["duties", "effort"]
    assert content["meaning"] == "I accept the duties of this seat."
    assert asked.sha256 == seen(asked)
    assert asked.state == SignState.REQUESTED


def test_signature_binds_what_was_read(asked, owner):
    signature = sign(read(asked, owner), owner, comment="Fine")
    assert (signature.sha256, signature.signer_name, signature.method) == (asked.sha256, "Owner", "password")
    assert signature.content == asked.content
    assert fresh(asked).state == SignState.SIGNED
    acts = AuditEvent.objects.filter(object_id=asked.public_id).order_by("seq").values_list("action", flat=True)
    assert list(acts) == ["signoff.requested", "signoff.read", "signoff.sign"]


def test_unread_content_is_not_signed(asked, owner):
    with pytest.raises(IllegalNowError) as refused:
        sign(asked, owner)
    assert refused.value.reasons == ("Read the section “Duties”.", "Read the section “Effort”.")


def test_part_by_part_reading_ends_in_read(asked, owner):
    first = services.mark_viewed(asked, actor=owner, parts=["duties"])
    assert (first.state, list(first.read_marks)) == (SignState.REQUESTED, ["duties"])
    second = services.mark_viewed(asked, actor=owner, parts=["effort"])
    assert second.state == SignState.VIEWED
    assert services.mark_viewed(asked, actor=owner).version == second.version


def test_unknown_part_is_refused(asked, owner):
    with pytest.raises(BadInputError, match="No such section: other"):
        services.mark_viewed(asked, actor=owner, parts=["other"])


def test_changed_content_is_not_signed_and_says_what_changed(asked, owner, seat):
    before = seen(read(asked, owner))
    seat.allocation = 60
    seat.save()
    with pytest.raises(StaleError) as refused:
        sign(fresh(asked), owner, seen_hash=before)
    assert "40 → 60" in str(refused.value)
    assert refused.value.theirs == {"sha256": seen(fresh(asked))}
    assert not Signature.objects.exists()


def test_changed_part_must_be_read_again(asked, owner, seat):
    read(asked, owner)
    seat.allocation = 60
    seat.save()
    with pytest.raises(IllegalNowError) as refused:
        sign(fresh(asked), owner)
    assert refused.value.reasons == ("Read the section “Effort”.",)
    assert sign(read(fresh(asked), owner), owner).sha256 == seen(fresh(asked))


def test_signature_turns_stale_naming_old_and_new(asked, owner, seat):
    sign(read(asked, owner), owner)
    assert not selectors.staleness(fresh(asked)).stale
    assert selectors.standing(seat).complete
    seat.duties = "Decides on scope and money"
    seat.save()
    state = selectors.staleness(fresh(asked))
    assert [(d.old, d.new) for d in state.changes] == [("Decides on scope", "Decides on scope and money")]
    assert state.stale
    assert state.then != state.now
    assert selectors.standing(seat) == selectors.Standing(requested=1, signed=1, declined=0, stale=1)
    assert not selectors.standing(seat).complete


def test_vanished_subject_makes_the_signature_stale(asked, owner, seat):
    sign(read(asked, owner), owner)
    seat.delete()
    assert selectors.staleness(fresh(asked)).stale
    assert selectors.url_of(fresh(asked)) == ""


def test_vanished_subject_cannot_be_signed(asked, owner, seat):
    seat.delete()
    with pytest.raises(IllegalNowError, match="no longer exists"):
        services.mark_viewed(asked, actor=owner)


def test_new_signature_voids_the_earlier_one(asked, owner, seat, programme, pmo):
    sign(read(asked, owner), owner)
    seat.allocation = 60
    seat.save()
    again = services.request_signature(
        programme, subject=seat, meaning="Again", signer=owner, role="BO", issue=2, actor=pmo
    )
    changes = selectors.since_last(again, selectors.content_now(again)).changes
    assert [(d.old, d.new) for d in changes][-1] == ("40", "60")
    sign(read(again, owner), owner)
    assert [fresh(asked).state, fresh(again).state] == [SignState.VOIDED, SignState.SIGNED]


@pytest.mark.parametrize("who", ["pmo", "sponsor", "auditor", "member", "outsider"])
def test_only_the_named_person_signs(who, asked, request):
    with pytest.raises(ForbiddenError):
        sign(asked, request.getfixturevalue(who))


def test_nobody_is_no_signer(asked):
    with pytest.raises(ForbiddenError):
        sign(asked, None)


def test_holder_of_the_asked_role_signs(bound, seat, programme, pmo, finance, owner):
    asked = services.request_signature(programme, subject=seat, meaning="Ok", role="FIN", actor=pmo)
    with pytest.raises(ForbiddenError):
        sign(asked, owner)
    assert [row.pk for row in selectors.waiting_for(finance, programme)] == [asked.pk]
    assert sign(read(asked, finance), finance).role == "FIN"


def test_wrong_password_is_counted_then_the_door_closes(asked, owner):
    read(asked, owner)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(BadInputError, match=f"{left} attempts"):
            sign(asked, owner, password="wrong")
    with pytest.raises(services.ThrottledError):
        sign(asked, owner)
    assert WrongPassword.objects.count() == 5
    assert AuditEvent.objects.filter(action="signoff.wrong_password").count() == 5
    WrongPassword.objects.update(at=timezone.now() - dt.timedelta(minutes=16))
    assert sign(fresh(asked), owner)


def test_empty_password_is_asked_for_and_not_counted(asked, owner):
    with pytest.raises(BadInputError) as refused:
        sign(asked, owner, password="")
    assert list(refused.value.fields) == ["password"]
    assert not WrongPassword.objects.exists()


def test_decline_needs_a_reason(asked, owner):
    read(asked, owner)
    with pytest.raises(BadInputError) as refused:
        sign(fresh(asked), owner, decision="decline")
    assert list(refused.value.fields) == ["comment"]
    assert sign(fresh(asked), owner, decision="decline", comment="Not my duty").decision == "decline"
    assert fresh(asked).state == SignState.DECLINED


def test_conditions_need_text_and_date_named_at_once(asked, owner):
    read(asked, owner)
    with pytest.raises(BadInputError) as refused:
        sign(fresh(asked), owner, decision="sign_with_conditions")
    assert sorted(refused.value.fields) == ["conditions", "conditions_due"]
    signature = sign(
        fresh(asked),
        owner,
        decision="sign_with_conditions",
        conditions="Deputy named",
        conditions_due=dt.date(2026, 6, 1),
    )
    assert (signature.conditions, signature.conditions_due) == ("Deputy named", dt.date(2026, 6, 1))
    assert fresh(asked).state == SignState.CONDITIONAL


def test_unknown_decision_is_refused(asked, owner):
    with pytest.raises(BadInputError) as refused:
        sign(asked, owner, decision="perhaps")
    assert list(refused.value.fields) == ["decision"]


def test_subject_refuses_a_decision(asked, owner, bound):
    bound["refuses"] = lambda _seat, decision: ["An open point needs a condition."] if decision == "sign" else []
    read(asked, owner)
    with pytest.raises(IllegalNowError, match="needs a condition"):
        sign(fresh(asked), owner)


def test_decided_hook_runs_in_the_signing_transaction(asked, owner, bound):
    def explode(_seat, _signature):
        raise IllegalNowError("The seat cannot move.")

    bound["decided"] = explode
    read(asked, owner)
    with pytest.raises(IllegalNowError):
        sign(fresh(asked), owner)
    assert (fresh(asked).state, Signature.objects.count()) == (SignState.VIEWED, 0)


def test_second_signing_is_refused(asked, owner):
    sign(read(asked, owner), owner)
    with pytest.raises(IllegalNowError, match="closed: Signed"):
        sign(asked, owner)


def test_same_signature_is_asked_once(asked, seat, programme, pmo, owner):
    with pytest.raises(BadInputError, match="asked for already"):
        services.request_signature(programme, subject=seat, meaning="Twice", signer=owner, role="BO", actor=pmo)


def test_request_names_someone(bound, seat, programme, pmo, outsider):
    with pytest.raises(BadInputError, match="Name the person or the role"):
        services.request_signature(programme, subject=seat, meaning="Who?", actor=pmo)
    with pytest.raises(BadInputError, match="no role in this programme"):
        services.request_signature(programme, subject=seat, meaning="Who?", signer=outsider, actor=pmo)


def test_auditor_asks_nobody(bound, seat, programme, auditor, owner):
    with pytest.raises(ForbiddenError):
        services.request_signature(programme, subject=seat, meaning="x", signer=owner, actor=auditor)


def leave(person):
    person.memberships.update(ended_on=dt.date(2026, 3, 1))
    person.forget_roles()


def deactivate(person):
    person.is_active = False
    person.save()


@pytest.mark.parametrize("go", [leave, deactivate])
def test_signer_who_left_has_one_outcome(go, asked, owner, programme, pmo):
    read(asked, owner)
    digest = seen(asked)
    go(owner)
    row = fresh(asked)
    with pytest.raises(ForbiddenError):
        sign(row, owner, seen_hash=digest)
    assert selectors.signer_left(row)
    assert "names another signer" in selectors.signing_reasons(row, pmo, selectors.content_now(row))[0]
    other = member_of(programme, "BO", name="Successor")
    with pytest.raises(ForbiddenError):
        services.readdress(row, signer=other, actor=other)
    moved = services.readdress(row, signer=other, actor=pmo)
    assert (moved.signer, moved.state, moved.read_marks) == (other, SignState.REQUESTED, {})
    assert sign(read(moved, other), other).signer == other


def test_successor_must_be_in_the_programme(asked, pmo, outsider):
    with pytest.raises(BadInputError, match="no role"):
        services.readdress(asked, signer=outsider, actor=pmo)


def test_withdrawn_request_needs_a_reason_and_closes(asked, pmo, owner):
    with pytest.raises(BadInputError, match="reason"):
        services.withdraw(asked, actor=pmo, reason=" ")
    services.withdraw(asked, actor=pmo, reason="Version 2 comes")
    assert fresh(asked).state == SignState.VOIDED
    with pytest.raises(IllegalNowError):
        sign(fresh(asked), owner)
    assert selectors.requests_of(selectors.subject_of(asked)) == []


def test_last_day_closes_the_request(asked, owner, programme):
    read(asked, owner)
    SignatureRequest.objects.filter(pk=asked.pk).update(expires_on=dt.date(2020, 1, 1))
    with pytest.raises(IllegalNowError, match="2020-01-01"):
        sign(fresh(asked), owner)
    assert services.expire_requests(programme, today=dt.date(2020, 1, 1)) == 0
    assert services.expire_requests(programme, today=dt.date(2020, 1, 2)) == 1
    assert fresh(asked).state == SignState.EXPIRED


def test_waiting_list_is_of_the_person_only(asked, owner, pmo, programme, outsider):
    MembershipFactory(programme=programme, user=outsider, role="IT")
    assert [row.pk for row in selectors.waiting_for(owner)] == [asked.pk]
    assert [selectors.waiting_for(person, programme) for person in (pmo, outsider)] == [[], []]
    sign(read(asked, owner), owner)
    assert selectors.waiting_for(owner) == []
    assert [(row.pk, state.stale) for row, state in selectors.signed_by(owner, programme)] == [(asked.pk, False)]


def test_block_of_a_document_says_who_signed_and_what_is_stale(asked, owner, seat):
    (waiting,) = selectors.signature_block(seat).signatures
    assert (waiting.name, waiting.status.kind) == ("Owner", "wait")
    sign(read(asked, owner), owner, comment="Fine")
    (signed,) = selectors.signature_block(seat).signatures
    assert (signed.decision, signed.comment, signed.hash, signed.status) == ("Accept", "Fine", asked.sha256, None)
    seat.allocation = 1
    seat.save()
    assert selectors.signature_block(seat).signatures[0].status.kind == "stale"


def test_database_refuses_a_second_signature(asked, owner):
    signature = sign(read(asked, owner), owner)
    signature.pk, signature.public_id = None, "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        signature.save(force_insert=True)


def race(asked, owner, threads):
    """Sign at the same moment from many threads; returns what each got."""
    digest, start, got = seen(asked), threading.Barrier(threads), []

    def one():
        try:
            start.wait()
            got.append(services.sign(asked, actor=owner, password=PASSWORD, seen_hash=digest, decision="sign"))
        except DomainError as error:
            got.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=one) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return got


def rounds(seat, pmo, owner, count, threads):
    for n in range(count):
        asked = services.request_signature(
            seat.programme, subject=seat, meaning=f"Round {n}", signer=owner, role="BO", issue=n + 1, actor=pmo
        )
        got = race(read(asked, owner), owner, threads)
        assert sorted(type(answer).__name__ for answer in got) == ["IllegalNowError"] * (threads - 1) + ["Signature"]
        assert Signature.objects.filter(request=asked).count() == 1
        assert AuditEvent.objects.filter(object_id=asked.public_id, action="signoff.sign").count() == 1


@pytest.mark.django_db(transaction=True)
def test_race_leaves_one_signature_on_any_database(bound, seat, pmo, owner):
    rounds(seat, pmo, owner, 1, 8)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [2, pytest.param(20, marks=pytest.mark.full)])
def test_race_of_32_leaves_one_signature(count, bound, seat, pmo, owner):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL (LANDFALL_DATABASE_URL)")
    rounds(seat, pmo, owner, count, 32)


def deputise(programme, person, deputy, actor):
    today = timezone.localdate()
    plan_absence(programme, person=person, deputy=deputy, first_on=today, last_on=today, authority="Mail", actor=actor)
    return User.objects.get(pk=deputy.pk)


def test_a_deputy_signs_in_place_of_the_named_signer_and_both_names_are_kept(asked, programme, owner, pmo):
    acting = deputise(programme, owner, member_of(programme, "IT", name="Deputy"), pmo)
    assert selectors.waiting_for(acting, programme) == [asked]
    signature = sign(read(asked, acting), acting)
    assert (signature.signer, signature.who) == (acting, "Deputy, deputy of Owner")
    block = selectors.signature_block(selectors.subject_of(asked))
    assert [line.name for line in block.signatures] == ["Deputy, deputy of Owner"]


def test_a_deputy_signs_in_place_of_the_holder_of_the_role(bound, seat, programme, owner, pmo):
    asked = services.request_signature(programme, subject=seat, meaning="Seen", role="BO", actor=pmo)
    acting = deputise(programme, owner, member_of(programme, "IT", name="Deputy"), pmo)
    assert sign(read(asked, acting), acting).who == "Deputy, deputy of Owner"


def test_a_deputy_who_signs_in_the_own_place_does_not_sign_twice(asked, seat, programme, owner, pmo):
    deputy = member_of(programme, "IT", name="Deputy")
    services.request_signature(programme, subject=seat, meaning="Seen", signer=deputy, role="IT", actor=pmo)
    acting = deputise(programme, owner, deputy, pmo)
    read(asked, acting)
    with pytest.raises(IllegalNowError, match="in your own place already"):
        sign(fresh(asked), acting)


def test_a_deputy_is_asked_too(bound, seat, programme, owner, pmo):
    acting = deputise(programme, owner, member_of(programme, "IT", name="Deputy"), pmo)
    services.request_signature(programme, subject=seat, meaning="Seen", signer=owner, role="BO", actor=pmo)
    assert Notification.objects.of(acting).filter(topic="signature").count() == 1
