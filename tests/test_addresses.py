"""Pages from the web, and how long one waits for them: a server here plays the web."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from fashion_kg.errors import UsageError
from fashion_kg.extract import addresses
from fashion_kg.extract.addresses import fetch
from fashion_kg.extract.encodings import decoded
from fashion_kg.extract.proposers._chat import Chat, Limits

Serve = Callable[..., int]
JAPANESE = "カーサ・ルーメンが新しい広告キャンペーンを公開した。"


def page(content: bytes, kind: str = "text/html") -> bytes:
    return f"HTTP/1.0 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + content


def leading_to(place: bytes) -> bytes:
    return b"HTTP/1.0 302 Found\r\nLocation: " + place + b"\r\n\r\n"


def whole_request(connection: socket.socket) -> bytes:
    """Read a request with its body: to close before that would reset the connection, answer and all."""
    request = b""
    while piece := connection.recv(65536):
        request += piece
        head, end, body = request.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\nContent-Length: *(\d+)", head)
        if end and len(body) >= (int(length[1]) if length else 0):
            break
    return request


@pytest.fixture
def asked() -> list[bytes]:
    """What the server was asked."""
    return []


@pytest.fixture
def serve(asked: list[bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Start a server that gives these answers, one a connection; then, if told so, a byte at a time."""
    monkeypatch.setattr(addresses, "public_addresses", lambda *_: ["127.0.0.1"])
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer(answers: tuple[bytes, ...], dripping: bytes) -> None:
            for each in answers:
                with server.accept()[0] as connection:
                    asked.append(connection.recv(65536) if dripping else whole_request(connection))
                    connection.sendall(each)
                    end = time.monotonic() + 30
                    try:
                        while dripping and time.monotonic() < end:
                            connection.sendall(dripping)
                            time.sleep(0.05)
                    except OSError:
                        return

        def start(*answers: bytes, dripping: bytes = b"") -> int:
            threading.Thread(target=answer, args=(answers, dripping), daemon=True).start()
            return int(server.getsockname()[1])

        yield start


# -- time -------------------------------------------------------------------------------------------

SLOW = {
    "no answer": ("http", b""),
    "in the headers": ("http", b"HTTP/1.0 200 OK\r\nX: "),
    "in the content": ("http", page(b"<p>")),
    "in content of a length": ("http", b"HTTP/1.0 200 OK\r\nContent-Length: 90000\r\n\r\n"),
    "in the handshake": ("https", b"\x16\x03\x03\x40\x00\x02"),
}


@pytest.mark.parametrize("place", SLOW)
def test_a_page_that_comes_by_the_byte_ends_with_the_time(
    place: str, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "MAX_SECONDS", 1.0)
    scheme, begun = SLOW[place]
    port = serve(begun, dripping=b"x")
    start = time.monotonic()
    with pytest.raises(UsageError, match="takes more than 1 seconds"):
        fetch(f"{scheme}://example.org:{port}/")
    assert time.monotonic() - start < 15


def test_a_service_that_shakes_hands_by_the_byte_ends_with_the_time(serve: Serve) -> None:
    scheme, begun = SLOW["in the handshake"]
    chat = Chat(f"{scheme}://127.0.0.1:{serve(begun, dripping=b'x')}/v1", "tiny", Limits(seconds=1, tries=1))
    start = time.monotonic()
    with pytest.raises(UsageError, match="takes more than 1 seconds"):
        chat.ask([], {})
    assert time.monotonic() - start < 15


# -- what is asked ----------------------------------------------------------------------------------


def test_the_host_is_named_with_a_port_that_is_not_the_usual(serve: Serve, asked: list[bytes]) -> None:
    port = serve(page(b"one"), page(b"two"))
    assert fetch(f"http://example.org:{port}/") == b"one"
    assert f"\r\nHost: example.org:{port}\r\n".encode() in asked[0]
    assert fetch(f"http://[2606:4700::1111]:{port}/") == b"two"
    assert f"\r\nHost: [2606:4700::1111]:{port}\r\n".encode() in asked[1]


def test_the_usual_port_is_not_named(
    monkeypatch: pytest.MonkeyPatch, serve: Serve, asked: list[bytes]
) -> None:
    real, port = socket.create_connection, serve(page(b"one"))
    monkeypatch.setattr("socket.create_connection", lambda _, **more: real(("127.0.0.1", port), **more))
    assert fetch("http://[2606:4700::1111]/") == b"one"
    assert b"\r\nHost: [2606:4700::1111]\r\n" in asked[0]


def test_the_next_address_is_tried(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "public_addresses", lambda *_: ["::1", "127.0.0.1"])
    assert fetch(f"http://example.org:{serve(page(b'one'))}/") == b"one"


def test_a_path_may_have_any_letter(serve: Serve, asked: list[bytes]) -> None:
    port = serve(leading_to("/été".encode()), page(b"one"))
    assert fetch(f"http://example.org:{port}/Zoé a%C3%A9?q=é&b=1#é") == b"one"
    assert asked[0].startswith(b"GET /Zo%C3%A9%20a%C3%A9?q=%C3%A9&b=1 HTTP/1.1\r\n")
    assert asked[1].startswith(b"GET /%C3%A9t%C3%A9 HTTP/1.1\r\n")


@pytest.mark.parametrize("path", ["http://[::1", "http://a:b/", "file:///etc/passwd", "//me@example.org/"])
def test_a_page_that_leads_to_no_address_is_told(path: str, serve: Serve) -> None:
    with pytest.raises(UsageError, match="no web address"):
        fetch(f"http://example.org:{serve(leading_to(path.encode()))}/")


def test_a_path_of_no_letters_is_told() -> None:
    with pytest.raises(UsageError, match="no web address"):
        fetch("http://example.org/\udcff")


def test_a_service_that_leads_to_no_address_is_told(serve: Serve) -> None:
    chat = Chat(f"http://127.0.0.1:{serve(leading_to(b'http://[::1'))}/v1", "tiny")
    with pytest.raises(UsageError, match="leads on to another address"):
        chat.ask([], {})


# -- encodings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        (JAPANESE.encode("cp932"), "text/html; charset=shift_jis", JAPANESE),
        (JAPANESE.encode("euc-jp"), 'text/plain; charset="EUC-JP"', JAPANESE),
        (JAPANESE.encode(), "text/html; charset=iso-8859-1", JAPANESE),
        (JAPANESE.encode("utf-16"), "text/html; charset=shift_jis", JAPANESE),
        (b'<meta charset="euc-jp">' + JAPANESE.encode("euc-jp"), "text/html; charset=shift_jis", JAPANESE),
        ("Zoé".encode("cp1252"), "text/html; charset=rot13", "Zoé"),
        ("Zoé".encode("cp1252"), "text/html; charset=idna", "Zoé"),
        ("Zoé".encode("cp1252"), "text/html; charset=nothing", "Zoé"),
    ],
)
def test_the_encoding_in_the_header_serves_where_nothing_else_tells(
    content: bytes, kind: str, text: str, serve: Serve
) -> None:
    found = fetch(f"http://example.org:{serve(page(content, kind))}/")
    assert (decoded(found, page=True) or "").endswith(text)


@pytest.mark.parametrize("name", ["rot13", "idna", "zip", "undefined"])
def test_what_is_no_encoding_of_texts_is_none(name: str) -> None:
    assert decoded(f"<meta charset={name}>".encode() + b"Zo\xe9", page=True) == f"<meta charset={name}>Zoé"
