"""Accounts: set-up links, first passwords, administrators, the demo's cast, one's own profile."""

import hashlib
import secrets
from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.people.models import Invitation, Unit, User
from programme.people.permissions import ACTIONS
from programme.records.services import append_event, change, writes

ADMIN_LINK = timedelta(minutes=30)


def hash_token(token: str) -> str:
    """Hash a set-up token; only this is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_or_make(email: str, name: str, *, language: str = "", unit: Unit | None = None) -> User:
    """Find the account by address in any case, or make one without a password."""
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is not None:
        return found
    user = User(email=email.strip().lower(), name=name.strip() or email, language=language, unit=unit)
    user.set_unusable_password()
    save_validated(user)
    append_event("people.account_made", user, actor=None, changes={"email": [None, user.email]})
    return user


@writes
def make_link(user: User, *, valid_for: timedelta, actor: User | None) -> str:
    """Make a set-up link's token, valid once; earlier links of the person end."""
    now = timezone.now()
    for old in Invitation.objects.filter(user=user, used_at=None, expires_at__gt=now):
        old.expires_at = now
        old.save(update_fields=["expires_at"])
    token = secrets.token_urlsafe(24)
    invitation = Invitation(user=user, token_hash=hash_token(token), expires_at=now + valid_for, invited_by=actor)
    save_validated(invitation)
    append_event("people.link_made", user, actor=actor)
    return token


@writes
def create_admin(email: str, *, name: str = "", actor: User | None = None) -> str:
    """Make or promote an administrator and return a set-up token, valid once and 30 minutes."""
    user = find_or_make(email, name)
    with change(user, "people.administrator_made", actor=actor):
        user.is_administrator = True
        user.is_active = True
        save_validated(user)
    return make_link(user, valid_for=ADMIN_LINK, actor=actor)


def invitation_for(token: str) -> Invitation | None:
    """Return the link's invitation while it still works."""
    found = Invitation.objects.select_related("user").filter(token_hash=hash_token(token)).first()
    return found if found is not None and found.usable(timezone.now()) else None


@writes
def accept_invitation(token: str, *, name: str, password: str) -> User:
    """Set the first password through a link; raises ``IllegalNowError`` for a used or expired one."""
    invitation = invitation_for(token)
    if invitation is None:
        raise IllegalNowError(_("This link was used already or has expired. Ask for a new one."))
    user = invitation.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInputError({"password": error.messages}) from error
    with change(user, "people.account_opened", actor=user):
        user.name = name.strip() or user.name
        user.set_password(password)
        save_validated(user)
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    return user


@writes
def demo_account(
    email: str, *, name: str, job_title: str, language: str, unit: Unit | None, administrator: bool, password: str
) -> User:
    """Make an account of the demo, whose password everybody knows; found again where it exists."""
    user = User.objects.filter(email__iexact=email).first() or User(email=email)
    with change(user, "people.demo_account", actor=None):
        user.name, user.job_title, user.language, user.unit = name, job_title, language, unit
        user.is_administrator, user.is_demo, user.is_active = administrator, True, True
        user.password = _demo_hash(password)
        save_validated(user)
    return user


@cache
def _demo_hash(password: str) -> str:
    """Hash the password that all demo accounts share once; hashing is slow by intent."""
    return make_password(password)


@writes
def update_profile(user: User, *, actor: User | None, **values: Any) -> User:
    """Change one's own name, language, time zone and shortcuts."""
    if actor is not None and actor.pk != user.pk:
        require(ACTIONS["deactivate"], actor, user)
    with change(user, "people.profile_changed", actor=actor):
        for name in {"name", "language", "time_zone", "shortcuts", "job_title"} & values.keys():
            setattr(user, name, values[name])
        save_validated(user)
    return user
