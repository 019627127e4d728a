import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from phases.gates.models import GateDecision, GateVote, ManualStatement
from phases.gates.services import start_programme, state_criterion, submit_gate, submit_work
from phases.gates.services.deciding import current
from programme.records.models import Attachment
from programme.records.services.papers import draft_paper
from tests.factories.phases import CriterionFactory, DeliverableFactory, PartFactory, StageFactory, due
from tests.factories.programme import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    """Log a person in with an English browser."""

    def open_for(user):
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return open_for


def at(name, gate, *more):
    return reverse(f"gates:{name}", args=[gate.programme.slug, gate.key, *more])


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_gate_turns_green_and_is_decided_through_the_pages(gate, must, pmo, sponsor, finance, browser):
    page = browser(pmo).get(at("gate", gate))
    assert "Not yet" in text_of(page)
    assert "State with evidence: Criterion" in text_of(page)
    stated = browser(pmo).post(
        at("state", gate, must.key), {"fulfilled": "yes", "text": "Seen", "link": "https://example.com/minutes"}
    )
    assert (stated.status_code, ManualStatement.objects.count()) == (302, 1)
    assert "Ready" in text_of(browser(pmo).get(at("gate", gate)))
    assert browser(pmo).post(at("submit", gate)).status_code == 302
    assert browser(sponsor).post(at("assess", gate)).status_code == 302
    for _two_browsers in range(2):
        assert browser(sponsor).post(at("decide", gate), {"decision": "go"}).status_code == 302
    assert (GateVote.objects.count(), GateDecision.objects.count()) == (1, 0)
    assert browser(finance).post(at("decide", gate), {"decision": "go", "note": "Fine"}).status_code == 302
    assert (GateVote.objects.count(), GateDecision.objects.count(), current(gate).state) == (2, 1, "go")
    assert "Fine" in text_of(browser(pmo).get(at("gate", gate)))


def test_a_file_is_evidence_for_a_statement(gate, must, pmo, browser):
    bare = browser(pmo).post(at("state", gate, must.key), {"fulfilled": "yes", "text": "Seen"})
    assert (bare.status_code, ManualStatement.objects.count()) == (400, 0)
    assert 'enctype="multipart/form-data"' in browser(pmo).get(at("state", gate, must.key)).content.decode()
    wrong = SimpleUploadedFile("minutes.exe", b"MZ")
    refused = browser(pmo).post(at("state", gate, must.key), {"fulfilled": "yes", "text": "Seen", "file": wrong})
    assert (refused.status_code, Attachment.objects.count()) == (400, 0)
    minutes = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes")
    stated = browser(pmo).post(at("state", gate, must.key), {"fulfilled": "yes", "text": "Seen", "file": minutes})
    assert stated.status_code == 302
    kept = ManualStatement.objects.get().attachment
    assert (kept.name, kept.object_id) == ("minutes.pdf", must.public_id)
    address = reverse("records:attachment", args=[gate.programme.slug, kept.public_id])
    assert f'href="{address}"' in browser(pmo).get(at("gate", gate)).content.decode()
    assert b"".join(browser(pmo).get(address).streaming_content) == b"%PDF-1.7 minutes"


def test_gate_page_leads_to_its_report(gate, must, pmo, member, auditor, browser):
    new = f"{reverse('records:document_new', args=[gate.programme.slug])}?kind=gate&amp;subject=G0"
    assert new in browser(pmo).get(at("gate", gate)).content.decode()
    assert new not in browser(auditor).get(at("gate", gate)).content.decode()
    paper = draft_paper(gate.programme, kind="gate", subject="G0", actor=pmo)
    address = reverse("records:document", args=[gate.programme.slug, paper.public_id])
    assert address in browser(auditor).get(at("gate", gate)).content.decode()


def test_gate_page_says_what_each_criterion_is_bound_to(gate, must, pmo, browser):
    CriterionFactory(
        gate=gate, label="M2", binding="evidence", evidence="people.seats_filled", op="==", threshold=["5"]
    )
    CriterionFactory(gate=gate, label="S1", must=False, binding="evidence", evidence="moon.phase")
    text = text_of(browser(pmo).get(at("gate", gate)))
    assert "Statement with evidence attached" in text
    assert "Live evidence: People and roles" in text
    assert "Nothing yet: moon.phase is not provided" in text


def test_blocked_act_stays_visible_with_its_reason(gate, must, pmo, browser):
    page = browser(pmo).get(at("gate", gate)).content.decode()
    assert 'aria-disabled="true"' in page
    assert "Without evidence: M1." in page


def test_submit_page_refuses_with_reasons_and_409(gate, must, pmo, browser):
    response = browser(pmo).post(at("submit", gate))
    assert response.status_code == 409
    assert "Without evidence: M1." in text_of(response)


def test_decide_page_lists_what_is_not_available(in_review, must, pmo, sponsor, browser):
    state_criterion(must, actor=pmo, text="Gone", link="https://example.com/b", fulfilled=False)
    page = browser(sponsor).get(at("decide", in_review))
    assert "Not available: Not met: M1." in text_of(page)
    assert page.content.decode().count('name="decision"') == 5
    assert page.content.decode().count('name="text_') == 3  # one for the unmet must, two spare


def test_decide_page_keeps_what_was_typed_when_refused(in_review, must, pmo, sponsor, owner, browser):
    state_criterion(must, actor=pmo, text="Gone", link="https://example.com/b", fulfilled=False)
    response = browser(sponsor).post(
        at("decide", in_review), {"decision": "conditional", "note": "Because", "text_1": "Train ten more people"}
    )
    assert response.status_code == 400
    assert "Train ten more people" in response.content.decode()
    assert "Condition 1 has no owner." in text_of(response)


def test_decide_page_records_a_conditional_decision(in_review, must, pmo, sponsor, finance, owner, browser):
    state_criterion(must, actor=pmo, text="Gone", link="https://example.com/b", fulfilled=False)
    form = {
        "decision": "conditional",
        "note": "In test",
        "text_0": "Fix M1",
        "owner_0": owner.public_id,
        "due_0": due(),
    }
    assert browser(sponsor).post(at("decide", in_review), form).status_code == 302
    assert browser(finance).post(at("decide", in_review), form).status_code == 302
    condition = GateDecision.objects.get().conditions.get()
    assert (condition.text, condition.owner, condition.criterion) == ("Fix M1", owner, must)
    close = reverse("gates:close_condition", args=[gate_slug(in_review), condition.public_id])
    assert browser(owner).post(close, {"note": "Shown"}).status_code == 302
    assert browser(owner).post(close, {"note": "Again"}).status_code == 409


def gate_slug(gate):
    return gate.programme.slug


@pytest.mark.parametrize("name", ["gate", "submit", "decide"])
def test_gate_of_another_programme_does_not_exist(gate, outsider, browser, name):
    assert browser(outsider).get(at(name, gate)).status_code == 404


def test_gate_pages_are_for_inside_roles(gate, member, browser):
    assert browser(member).get(at("gate", gate)).status_code == 403


def test_unknown_gate_is_404(gate, pmo, browser):
    assert browser(pmo).get(reverse("gates:gate", args=[gate.programme.slug, "G9"])).status_code == 404


def test_deliverable_page_approves_parts(phase, pmo, owner, browser):
    work = DeliverableFactory(stage=StageFactory(phase=phase), code="DEL-12")
    part = PartFactory(deliverable=work, code="flow_map")
    author = member_of(phase.programme, "PO", name="Author")
    slug = phase.programme.slug
    submit = reverse("gates:submit_part", args=[slug, "DEL-12", "flow_map"])
    assert browser(author).post(submit, {"link": "https://example.com/map"}).status_code == 302
    page = browser(owner).get(reverse("gates:deliverable", args=[slug, "DEL-12"]))
    assert "Approve: Output" in page.content.decode()
    approve = reverse("gates:approve_part", args=[slug, "DEL-12", "flow_map"])
    assert browser(author).post(approve).status_code == 403
    assert browser(owner).post(approve).status_code == 302
    part.refresh_from_db()
    work.refresh_from_db()
    assert (part.state, work.state) == ("approved", "approved")
    assert browser(pmo).post(reverse("gates:submit_part", args=[slug, "DEL-12", "nothing"])).status_code == 404


def test_rejection_without_reason_is_400(phase, owner, browser):
    work = DeliverableFactory(stage=StageFactory(phase=phase), code="DEL-12")
    submit_work(work, actor=member_of(phase.programme, "PO"))
    url = reverse("gates:reject_work", args=[phase.programme.slug, "DEL-12"])
    response = browser(owner).post(url, {"reason": ""})
    assert response.status_code == 400
    assert "Say what has to change." in text_of(response)


@pytest.fixture(scope="module")
def full(django_db_setup, django_db_blocker):
    """A whole programme, made once for the pages that only read."""
    import datetime as dt

    from programme.charter.models import Programme

    with django_db_blocker.unblock():
        made = start_programme(
            slug="whole", name="Whole", language="en", start=dt.date(2026, 3, 2), actor=None, waves=2
        ).programme
        yield made
        Programme.objects.filter(pk=made.pk)
        from django.core.management import call_command

        call_command("flush", verbosity=0, interactive=False)


PAGES = [
    ("gates:gates", []), ("gates:phases", []), ("gates:deliverables", []), ("gates:gate", ["G0"]), ("gates:gate", ["G6"]),
    ("gates:gate", ["GW-W2"]), ("gates:deliverable", ["DEL-13"]), ("redesign:library", []), ("rollout:runbook", []),
    ("catalogue:courses", []), ("quality:rules", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_draws_for_the_pmo_in_both_languages(full, browser, name, args, language):
    client = browser(member_of(full, "SP", language=language))
    response = client.get(reverse(name, args=["whole", *args]))
    assert response.status_code == 200
    said = text_of(response)
    if language == "en":
        assert re.findall(r"[㐀-鿿]{2,}", said.replace("中文", "").replace("落地", "")) == []


def test_wave_gate_without_wave_names_the_waves(full, browser):
    response = browser(member_of(full, "SP")).get(reverse("gates:gate", args=["whole", "GW"]))
    assert (response.status_code, "W1, W2" in text_of(response)) == (409, True)


def test_phases_page_ticks_a_check(full, browser):
    from phases.gates.models import StageCheck

    check = StageCheck.objects.filter(programme=full).first()
    person = member_of(full, "BO")
    url = reverse("gates:tick", args=["whole", check.public_id])
    assert browser(person).post(url, {"done": "1"}).status_code == 302
    check.refresh_from_db()
    assert check.done_by == person


def test_start_phase_page(full, browser):
    person = member_of(full, "PM")
    assert browser(person).post(reverse("gates:start_phase", args=["whole", "P2"])).status_code == 409
    assert browser(person).post(reverse("gates:start_phase", args=["whole", "P1"])).status_code == 302


def test_submitted_gate_asks_its_keepers(ready, pmo, sponsor, programme):
    from core import seams

    submit_gate(ready, actor=pmo)
    assert [item.text for item in seams.attention["gates.votes"](programme, sponsor)] == [
        "G0 Gate waits for its review"
    ]
    assert seams.attention["gates.votes"](programme, pmo) == []


@pytest.mark.parametrize("home", ["pmo", "owner"])
def test_homes_show_the_next_gate_with_its_actions(full, browser, home):
    role = {"pmo": "IT", "owner": "BO"}[home]
    response = browser(member_of(full, role)).get(reverse("people:home", args=["whole", home]))
    assert response.status_code == 200
    said = text_of(response)
    assert "Next gate: G0 Start" in said
    assert "Must 0/5 , should 1/2 . 13 actions turn every must green." in said
    assert "11 more actions" in said
