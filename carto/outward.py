"""A way out to addresses that somebody typed: it reaches no private network, follows no redirection, asks no proxy."""

import ipaddress
import socket
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # leads to any IPv4 address, where a gateway translates


class NotPublic(ValueError):
    """The name led into a private network; nothing was said there."""


def is_public(address: str) -> bool:
    """Whether an IP address is of the public Internet; ValueError when it is none."""
    found = ipaddress.ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast and found not in NAT64


class _PublicConnection(HTTPSConnection):
    """Looks at whom it has reached before it says anything: a name may lead into a private network at any moment."""

    def _new_conn(self) -> socket.socket:
        reached = super()._new_conn()
        if not is_public(reached.getpeername()[0]):
            reached.close()
            raise NotPublic(self.host)
        return reached


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class PublicAdapter(HTTPAdapter):
    """HTTPS to public addresses only, certificates verified."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """The usual pools, whose connections look before they speak."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _PublicPool}


def public_session() -> requests.Session:
    """A session that goes to public https addresses alone; give `allow_redirects=False` with each call."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", PublicAdapter())
    session.adapters.pop("http://")
    return session
