"""A page from the web, when somebody names its address: with limits, and never from a private network."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import urljoin, urlsplit

from fashion_kg.errors import UsageError
from fashion_kg.extract.pages import MAX_BYTES, too_long

MAX_SECONDS, MAX_REDIRECTS = 20.0, 5
_PORTS = {"http": 80, "https": 443}
_PIECE = 65536


def fetch(url: str) -> bytes:
    """Return what stands at an address.

    Every address that a name stands for must be a public one, also after each redirect, and the connection
    goes to the address that was looked at. Time and size are limited; nothing is sent but the request.

    Raises:
        UsageError: it is no web address, is not public, does not answer, or answers with too much.
    """
    deadline = time.monotonic() + MAX_SECONDS
    for _ in range(MAX_REDIRECTS + 1):
        status, location, content = _ask(url, deadline)
        if status in (301, 302, 303, 307, 308) and location:
            url = urljoin(url, location)
        elif status == 200:
            return content
        else:
            raise UsageError(f'"{url}" answers with {status}. Open it in a browser, and save it as a file')
    raise UsageError(f'"{url}" leads on and on. Open it in a browser, and save it as a file')


def _ask(url: str, deadline: float) -> tuple[int, str, bytes]:
    scheme, host, port, path = _parts(url)
    address = public_address(host, port)
    left = deadline - time.monotonic()
    try:
        plain = socket.create_connection((address, port), timeout=max(left, 0.1))
        with plain:
            stream = plain
            if scheme == "https":
                stream = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            with stream:
                return _exchange(stream, host, path, deadline)
    except (OSError, http.client.HTTPException) as error:
        raise UsageError(f'"{url}" cannot be read: {error}. Save it as a file, and name that') from None


def _exchange(stream: socket.socket, host: str, path: str, deadline: float) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(host)
    connection.sock = stream
    headers = {"Accept": "text/html,text/plain", "Accept-Encoding": "identity", "User-Agent": "fashion-kg"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    declared = answer.getheader("Content-Length") or ""
    if answer.status == 200 and declared.isdigit() and int(declared) > MAX_BYTES:
        raise too_long(host + path, int(declared))
    content = b""
    while answer.status == 200 and (piece := answer.read(_PIECE)):
        content += piece
        if len(content) > MAX_BYTES:
            raise too_long(host + path, len(content), whole=False)
        if time.monotonic() > deadline:
            raise UsageError(f"The page takes more than {MAX_SECONDS:.0f} seconds. Save it as a file")
    return answer.status, answer.getheader("Location") or "", content


def _parts(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in _PORTS or not host or parts.username is not None:
        raise UsageError(f'"{url}" is no web address. Write one such as https://example.org/article')
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or _PORTS[parts.scheme], path


def public_address(host: str, port: int) -> str:
    """Return an address of a host, all of whose addresses are public.

    Raises:
        UsageError: the host is not known, or has an address in a private or reserved network.
    """
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise UsageError(f'There is no host "{host}". Check the address') from None
    for each in found:
        address = ipaddress.ip_address(each.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not mapped.is_global or mapped.is_multicast:
            raise UsageError(f'"{host}" is not on the public web. Save the page as a file, and name that')
    return min(found)
