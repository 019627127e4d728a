"""One request to somebody else's server: to a checked address, never following where it is sent on."""

import http.client
import socket
import ssl

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import BadInputError, DomainError
from programme.notices.rules import targets
from programme.notices.rules.channels import Post

SECONDS = 10
MOST = 64 * 1024  # bytes of an answer that are read


class NotSentError(Exception):
    """It did not arrive and may be tried again; its words name no address and no secret."""


class Refused(DomainError):  # noqa: N818 (a verdict, not a fault)
    """It may not be sent there, or will not be taken however often it is tried."""

    code = "refused"


def check_address(address: str) -> targets.Target:
    """Refuse what is no address, a plain one, and one that names the own network; raises ``BadInputError``."""
    target = targets.read(address.strip())
    if target is None:
        raise BadInputError({"address": [_("Give an address that begins with https://, without a name or password.")]})
    if settings.WEBHOOK_PRIVATE:
        return target
    if target.scheme != "https":
        raise BadInputError({"address": [_("The address begins with https://.")]})
    if _is_number(target.host) and not targets.is_outside(target.host):
        raise BadInputError({"address": [_inside()]})
    if target.host == "localhost" or target.host.endswith((".localhost", ".local", ".internal")):
        raise BadInputError({"address": [_inside()]})
    return target


def _inside() -> str:
    return _("This address is inside the own network; only the installation's settings can allow that.")


def _is_number(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return False
    return True


def send(post: Post) -> tuple[int, bytes]:
    """Send it to an IP address that was looked at; give status and the beginning of the answer.

    The connection goes to the very address that was checked, so that a name that answers differently the second time
    leads nowhere. A redirect is an answer like any other. Raises ``Refused`` and ``NotSentError``.
    """
    target = check_address(post.url)
    try:
        connection = _connected(target)
        try:
            connection.request("POST", target.path, post.body, {**post.headers, "User-Agent": "Landfall"})
            answer = connection.getresponse()
            return answer.status, answer.read(MOST)
        finally:
            connection.close()
    except ssl.SSLError:
        raise NotSentError(_("No safe connection could be made.")) from None
    except TimeoutError:
        raise NotSentError(_("No answer in %(n)d seconds.") % {"n": SECONDS}) from None
    except (OSError, http.client.HTTPException) as error:
        raise NotSentError(_("The connection failed (%(kind)s).") % {"kind": type(error).__name__}) from None


def _connected(target: targets.Target) -> http.client.HTTPConnection:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSentError(_("The host was not found.")) from None
    allowed = [place for *_kind, place in found if settings.WEBHOOK_PRIVATE or targets.is_outside(str(place[0]))]
    if len(allowed) < len(found) or not allowed:
        raise Refused(_inside())
    plain = socket.create_connection((str(allowed[0][0]), target.port), timeout=SECONDS)
    connection = http.client.HTTPConnection(target.host, target.port, timeout=SECONDS)
    if target.scheme == "https":
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
        except OSError:
            plain.close()
            raise
    else:
        connection.sock = plain
    return connection
