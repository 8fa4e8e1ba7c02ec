"""Requests that leave the house: to public https addresses alone, without redirection, whatever a name leads to.

An address that somebody typed could name a machine of the city's own network; a name may come to mean one at any
moment. So it is looked at twice: as it is written, and as it is reached.
"""

import ipaddress
import socket
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # leads to any IPv4 address, where a gateway translates


def may_be_asked(address: str, *, loopback: bool = False) -> bool:
    """Whether it is a public https address; ValueError when it is none at all. Names are looked up on connecting.

    `loopback`: a test's own server on 127.0.0.1 may be asked too.
    """
    if not address.isascii() or not address.isprintable() or " " in address:
        return False
    parts = urlsplit(address)
    host = parts.hostname or ""
    if loopback and host == "127.0.0.1":
        return True
    if parts.username or parts.password or parts.port not in (None, 443):
        return False
    try:
        public = is_public(host)
    except ValueError:
        public = "." in host and not host.endswith((".localhost", ".local", ".internal", "."))
    return parts.scheme == "https" and public


def is_public(address: str) -> bool:
    """Whether an IP address is one of the Internet's; ValueError when it is a name."""
    found = ipaddress.ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast and found not in NAT64


class NotPublic(ValueError):
    """The name led into a private network; nothing was said there."""


class _PublicConnection(HTTPSConnection):
    """Looks at whom it has reached before it says anything."""

    def _new_conn(self) -> socket.socket:
        reached = super()._new_conn()
        if not is_public(reached.getpeername()[0]):
            reached.close()
            raise NotPublic(self.host)
        return reached


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _PublicPool}


def public_session(*, loopback: bool = False) -> requests.Session:
    """A session that goes to public https addresses only, follows no redirection and asks no proxy."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", _PublicAdapter())
    if not loopback:
        session.adapters.pop("http://")
    session.get = partial(session.get, allow_redirects=False)
    session.post = partial(session.post, allow_redirects=False)
    return session
