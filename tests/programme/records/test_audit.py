import pytest
from django.utils import translation

from core.models import save_validated
from programme.governance.services import decisions
from programme.people.services import give_role, set_up_seats
from programme.records.models import AuditEvent
from programme.records.services import change, writes
from programme.records.services.audit import hash_of
from tests.factories.programme import UserFactory
from tests.programme.governance.test_services import ASK

pytestmark = pytest.mark.django_db


def test_chain_links_every_event_to_the_one_before(programme, sponsor):
    set_up_seats(programme, actor=None)
    give_role(programme, user=UserFactory(), role="TR", actor=sponsor)
    events = list(AuditEvent.objects.filter(programme=programme).order_by("seq"))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.prev_hash for event in events[1:]] == [event.hash for event in events[:-1]]
    assert all(event.hash == hash_of(event) for event in events)


def test_change_records_before_and_after(programme):
    with change(programme, "charter.renamed", actor=None):
        programme.name = "New name"
        save_validated(programme)
    event = AuditEvent.objects.get(action="charter.renamed")
    assert event.changes == {"name": ["CRM 2027", "New name"]}


def test_refused_change_leaves_no_event(programme):
    @writes
    def fail(*, programme):
        with change(programme, "charter.renamed", actor=None):
            programme.name = "New name"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail(programme=programme)
    assert not AuditEvent.objects.filter(action="charter.renamed").exists()


def test_audit_page_tells_a_change_of_several_values(programme, pmo, browse):
    row = decisions.ask_decision(programme, actor=pmo, **ASK)
    decisions.edit_decision(row, actor=pmo, **(ASK | {"options": ["Move it", "Cut scope"]}))
    page = browse(pmo).get(f"/p/{programme.slug}/audit/")
    assert page.status_code == 200
    assert "A Move it, B Cut scope" in page.content.decode()


@pytest.mark.parametrize(("language", "said"), [("en", "system (anna)"), ("zh-hans", "系统（anna）")])
def test_system_is_named_in_the_readers_words(programme, monkeypatch, language, said):
    monkeypatch.setattr("programme.records.services.audit.operating_system_user", lambda: "anna")
    with change(programme, "charter.renamed", actor=None):
        programme.name = "New name"
        save_validated(programme)
    event = AuditEvent.objects.get(action="charter.renamed")
    with translation.override(language):
        assert (event.who, event.actor_name) == (said, "system (anna)")


def test_person_keeps_the_name_of_the_act(programme, sponsor):
    give_role(programme, user=UserFactory(), role="TR", actor=sponsor)
    assert AuditEvent.objects.get(action="people.role_given", actor=sponsor).who == "Sponsor"
