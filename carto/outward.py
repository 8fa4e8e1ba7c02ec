"""Requests that leave the house: to public https addresses alone, without redirection, whatever a name leads to.

An address that somebody typed could name a machine of the city's own network; a name may come to mean one at any
moment. So it is looked at twice: as it is written, and as it is reached.
"""

import ipaddress
import socket
from contextlib import suppress
from functools import partial
from threading import Lock, Timer
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

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


class Watch:
    """Ends what a session has open once its time is up, wherever it waits: for a handshake, a header or a byte.

    A timeout of sockets counts from one byte to the next: a server that sends one now and then would hold us for ever.
    """

    def __init__(self, seconds: float) -> None:
        """For so many seconds, from the moment when it is entered."""
        self.over = False
        self._held: list[socket.socket] = []
        self._lock = Lock()
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._close()

    def hold(self, reached: socket.socket) -> None:
        """Remember an open connection: a handle of our own, for TLS takes the socket over. TimeoutError when late."""
        with self._lock:
            if self.over:
                reached.close()
                raise TimeoutError
            self._held.append(reached.dup())

    def _end(self) -> None:
        with self._lock:
            self.over = True
            for each in self._held:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            self._close()

    def _close(self) -> None:
        while self._held:
            self._held.pop().close()


class _Watched:
    """A connection whose time is counted, where somebody counts it."""

    def __init__(self, *args: Any, watch: Watch | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watch = watch

    def _new_conn(self) -> socket.socket:
        reached = super()._new_conn()
        if self._watch:
            self._watch.hold(reached)
        return reached


class _NearConnection(_Watched, HTTPConnection):
    """To a test's own server."""


class _PublicConnection(_Watched, HTTPSConnection):
    """Looks at whom it has reached before it says anything."""

    def _new_conn(self) -> socket.socket:
        reached = super()._new_conn()
        if not is_public(reached.getpeername()[0]):
            reached.close()
            raise NotPublic(self.host)
        return reached


_POOLS: Final = {"https": (HTTPSConnectionPool, _PublicConnection), "http": (HTTPConnectionPool, _NearConnection)}


class _Adapter(HTTPAdapter):
    """Makes connections of ours alone."""

    def __init__(self, scheme: str, watch: Watch | None) -> None:
        self._ours = {scheme: partial(_pool, *_POOLS[scheme], watch)}
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._ours


def _pool(
    kind: type[HTTPConnectionPool], connection: type[HTTPConnection], watch: Watch | None, *args: Any, **kwargs: Any
) -> HTTPConnectionPool:
    made = kind(*args, **kwargs)
    made.ConnectionCls = partial(connection, watch=watch)
    return made


def public_session(*, loopback: bool = False, watch: Watch | None = None) -> requests.Session:
    """A session that goes to public https addresses only, follows no redirection and asks no proxy.

    `watch` ends its connections when their time is up.
    """
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", _Adapter("https", watch))
    if loopback:
        session.mount("http://", _Adapter("http", watch))
    else:
        session.adapters.pop("http://")
    session.get = partial(session.get, allow_redirects=False)
    session.post = partial(session.post, allow_redirects=False)
    return session
