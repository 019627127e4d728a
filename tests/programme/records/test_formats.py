"""Formats of a paper: which a kind has, how they are asked for, refused, kept, served and verified."""

import io
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from core import seams
from core.errors import BadInputError
from programme.records.models import DocumentFile, GeneratedDocument, Job
from programme.records.services.papers import draft_paper, draw, paper_at, render, request_paper
from programme.records.services.runner import work_off
from programme.records.services.verification import verify_bytes
from tests.core.documents.office import text_of
from tests.factories.records import Sample, forget_sample, provide_sample

pytestmark = pytest.mark.django_db
API = "/api/v1/programmes/crm-2027"
ALL = ("pdf", "html", "pptx", "docx", "xlsx")
REFUSED = "Sample report is written as PDF, HTML, not as PPTX."


@pytest.fixture
def office():
    """A kind that is written as everything."""
    provide_sample(formats=ALL)
    yield Sample
    forget_sample()


def test_kinds_have_the_formats_that_the_house_promises():
    known = {code: kind.formats for code, kind in seams.documents.items() if kind.formats != seams.PAPER}
    assert known == {
        "steering": ("pdf", "html", "pptx", "xlsx"),
        "charter": ("pdf", "html", "docx", "xlsx"),
        "gate": ("pdf", "html", "docx"),
        "money": ("pdf", "html", "xlsx"),
        "baselines": ("pdf", "html", "xlsx"),
        "roi": ("pdf", "html", "xlsx"),
        "exception": ("pdf", "html", "docx"),
        "closure": ("pdf", "html", "docx"),
    }


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("fmt", ["pptx", "docx", "xlsx"])
def test_paper_is_rebuilt_byte_for_byte_and_known_again(programme, office, pmo, language, fmt):
    kept = draw(draft_paper(programme, kind="sample", actor=pmo), language, fmt, actor=pmo)
    content = kept.read()
    assert render(GeneratedDocument.objects.get(), language, fmt) == content
    verdict = verify_bytes(content)
    assert (verdict.valid, verdict.facts["format"], verdict.facts["language"]) == (True, fmt, language)
    assert "Adoption" in text_of(fmt, content)


def test_changed_office_file_is_named_by_its_code(programme, office, pmo):
    paper = draft_paper(programme, kind="sample", actor=pmo)
    for fmt in ("pptx", "docx", "xlsx"):
        changed = io.BytesIO()
        kept = draw(paper, "en", fmt, actor=pmo).read()
        with zipfile.ZipFile(io.BytesIO(kept)) as source, zipfile.ZipFile(changed, "w") as target:
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(b"Adoption", b"Adaption"))
        verdict = verify_bytes(changed.getvalue())
        assert (verdict.valid, verdict.facts["verify_code"]) == (False, paper.verify_code)
        assert "it was changed" in verdict.reason
        assert verify_bytes(kept[: len(kept) // 2]).valid is False  # cut off


def test_format_that_a_document_lacks_is_refused_by_name(programme, sample, pmo, call, browse):
    with pytest.raises(BadInputError) as refused:
        request_paper(programme, kind="sample", subject="", languages=["en"], formats=["pdf", "pptx"], actor=pmo)
    assert refused.value.fields == {"formats": [REFUSED]}
    with pytest.raises(BadInputError):
        paper_at(programme, kind="sample", subject="", moment="now", language="en", fmt="pptx", actor=None)
    assert not GeneratedDocument.objects.exists()
    answer = call(pmo).post(f"{API}/documents/", {"kind": "sample", "formats": ["pptx"]}, format="json")
    assert (answer.status_code, {one["field"] for one in answer.json()["errors"]}) == (400, {"formats"})
    assert REFUSED in str(answer.json()["errors"])
    provide = {"paper": "sample|", "moment": "now", "languages": ["en"], "formats": ["pptx"]}
    page = browse(pmo).post(reverse("records:document_new", args=["crm-2027"]), provide)
    assert REFUSED in page.content.decode()
    assert not Job.objects.exists()


def test_no_format_named_means_every_one_it_has(programme, office, pmo, call, browse):
    answer = call(pmo).post(f"{API}/documents/", {"kind": "sample", "languages": ["en"]}, format="json")
    assert answer.status_code == 202
    page = browse(pmo).post(reverse("records:document_new", args=["crm-2027"]),
                            {"paper": "sample|", "moment": "now", "languages": ["zh-hans"]})  # fmt: skip
    assert page.status_code == 302
    work_off()
    found = {(file.language, file.format) for file in DocumentFile.objects.all()}
    assert found == {(language, fmt) for language in ("en", "zh-hans") for fmt in ALL}
    paper = GeneratedDocument.objects.filter(files__format="pptx", files__language="en").get()
    served = browse(pmo).get(reverse("records:document_file", args=["crm-2027", paper.public_id, paper.files.get(
        format="pptx").public_id]))  # fmt: skip
    assert served["Content-Type"] == "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    assert served["Content-Disposition"].endswith('.pptx"')
    assert b"".join(served.streaming_content).startswith(b"PK")
    served.close()


def test_command_takes_the_format_from_the_option_or_the_file(programme, office, tmp_path):
    for name, options in (("a.docx", {}), ("slides", {"format": "pptx"})):
        call_command("document", "sample", programme="crm-2027", language="en", output=tmp_path / name, **options)
    assert "Adoption" in text_of("docx", (tmp_path / "a.docx").read_bytes())
    assert "Adoption" in text_of("pptx", (tmp_path / "slides").read_bytes())
    with pytest.raises(CommandError, match="Sample report is written as"):
        call_command("document", "sample", programme="crm-2027", output=tmp_path / "a.odt")


def test_draft_form_names_the_documents_that_have_a_format(browse, programme, pmo):
    page = browse(pmo).get(reverse("records:document_new", args=["crm-2027"])).content.decode()
    assert "PPTX (Steering committee report)" in page
    named = set(re.search(r"DOCX \(([^)]*)\)", page)[1].split(", "))
    assert named == {"Project charter", "Gate report", "Exception report", "Closure report"}
