import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core import seams, vendor

STATIC = settings.BASE_DIR / "core" / "static"
AXE = settings.BASE_DIR / "tests" / "vendor"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give a copy of the vendored folder that may be damaged."""
    for path in vendor.FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(vendor, "FOLDER", tmp_path)
    return tmp_path


def test_every_vendored_file_matches_its_hash(capsys):
    call_command("vendor_assets")
    assert capsys.readouterr().out == f"{len(vendor.manifest()['files'])} files match the manifest\n"


def test_a_changed_missing_or_unlisted_file_is_told(folder):
    (folder / "htmx.min.js").write_text("changed", encoding="utf-8")
    (folder / "icons.svg").unlink()
    (folder / "more.css").write_text("", encoding="utf-8")
    assert vendor.problems() == [
        "more.css: not in the manifest",
        "htmx.min.js: differs from its hash",
        "icons.svg: missing",
    ]
    with pytest.raises(CommandError, match=r"icons\.svg: missing"):
        call_command("vendor_assets", "--check")


def test_every_package_ships_its_licence():
    names = {path.name for path in vendor.FOLDER.iterdir()}
    assert {"LICENSE.tabler.txt", "LICENSE.htmx.txt", "LICENSE.inter.txt"} <= names
    assert {about["licence"] for about in vendor.manifest()["packages"].values()} == {"MIT", "0BSD", "OFL-1.1"}


def test_axe_matches_its_hash():
    manifest = json.loads((AXE / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["file"]: vendor.digest(AXE / entry["file"]) for entry in manifest["files"]} == {
        entry["file"]: entry["sha256"] for entry in manifest["files"]
    }


def own_files():
    return [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"}]


@pytest.mark.parametrize("path", own_files(), ids=lambda path: path.name)
def test_nothing_refers_to_another_host(path):
    assert vendor.REMOTE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["@import '//cdn.example/x.css'", "a{b:url(https://x/y.png)}", "import x from 'http://x/y.js'"]
)
def test_reference_to_another_host_is_recognised(line):
    assert vendor.REMOTE.search(line)


def test_every_icon_in_use_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (vendor.FOLDER / "icons.svg").read_text(encoding="utf-8")))
    used = {entry.icon for entry in seams.pages.values()}
    for path in Path(settings.BASE_DIR / "templates").rglob("*.html"):
        used |= set(re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8")))
    assert used - drawn == set()
    assert drawn == set(vendor.manifest()["icons"])


def test_trim_keeps_elements_wanted_classes_and_the_variables_they_read():
    css = """/*! Licence */:root{--a:var(--b);--b:1px;--c:2px}p{margin:var(--a)}.btn,.card{color:red}.card p{x:y}
    @media (min-width:1px){.btn{x:url("data:a;b")}.card{x:y}}@keyframes k{from{x:y}}@media print{p{x:y}}
    [data-bs-theme=dark]{--a:3px}[data-bs-theme=dark] p{x:y}"""
    assert vendor.trim(css, {"btn"}) == (
        "/*! Licence */\n:root{--a:var(--b);--b:1px}\np{margin:var(--a)}\n.btn{color:red}\n"
        '@media (min-width:1px){.btn{x:url("data:a;b")}}\n'
    )


def test_sprite_joins_symbols_in_order(tmp_path):
    for name in ("b", "a"):
        drawn = f'<svg x="1"><path stroke="none" d="M0 0h24v24H0z" fill="none"/>\n  <path d="{name}"/>\n</svg>\n'
        (tmp_path / f"{name}.svg").write_text(drawn, encoding="utf-8")
    assert vendor.sprite(tmp_path, ["b", "a"]) == (
        '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="a" viewBox="0 0 24 24"><path d="a"/></symbol>\n'
        '<symbol id="b" viewBox="0 0 24 24"><path d="b"/></symbol></svg>\n'
    )
