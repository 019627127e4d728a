"""How alike two texts are, in Chinese or English: words and pairs of characters they share."""

import re
import unicodedata
from collections.abc import Iterable

ALIKE = 0.34  # from here on somebody is asked whether it is the same
LATIN = re.compile(r"[a-z0-9]+")
HAN = re.compile(r"[\u3400-\u9fff]+")
IDLE = frozenset(["the", "a", "an", "to", "of", "in", "on", "is", "it", "and", "for", "we", "i", "please", "would"])


def marks(text: str) -> frozenset[str]:
    """Give the words of the Latin parts and the pairs of characters of the Chinese ones."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = {word for word in LATIN.findall(plain) if word not in IDLE}
    pairs = {run[at : at + 2] for run in HAN.findall(plain) for at in range(max(1, len(run) - 1))}
    return frozenset(words | pairs)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the marks that both have (Dice): 0 nothing, 1 the same."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def most_alike(text: str, known: Iterable[tuple[int, str]], limit: int = 3) -> list[int]:
    """Give the keys of the texts that are alike enough, the most alike first."""
    wanted = marks(text)
    scored = [(likeness(wanted, marks(other)), key) for key, other in known]
    found = sorted((one for one in scored if one[0] >= ALIKE), key=lambda one: (-one[0], one[1]))
    return [key for _score, key in found[:limit]]
