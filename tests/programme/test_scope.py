import pytest

from programme.raid.models import Risk

pytestmark = pytest.mark.django_db
BODY = {"title": "New", "cause": "a", "event": "b", "effect": "c", "probability": 2, "impact": 3}


def post(api, key, body=BODY, slug="crm-2027"):
    return api.post(f"/api/v1/programmes/{slug}/risks/", body, format="json", headers={"Idempotency-Key": key})


def test_same_key_writes_once_and_answers_the_same(programme, pmo, call):
    api = call(pmo)
    first, again = post(api, "k1"), post(api, "k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Risk.objects.filter(programme=programme).count() == 1


def test_same_key_for_another_body_is_refused(programme, pmo, call):
    api = call(pmo)
    post(api, "k1")
    other = post(api, "k1", BODY | {"title": "Other"})
    assert other.status_code == 400
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"
    assert Risk.objects.filter(programme=programme).count() == 1


def test_two_keys_write_twice(programme, pmo, call):
    api = call(pmo)
    assert post(api, "k1").json()["public_id"] != post(api, "k2").json()["public_id"]


def test_a_refusal_is_given_again(programme, pmo, call):
    api = call(pmo)
    first, again = (post(api, "k1", {"title": ""}) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.status_code == 400


def test_keys_of_two_people_do_not_meet(programme, pmo, sponsor, call):
    assert post(call(pmo), "k1").status_code == 201
    assert post(call(sponsor), "k1").status_code in {201, 403}


def test_stale_if_match_is_412(programme, pmo, call):
    api = call(pmo)
    made = post(api, "k1").json()
    url = f"/api/v1/programmes/crm-2027/risks/{made['public_id']}/"
    tag = api.get(url).headers["ETag"]
    assert api.get(url, headers={"If-None-Match": tag}).status_code == 304
    assert api.patch(url, {"title": "A"}, format="json", headers={"If-Match": tag}).status_code == 200
    stale = api.patch(url, {"title": "B"}, format="json", headers={"If-Match": tag})
    assert stale.status_code == 412
    assert stale.headers["Content-Type"] == "application/problem+json"
