"""The light markup of paragraphs, ``**bold**`` and ``[words](url)``, as runs that every renderer draws."""

import re
from dataclasses import dataclass

SPECIAL = re.compile(r"([\\*\[\]])")
TOKEN = re.compile(r"\\(?P<escaped>.)|(?P<bold>\*\*)|\[(?P<words>(?:\\.|[^\]\\])+)\]\((?P<url>[^()\s]+)\)", re.DOTALL)
SAFE_URL = re.compile(r"^(https?://|mailto:|/(?!/)|#)")


@dataclass(frozen=True, slots=True)
class Run:
    """Words drawn in one way."""

    text: str
    bold: bool = False
    url: str = ""


def plain(text: str) -> str:
    """Escape data so that nothing in it is read as markup."""
    return SPECIAL.sub(r"\\\1", text)


def runs(text: str) -> tuple[Run, ...]:
    """Split a paragraph into runs; a link that is not http, mailto or local keeps its words only."""
    found: list[Run] = []
    bold = False
    at = 0
    for token in TOKEN.finditer(text):
        _say(found, text[at : token.start()], bold=bold)
        at = token.end()
        if token["escaped"] is not None:
            _say(found, token["escaped"], bold=bold)
        elif token["bold"]:
            bold = not bold
        else:
            url = token["url"] if is_safe(token["url"]) else ""
            _say(found, re.sub(r"\\(.)", r"\1", token["words"]), bold=bold, url=url)
    _say(found, text[at:], bold=bold)
    return tuple(found)


def is_safe(url: str) -> bool:
    """Tell whether a link may be drawn: http, https, mailto, or a place on this site."""
    return SAFE_URL.match(url) is not None


def _say(found: list[Run], text: str, *, bold: bool, url: str = "") -> None:
    """Append the words, joined to the run before them where it is drawn alike."""
    if not text:
        return
    if found and (found[-1].bold, found[-1].url) == (bold, url):
        text = found.pop().text + text
    found.append(Run(text, bold, url))
