"""A connection that ends in time, whatever the other side does or leaves undone."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence

_LEAST = 0.01  # A socket takes no time at all for "do not wait".


def looked_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, in the order in which they are to be tried.

    How long that may take is the system's to say, not a deadline's.

    Raises:
        OSError: the host is not known.
        UnicodeError: it is no name of a host.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """The time by which all of an exchange is over.

    A socket's own limit starts anew with every byte that arrives; therefore a watch hangs up at the end.

    Args:
        seconds: from now on.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """How many seconds are left; 0 if it is over."""
        return max(0.0, self._end - time.monotonic())

    @contextlib.contextmanager
    def connection(
        self, addresses: Sequence[str], host: str, port: int, *, secure: bool
    ) -> Iterator[http.client.HTTPConnection]:
        """Open a connection that is shut when the time is over; what was read until then may be cut off.

        Args:
            addresses: where to connect; the first that answers is taken.
            host: whom to ask for there.
            port: the port.
            secure: whether by TLS.

        Raises:
            OSError: nothing answers, or not in time.
        """
        with self._connected(addresses, port) as plain, contextlib.ExitStack() as open_until:
            # TLS moves the connection into a socket of its own: what is watched is a second handle.
            watched = open_until.enter_context(plain.dup())
            watch = threading.Timer(self.left, _hang_up, [watched])
            watch.daemon = True
            watch.start()
            open_until.callback(watch.cancel)
            made: http.client.HTTPConnection
            if secure:
                context = ssl.create_default_context()
                made = http.client.HTTPSConnection(host, port, context=context)
                made.sock = open_until.enter_context(context.wrap_socket(plain, server_hostname=host))
            else:
                made = http.client.HTTPConnection(host, port)
                made.sock = plain
            yield made

    def _connected(self, addresses: Sequence[str], port: int) -> socket.socket:
        failed: OSError = TimeoutError("timed out")
        for address in addresses:
            if not self.left:
                break
            try:
                return socket.create_connection((address, port), timeout=max(self.left, _LEAST))
            except OSError as error:
                failed = error
        raise failed


def _hang_up(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
