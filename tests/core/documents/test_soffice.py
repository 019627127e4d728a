"""LibreOffice as a checker: the files open, the pages are those we made, and a workbook recalculated prints the same."""

import io
import re
import shutil
import subprocess
import zipfile

import pytest
from pypdf import PdfReader

from core.documents import docx, pptx, xlsx
from tests.core.documents import samples
from tests.core.documents.office import sheets, slides
from tests.core.documents.test_office import money_paper

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.soffice,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed; .ci/run installs it"),
]
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Convert files with one profile for the run, which recalculates whatever it opens."""
    home = tmp_path_factory.mktemp("soffice")
    (home / "user").mkdir()
    (home / "user" / "registrymodifications.xcu").write_text(ALWAYS)

    def run(kind, files, folder):
        for name, content in files.items():
            (folder / name).write_bytes(content)
        out = folder / "out"
        subprocess.run(
            [SOFFICE, f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", kind, "--outdir", out,
             *(folder / name for name in files)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return {name: (out / name).with_suffix(f".{kind}").read_bytes() for name in files}

    return run


def pages(content):
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def test_slides_and_text_documents_open_page_for_page(convert, tmp_path):
    decks = {f"{language}.pptx": pptx.render(samples.steering(language)) for language in ("en", "zh-hans")}
    papers = {f"{language}-text.docx": docx.render(samples.gate(language)) for language in ("en", "zh-hans")}
    shown = convert("pdf", decks | papers, tmp_path)
    for name, deck in decks.items():
        wanted, found = slides(deck), pages(shown[name])
        assert len(found) == len(wanted)
        for said, page in zip(wanted, found, strict=True):
            assert re.sub(r"\s+", "", said.split("\n")[0]) in page
    for name, (contents, record) in {
        "en-text.docx": ("Contents", "Aboutthisdocument"),
        "zh-hans-text.docx": ("目录", "关于本文档"),
    }.items():
        found = pages(shown[name])
        listed = next(page for page in found if contents in page)
        at = next(number for number, page in enumerate(found, 1) if record in page and number > 2)
        assert re.search(rf"{record}[.…]*{at}", listed), listed  # the word processor worked the page out


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_recalculated_workbook_prints_the_same_numbers(convert, tmp_path, language):
    content = xlsx.render(money_paper(language))
    forgotten = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(forgotten, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(<f>[^<]*</f><v>)[^<]*", rb"\g<1>0", data)
            target.writestr(name, data)
    rows = sheets(convert("xlsx", {"money.xlsx": forgotten.getvalue()}, tmp_path)["money.xlsx"])["Money"]
    found = {row[0]: row[1] for row in rows if len(row) > 1}
    assert {name: round(found[name], 9) for name in ("All", "Without travel, twice", "Services of all")} == {
        "All": 200000.3, "Without travel, twice": 400000.7, "Services of all": round(80000.25 / 200000.3, 9),
    }  # fmt: skip
