import pytest
from django.urls import reverse

from programme.signoff import rules, selectors
from programme.signoff.models import Signature, SignatureRequest, WrongPassword
from programme.signoff.services import mark_viewed, request_signature, sign
from tests.factories.programme import PASSWORD, member_of


def url(name, asked):
    return reverse(f"signoff:{name}", args=[asked.programme.slug, asked.public_id])


def api(asked, act=""):
    return f"/api/v1/programmes/{asked.programme.slug}/signatures/{asked.public_id}/" + (f"{act}/" if act else "")


def text(response):
    return response.content.decode()


def digest(asked):
    return rules.fingerprint(selectors.content_now(asked))


def sent(asked, **words):
    return {"decision": "sign", "seen_hash": digest(asked), "password": PASSWORD} | words


def test_page_keeps_the_fixed_order_and_prints_the_whole_hash(asked, owner, browse):
    page = text(browse(owner).get(url("request", asked)))
    order = [
        "What you sign",
        "Decides on scope",
        "Your decision",
        "I accept the duties of this seat.",
        "Enter your password again",
        "Sign with this decision",
    ]
    places = [page.index(word) for word in order]
    assert places == sorted(places)
    assert digest(asked)[:8] in page
    assert digest(asked)[-8:] in page
    assert "Read the section “Duties”." in page


def test_reading_signing_and_the_record_of_it_by_plain_forms(asked, owner, browse):
    client = browse(owner)
    one = client.post(url("read", asked), {"part": "duties"})
    assert one.url == f"{url('request', asked)}#part-effort"
    assert client.get(url("request", asked)).context["read"] == 1
    assert client.post(url("read", asked)).url == f"{url('request', asked)}#sign"
    done = client.post(url("sign", asked), sent(asked, comment="Gladly"))
    assert (done.status_code, done.url) == (302, url("request", asked))
    page = text(client.get(url("request", asked)))
    assert "Gladly" in page
    assert "Password entered again" in page
    assert "Your decision" not in page
    assert Signature.objects.get().comment == "Gladly"


@pytest.mark.parametrize(
    ("words", "status", "shown"),
    [
        ({"password": "wrong"}, 400, "4 attempts are left"),
        ({"password": ""}, 400, "Enter your password to show"),
        ({"decision": "decline"}, 400, "Say why you decline."),
        ({"decision": ""}, 400, "This field is required."),
        ({"decision": "sign_with_conditions", "comment": "kept text"}, 400, "kept text"),
        ({"seen_hash": "0" * 64}, 409, "The content changed after you read it."),
    ],
)
def test_refused_signing_says_why_and_keeps_what_was_typed(words, status, shown, asked, owner, browse):
    mark_viewed(asked, actor=owner)
    answer = browse(owner).post(url("sign", asked), sent(asked, **words))
    assert answer.status_code == status
    assert shown in text(answer)
    assert PASSWORD not in text(answer)
    assert answer.context["form"]["seen_hash"].value() == digest(asked)
    assert not Signature.objects.exists()


def test_unread_content_is_refused_on_the_page(asked, owner, browse):
    answer = browse(owner).post(url("sign", asked), sent(asked))
    assert answer.status_code == 409
    assert "Read the section “Effort”." in text(answer)


def test_throttled_signer_is_told_when(asked, owner, browse):
    mark_viewed(asked, actor=owner)
    client = browse(owner)
    for _try in range(5):
        client.post(url("sign", asked), sent(asked, password="wrong"))
    answer = client.post(url("sign", asked), sent(asked))
    assert answer.status_code == 429
    assert "Try again at" in text(answer)
    assert WrongPassword.objects.count() == 5


def test_stale_signature_names_what_changed_and_who_changed_it(asked, owner, seat, browse, programme, pmo):
    sign(mark_viewed(asked, actor=owner), actor=owner, password=PASSWORD, seen_hash=digest(asked), decision="sign")
    seat.duties = "Decides on money"
    seat.save()
    client = browse(owner)
    page = text(client.get(url("request", asked)))
    assert "1 line has changed since" in page
    assert '<td class="old" data-l="Then">Decides on scope</td>' in page
    assert "Decides on money" in page
    listed = text(client.get(reverse("signoff:signatures", args=[programme.slug])))
    assert "stale: 1 change since" in listed
    again = request_signature(programme, subject=seat, meaning="Again", signer=owner, role="BO", issue=2, actor=pmo)
    fresh = text(client.get(url("request", again)))
    assert fresh.index("What changed since the signature") < fresh.index("What you sign") < fresh.index("Your decision")


def test_lists_tell_mine_from_others(asked, owner, pmo, browse, programme):
    address = reverse("signoff:signatures", args=[programme.slug])
    mine, theirs = browse(owner).get(address), browse(pmo).get(address)
    assert [row.pk for row, _status in mine.context["waiting"]] == [asked.pk]
    assert [row.pk for row, _status, _left in theirs.context["others"]] == [asked.pk]
    assert theirs.context["waiting"] == []


def test_reader_sees_content_but_no_form(asked, pmo, browse):
    page = browse(pmo).get(url("request", asked))
    assert page.context["may_sign"] is False
    assert 'type="password"' not in text(page)
    assert "Only Owner signs this." in text(page)
    assert [act.name for act in page.context["acts"]] == ["readdress", "withdraw"]


@pytest.mark.parametrize(("who", "code"), [("outsider", 404), ("member", 404)])
def test_who_does_not_see_the_request(who, code, asked, browse, call, request):
    person = request.getfixturevalue(who)
    assert browse(person).get(url("request", asked)).status_code == code
    assert call(person).get(api(asked)).status_code == code


def test_signer_who_left_gets_404_and_the_pm_a_way_out(asked, owner, pmo, browse, programme):
    client = browse(owner)
    owner.memberships.update(ended_on="2026-03-01")
    assert client.post(url("sign", asked), sent(asked)).status_code == 404
    page = browse(pmo).get(url("request", asked))
    assert "names another signer" in text(page)
    other = member_of(programme, "BO", name="Successor")
    assert browse(pmo).post(url("readdress", asked), {"signer": other.public_id}).status_code == 302
    assert SignatureRequest.objects.get().signer == other


def test_withdrawal_needs_a_reason_on_the_page(asked, pmo, browse):
    assert browse(pmo).post(url("withdraw", asked), {"reason": ""}).status_code == 400
    assert browse(pmo).post(url("withdraw", asked), {"reason": "New version"}).status_code == 302
    assert "Voided" in text(browse(pmo).get(url("request", asked)))


def test_vanished_subject_leaves_a_page_that_says_so(asked, owner, seat, browse):
    seat.delete()
    answer = browse(owner).get(url("request", asked))
    assert answer.status_code == 200
    assert "no longer exists" in text(answer)


def test_program_reads_and_signs_with_the_password(asked, owner, call):
    client = call(owner)
    body = client.get(api(asked)).json()
    assert (body["sha256"], body["unread"], body["stale"]) == (digest(asked), ["duties", "effort"], False)
    assert [a["name"] for a in body["available_actions"]] == ["view", "sign"]
    early = client.post(api(asked, "sign"), sent(asked), format="json")
    assert (early.status_code, len(early.json()["reasons"])) == (409, 2)
    assert client.post(api(asked, "view"), {}, format="json").json()["state"] == "viewed"
    bare = client.post(api(asked, "sign"), {"decision": "sign", "seen_hash": digest(asked)}, format="json")
    assert (bare.status_code, [e["field"] for e in bare.json()["errors"]]) == (400, ["password"])
    stale = client.post(api(asked, "sign"), sent(asked, seen_hash="0" * 64), format="json")
    assert stale.status_code == 412
    done = client.post(api(asked, "sign"), sent(asked), format="json").json()
    assert (done["state"], done["signature"]["signer_name"], done["sha256"]) == ("signed", "Owner", asked.sha256)
    assert "password" not in done["signature"]


def test_program_lists_withdraws_and_readdresses(asked, pmo, owner, call, programme):
    client = call(pmo)
    listed = client.get(f"/api/v1/programmes/{programme.slug}/signatures/?state=requested").json()["results"]
    assert [(row["title"], "content" in row) for row in listed] == [("Seat BO", False)]
    other = member_of(programme, "BO")
    moved = client.post(api(asked, "readdress"), {"signer": other.public_id}, format="json").json()
    assert moved["signer"] == other.public_id
    assert client.post(api(asked, "withdraw"), {"reason": "x"}, format="json").json()["state"] == "voided"
    assert call(owner).post(api(asked, "withdraw"), {"reason": "x"}, format="json").status_code == 403
