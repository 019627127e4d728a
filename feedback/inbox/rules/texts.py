"""What a written text must have, and how a title is made from it."""

import hashlib
import hmac
import re
import secrets

LONGEST_TITLE = 80
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that look alike
CODE_LENGTH = 12


def title_of(text: str) -> str:
    """Take the first sentence of a text as its title, at most 80 characters."""
    first = re.split(r"(?<=[。！？!?])|(?<=[.])\s|\n", text.strip(), maxsplit=1)[0].strip().rstrip("。.")
    return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1].rstrip() + "…"


def reply_code(secret: str, once: str = "") -> str:
    """Make a code that nobody guesses (60 bits); the same ``once`` gives the same code to a sender who tries again."""
    drawn = hmac.digest(secret.encode(), once.encode(), "sha256") if once else secrets.token_bytes(32)
    return "".join(SIGNS[byte % len(SIGNS)] for byte in drawn[:CODE_LENGTH])


def hash_of(code: str) -> str:
    """Hash a code as it is kept; spaces, dashes and case do not count."""
    return hashlib.sha256(re.sub(r"[^0-9A-Z]", "", code.upper()).encode()).hexdigest()
