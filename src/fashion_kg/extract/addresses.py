"""A page from the web, when somebody names its address: with limits, and never from a private network."""

from __future__ import annotations

import http.client
import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from fashion_kg.errors import UsageError
from fashion_kg.extract.deadline import Deadline, looked_up
from fashion_kg.extract.encodings import in_utf8
from fashion_kg.extract.pages import MAX_BYTES, too_long

MAX_SECONDS, MAX_REDIRECTS = 20.0, 5
_PORTS = {"http": 80, "https": 443}
_PIECE = 65536
_PLAIN = "/%?:@!$&'()*+,;=~-._"  # What a path and a query may hold as it is; "%" as what is encoded already.

# What IPv6 gives to hosts, without the parts that lead on to an IPv4 address inside them (6to4, Teredo).
_HOSTS = ipaddress.IPv6Network("2000::/3")
_TUNNELS = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"))


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str
    content: bytes
    charset: str


def fetch(url: str) -> bytes:
    """Return what stands at an address; in UTF-8, if only the answer's header says in which encoding it is.

    Every address that a name stands for must be a public one, also after each redirect, and the connection
    goes to an address that was looked at. Time and size are limited; nothing is sent but the request.

    Raises:
        UsageError: it is no web address, is not public, does not answer, or answers with too much.
    """
    deadline = Deadline(MAX_SECONDS)
    for _ in range(MAX_REDIRECTS + 1):
        answer = _ask(url, deadline)
        if answer.status in (301, 302, 303, 307, 308) and answer.location:
            try:
                url = urljoin(url, answer.location)
            except ValueError:
                raise _no_address(answer.location) from None
        elif answer.status == 200:
            return in_utf8(answer.content, answer.charset)
        else:
            raise UsageError(
                f'"{url}" answers with {answer.status}. Open it in a browser, and save it as a file'
            )
    raise UsageError(f'"{url}" leads on and on. Open it in a browser, and save it as a file')


def _ask(url: str, deadline: Deadline) -> _Answer:
    scheme, host, port, path = _parts(url)
    addresses = public_addresses(host, port)
    try:
        with deadline.connection(addresses, host, port, secure=scheme == "https") as connection:
            answer = _exchange(connection, path)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        if not deadline.left:
            raise _slow(url) from None
        raise UsageError(f'"{url}" cannot be read: {error}. Save it as a file, and name that') from None
    if not deadline.left:  # Then it was cut off.
        raise _slow(url)
    return answer


def _exchange(connection: http.client.HTTPConnection, path: str) -> _Answer:
    headers = {"Accept": "text/html,text/plain", "Accept-Encoding": "identity", "User-Agent": "fashion-kg"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    declared = answer.getheader("Content-Length") or ""
    if answer.status == 200 and declared.isdigit() and int(declared) > MAX_BYTES:
        raise too_long(connection.host + path, int(declared))
    content = b""
    while answer.status == 200 and (piece := answer.read(_PIECE)):
        content += piece
        if len(content) > MAX_BYTES:
            raise too_long(connection.host + path, len(content), whole=False)
    # Headers are read as Latin-1, whatever they are in; addresses in them are in UTF-8.
    location = (answer.getheader("Location") or "").encode("latin-1").decode(errors="replace")
    return _Answer(answer.status, location, content, answer.headers.get_content_charset(""))


def _parts(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_PLAIN)
    except ValueError:
        raise _no_address(url) from None
    if parts.scheme not in _PORTS or not host or parts.username is not None:
        raise _no_address(url)
    return parts.scheme, host, port or _PORTS[parts.scheme], path


def _no_address(url: str) -> UsageError:
    return UsageError(f'"{url}" is no web address. Write one such as https://example.org/article')


def _slow(url: str) -> UsageError:
    return UsageError(f'"{url}" takes more than {MAX_SECONDS:.0f} seconds. Save it as a file, and name that')


def public_addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host, all of which are public.

    Raises:
        UsageError: the host is not known, or has an address in a private or reserved network.
    """
    try:
        found = looked_up(host, port)
    except (OSError, UnicodeError):
        raise UsageError(f'There is no host "{host}". Check the address') from None
    if not all(map(_is_public, found)):
        raise UsageError(f'"{host}" is not on the public web. Save the page as a file, and name that')
    return found


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and (
        address not in _HOSTS or any(address in tunnel for tunnel in _TUNNELS)
    ):
        return False
    return address.is_global and not address.is_multicast
