"""What is vendored for the browser: taken from npm, trimmed to what the pages use, held to its hash."""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "static" / "vendor"
MANIFEST = FOLDER / "manifest.json"
REMOTE = re.compile(r"""(?:url\(|@import|\bsrc=|\bfrom)\s*["']?(?:https?:)?//""")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
VARIABLE = re.compile(r"var\((--[\w-]+)")


def manifest() -> dict[str, Any]:
    """Read the manifest: packages with version and licence, files with source and hash, icons in use."""
    content: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return content


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def problems() -> list[str]:
    """Say what is wrong with the folder: missing, changed or unlisted files, and references to another host."""
    listed = {entry["file"]: entry for entry in manifest()["files"]}
    here = {path.name for path in FOLDER.iterdir()} - {MANIFEST.name}
    found = [f"{name}: not in the manifest" for name in sorted(here - set(listed))]
    for name, entry in sorted(listed.items()):
        path = FOLDER / name
        if not path.exists():
            found.append(f"{name}: missing")
        elif digest(path) != entry["sha256"]:
            found.append(f"{name}: differs from its hash")
        elif path.suffix in {".css", ".js", ".svg"} and REMOTE.search(path.read_text(encoding="utf-8")):
            found.append(f"{name}: refers to another host")
    return found


def refresh() -> list[str]:
    """Fetch every package of the manifest with ``npm pack``, rebuild the files, return those that changed."""
    content = manifest()
    changed = []
    with tempfile.TemporaryDirectory() as folder:
        places = {name: _unpack(name, about["version"], Path(folder)) for name, about in content["packages"].items()}
        for entry in content["files"]:
            made = _make(entry, places[entry["package"]], content)
            sha = hashlib.sha256(made).hexdigest()
            if sha != entry["sha256"]:
                changed.append(entry["file"])
            (FOLDER / entry["file"]).write_bytes(made)
            entry["sha256"] = sha
    MANIFEST.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return changed


def _unpack(package: str, version: str, folder: Path) -> Path:
    """Pack one npm package and unpack it into a folder of its own."""
    target = folder / package.replace("/", "-").lstrip("@")
    target.mkdir()
    command = ["npm", "pack", "--silent", f"{package}@{version}", "--pack-destination", str(target)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (no shell; names come from the manifest)
    with tarfile.open(next(target.glob("*.tgz"))) as packed:
        packed.extractall(target, filter="data")
    return target / "package"


def _make(entry: dict[str, Any], place: Path, content: dict[str, Any]) -> bytes:
    """Build one vendored file from its package."""
    if entry["source"] == "icons/outline":
        return sprite(place / "icons" / "outline", content["icons"]).encode()
    made: bytes = (place / entry["source"]).read_bytes()
    if "classes" in entry:
        return trim(made.decode(), set(entry["classes"])).encode()
    return made


def sprite(folder: Path, names: list[str]) -> str:
    """Join outline icons into one SVG of symbols, each under its own name."""
    symbols = []
    for name in sorted(names):
        drawn = (folder / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.sub(r"^[\s\S]*?<svg[^>]*>|</svg>\s*$", "", drawn).replace("\n", "")
        inner = re.sub(r"\s+", " ", re.sub(r'<path stroke="none"[^>]*/>', "", inner)).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"


def trim(css: str, classes: set[str]) -> str:
    """Keep of a style sheet the element rules, the rules of those classes, and the variables they read."""
    comment = re.search(r"/\*!.*?\*/", css, re.DOTALL)
    kept = list(_kept(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL), classes))
    read: set[str] = set()
    while True:
        bodies = [_declarations(body, read) for _head, body in kept]
        wider = read | set(VARIABLE.findall(" ".join(bodies)))
        if wider == read:
            break
        read = wider
    rules = [f"{head}{{{_declarations(body, read)}}}" for head, body in kept]
    return (f"{comment[0]}\n" if comment else "") + "\n".join(rule for rule in rules if not rule.endswith("{}")) + "\n"


def _declarations(body: str, read: set[str]) -> str:
    """Drop the custom properties that nobody reads; a nested block passes whole."""
    if "{" in body:
        return body
    parts = _split(body, ";")
    return ";".join(p for p in parts if not p.lstrip().startswith("--") or p.split(":")[0].strip() in read)


def _kept(css: str, classes: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the rules to keep; media and supports blocks are filtered inside."""
    for head, body in _rules(css):
        if head.startswith(("@media", "@supports")):
            inner = "".join(f"{h}{{{b}}}" for h, b in _kept(body, classes))
            if inner and "print" not in head:
                yield head, inner
        elif not head.startswith("@"):
            wanted = [
                s for s in _split(head, ",") if set(CLASS.findall(s)) <= classes and "data-bs-theme=dark" not in s
            ]
            if wanted:
                yield ",".join(wanted), body


def _split(text: str, mark: str) -> list[str]:
    """Split at a mark that stands outside brackets and quotes."""
    parts, depth, quote = [""], 0, ""
    for sign in text:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        if sign == mark and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield head and body of every top-level rule; statements without a block are skipped."""
    start = 0
    while (opening := css.find("{", start)) >= 0:
        head = css[start:opening].rsplit(";", 1)[-1].strip()
        depth, at = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[at], 0)
            at += 1
        yield head, css[opening + 1 : at - 1]
        start = at
