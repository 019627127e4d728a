"""Secrets of others that must be kept readable for the product: sealed under the installation's key, never shown."""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import IllegalNowError

PURPOSE = b"landfall.sealed:"


@lru_cache(maxsize=4)
def _box(*keys: str) -> MultiFernet:
    """Derive a key of its own from each of the installation's keys, the newest first."""
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(PURPOSE + key.encode()).digest())) for key in keys]
    )


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))


def seal(text: str) -> str:
    """Close a secret for the database; an empty one stays empty."""
    return _box(*_keys()).encrypt(text.encode()).decode() if text else ""


def unseal(token: str) -> str:
    """Open a sealed secret; raises ``IllegalNowError`` where the installation's key has changed since."""
    if not token:
        return ""
    try:
        return _box(*_keys()).decrypt(token.encode()).decode()
    except InvalidToken:
        raise IllegalNowError(_("The installation's key has changed: set address and secret anew.")) from None
