"""Reading catalogues, and the words a person sees on a page."""

import ast
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation.template import templatize

from phases.gates.rules.glossary import ABBREVIATIONS

HAN = re.compile(r"[\u3400-\u9fff\u3001-\u3011\uff00-\uffef]+")
WORD = re.compile(r"[A-Za-z]{3,}")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
SEEN = ("title", "aria-label", "placeholder", "alt")
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
CODE = re.compile(
    r"(?a:\S+@\S+"  # mail addresses
    r"|https?://\S+|(?<!\w)/[\w./<>{}-]+"  # addresses
    r"|\b[0-9a-fA-F]{12,}\b"  # hashes
    r"|\b(?:\w+[-_.])*\w*\d\w*(?:[-_.]\w+)*\b"  # codes with digits
    r"|\b[\w-]+\.(?:csv|xlsx|xml|pdf|html|docx|pptx|json|ics|txt|png)\b"  # names of files
    r"|\b[A-Z]\w+/[\w/+-]+"  # time zones
    r"|\bsystem \(\w+\)|LF-XXXX-XXXX-XXXX)"  # who acts on the command line; how a code looks
)
FORMATS = frozenset(
    {
        "CSV", "XLSX", "PDF", "HTML", "DOCX", "PPTX", "XML", "PNG", "SHA", "RFC", "OpenAPI", "JSON", "MSPDI", "iCalendar",
        "Microsoft", "Project", "WPS", "WBS", "UID", "SPI", "CPI", "BAC", "EAC", "PMO", "PMP", "DEL", "CNY", "TCO",
        "Landfall", "English", "Asia", "Shanghai", "UTC",
        "Esc", "Enter", "Ctrl", "Tab", "Shift", "Alt",
        "ABCDE", "MDM", "OLAP", "App", "RPO", "RTO", "base",
    }
)  # fmt: skip
KEPT = ABBREVIATIONS | FORMATS


@dataclass
class Entry:
    """One message of a catalogue."""

    context: str | None = None
    id: str = ""
    plural: str = ""
    said: dict = field(default_factory=dict)
    flags: frozenset = frozenset()


def read_po(path):
    """Give the entries of a catalogue, without its header and what is obsolete."""
    entries, flags, target = [], frozenset(), ""
    for line in path.read_text().splitlines():
        if line.startswith("#,"):
            flags |= {flag.strip() for flag in line[2:].split(",")}
        elif line and not line.startswith("#"):
            word, _, text = ("", "", line) if line.startswith('"') else line.partition(" ")
            if word == "msgctxt" or (word == "msgid" and target != "msgctxt"):
                entries.append(Entry(flags=flags))
                flags = frozenset()
            target = word or target
            _put(entries[-1], target, ast.literal_eval(text))
    return [entry for entry in entries if entry.id]


def _put(entry, target, text):
    if target == "msgctxt":
        entry.context = (entry.context or "") + text
    elif target == "msgid":
        entry.id += text
    elif target == "msgid_plural":
        entry.plural += text
    else:
        entry.said[target] = entry.said.get(target, "") + text


CALLS = {  # where context, message and plural stand among the arguments
    "gettext": (None, 0, None), "gettext_lazy": (None, 0, None), "gettext_noop": (None, 0, None), "_": (None, 0, None),
    "ngettext": (None, 0, 1), "ngettext_lazy": (None, 0, 1), "pgettext": (0, 1, None), "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2), "npgettext_lazy": (0, 1, 2),
}  # fmt: skip
TEMPLATE_CALL = re.compile(r"(?<!\w)(n?p?gettext|_)\(((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?\s*)+)")


def wanted_of_python(text):
    """Give (context, message, plural) of every call that is translated."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
            yield from _wanted(getattr(node.func, "id", getattr(node.func, "attr", "")), node.args)


def wanted_of_template(text):
    """The same of a template, as makemessages reads it."""
    for name, given in TEMPLATE_CALL.findall(templatize(text)):
        yield from _wanted(name, ast.parse(f"f({given})", mode="eval").body.args)


def _wanted(name, args):
    """Only messages that stand there as words can be looked up."""
    said = [arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None for arg in args]
    context, message, plural = (None if at is None or at >= len(said) else said[at] for at in CALLS[name])
    if message:
        yield context, message, plural or ""


def places(text):
    """Give the placeholders of a message, sorted."""
    return sorted(PLACE.findall(text.replace("%%", "")))


class Page(HTMLParser):
    """What a person reads on a page, and where it leads to; parts in another language are left out."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.words, self.links, self.silent, self.open = [], [], 0, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag not in VOID:
            silent = tag in {"script", "style"} or (found.get("lang") and tag != "html") or "data-name" in found
            self.open.append((tag, bool(silent)))
            self.silent += bool(silent)
        self.links += [found[name] for name in ("href", "hx-get", "data-href") if found.get(name, "").startswith("/")]
        if not self.silent:
            self.words += [found[name] for name in SEEN if found.get(name)]
            if tag == "input" and found.get("type") in {"submit", "button"}:
                self.words.append(found.get("value") or "")

    def handle_endtag(self, tag):
        while self.open:
            name, silent = self.open.pop()
            self.silent -= silent
            if name == tag:
                return

    def handle_data(self, data):
        if data.strip() and not self.silent:
            self.words.append(data.strip())


def english_in(texts, data=()):
    """Give the English words of texts that should be Chinese, each with its text; ``data`` are names to overlook."""
    found = {}
    for text in texts:
        if text in data:
            continue
        bare = CODE.sub(" ", text)
        for word in WORD.findall(bare):
            if word not in KEPT and word not in data:
                found.setdefault(word, text)
    return found


def chinese_in(texts, data=()):
    """Give the texts with a Chinese character; ``data`` are names to overlook."""
    return [text for text in texts if HAN.search(text) and text not in data]
