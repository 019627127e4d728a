"""Proofs: a file is what was kept or it is not, a chain is whole or the broken event is named."""

import json

import pytest
from django.core.management import CommandError, call_command

from programme.records.models import AuditEvent
from programme.records.rules import clean_code
from programme.records.services.papers import paper_at
from programme.records.services.verification import verify_bytes, verify_chain
from tests.factories.programme import ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(programme, sample):
    return paper_at(programme, kind="sample", subject="", moment="now", language="en", fmt="pdf", actor=None)


def run(*args, **options):
    """Run a command; return its exit code and output."""
    from io import StringIO

    out = StringIO()
    try:
        call_command(*args, stdout=out, **options)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_kept_file_is_accepted_and_refused_after_one_changed_byte(kept, tmp_path):
    content = kept.read()
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    code, said = run("verify_document", str(path), "--json")
    assert (code, json.loads(said)["valid"], json.loads(said)["sha256"]) == (0, True, kept.sha256)
    for position in (20, len(content) // 2, len(content) - 2):
        changed = bytearray(content)
        changed[position] ^= 1
        path.write_bytes(bytes(changed))
        code, said = run("verify_document", str(path), "--json")
        assert (code, json.loads(said)["valid"]) == (1, False)


def test_changed_file_is_told_which_paper_it_claims_to_be(kept):
    verdict = verify_bytes(kept.read() + b"\n")
    assert not verdict.valid
    assert verdict.facts["number"] == kept.document.number
    assert "it was changed" in verdict.reason


def test_file_from_elsewhere_is_unknown(kept):
    verdict = verify_bytes(b"%PDF-1.4 nothing of ours")
    assert (verdict.valid, verdict.reason) == (False, "No document with this content was ever kept here.")


def test_missing_file_is_a_clear_error(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("verify_document", str(tmp_path / "none.pdf"))


def test_typed_code_is_brought_into_form():
    assert clean_code(" lf 2345 6789-abcd ") == "LF-2345-6789-ABCD"


def test_whole_chains_pass(kept, programme):
    code, said = run("verify_audit", "--json")
    told = json.loads(said)
    assert (code, told["valid"]) == (0, True)
    assert told["chains"][programme.public_id]["events"] == AuditEvent.objects.filter(chain=programme.public_id).count()


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (lambda row: AuditEvent.objects.filter(pk=row.pk).update(actor_name="someone"), "was changed"),
        (lambda row: AuditEvent.objects.filter(pk=row.pk).update(changes={"x": [1, 2]}), "was changed"),
        (lambda row: AuditEvent.objects.filter(pk=row.pk).delete(), "is missing"),
        (lambda row: AuditEvent.objects.filter(pk=row.pk).update(prev_hash="0" * 64), "does not follow"),
    ],
)
def test_tampered_chain_is_found(kept, programme, tamper, reason):
    tamper(AuditEvent.objects.filter(chain=programme.public_id).order_by("seq")[1])
    assert reason in verify_chain(programme.public_id).reason
    assert run("verify_audit", "--programme", programme.slug)[0] == 1


def test_chain_of_an_unknown_programme_is_a_clear_error():
    ProgrammeFactory(slug="known")
    with pytest.raises(CommandError, match="known"):
        call_command("verify_audit", "--programme", "nowhere")
