"""The content that is signed: its frozen form, its fingerprint, and what changed between two of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.documents.canonical import dumps, sha256_of

LANGUAGES = ("zh-hans", "en")
Frozen = dict[str, Any]
Said = str | dict[str, str]  # one text, or a text per language where they differ


@dataclass(frozen=True, slots=True)
class Fact:
    """One line that the signer reads; ``key`` stays the same for as long as it is the same line."""

    key: str
    label: Any
    value: Any


@dataclass(frozen=True, slots=True)
class Part:
    """One section that the signer must read; it is marked as read on its own."""

    key: str
    title: Any
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """Everything one signature binds. Texts may be lazy translations; values may be numbers and dates."""

    title: Any
    parts: tuple[Part, ...]
    number: str = ""


class Change(StrEnum):
    """How a line differs."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that is no longer what it was."""

    change: Change
    part: Said
    label: Said
    old: Said
    new: Said


def _said(value: Any) -> str:
    """Say a value in the language that is active."""
    match value:
        case None | "":
            return "–"
        case bool():
            return str(_("Yes") if value else _("No"))
        case datetime():
            return value.isoformat(timespec="seconds")
        case _:
            return str(value)


def _in_language(content: Content) -> Frozen:
    return {
        "title": _said(content.title),
        "number": content.number,
        "parts": [
            {
                "key": part.key,
                "title": _said(part.title),
                "facts": [
                    {"key": fact.key, "label": _said(fact.label), "value": _said(fact.value)} for fact in part.facts
                ],
            }
            for part in content.parts
        ],
    }


def _merged(first: Any, second: Any) -> Any:
    """Lay two language forms of one structure over each other."""
    if isinstance(first, dict):
        return {name: _merged(first[name], second[name]) for name in first}
    if isinstance(first, list):
        return [_merged(one, other) for one, other in zip(first, second, strict=True)]
    return first if first == second else dict(zip(LANGUAGES, (first, second), strict=True))


def freeze(contents: Mapping[str, Content]) -> Frozen:
    """Freeze the content as it was built in each language; texts that differ keep both."""
    forms = []
    for language in LANGUAGES:
        with override(language):
            forms.append(_in_language(contents[language]))
    frozen: Frozen = _merged(*forms)
    return frozen


def said_in_both(text: Any) -> Said:
    """Keep a text, perhaps a lazy translation, in both languages."""
    forms = []
    for language in LANGUAGES:
        with override(language):
            forms.append(_said(text))
    said: Said = _merged(*forms)
    return said


def say(text: Said, language: str) -> str:
    """Return the text in a language."""
    if isinstance(text, str):
        return text
    return text["zh-hans"] if language.startswith("zh") else text["en"]


def as_text(frozen: Frozen) -> str:
    """Write frozen content in the one form that is hashed."""
    return dumps(frozen)


def fingerprint(frozen: Frozen) -> str:
    """Return the SHA-256 of the content as 64 hexadecimal digits."""
    return sha256_of(as_text(frozen))


def part_hashes(frozen: Frozen) -> dict[str, str]:
    """Fingerprint each part, so that a changed one has to be read again."""
    return {part["key"]: sha256_of(dumps(part)) for part in frozen["parts"]}


def unread(frozen: Frozen, marks: Mapping[str, str]) -> list[Said]:
    """Titles of the parts that were not read as they stand now."""
    hashes = part_hashes(frozen)
    return [part["title"] for part in frozen["parts"] if marks.get(part["key"]) != hashes[part["key"]]]


def _lines(frozen: Frozen) -> dict[tuple[str, str], tuple[Said, Said, Said]]:
    lines: dict[tuple[str, str], tuple[Said, Said, Said]] = {
        ("", "meaning"): ("", said_in_both(_("Meaning of the signature")), frozen.get("meaning", ""))
    }
    for part in frozen["parts"]:
        for fact in part["facts"]:
            lines[part["key"], fact["key"]] = (part["title"], fact["label"], fact["value"])
    return lines


def differences(before: Frozen, now: Frozen) -> tuple[Difference, ...]:
    """Name every line whose value changed, appeared or went; a mere new wording of a label is no change."""
    return tuple(_differences(_lines(before), _lines(now)))


def _differences(
    old: Mapping[tuple[str, str], Sequence[Any]], new: Mapping[tuple[str, str], Sequence[Any]]
) -> Iterator[Difference]:
    for key, (part, label, value) in new.items():
        if key not in old:
            yield Difference(Change.ADDED, part, label, "", value)
        elif old[key][2] != value:
            yield Difference(Change.CHANGED, part, label, old[key][2], value)
    for key, (part, label, value) in old.items():
        if key not in new:
            yield Difference(Change.REMOVED, part, label, value, "")
