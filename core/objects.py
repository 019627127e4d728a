"""File storage in an S3-compatible store that shows a file whole or not at all, and never changes one."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from botocore.config import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

if TYPE_CHECKING:
    from django.core.files.base import File

TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
UNKNOWN = frozenset({"NotImplemented", "501"})  # a store without conditional writes


class WholeObjectStorage(S3Storage):  # type: ignore[misc]
    """Writes each key once, in one conditional PUT.

    A store shows an object only when all of it has arrived, so no draft and no renaming is needed: a killed process
    leaves nothing. ``If-None-Match`` lets the first of two writers of one name win; the other gets a name of its own.
    """

    def _save(self, name: str, content: "File[Any]") -> str:
        """Store the content; returns the name under which it is seen."""
        while True:
            try:
                self._put(name, content)
            except ClientError as error:
                if _code(error) not in TAKEN:
                    raise
                name = self.get_available_name(name)
            else:
                return name

    def _put(self, name: str, content: "File[Any]") -> None:
        key = self._normalize_name(name)
        told = {"Bucket": self.bucket_name, "Key": key, **self.get_object_parameters(name)}
        client = self.connection.meta.client
        content.seek(0)
        try:
            client.put_object(Body=content, IfNoneMatch="*", **told)
        except ClientError as error:
            if _code(error) not in UNKNOWN:
                raise
            content.seek(0)
            client.put_object(Body=content, **told)

    def answers(self) -> None:
        """Raise what the store's library raises where the bucket cannot be reached."""
        self.connection.meta.client.head_bucket(Bucket=self.bucket_name)


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def options(url: str, *, key: str = "", secret: str = "") -> dict[str, Any]:
    """Read ``s3://bucket/prefix?endpoint=https://…&region=…``; without a key the machine's own role is asked.

    Raises ``ValueError`` where it names no bucket.
    """
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        msg = "LANDFALL_STORAGE_URL is s3://bucket/prefix?endpoint=https://host&region=name"
        raise ValueError(msg)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    endpoint = asked.get("endpoint")
    return {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": endpoint,
        "region_name": asked.get("region", "us-east-1" if endpoint else None),
        "access_key": key or None,
        "secret_key": secret or None,
        "file_overwrite": False,
        "querystring_auth": True,
        "default_acl": None,
        "client_config": Config(
            connect_timeout=2,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            s3={"addressing_style": asked.get("style", "path" if endpoint else "auto")},
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }
