"""Where a message may be sent: to the outside only, unless the installation allows its own network."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """A place to connect to."""

    scheme: str
    host: str
    port: int
    path: str  # with the query


def read(address: str) -> Target | None:
    """Take an address apart; None where it is none, or carries a name and password."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password or not address.isprintable():
        return None
    if " " in address:
        return None
    path = parts.path or "/"
    return Target(
        parts.scheme, parts.hostname, port or PORTS[parts.scheme], f"{path}?{parts.query}" if parts.query else path
    )


def is_outside(ip: str) -> bool:
    """Tell whether an IP address is of the public internet: no loopback, private, link-local, shared or multicast."""
    try:
        found = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_outside(str(inner))
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_outside(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast and not found.is_reserved
