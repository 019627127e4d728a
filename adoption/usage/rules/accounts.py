"""One person, one account key: addresses without case, Salesforce ids in their 18 characters."""

import re

SHORT, LONG = 15, 18
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
SALESFORCE_USER = re.compile(r"005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?")
NOBODY = frozenset({"00000000-0000-0000-0000-000000000000", "system", "integration", "n/a", "null"})
BLOCK = 5


def id_suffix(short: str) -> str:
    """Give the three characters that make a 15-character Salesforce id safe where case is lost.

    Each stands for five characters of the id: bit n is set where the n-th of them is a capital.
    """
    blocks = (short[start : start + BLOCK] for start in range(0, SHORT, BLOCK))
    return "".join(ALPHABET[sum(1 << at for at, sign in enumerate(block) if "A" <= sign <= "Z")] for block in blocks)


def restored(long: str) -> str:
    """Give an 18-character id its capitals back from its suffix, whatever case it came in."""
    signs = []
    for start, mark in zip(range(0, SHORT, BLOCK), long[SHORT:].upper(), strict=True):
        bits = ALPHABET.find(mark)
        for at, sign in enumerate(long[start : start + BLOCK]):
            signs.append(sign.upper() if bits >> at & 1 else sign.lower())
    return "".join(signs) + long[SHORT:].upper()


def is_salesforce_user(text: str) -> bool:
    """Tell whether this has the shape of a Salesforce user id."""
    return SALESFORCE_USER.fullmatch(text) is not None


def suffix_fits(text: str) -> bool:
    """Tell whether an 18-character id is one: its suffix is that of its characters, now or before case was lost.

    Case is lost as a whole, so an id with capitals and small letters that its suffix denies is a wrong one.
    """
    short, whole = text[:SHORT], restored(text)
    if id_suffix(short) == text[SHORT:].upper():
        return True
    return short in {short.lower(), short.upper()} and id_suffix(whole[:SHORT]) == whole[SHORT:]


def account_key(raw: str) -> str:
    """Give the key under which an account is known, equal for every spelling of it; empty where it is nobody's.

    A 15-character id becomes its 18 characters; an 18-character one gets its capitals back.
    """
    text = raw.strip()
    if not text or text.casefold() in NOBODY:
        return ""
    if is_salesforce_user(text):
        if len(text) == SHORT:
            return text + id_suffix(text)
        return restored(text)
    return text.casefold()


def account_problem(raw: str) -> bool:
    """Tell whether this is an 18-character Salesforce id whose last three characters are not its own."""
    text = raw.strip()
    return len(text) == LONG and is_salesforce_user(text) and not suffix_fits(text)
