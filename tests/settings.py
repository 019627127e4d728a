"""Settings of the tests: a home of their own, jobs inline, plain static files, quick password hashing."""

import os
import tempfile

os.environ.setdefault("LANDFALL_HOME", tempfile.mkdtemp(prefix="landfall-test-"))
os.environ.setdefault("LANDFALL_JOBS_RUNNER", "inline")

from core.settings import *  # noqa: F403
from core.settings import DATABASES, STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
LANGUAGE_CODE = "en"
DATABASES["default"].setdefault("TEST", {})
